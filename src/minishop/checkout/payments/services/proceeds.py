"""판매대금: what an order brings its merchant, posted as it is paid, finalized and claimed; the caller has locked the order (claims.md 4, 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.orders.domain.shares import Share, part_of
from minishop.checkout.orders.domain.states import LIVING, LineState
from minishop.checkout.orders.models import Order, OrderLine, OrderPart
from minishop.checkout.orders.queries import share_of
from minishop.checkout.payments.domain.fees import Fees, Rates, fees_on
from minishop.checkout.payments.domain.ledger import (
    ClaimPosting,
    Entry,
    Given,
    claim_entries,
    claim_fee_earned_entries,
    due_entries,
    fee_entries,
    payment_entries,
)
from minishop.checkout.payments.domain.proceeds import NOTHING, Due, LineStanding, Proceeds, ProceedsKind, becoming_due
from minishop.checkout.payments.models import ProceedsEntry
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won, total


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim ends of one line, or with no line of the shipping, before any fee is taken off it."""

    line_id: int | None
    proceeds: Proceeds


def record_payment(*, order: Order, key: str, now: datetime) -> None:
    """결제: what the buyer and the hub gave for an order waits for it to be finalized. Nothing for an order that cost nothing."""
    given = Given(points=order.points_used, discounts=_hub_discounts(order))
    entries = payment_entries(order.pay_total, given)
    if entries:
        _post(order, key, "payment", entries, now)
        _entry(order, key, ProceedsKind.PAYMENT, pending=Proceeds(order.pay_total, given.sum), now=now).save(force_insert=True)


def make_due(*, order: Order, now: datetime) -> None:
    """구매확정: lines of the order that are finalized and were not due yet become due, with what else of it nobody waits for, less fees.

    Also after a claim: shipping and dues that no living line holds any more become due. Again, it posts nothing.
    """
    entries = _entries(order)
    dues = becoming_due(_pending(entries), _lines(order, entries), any_due=_any_due(entries))
    for due in dues:
        is_last_of_step = due.line_id is not None or len(dues) == 1
        entries.append(_make_due(order, due, entries, charged=is_last_of_step, now=now))


def _make_due(order: Order, due: Due, before: Sequence[ProceedsEntry], *, charged: bool, now: datetime) -> ProceedsEntry:
    kind = ProceedsKind.REST if due.line_id is None else ProceedsKind.LINE
    key = f"final:{order.number}:{due.line_id or kind.value}:{len(before)}"
    _post(order, key, "final", due_entries(due.proceeds.sum), now)
    entry = _entry(order, key, kind, pending=NOTHING - due.proceeds, due=due.proceeds, line_id=due.line_id, now=now)
    _record(order, entry, before, charged=charged)
    return entry


def post_claim(
    *,
    order: Order,
    number: str,
    claimed: Sequence[Claimed],
    money: Won,
    given: Given,
    fee: Won,
    now: datetime,
    kept: Won = Won(0),
    by_account: Won = Won(0),
) -> None:
    """클레임 완료: posts once what claim ``number`` gives back, and makes the return fee it keeps due.

    ``claimed``: what it ends, before fees; ``money`` goes to the buyer, ``given`` back to points and to the hub, ``kept`` covers points
    that cannot be taken back; ``by_account``: what of the money the hub owes. ``fee``: return and extra fees that were withheld, without
    dues, which wait for a finalized line.
    """
    key = f"claim:{number}"
    if _is_recorded(order, key):
        return
    entries = _entries(order)
    back = Proceeds(money + kept, given.sum)
    pending = back.at_most(_unsettled(claimed, entries)) if _any_due(entries) else back
    settled = back - pending
    posting = ClaimPosting(money=money, given=given, kept=kept, by_account=by_account, settled=settled.sum)
    if posted := claim_entries(posting):
        _post(order, key, "claim", posted, now)
    entry = _entry(order, key, ProceedsKind.CLAIM, pending=NOTHING - pending, due=NOTHING - settled, outside=by_account, now=now)
    _record(order, entry, entries)
    _keep_fee(order, f"final:{order.number}:fee:{number}", fee, [*entries, entry], now)


def _keep_fee(order: Order, key: str, fee: Won, before: Sequence[ProceedsEntry], now: datetime) -> None:
    waiting = _pending(before)
    for line in _lines(order, before):
        waiting -= NOTHING if line.due else line.holds
    kept = waiting.first(fee)
    if kept.sum:
        _post(order, key, "final", due_entries(kept.sum), now)
        _record(order, _entry(order, key, ProceedsKind.FEE, pending=NOTHING - kept, due=kept, now=now), before)


def earn_claim_fee(*, order: Order, number: str, amount: Won, now: datetime) -> None:
    """클레임 배송비: what the buyer paid for claim ``number`` is the merchant's now, less fees. Once."""
    _earn(order, f"claimfee:{number}", amount, now)


