"""찾는 말: by which words a product is found, in the office and in its shop."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from minishop.chassis.finding import KEY_LENGTH, KeyTable, part_rests, rests, search_key
from minishop.mall.catalog.models import Product, ProductKey
from minishop.mall.shops.models import Shop

FOUND_BY = frozenset({"name", "own_code", "search_words"})  # and the code, which never changes
_KEYS = KeyTable(ProductKey, "product_id", "shop_id")


def keys_of(product: Any) -> Collection[str]:
    """The name from any letter on, the two codes from each of their parts on, and each word that the seller gave to search by."""
    codes = part_rests(product.code) | part_rests(product.own_code)
    given = (search_key(word)[:KEY_LENGTH] for word in product.search_words.split(","))
    return {*rests(product.name), *codes, *given} - {""}


def add_keys(*, shop: Shop, products: Iterable[Product]) -> None:
    """Makes products found that are new in the open transaction: nothing needs to be read."""
    _KEYS.add([(one.id, key) for one in products for key in keys_of(one)], tenant_id=shop.id)


def write_keys(*, shop: Shop, product_ids: Collection[int]) -> None:
    """Makes products found by what they say now, in the open transaction, which has written them."""
    products = Product.objects.filter(shop=shop, id__in=product_ids).only("shop_id", "id", "code", *FOUND_BY)
    _KEYS.put({one.id: keys_of(one) for one in products}, tenant_id=shop.id)
