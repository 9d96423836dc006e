"""Products as a shelf shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minishop.mall.catalog.domain.purchase import PurchaseInfo
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.pictures import SMALL, picture_path
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import purchase_infos


@dataclass(frozen=True, slots=True)
class Card:
    """A product on a shelf."""

    product: Product
    info: PurchaseInfo
    picture: str


def cards(shop: Shop, products: Iterable[Product]) -> list[Card]:
    """Cards of products whose parts are at hand."""
    listed = list(products)
    infos = purchase_infos(shop, listed)
    return [Card(product, infos[product.id], picture_of(product)) for product in listed]


def picture_of(product: Product) -> str:
    """The small main picture's path; empty without one."""
    return picture_path(next(iter(product.images.all()), None), SMALL)
