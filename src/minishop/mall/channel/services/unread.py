"""읽지 못한 주문: what the hub tells in words that nobody knows is kept as it came, shown, and asked for again; it holds up no other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from minishop.chassis import sets
from minishop.chassis.databases import storable
from minishop.mall.channel.domain.answers import Unread
from minishop.mall.channel.models import UnreadLine
from minishop.mall.shops.models import Shop


def keep_unread(*, shop: Shop, unread: Sequence[Unread], read: Collection[str], now: datetime) -> None:
    """Keeps what could not be read of a page, in the open transaction, and forgets what could be by now (``read``, the hub's numbers)."""
    told = {one.hub_number: one for one in unread}
    there = UnreadLine.objects.select_for_update().filter(shop=shop, hub_number__in={*told, *read}).order_by("id")
    rows = {row.hub_number: row for row in there}
    known = [row for number, row in rows.items() if number in told]
    for row in known:
        row.raw, row.reason, row.last_at = *_as_kept(told[row.hub_number]), now
    sets.update(known, ["raw", "reason", "last_at"])
    sets.insert(
        UnreadLine(shop=shop, hub_number=number, raw=raw, reason=reason, first_at=now, last_at=now)
        for number, (raw, reason) in ((number, _as_kept(one)) for number, one in told.items())
        if number not in rows
    )
    if over := [row.id for number, row in rows.items() if number not in told]:
        UnreadLine.objects.filter(shop=shop, id__in=over).delete()


def _as_kept(one: Unread) -> tuple[str, str]:
    return storable(one.raw), storable(one.reason)[:300]


def note_asked(*, shop: Shop, numbers: Collection[str], now: datetime) -> None:
    """These were asked for now, also where the hub knew nothing of them: the others are first the next time."""
    UnreadLine.objects.filter(shop=shop, hub_number__in=numbers).update(last_at=now)


def forget_unread(*, shop: Shop) -> None:
    """The shop is another merchant: what that one could not read is nobody's any more."""
    UnreadLine.objects.filter(shop=shop).delete()
