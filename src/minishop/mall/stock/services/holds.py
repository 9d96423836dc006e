"""The one writer of holds. Every step begins with its gate, the order's own row; then the lines, and the levels last and in rising order."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import connection
from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from minishop.chassis import sets
from minishop.kernel.errors import DomainError
from minishop.kernel.ids import new_id
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import MACHINE, HoldEvent, HoldState
from minishop.mall.stock.domain.levels import Kind, Level, Step, commit, release, sell
from minishop.mall.stock.models import StockHold, StockHoldLine, StockLevel
from minishop.mall.stock.services.books import Entry, Rule, RuleOfPieces, book, ensure_levels, of_pieces, write_movements

HUB = "hub"
MALL = "mall"
_ANY = Level(None)
_TURNS = 10
_SALES = frozenset({Kind.COMMITTED, Kind.SOLD})
# A newer attempt takes the row of an older one; nothing takes the row of a sale. An attempt that ended by itself may be taken up again.
_ENTER = """
INSERT INTO mall_stock_stockhold AS old (shop_id, id, channel, order_no, attempt, turn, registration, visitor, cart, address, state,
    until, fingerprint, told, reason)
VALUES (%(shop)s, %(id)s, %(channel)s, %(order)s, %(attempt)s, 1, %(registration)s, %(visitor)s, %(cart)s, %(address)s, %(state)s,
    %(until)s, %(fingerprint)s, %(told)s, %(reason)s)
ON CONFLICT (shop_id, channel, order_no) DO UPDATE SET attempt = excluded.attempt, turn = old.turn + 1, state = excluded.state,
    registration = excluded.registration, until = excluded.until, fingerprint = excluded.fingerprint, told = excluded.told,
    reason = excluded.reason
WHERE old.state <> %(sold)s AND (old.attempt < excluded.attempt OR (old.attempt = excluded.attempt AND old.state = %(again)s))
RETURNING id, turn
"""


class Lacking(DomainError):
    """Pieces that were there when the lines were judged are gone: everything is to be undone."""

    code: ClassVar[str] = "stock_lacking"


class Contended(DomainError):
    """Rows of paid orders were made by others again and again while they were looked for."""

    code: ClassVar[str] = "stock_contended"


@dataclass(frozen=True, slots=True)
class Ask:
    """What an order wants held: ``pieces`` by variant, until an instant of true time. ``visitor``, ``cart`` and ``address`` are digests of
    whose browser it was, where the mall itself asks."""

    channel: str
    order_no: str
    attempt: int
    pieces: Mapping[int, int]
    until: datetime
    fingerprint: str = ""
    registration: str = ""
    visitor: str = ""
    cart: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """An order's row of which a step has been taken."""

    id: int
    turn: int
    channel: str
    order_no: str

    def entry(self, what: str, variant_id: int, rule: Rule) -> Entry:
        """A movement of this turn."""
        return Entry(variant_id, rule, f"{what}:{self.channel}:{self.order_no}:{self.turn}:{variant_id}", self.order_no)


@dataclass(frozen=True, slots=True)
class Paid:
    """An order that was paid: ``pieces`` by variant, all of the order's (``is_whole``) or those of it that are known so far."""

    channel: str
    order_no: str
    pieces: Mapping[int, int]
    attempt: int = 0
    is_whole: bool = False


def take(*, shop: Shop, ask: Ask, reserves: Mapping[int, int], revives: bool = False, now: datetime) -> bool:
    """선점: holds all pieces, in the open transaction; a newer attempt moves only the difference to the older one's. False, and nothing
    is written, where this attempt, a newer one or a sale was there before. ``revives``: one that expired is taken up again.

    ``reserves`` are pieces by variant that the channel keeps back. Raises Lacking, which has to undo the transaction.
    """
    row = _enter(shop, ask, HoldEvent.TAKE, revives=revives)
    if row is None:
        return False
    old = _take_lines(shop, [row.id]).get(row.id, {}) if row.turn > 1 else {}
    StockHoldLine.objects.bulk_create(
        StockHoldLine(shop=shop, hold_id=row.id, attempt=ask.attempt, variant_id=one, quantity=pieces)
        for one, pieces in sorted(ask.pieces.items())
    )
    entries = [row.entry("replaced", one, _releasing(pieces)) for one, pieces in sorted(old.items())]
    entries += [row.entry("hold", one, _holding(pieces)) for one, pieces in sorted(ask.pieces.items())]
    write_movements(shop, [(entry, entry.rule(_ANY)) for entry in entries], who=HUB, now=now)
    for variant_id in sorted({*old, *ask.pieces}):
        _promise(shop, variant_id, ask.pieces.get(variant_id, 0) - old.get(variant_id, 0), reserves.get(variant_id, 0))
    return True


def deny(*, shop: Shop, ask: Ask, told: Sequence[Mapping[str, Any]] = (), revives: bool = False, now: datetime) -> bool:
    """Writes that an attempt was refused, with what it was ``told``, in the open transaction, and gives back what an older one held.
    False as ``take``."""
    row = _enter(shop, ask, HoldEvent.DENY, revives=revives, told=told)
    if row is not None and row.turn > 1:
        _end(shop, [row], Kind.RELEASED, HUB, now)
    return row is not None


