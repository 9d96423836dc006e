"""선점 답: what the shop said of a hold, written down. To be called in the open transaction, with the order locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from minishop.chassis import clock
from minishop.checkout.holds.adapters.messages import MessageKind, Question, Result, Told
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.domain.states import HoldEvent, HoldState
from minishop.checkout.holds.models import StockHold
from minishop.checkout.holds.services.jobs import settle_later
from minishop.checkout.holds.services.transition import transition
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.orders.domain.offers import Refusal
from minishop.checkout.orders.models import Order


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what the shop said to it."""

    question: Question
    told: Told


_WAITS_FOR = {
    HoldState.ASKED: MessageKind.HOLD,
    HoldState.SKIPPED: MessageKind.HOLD,
    HoldState.EXTENDING: MessageKind.EXTEND,
    HoldState.RELEASING: MessageKind.RELEASE,
    HoldState.COMMITTING: MessageKind.COMMIT,
}


def awaited(hold: StockHold) -> MessageKind | None:
    """The message whose answer a hold waits for."""
    return _WAITS_FOR.get(HoldState(hold.state))


def belongs(hold: StockHold, question: Question) -> bool:
    """Whether a hold still waits for the answer to this very question: what somebody else has learnt since is newer."""
    return (hold.id, awaited(hold), hold.asked_at) == (question.hold_id, question.kind, question.asked_at)


def take_answer(*, hold: StockHold, order: Order, told: Told, now: datetime) -> None:
    """Writes down the answer to ``hold`` or ``extend`` that a hold waits for."""
    true_now = clock.true(now)
    match told.result:
        case Result.HELD:
            # From when the question was sent, not from now: the hub's end is never the later one.
            ends_at = hold.asked_at + timedelta(seconds=told.seconds_left)
            transition(hold=hold, event=HoldEvent.HOLD, true_now=true_now, ends_at=ends_at, reason="")
            show_order(order)
        case Result.REFUSED:
            facts = {"reason": _first_reason(told), "refused": [_stored(one) for one in told.refusals]}
            transition(hold=hold, event=HoldEvent.REFUSE, true_now=true_now, **facts)
        case Result.SILENT:
            _take_silence(hold, order, told, now)
        case _:
            transition(hold=hold, event=HoldEvent.FREE, true_now=true_now, reason=told.result.value)


def _take_silence(hold: StockHold, order: Order, told: Told, now: datetime) -> None:
    true_now, was = clock.true(now), HoldState(hold.state)
    if was is HoldState.SKIPPED:
        return
    transition(hold=hold, event=HoldEvent.LOSE, true_now=true_now, reason=told.reason[:300])
    if was is HoldState.EXTENDING:
        return
    if hold.policy == HoldPolicy.SELL:
        transition(hold=hold, event=HoldEvent.SKIP, true_now=true_now)
        show_order(order)
    else:
        transition(hold=hold, event=HoldEvent.RELEASE, true_now=true_now, reason=Reason.UNKNOWN.value)
        settle_later(hold, now=now)


def show_order(order: Order) -> None:
    """The order has reached its payment: from now on it is one."""
    if not order.reached_payment:
        order.reached_payment = True
        order.save(update_fields=["reached_payment"])


def _first_reason(told: Told) -> str:
    return told.refusals[0].reason.value if told.refusals else ""


def _stored(refusal: Refusal) -> dict[str, Any]:
    numbers = {name: int(getattr(refusal, name)) for name in ("place", "left", "wanted", "then", "now")}
    return {"reason": refusal.reason.value, **numbers}
