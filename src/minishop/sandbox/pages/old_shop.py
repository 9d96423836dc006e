"""옛 쇼핑몰: the product file that a seller who moves in brings along."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from minishop.sandbox.oldshop.domain import product_file

_NAME = "cafe24-products.csv"


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """The file; its pictures are addresses of this sandbox."""
    content = product_file(lambda drawing: f"{settings.OWN_ADDRESS.url}{static(f'sandbox/drawings/{drawing}.webp')}")
    headers = {"Content-Disposition": f'attachment; filename="{_NAME}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