def prolong(*, shop: Shop, channel: str, order_no: str, attempt: int, until: datetime) -> bool:
    """Keeps a live hold at least ``until``, in the open transaction. False where it is none any more."""
    live = _live(shop, channel).filter(order_no=order_no, attempt=attempt)
    return live.update(until=Greatest("until", Value(until, output_field=DateTimeField()))) == 1


def let_go(*, shop: Shop, ask: Ask, reason: str, now: datetime) -> bool:
    """선점 해제 by the hub's word, in the open transaction; an order that nobody knew is remembered, so that its hold, coming late, holds
    nothing. False where it was sold, it expired, or a newer attempt is there."""
    rows = StockHold.objects.filter(shop=shop, channel=ask.channel, order_no=ask.order_no)
    ended = {"state": _target(HoldEvent.RELEASE), "reason": reason[:20]}
    row = _pass(rows.filter(state=HoldState.HELD, attempt__lte=ask.attempt), **ended, attempt=ask.attempt)
    if row is not None:
        _end(shop, [row], Kind.RELEASED, HUB, now)
        return True
    refused = rows.filter(state=HoldState.REFUSED, attempt=ask.attempt).update(**ended)
    return refused == 1 or _enter(shop, ask, HoldEvent.RELEASE, reason=reason) is not None


def free_due(*, shop: Shop, channel: str, until: datetime, variants: Sequence[int] = (), most: int = 500, now: datetime) -> int:
    """선점 만료: frees what was promised until an instant or before (``domain.holding.freed_until``), in the open transaction, and returns
    how many orders' pieces these were. ``variants``: only holds of one of these."""
    due = _live(shop, channel).filter(until__lte=until)
    if variants:
        due = due.filter(id__in=StockHoldLine.objects.filter(shop=shop, variant_id__in=variants).values("hold_id"))
    found = due.select_for_update().order_by("order_no").values_list("id", "turn", "channel", "order_no")
    rows = [_Row(*one) for one in found[:most]]
    if rows:
        StockHold.objects.filter(shop=shop, id__in=[row.id for row in rows]).update(state=_target(HoldEvent.EXPIRE))
        _end(shop, rows, Kind.EXPIRED, MALL, now)
    return len(rows)


def commit_paid(*, shop: Shop, orders: Sequence[Paid], also: Sequence[int] = (), now: datetime) -> dict[tuple[str, int], Step]:
    """판매 확정: orders of one channel that were paid take the pieces that were held for them, or else what is free, in the open
    transaction. Returns what each took, by order number and variant; what was committed before moves nothing and answers as it did.

    It never fails for want of pieces: what is missing is ``short``. Where other goods were sold than held, the hold is given back.
    """
    entries = _committing(shop, sorted(orders, key=lambda one: one.order_no), now)
    steps = book(shop=shop, entries=entries, also=also, who=HUB, now=now)
    return {(entry.order_no, entry.variant_id): step for entry, step in zip(entries, steps, strict=True) if step.kind in _SALES}


def _committing(shop: Shop, orders: Sequence[Paid], now: datetime) -> list[Entry]:
    """What paid orders move, once their gates are passed: the rows that are there, or new ones."""
    held = _pass_all(shop, orders, now)
    lines = _take_lines(shop, [row.id for row in held.values()])
    entries = []
    for paid in orders:
        row = held.get((paid.channel, paid.order_no))
        entries += _sales(paid, paid.pieces, sell) if row is None else _of_held(row, lines.get(row.id, {}), paid)
    return entries


def _pass_all(shop: Shop, orders: Sequence[Paid], now: datetime) -> dict[tuple[str, str], _Row]:
    """The gates of sales. Returns the rows of orders whose pieces were held until now, by channel and number.

    Where somebody makes a row at the same time, theirs is waited for, and found when it is looked again.
    """
    held, left = dict[tuple[str, str], _Row](), {(paid.channel, paid.order_no): paid for paid in orders}
    for _ in range(_TURNS):
        for row in _locked(shop, left):
            del left[row.channel, row.order_no]
            if row.state == HoldState.HELD:
                held[row.channel, row.order_no] = _Row(row.id, row.turn, row.channel, row.order_no)
        for about in _made(shop, left.values(), now):
            del left[about]
        if not left:
            return held
    raise Contended(orders=len(left))


def _locked(shop: Shop, wanted: Collection[tuple[str, str]]) -> list[StockHold]:
    """The rows that are there of orders by channel and number, as they stood; they are sold from now on."""
    channels, numbers = {channel for channel, _ in wanted}, [order_no for _, order_no in wanted]
    found = StockHold.objects.select_for_update().filter(shop=shop, channel__in=channels, order_no__in=numbers)
    rows = [row for row in found.order_by("order_no", "channel") if (row.channel, row.order_no) in wanted]
    unsold = [row.id for row in rows if HoldEvent.COMMIT in MACHINE.allowed(HoldState(row.state))]
    if unsold:
        StockHold.objects.filter(shop=shop, id__in=unsold).update(state=_target(HoldEvent.COMMIT))
    return rows


