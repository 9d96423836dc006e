"""Who writes products, and perhaps levels of their stock, locks the products first and in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from minishop.kernel.batches import batches
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop

_AT_ONCE = 500


def locked(products: QuerySet[Product]) -> QuerySet[Product]:
    """The same products in the order of their ids, locked in the open transaction against who writes them; who only points at one is not
    held up."""
    return products.select_for_update(no_key=True).order_by("id")


def lock_products(shop: Shop, product_ids: Iterable[int]) -> None:
    """Locks products of these ids in the open transaction."""
    for ids in batches(sorted(set(product_ids)), _AT_ONCE):
        list(locked(Product.objects.filter(shop=shop, id__in=ids)).values_list("id", flat=True))
