"""선점 돌보기: what a hold needs that nobody else sees to: its question once more, its release, and the word that it is sold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis import clock
from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.holds.adapters import messages
from minishop.checkout.holds.adapters.messages import MessageKind, Result, Told
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.domain.states import OPEN, HoldEvent, HoldState
from minishop.checkout.holds.domain.steps import PROMISED, TOLD_FOR
from minishop.checkout.holds.models import Shortage, StockHold
from minishop.checkout.holds.ports import PAYMENTS
from minishop.checkout.holds.services.answers import awaited, take_answer
from minishop.checkout.holds.services.jobs import settle_later
from minishop.checkout.holds.services.questions import question_of
from minishop.checkout.holds.services.transition import transition
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import lines_of

# An end that waits for the PG's word is looked at again so soon.
_LOOK_AGAIN = timedelta(minutes=1)
# A hold that nothing happened to for so long may have lost its job; one whose job gave up waits for an operator.
LOST_AFTER, FORGOTTEN_AFTER = timedelta(hours=1), timedelta(days=2)
_BATCH = 500


@transaction.atomic
def next_message(*, merchant_id: int, order_id: int, hold_id: int, now: datetime) -> Request | None:
    """What is to be said to the shop now, in the merchant's scope; None for nothing, or nothing yet."""
    hold, order = _locked(merchant_id, order_id, hold_id)
    if hold.state in PROMISED and not _is_over(hold, order, now):
        return None
    kind = awaited(hold)
    if kind is None or _is_told_in_vain(hold, now):
        return None
    return messages.request_of(question_of(hold, order, kind), now=now)


def _is_over(hold: StockHold, order: Order, now: datetime) -> bool:
    """Releases pieces that nobody paid for in time; else has them looked at when that may be."""
    assert hold.ends_at is not None
    true_now = clock.true(now)
    if hold.ends_at > true_now or PAYMENTS.part.is_confirming(order):
        settle_later(hold, now=now, run_at=max(hold.ends_at, true_now + _LOOK_AGAIN) + clock.shift())
        return False
    transition(hold=hold, event=HoldEvent.RELEASE, true_now=true_now, reason=Reason.EXPIRED.value)
    return True


def _is_told_in_vain(hold: StockHold, now: datetime) -> bool:
    """A release that no shop heard for a day: it has freed the pieces by itself long ago."""
    true_now = clock.true(now)
    if hold.state != HoldState.RELEASING or true_now - hold.moved_at < TOLD_FOR:
        return False
    transition(hold=hold, event=HoldEvent.FREE, true_now=true_now)
    return True


@transaction.atomic
def take_message_answer(*, merchant_id: int, order_id: int, hold_id: int, answer: Answer, now: datetime) -> str:
    """Writes down what the shop said to the job's message, in the merchant's scope. Returns why it is to be told again; empty for done."""
    hold, order = _locked(merchant_id, order_id, hold_id)
    kind = awaited(hold)
    if kind is None or kind is MessageKind.EXTEND:
        _look_at_the_end(hold, now)
        return ""
    told = messages.read(answer, question_of(hold, order, kind))
    match kind:
        case MessageKind.HOLD:
            take_answer(hold=hold, order=order, told=told, now=now)
            _look_at_the_end(hold, now)
        case MessageKind.RELEASE if told.result is not Result.SILENT:
            transition(hold=hold, event=HoldEvent.FREE, true_now=clock.true(now))
        case MessageKind.COMMIT if told.result is not Result.SILENT:
            transition(hold=hold, event=HoldEvent.SELL, true_now=clock.true(now))
            _note_shortages(order, told, now)
    return (told.reason or "no answer") if awaited(hold) else ""


def _look_at_the_end(hold: StockHold, now: datetime) -> None:
    if hold.state in PROMISED and hold.ends_at is not None:
        settle_later(hold, now=now, run_at=hold.ends_at + clock.shift())


def _note_shortages(order: Order, told: Told, now: datetime) -> None:
    if not told.short:
        return
    lines = lines_of(order)
    rows = [
        Shortage(merchant_id=order.merchant_id, order_id=order.id, line_id=lines[place].id, pieces=pieces, found_at=now)
        for place, pieces in told.short
    ]
    Shortage.objects.bulk_create(rows, ignore_conflicts=True)
    find_task("checkout.holds.tasks.tell_shortage").enqueue(
        now=now, key=order.number, merchant_id=order.merchant_id, order_id=order.id
    )


def _locked(merchant_id: int, order_id: int, hold_id: int) -> tuple[StockHold, Order]:
    orders = Order.objects.select_for_update(of=("self",)).select_related("merchant")
    order = orders.get(merchant_id=merchant_id, id=order_id)
    return StockHold.objects.get(merchant_id=merchant_id, order_id=order_id, id=hold_id), order


def settle_lost(*, now: datetime) -> int:
    """Has holds looked after that lost their job, oldest first (index ``holds_open``), at most a batch; returns how many."""
    with across_tenants("the hub's own clock looks for holds that nobody looks after"):
        true_now = clock.true(now)
        lost = StockHold.objects.filter(state__in=sorted(OPEN), moved_at__lte=true_now - LOST_AFTER)
        lost = lost.filter(moved_at__gt=true_now - FORGOTTEN_AFTER)
        found = list(lost.order_by("moved_at", "id")[:_BATCH])
    with transaction.atomic():
        for hold in sorted(found, key=lambda hold: str(hold.id)):
            settle_later(hold, now=now)
    return len(found)
