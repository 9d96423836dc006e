"""The shop's pictures, on the shop's own host. Their names are made from their content, so they never change."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from minishop.mall.catalog.pictures import read_picture
from minishop.mall.shops.hosts import ShopRequest


def picture(request: ShopRequest, name: str) -> HttpResponse:
    """One picture of this shop, to be kept for a year."""
    try:
        content = read_picture(request.shop, f"{name}.jpg")
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, headers=headers)