def _made(shop: Shop, orders: Collection[Paid], now: datetime) -> list[tuple[str, str]]:
    """Makes the rows of orders that nobody knew, and returns whose it made."""
    sold = MACHINE.next_state(None, HoldEvent.COMMIT).value
    rows = [
        StockHold(shop=shop, channel=paid.channel, order_no=paid.order_no, attempt=paid.attempt, state=sold, until=now)
        for paid in orders
    ]
    sets.insert(rows, keeps_known=True)
    mine = StockHold.objects.filter(shop=shop, id__in=[row.id for row in rows]) if rows else StockHold.objects.none()
    return list(mine.values_list("channel", "order_no"))


def _of_held(row: _Row, held: Mapping[int, int], paid: Paid) -> list[Entry]:
    if held == paid.pieces or (not paid.is_whole and all(held.get(one, 0) >= pieces for one, pieces in paid.pieces.items())):
        return _sales(paid, held, commit)
    given_back = [row.entry("unsold", one, _releasing(pieces)) for one, pieces in sorted(held.items())]
    return [*given_back, *_sales(paid, paid.pieces, sell)]


def _sales(paid: Paid, pieces: Mapping[int, int], rule: RuleOfPieces) -> list[Entry]:
    return [
        Entry(one, of_pieces(rule, wanted), f"commit:{paid.channel}:{paid.order_no}:{one}", paid.order_no)
        for one, wanted in sorted(pieces.items())
    ]


def _enter(
    shop: Shop, ask: Ask, event: HoldEvent, *, revives: bool = False, told: Sequence[Mapping[str, Any]] = (), reason: str = ""
) -> _Row | None:
    """The gate of a new attempt: its row, or None where this attempt, a newer one or a sale has passed before."""
    values: dict[str, Any] = {
        "shop": shop.id, "id": new_id(), "channel": ask.channel, "order": ask.order_no, "attempt": ask.attempt,
        "registration": ask.registration, "visitor": ask.visitor, "cart": ask.cart, "address": ask.address,
        "state": MACHINE.next_state(None, event).value, "until": connection.ops.adapt_datetimefield_value(ask.until),
        "fingerprint": ask.fingerprint, "told": json.dumps(list(told)), "reason": reason[:20], "sold": HoldState.COMMITTED.value,
        "again": HoldState.EXPIRED.value if revives else "",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, values)
        found = cursor.fetchone()
    return _Row(found[0], found[1], ask.channel, ask.order_no) if found else None


def _pass(rows: QuerySet[StockHold], **values: Any) -> _Row | None:
    """The gate of a step of what is there: the row that was there for it, changed; None where somebody else came first."""
    row = rows.select_for_update().first()
    if row is None:
        return None
    StockHold.objects.filter(shop_id=row.shop_id, id=row.id).update(**values)
    return _Row(row.id, row.turn, row.channel, row.order_no)


def _end(shop: Shop, rows: Sequence[_Row], kind: Kind, who: str, now: datetime) -> None:
    """Gives back what holds had whose gate has been passed."""
    lines = _take_lines(shop, [row.id for row in rows])
    entries = [
        row.entry(kind.value, one, _releasing(pieces, kind))
        for row in rows
        for one, pieces in sorted(lines.get(row.id, {}).items())
    ]
    if entries:
        book(shop=shop, entries=entries, who=who, now=now)


def _take_lines(shop: Shop, hold_ids: Sequence[int]) -> dict[int, dict[int, int]]:
    """Deletes the lines of holds and returns them: pieces by variant, by hold."""
    lines = StockHoldLine.objects.filter(shop=shop, hold_id__in=hold_ids)
    found: dict[int, dict[int, int]] = {}
    for hold_id, variant_id, quantity in lines.values_list("hold_id", "variant_id", "quantity"):
        found.setdefault(hold_id, {})[variant_id] = quantity
    if found:
        lines.delete()
    return found


def _promise(shop: Shop, variant_id: int, more: int, reserve: int) -> None:
    """Holds so many pieces more, if they are there now; the database judges on the newest row. Raises Lacking."""
    level = StockLevel.objects.filter(shop=shop, variant_id=variant_id)
    if more > 0:
        level = level.filter(Q(quantity=None) | Q(quantity__gte=F("held") + reserve + more), sold_out=False)
    if not more or level.update(held=F("held") + more):
        return
    ensure_levels(shop, [variant_id])  # nobody has counted it yet
    if not level.update(held=F("held") + more):
        raise Lacking(variant=variant_id)


def _live(shop: Shop, channel: str) -> QuerySet[StockHold]:
    return StockHold.objects.filter(shop=shop, channel=channel, state=HoldState.HELD)


def _target(event: HoldEvent) -> str:
    return next(iter(MACHINE.leads_to(event))).value


def _holding(pieces: int) -> Rule:
    return lambda _level: Step(Kind.HELD, dh=pieces)


def _releasing(pieces: int, kind: Kind = Kind.RELEASED) -> Rule:
    return lambda _level: release(pieces, kind)
