"""선점: the hub's messages about an order's goods, judged and answered (docs/rules/stock.md). A leaf: nobody is called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec

from minishop.chassis import clock
from minishop.chassis.brief import Busy, brief_transaction
from minishop.kernel.errors import DomainError
from minishop.mall.channel.domain.hold_messages import (
    Check,
    Commit,
    Extend,
    Hold,
    HubMessage,
    Release,
    ShortLine,
    fingerprint,
    write_committed,
    write_held,
    write_refused,
    write_sellable,
    write_standing,
)
from minishop.mall.channel.domain.sale import Line, Reason, Refused, judge
from minishop.mall.channel.domain.sale_messages import CheckedLine, RefusedLine, refused_lines
from minishop.mall.channel.queries import Sale, known_until, sale_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import Act, HoldState, Message, Standing, act_on, freed_until, seconds_left
from minishop.mall.stock.models import StockHold
from minishop.mall.stock.queries import has_due, pieces_of, selling_channel, standing_of
from minishop.mall.stock.services.holds import Ask, Lacking, Paid, commit_paid, deny, free_due, let_go, prolong, take

# The hub listens for 2 s.
LONGEST_WAIT = 1.5
# So often somebody else may come first, before the hub is asked to come again.
_TURNS = 4
_OF_STOCK = (Reason.HELD_BY_OTHERS, Reason.SOLD_OUT, Reason.TOO_FEW)


class Conflict(DomainError):
    """The same attempt came with other lines: a fault of the sender's."""

    code: ClassVar[str] = "conflict"


def answer_hub(*, shop: Shop, message: HubMessage, now: datetime) -> bytes:
    """Does what a message says, and returns the answer's body. Raises Conflict, and Busy where the hub is to ask again."""
    match message:
        case Check():
            _sale, refused = _judged(shop, message.registration, message.lines, {}, now)
            return write_refused(refused_lines(refused)) if refused else write_sellable()
        case Hold():
            return _until_it_stands(shop, message, now)
        case Release():
            return _until_it_stands(shop, message, now)
        case Commit():
            return _commit(shop, message, now)


def _until_it_stands(shop: Shop, message: Hold | Release, now: datetime) -> bytes:
    """Looks at what is known of the order and acts; where somebody else came first, looks again."""
    for turn in range(_TURNS):
        row = standing_of(shop, selling_channel(), message.order_no)
        if (answer := _act(shop, message, row, raced=turn > 0, now=now)) is not None:
            return answer
    raise Busy


def _act(shop: Shop, message: Hold | Release, row: StockHold | None, *, raced: bool, now: datetime) -> bytes | None:
    kind = Message.RELEASE if isinstance(message, Release) else Message.EXTEND if isinstance(message, Extend) else Message.HOLD
    act = act_on(Standing(HoldState(row.state), row.attempt) if row else None, kind, message.attempt)
    if isinstance(message, Hold):
        _same_lines(message, row)
    match act, message:
        case Act.TAKE, Hold():
            return _take(shop, message, row, raced=raced, now=now)
        case Act.PROLONG, Hold():
            return _prolong(shop, message, now)
        case Act.RELEASE, Release():
            return _release(shop, message, now)
        case _:
            return _told(row, stale=act is Act.STALE, now=now)


def _same_lines(message: Hold, row: StockHold | None) -> None:
    if row is None or row.attempt != message.attempt or row.state == HoldState.COMMITTED:
        return
    if row.fingerprint and row.fingerprint != fingerprint(message.lines):
        raise Conflict(order=message.order_no, attempt=message.attempt)


def _told(row: StockHold | None, *, stale: bool, now: datetime) -> bytes | None:
    """The answer of what stands."""
    if row is None:
        return None
    if stale:
        return write_standing("stale", row.order_no, row.attempt)
    if row.state == HoldState.HELD:
        return write_held(row.order_no, row.attempt, seconds_left(row.until, clock.true(now)))
    if row.state == HoldState.REFUSED:
        return write_refused(msgspec.convert(row.told, list[RefusedLine]), row.attempt)
    return write_standing(row.state, row.order_no, row.attempt)


