"""Products as a shelf shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minishop.mall.catalog.domain.purchase import PurchaseInfo
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.pictures import LARGE, SMALL, picture_path
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import purchase_infos


@dataclass(frozen=True, slots=True)
class Card:
    """A product on a shelf."""

    product: Product
    info: PurchaseInfo
    picture: str

    @property
    def discount(self) -> int:
        """By how many percent it is cheaper than its list price."""
        return discount_percent(self.product)

    @property
    def large(self) -> str:
        """The large main picture's path; empty without one."""
        return picture_path(next(iter(self.product.images.all()), None), LARGE)


def cards(shop: Shop, products: Iterable[Product]) -> list[Card]:
    """Cards of products whose parts are at hand."""
    listed = list(products)
    infos = purchase_infos(shop, listed)
    return [Card(product, infos[product.id], picture_of(product)) for product in listed]


def picture_of(product: Product) -> str:
    """The small main picture's path; empty without one."""
    return picture_path(next(iter(product.images.all()), None), SMALL)


def discount_percent(product: Product) -> int:
    """By how many whole percent a product is cheaper than its list price, never more than it is; 0 where it is not, or has no price."""
    if product.price_text or product.list_price <= product.price:
        return 0
    return int(product.list_price - product.price) * 100 // int(product.list_price)
