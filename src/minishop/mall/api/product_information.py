"""상품정보 제공: what the hub asks of the shop before it shows an order sheet (v1, R61)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from minishop.mall.channel.domain.product_information import write_information
from minishop.mall.channel.queries import information_of
from minishop.mall.shops.hosts import ShopRequest


@require_GET
def product_information(request: ShopRequest) -> HttpResponse:
    """Asked by the hub with ITEM_ID repeated; unknown products are left out."""
    codes = [value for name, value in parse_qsl(request.META.get("QUERY_STRING", "")) if name == "ITEM_ID"]
    if not codes:
        return HttpResponse("ITEM_ID 는 필수입니다.", content_type="text/plain; charset=utf-8")
    items = information_of(request.shop, codes, request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(write_information(items), content_type="application/xml;charset=utf-8")