def _take(shop: Shop, message: Hold, row: StockHold | None, *, raced: bool, now: datetime) -> bytes | None:
    """Holds all lines or refuses them; None where somebody else came first. Who is refused writes nothing, unless an older attempt has
    something to give back or this one had already begun."""
    own = pieces_of(shop, row if row is not None and row.state == HoldState.HELD else None)
    sale, refused = _judged(shop, message.registration, message.lines, own, now)
    revives = isinstance(message, Extend)
    ask = _ask(message, sale, now)
    if refused:
        lines = refused_lines(refused)
        if raced or own:
            with brief_transaction(LONGEST_WAIT):
                if not deny(shop=shop, ask=ask, told=msgspec.to_builtins(lines), revives=revives, now=now):
                    return None
        return write_refused(lines, message.attempt)
    try:
        with brief_transaction(LONGEST_WAIT):
            taken = take(shop=shop, ask=ask, reserves=sale.reserves, revives=revives, now=now)
    except Lacking:
        return None
    return write_held(message.order_no, message.attempt, message.hold_seconds) if taken else None


def _ask(message: Hold, sale: Sale, now: datetime) -> Ask:
    until = clock.true(now) + timedelta(seconds=message.hold_seconds)
    return Ask(
        selling_channel(),
        message.order_no,
        message.attempt,
        sale.pieces,
        until,
        fingerprint(message.lines),
        message.registration[:20],
    )


def _judged(
    shop: Shop, registration: str, lines: tuple[CheckedLine, ...], own: Mapping[int, int], now: datetime
) -> tuple[Sale, list[Refused]]:
    """The lines with what speaks against them. Where pieces lack, holds that are over are freed first, and the question is judged again."""
    sale = sale_of(shop, registration, lines, own)
    refused = judge(sale.lines, sale.offers)
    lacking = {one.number for one in refused if one.reason in _OF_STOCK}
    if lacking and _free(shop, sale, lacking, now):
        sale = sale_of(shop, registration, lines, own)
        refused = judge(sale.lines, sale.offers)
    return sale, refused


def _free(shop: Shop, sale: Sale, lacking: set[int], now: datetime) -> int:
    variants = [sale.shelves[line.variant][0] for line in sale.lines if line.number in lacking]
    until = freed_until(clock.true(now), known_until(shop))
    if not has_due(shop, selling_channel(), variants, until):
        return 0
    with brief_transaction(LONGEST_WAIT):
        return free_due(shop=shop, channel=selling_channel(), until=until, variants=variants, now=now)


def _prolong(shop: Shop, message: Hold, now: datetime) -> bytes | None:
    until = clock.true(now) + timedelta(seconds=message.hold_seconds)
    with brief_transaction(LONGEST_WAIT):
        if not prolong(shop=shop, channel=selling_channel(), order_no=message.order_no, attempt=message.attempt, until=until):
            return None
    return _told(standing_of(shop, selling_channel(), message.order_no), stale=False, now=now)


def _release(shop: Shop, message: Release, now: datetime) -> bytes | None:
    ask = Ask(selling_channel(), message.order_no, message.attempt, {}, clock.true(now))
    with brief_transaction(LONGEST_WAIT):
        if not let_go(shop=shop, ask=ask, reason=message.reason, now=now):
            return None
    return write_standing(HoldState.RELEASED.value, message.order_no, message.attempt)


def _commit(shop: Shop, message: Commit, now: datetime) -> bytes:
    """판매 확정: never fails; says what is missing of each line."""
    sale = sale_of(shop, message.registration, message.lines)
    paid = Paid(selling_channel(), message.order_no, sale.pieces, message.attempt, is_whole=True)
    with brief_transaction(LONGEST_WAIT):
        sold = commit_paid(shop=shop, orders=[paid], now=now)
    taken = {variant_id: step.du for (_order, variant_id), step in sold.items()}
    return write_committed(message.order_no, message.attempt, [_short(line, sale, taken) for line in sale.lines])


def _short(line: Line, sale: Sale, taken: dict[int, int]) -> ShortLine:
    """Of what the order took of a variant together, the first lines have theirs first."""
    variant_id = sale.shelves[line.variant][0] if line.variant in sale.offers else 0
    if variant_id not in taken or sale.offers[line.variant].choices != line.choices:
        return ShortLine(line.number, 0)
    has = min(line.quantity, taken[variant_id])
    taken[variant_id] -= has
    return ShortLine(line.number, line.quantity - has)
