"""구매확정 보류: a buyer puts off that lines are finalized by time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.test_returning import delivered
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import scope
from minishop.checkout.api.changed import of_claim
from minishop.checkout.benefits.services.finalization import decide, finalize_decided, finalize_order, finalize_overdue
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.services.deciding import end_decision_hold, hold_decision, release_decision, request_decision
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.models import Change, Order
from minishop.checkout.orders.queries import decision_asked_at


def test_it_is_finalized_a_week_after_it_was_put_off(world: World, outside: Outside) -> None:
    order = delivered(world)
    held = kept_until(NOW) - timedelta(hours=1)
    with scope(order.merchant_id):
        hold_decision(order=order, buyer=world.buyer, now=held)
    finalize_overdue(now=held + timedelta(days=7) - timedelta(seconds=1))
    assert cases.states(order) == ["delivered"] * 2
    finalize_overdue(now=held + timedelta(days=7))
    assert cases.states(order) == ["finalized"] * 2


def test_it_stops_nothing_else_and_can_be_taken_back(world: World, outside: Outside) -> None:
    order, other = delivered(world), delivered(world)
    with scope(order.merchant_id):
        for each in (order, other):
            hold_decision(order=each, buyer=world.buyer, now=NOW + timedelta(days=7))
        release_decision(order=order, buyer=world.buyer, now=NOW + timedelta(days=7))
        finalize_order(order=other, buyer=world.buyer, now=NOW)
    finalize_overdue(now=kept_until(NOW))
    assert (cases.states(order), cases.states(other)) == (["finalized"] * 2, ["finalized"] * 2)


def test_a_stranger_puts_nothing_off_and_what_has_not_left_needs_no_decision(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with scope(order.merchant_id):
        with pytest.raises(ClaimRefused) as stranger:
            hold_decision(order=order, buyer=world.stranger, now=NOW)
        with pytest.raises(ClaimRefused) as early:
            hold_decision(order=order, buyer=world.buyer, now=NOW)
    assert (stranger.value.why, early.value.why) == (Refusal.NOT_YOURS, Refusal.NOT_SENT)


def test_the_merchant_is_told_of_it(world: World, outside: Outside) -> None:
    """1.4: CLAIM_REQUESTED with PURCHASE_DECISION_HOLDBACK, of each line."""
    order = delivered(world)
    with scope(order.merchant_id):
        hold_decision(order=order, buyer=world.buyer, now=NOW)
        told = list(Change.objects.filter(order_number=order.number).order_by("sequence"))[-2:]
    held = {"claim_type": "PURCHASE_DECISION_HOLDBACK", "claim_status": "PURCHASE_DECISION_HOLDBACK"}
    assert [(change.kind, of_claim(change)) for change in told] == [("CLAIM_REQUESTED", held)] * 2


WEEK = NOW + timedelta(days=7)
HELD = ("CLAIM_REQUESTED", "PURCHASE_DECISION_HOLDBACK")
OVER = ("CLAIM_REJECTED", "PURCHASE_DECISION_HOLDBACK_RELEASE")


def of_decision(order: Order) -> list[tuple[str, str]]:
    """What the feed says of the decision, each once."""
    with scope(order.merchant_id):
        rows = Change.objects.filter(order_number=order.number, kind__startswith="CLAIM_").order_by("sequence")
        return list(dict.fromkeys((row.kind, of_claim(row)["claim_status"]) for row in rows))


def holds(world: World, order: Order, now: datetime = NOW) -> Refusal | None:
    with scope(order.merchant_id):
        try:
            hold_decision(order=order, buyer=world.buyer, now=now)
        except ClaimRefused as refused:
            return refused.why
    return None


def until(order: Order) -> set[datetime | None]:
    return {line.decision_held_until for line in cases.lines_of(order)}


@pytest.mark.parametrize("was_held", [False, True], ids=["never held", "held before"])
def test_putting_it_off_takes_back_a_press_that_does_not_count_yet(world: World, outside: Outside, was_held: bool) -> None:
    """R87: what the buyer said last counts; what was held already is not held longer by it."""
    order = delivered(world)
    if was_held:
        holds(world, order)
    pressed = NOW + timedelta(hours=1)
    with scope(order.merchant_id):
        decide(order=order, buyer=world.buyer, now=pressed)
        assert holds(world, order, pressed + timedelta(minutes=4)) is None
        finalize_decided(merchant=order.merchant, order_id=order.id, now=pressed + timedelta(minutes=5))
    assert cases.states(order) == ["delivered"] * 2
    assert until(order) == {WEEK if was_held else WEEK + timedelta(hours=1, minutes=4)}


def test_what_is_held_is_not_held_again(world: World, outside: Outside) -> None:
    order = delivered(world)
    holds(world, order)
    told = of_decision(order)
    assert holds(world, order, NOW + timedelta(days=6)) is Refusal.DECISION_HELD
    assert (until(order), of_decision(order)) == ({WEEK}, told)
    assert holds(world, order, WEEK) is None


def test_a_press_finalizes_what_had_been_sent_by_then(world: World, outside: Outside) -> None:
    """R87: what leaves within the five minutes is decided on by itself."""
    cases.modern(world)
    order = cases.paid(world)
    cases.send(order, 0)
    with scope(order.merchant_id):
        decide(order=order, buyer=world.buyer, now=NOW)
        cases.send(order, 1, now=NOW + timedelta(minutes=3))
        finalize_decided(merchant=order.merchant, order_id=order.id, now=NOW + timedelta(minutes=5))
    assert cases.states(order) == ["finalized", "delivered"]


def requests(order: Order, now: datetime) -> Refusal | None:
    with scope(order.merchant_id):
        try:
            request_decision(merchant=order.merchant, line_number=cases.lines_of(order)[0].number, now=now)
        except ClaimRefused as refused:
            return refused.why
    return None


def letters(order: Order, outside: Outside, asked_at: datetime, now: datetime) -> int:
    """How many letters are out that ask for the decision, once the one that was due by then has been tried."""
    send = find_task("checkout.claims.tasks.send_decision_request")
    send.run(merchant_id=order.merchant_id, order_id=order.id, asked_at=asked_at.isoformat(), way="mail", now=now)
    return sum(key.startswith(f"decision:{order.number}:") for key in outside.messages)


def test_who_puts_it_off_anew_is_not_asked_a_second_time_that_day(world: World, outside: Outside) -> None:
    """1.2: once a day an order; what was asked before it was put off anew is not said of it, nor written of late."""
    order, asked_at = delivered(world), NOW + timedelta(hours=1)
    holds(world, order)
    assert requests(order, asked_at) is None
    again = asked_at + timedelta(minutes=30)
    with scope(order.merchant_id):
        release_decision(order=order, buyer=world.buyer, now=again)
    assert holds(world, order, again) is None
    assert requests(order, again + timedelta(minutes=30)) is Refusal.ASKED_BEFORE
    assert decision_asked_at(cases.lines_of(order), again) is None
    assert letters(order, outside, asked_at, again) == 0
    next_day = asked_at + timedelta(days=1)
    assert requests(order, next_day) is None
    assert [letters(order, outside, asked, next_day) for asked in (asked_at, next_day)] == [0, 1]


@pytest.mark.parametrize("over", ["finalized", "the week is over"])
def test_what_waits_for_no_decision_any_more_is_not_asked_for_late(world: World, outside: Outside, over: str) -> None:
    order, now = delivered(world), NOW + timedelta(hours=2)
    holds(world, order)
    requests(order, NOW + timedelta(hours=1))
    if over == "finalized":
        with scope(order.merchant_id):
            finalize_order(order=order, buyer=world.buyer, now=now)
    assert letters(order, outside, NOW + timedelta(hours=1), now if over == "finalized" else WEEK) == 0


def test_the_merchant_is_told_that_it_was_taken_back(world: World, outside: Outside) -> None:
    """1.4: once, however often it is pressed."""
    order = delivered(world)
    holds(world, order)
    with scope(order.merchant_id):
        for hours in (1, 2):
            release_decision(order=order, buyer=world.buyer, now=NOW + timedelta(hours=hours))
    assert (of_decision(order), until(order)) == ([HELD, OVER], {NOW + timedelta(hours=1)})


def test_the_merchant_is_told_that_the_week_is_over(world: World, outside: Outside) -> None:
    """1.4: by the job of that very week; a hold that was taken back meanwhile, or made anew, has its own."""
    order = delivered(world)
    holds(world, order)
    job = Job.objects.get(task="checkout.claims.tasks.end_decision_hold")
    assert job.due == WEEK
    find_task(job.task).run(now=WEEK, **job.arguments)
    assert of_decision(order) == [HELD, OVER]
    holds(world, order, WEEK)
    before = Change.objects.count
    with scope(order.merchant_id):
        told = before()
        end_decision_hold(merchant=order.merchant, order_id=order.id, until=WEEK, now=WEEK)
        assert before() == told
