"""정렬: in which order a category shows its products."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.catalog.models import Product

_ORDERS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (_("상점 추천순"), ()),
    "new": (_("신상품순"), ("-created_at", "-id")),
    "cheap": (_("낮은 가격순"), ("price", "id")),
    "dear": (_("높은 가격순"), ("-price", "id")),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """A link that sorts: its words, where it leads, and whether the list stands so."""

    label: str | Promise
    address: str
    current: bool


def sorted_by(products: QuerySet[Product], wanted: str) -> QuerySet[Product]:
    """The products in the order that an address asks for; an unknown one is the shop's own."""
    order = _ORDERS.get(wanted, _ORDERS[""])[1]
    return products.order_by(*order) if order else products


def sorts(wanted: str) -> list[Sort]:
    """The orders there are, as links."""
    current = wanted if wanted in _ORDERS else ""
    return [Sort(label, f"?sort={name}" if name else "?", name == current) for name, (label, _) in _ORDERS.items()]
