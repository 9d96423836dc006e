"""Reading shops and where their entries stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from minishop.kernel.clock import day_start, kst_day
from minishop.mall.shops.domain.opening import EntryKind, EntryState, Opening, opening
from minishop.mall.shops.models import Entry, Shop


def find_shop(code: str) -> Shop | None:
    """The shop of a code, in any case; None where there is none."""
    return Shop.objects.filter(code=code.lower()).first()


def entries_of(shop: Shop) -> dict[EntryKind, Entry]:
    """The shop's applications by kind; a kind never applied for is absent."""
    return {EntryKind(entry.kind): entry for entry in Entry.objects.filter(shop=shop)}


def opening_of(shop: Shop, now: datetime) -> Opening:
    """Where the shop's opening stands at an instant (R3, R6)."""
    return opening(approved_days(entries_of(shop).values()), kst_day(now))


def open_at(shop_id: str, now: datetime) -> list[Exists]:
    """What a query about many shops asks to find those that are open at an instant (R6), by the name of the column with the shop's id."""
    before = Entry.objects.filter(shop_id=OuterRef(shop_id), state=EntryState.APPROVED, decided_at__lt=day_start(kst_day(now)))
    return [Exists(before.filter(kind=kind)) for kind in EntryKind]


def approved_days(entries: Iterable[Entry]) -> dict[EntryKind, date]:
    """The days in Seoul on which entries were approved."""
    approved = (entry for entry in entries if entry.state == EntryState.APPROVED and entry.decided_at)
    return {EntryKind(entry.kind): kst_day(entry.decided_at) for entry in approved if entry.decided_at}
