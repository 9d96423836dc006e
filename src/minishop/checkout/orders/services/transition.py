"""The one writer of a line's state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.orders.domain import states
from minishop.checkout.orders.domain.finalization import Open, finalized_at
from minishop.checkout.orders.domain.states import Actor, LineState
from minishop.checkout.orders.models import LineEvent, Order, OrderLine

# The day that an event marks on its line.
_MOMENTS = {
    states.LineEvent.TRACKING_VALID: "dispatched_at",
    states.LineEvent.DELIVER: "delivered_at",
    states.LineEvent.EXCHANGE_DONE: "delivered_at",
    states.LineEvent.FINALIZE: "finalized_at",
}
# What ends a line takes it out of what waits to be finalized.
_ENDING = frozenset({states.LineEvent.CANCEL_DONE, states.LineEvent.RETURN_DONE, states.LineEvent.ADMIN_DONE})


def transition(
    *, lines: Sequence[OrderLine], event: states.LineEvent, actor: Actor, now: datetime, reason: str = "", who: str = ""
) -> list[OrderLine]:
    """Takes lines of one merchant through an event, all or none, and returns them as they are then, in the order of their ids.

    To be called in an open transaction, in the merchant's scope. The rows are locked and judged as they stand in the
    database, not as the caller last saw them. Every step leaves a row of history (who, from, to, why).
    Raises IllegalTransition when the table has no such step for a line, or when ``actor`` may not cause it.
    """
    locked = _lock(lines)
    steps = [(line, states.step(LineState(line.state), event, actor)) for line in locked]
    LineEvent.objects.bulk_create(
        [_history(line, target, event, states.actor_name(actor, who), reason, now) for line, target in steps]
    )
    for line, target in steps:
        _write(line, target, _MOMENTS.get(event), now)
    if event in _MOMENTS or event in _ENDING:
        note_finalization(locked)
    return locked


def _lock(lines: Sequence[OrderLine]) -> list[OrderLine]:
    ids = {line.id for line in lines}
    found = OrderLine.objects.select_for_update().filter(merchant_id__in={line.merchant_id for line in lines}, id__in=ids)
    return list(found.order_by("id"))


def _write(line: OrderLine, target: LineState, moment: str | None, now: datetime) -> None:
    line.state = target.value
    if moment:
        setattr(line, moment, now)
    line.save(update_fields=["state", *([moment] if moment else [])])


def note_finalization(moved: Sequence[OrderLine]) -> None:
    """Keeps on each order when the first of its lines is finalized by itself."""
    orders = {(line.merchant_id, line.order_id) for line in moved}
    for merchant_id, order_id in sorted(orders):
        lines = OrderLine.objects.filter(merchant_id=merchant_id, order_id=order_id)
        first = min((at for line in lines if (at := finalized_at(line_facts(line)))), default=None)
        Order.objects.filter(merchant_id=merchant_id, id=order_id).update(finalize_at=first)


def line_facts(line: OrderLine) -> Open:
    """What says when a line is finalized by itself."""
    return Open(
        LineState(line.state),
        dispatched_at=line.dispatched_at,
        delivered_at=line.delivered_at,
        held_until=line.decision_held_until,
        is_claimed=line.open_claim is not None,
    )


def _history(line: OrderLine, target: LineState, event: states.LineEvent, name: str, reason: str, now: datetime) -> LineEvent:
    return LineEvent(
        merchant_id=line.merchant_id,
        line_id=line.id,
        event=event.value,
        from_state=line.state,
        to_state=target.value,
        actor=name,
        reason=reason[:500],
        at=now,
    )