def undo_claim_fee(*, order: Order, number: str, amount: Won, now: datetime) -> None:
    """Claim ``number`` gives back what the merchant had earned by earlier ones: it is kept for the buyer again, and so are its fees. Once."""
    _earn(order, f"claimfee:{number}:undone", -amount, now)


def _earn(order: Order, key: str, amount: Won, now: datetime) -> None:
    if not _is_recorded(order, key):
        _post(order, key, "claim_fee", claim_fee_earned_entries(amount), now)
        _record(order, _entry(order, key, ProceedsKind.CLAIM_FEE, due=Proceeds(amount), now=now), _entries(order))


def _post(order: Order, key: str, kind: str, entries: Sequence[Entry], now: datetime) -> None:
    post(merchant=order.merchant, key=key, kind=kind, order_number=order.number, entries=entries, buyer=order.buyer, now=now)


def _is_recorded(order: Order, key: str) -> bool:
    return ProceedsEntry.objects.filter(merchant_id=order.merchant_id, key=key).exists()


def _entry(
    order: Order,
    key: str,
    kind: ProceedsKind,
    *,
    now: datetime,
    pending: Proceeds = NOTHING,
    due: Proceeds = NOTHING,
    outside: Won = Won(0),
    line_id: int | None = None,
) -> ProceedsEntry:
    return ProceedsEntry(
        merchant_id=order.merchant_id,
        key=key,
        kind=kind.value,
        order_id=order.id,
        line_id=line_id,
        pending_money=pending.money,
        pending_benefits=pending.benefits,
        due_money=due.money,
        due_benefits=due.benefits,
        outside=outside,
        at=now,
    )


def _record(order: Order, entry: ProceedsEntry, before: Sequence[ProceedsEntry], *, charged: bool = True) -> None:
    """Writes an event down that follows others, and posts what it is charged."""
    fees = _fees([*before, entry], order) if charged else Fees()
    entry.pg_fee, entry.hub_fee, entry.vat = fees.pg, fees.hub, fees.vat
    entry.save(force_insert=True)
    if fees != Fees():
        _post(order, f"fees:{order.number}:{entry.id}", "fees", fee_entries(fees), entry.at)


def _fees(entries: Sequence[ProceedsEntry], order: Order) -> Fees:
    """What is to be charged, or given back, for the fees so far to be those on all that is due."""
    charged = Fees()
    for entry in entries:
        charged += Fees(entry.pg_fee, entry.hub_fee, entry.vat)
    basis, outside = total(entry.due_money for entry in entries), total(entry.outside for entry in entries)
    return fees_on(basis, outside, _rates(order)) - charged


def _entries(order: Order) -> list[ProceedsEntry]:
    return list(ProceedsEntry.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("at", "id"))


def _pending(entries: Sequence[ProceedsEntry]) -> Proceeds:
    return Proceeds(total(entry.pending_money for entry in entries), total(entry.pending_benefits for entry in entries))


def _due_lines(entries: Sequence[ProceedsEntry]) -> set[int | None]:
    return {entry.line_id for entry in entries if entry.kind == ProceedsKind.LINE}


def _any_due(entries: Sequence[ProceedsEntry]) -> bool:
    return bool(_due_lines(entries))


def _unsettled(claimed: Sequence[Claimed], entries: Sequence[ProceedsEntry]) -> Proceeds:
    """What of a claim had not become due before; of an order of which anything is due, shipping is."""
    due = _due_lines(entries)
    found = NOTHING
    for one in claimed:
        found += NOTHING if one.line_id is None or one.line_id in due else one.proceeds
    return found


def _lines(order: Order, entries: Sequence[ProceedsEntry]) -> list[LineStanding]:
    """The order's living lines, by their places."""
    due = _due_lines(entries)
    lines = OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state__in=LIVING).order_by("position")
    parts = {part.line_id: part for part in _parts(order)}
    return [
        LineStanding(line.id, _held_by(line, share_of(parts[line.id])), line.state == LineState.FINALIZED, line.id in due)
        for line in lines
    ]


def _held_by(line: OrderLine, share: Share) -> Proceeds:
    """What the pieces that live hold of the line's shares."""
    held = share - part_of(share, line.quantity - line.remaining, line.quantity)
    return Proceeds(held.money, held.points + held.benefits)


def _parts(order: Order) -> list[OrderPart]:
    return list(OrderPart.objects.filter(merchant_id=order.merchant_id, order_id=order.id))


def _hub_discounts(order: Order) -> Won:
    return total(share_of(part).benefits for part in _parts(order)) if order.discount else Won(0)


def _rates(order: Order) -> Rates:
    return Rates(hub=order.hub_fee_basis_points, pg=order.pg_fee_basis_points)
