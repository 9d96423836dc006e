"""What a shop's home shows at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from minishop.mall.backoffice.labels import ENTRY_HELP, ENTRY_NAMES, ENTRY_STATES, Label
from minishop.mall.catalog.models import Category, ProductImage
from minishop.mall.catalog.queries import living_products
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.domain.entries import may_request
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import entries_of


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One application as a row."""

    kind: EntryKind
    name: Label
    help: Label
    state: Label
    tone: str
    entry: Entry | None
    may_request: bool


def entry_rows(shop: Shop) -> list[EntryRow]:
    """The three applications in the order of the procedure (R70)."""
    entries = entries_of(shop)
    return [_row(kind, entries.get(kind)) for kind in EntryKind]


def figures(shop: Shop) -> dict[str, int]:
    """Counts for the home page: products and what belongs to them, and lines by what is to be done with them."""
    products = living_products(shop).aggregate(products=Count("id"), displayed=Count("id", filter=Q(displayed=True)))
    states = {name: Count("id", filter=Q(state=state.value)) for name, state in _TO_DO.items()}
    parts = {"pictures": ProductImage.objects.filter(shop=shop).count(), "categories": Category.objects.filter(shop=shop).count()}
    return {**products, **parts, **OrderLine.objects.filter(shop=shop).aggregate(**states)}


_TO_DO = {
    "preparing": LineState.PREPARING,
    "waiting": LineState.SHIPPING_WAIT,
    "in_transit": LineState.IN_TRANSIT,
    "delivered": LineState.DELIVERED,
}


def _row(kind: EntryKind, entry: Entry | None) -> EntryRow:
    state = EntryState(entry.state) if entry else None
    label, tone = ENTRY_STATES[state]
    return EntryRow(kind, ENTRY_NAMES[kind], ENTRY_HELP[kind], label, tone, entry, may_request(state))
