"""The product that an address names."""

from __future__ import annotations

from django.http import Http404

from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import find_product
from minishop.mall.shops.hosts import ShopRequest


def found_product(request: ShopRequest, product_code: str) -> Product:
    """The shop's product of this code; 404 for an unknown, a deleted and another shop's one."""
    found = find_product(request.shop, product_code)
    if found is None:
        raise Http404
    return found
