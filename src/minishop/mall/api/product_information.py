"""상품정보 제공: what the hub asks of the shop before it shows an order sheet (v1 and v2.1, R61)."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from minishop.mall.channel.domain.product_details import read_asked, write_details
from minishop.mall.channel.domain.product_information import write_information
from minishop.mall.channel.queries import details_of, information_of
from minishop.mall.shops.hosts import ShopRequest

_XML = "application/xml;charset=utf-8"


@require_GET
def product_information(request: ShopRequest) -> HttpResponse:
    """Asked by the hub with ITEM_ID repeated, or by combination with indexed names; unknown products are left out."""
    query = parse_qsl(request.META.get("QUERY_STRING", ""))
    front = request.build_absolute_uri("/").rstrip("/")
    if asked := read_asked(query):
        found = details_of(request.shop, asked, dict(query).get("merchantCustomCode1", "")[:20], front)
        return HttpResponse(write_details(found), content_type=_XML)
    codes = [value for name, value in query if name == "ITEM_ID"]
    if not codes:
        return HttpResponse("ITEM_ID 는 필수입니다.", content_type="text/plain; charset=utf-8")
    return HttpResponse(write_information(information_of(request.shop, codes, front)), content_type=_XML)
