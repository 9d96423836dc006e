"""The shop's pictures, on the shop's own host. Their names are made from their content, so they never change."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from minishop.mall.shops.hosts import ShopRequest


def picture(request: ShopRequest, name: str) -> FileResponse:
    """One picture of this shop, to be kept for a year."""
    try:
        file = default_storage.open(f"shops/{request.shop.id}/pictures/{name}.jpg")
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(file, headers=headers)
