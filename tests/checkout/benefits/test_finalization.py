"""Finalizing an order and its points, once (R87, Q3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.checkout.machines import Carriers, Clock
from tests.checkout.worlds import APRON, MUG, World, make_paid_order, make_world
from tests.plans import plans_of

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import GoOn
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.errors import NothingToFinalize, NotYourOrder
from minishop.checkout.benefits.models import PointGrant, PointLot
from minishop.checkout.benefits.queries import points_promised, wallet_of
from minishop.checkout.benefits.services import finalization
from minishop.checkout.benefits.services.finalization import (
    decide,
    finalize_decided,
    finalize_order,
    finalize_overdue,
    think_again,
)
from minishop.checkout.benefits.services.granting import grant_points
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.payments.models import Transfer
from minishop.checkout.payments.queries import points_of
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def todays(world: World) -> None:
    """The merchant has today's profile before the order is placed, so that a line goes alone (R45)."""
    world.merchant.profile = Profile.TODAY.value
    world.merchant.save(update_fields=["profile"])


@pytest.fixture
def order(world: World, clock: Clock) -> Order:
    return make_paid_order(world.merchant, world.buyer, MUG, APRON)


def send(order: Order, clock: Clock, method: str = "DELIVERY", only: int = 0) -> None:
    with scope(order.merchant_id):
        line = OrderLine.objects.filter(order_id=order.id).order_by("position")[only]
        wanted = Wanted(line.number, method, "HYUNDAI", "123456789013", clock())
        dispatch_all(merchant=order.merchant, wanted=[wanted], who="api", now=clock())
    clock.work()


def finalize(order: Order, world: World, clock: Clock) -> None:
    with scope(order.merchant_id):
        finalize_order(order=order, buyer=world.buyer, now=clock())


def promised(buyer: Account) -> list[Won]:
    return [grant.points for grant in points_promised(buyer)]


def states(order: Order) -> list[str]:
    with scope(order.merchant_id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position").values_list("state", flat=True))


def test_points_come_a_day_after_the_order_is_finalized(world: World, order: Order, clock: Clock) -> None:
    """R87, Q1: 0.5 % of 65,500 won paid, rounded down."""
    send(order, clock)
    finalize(order, world, clock)
    assert states(order) == ["finalized"] * 2
    assert (points_of(world.buyer), promised(world.buyer)) == (Won(0), [Won(327)])
    clock.work(hours=1)
    assert points_of(world.buyer) == Won(0)
    clock.work(days=1)
    assert (points_of(world.buyer), promised(world.buyer)) == (Won(327), [])
    assert (wallet_of(world.buyer).balance, wallet_of(world.stranger).balance) == (Won(327), Won(0))
    lot = PointLot.objects.get()
    assert (lot.order_number, lot.left, lot.came_at, lot.ends_on) == (order.number, Won(327), clock(), date(2027, 11, 30))


def test_finalizing_twice_grants_once(world: World, order: Order, clock: Clock) -> None:
    """claims L17."""
    send(order, clock)
    finalize(order, world, clock)
    finalize(order, world, clock)
    clock.work(days=1)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        grant = PointGrant.objects.get()
        for _ in range(2):
            grant_points(merchant=order.merchant, grant_id=grant.id, now=clock() + timedelta(days=1))
        assert Transfer.objects.filter(kind="points").count() == 1
        assert Change.objects.filter(kind="PURCHASE_DECIDED").count() == 2
    assert points_of(world.buyer) == Won(327)


def test_a_job_that_comes_too_early_grants_nothing(world: World, order: Order, clock: Clock) -> None:
    send(order, clock)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        grant_points(merchant=order.merchant, grant_id=PointGrant.objects.get().id, now=clock())
    assert points_of(world.buyer) == Won(0)


@pytest.mark.parametrize(("early", "granted"), [(timedelta(microseconds=1), 0), (timedelta(), 327)], ids=["직전", "정각"])
def test_points_are_granted_at_the_very_moment_they_are_due(
    world: World, order: Order, clock: Clock, early: timedelta, granted: int
) -> None:
    """R87."""
    send(order, clock)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        grant = PointGrant.objects.get()
        grant_points(merchant=order.merchant, grant_id=grant.id, now=grant.due_at - early)
    assert points_of(world.buyer) == Won(granted)


def test_a_paid_order_cannot_be_finalized(world: World, order: Order, clock: Clock) -> None:
    with pytest.raises(NothingToFinalize):
        finalize(order, world, clock)
    assert states(order) == ["paid"] * 2
    assert promised(world.buyer) == []


def test_another_buyers_order_is_not_touched(world: World, order: Order, clock: Clock) -> None:
    send(order, clock)
    with scope(order.merchant_id), pytest.raises(NotYourOrder):
        finalize_order(order=order, buyer=world.stranger, now=clock())
    assert states(order) == ["delivering"] * 2


def test_points_wait_for_the_last_line(world: World, todays: None, order: Order, clock: Clock) -> None:
    send(order, clock)
    finalize(order, world, clock)
    assert states(order) == ["finalized", "paid"]
    assert promised(world.buyer) == []
    send(order, clock, only=1, method="QUICK_SVC")
    finalize(order, world, clock)
    assert promised(world.buyer) == [Won(327)]


def test_points_that_are_due_wait_for_what_is_open_again(world: World, order: Order, clock: Clock) -> None:
    """claims 5.1: a line that lives and is not finalized, as an exchanged one, puts them off to the next day, not for good."""
    send(order, clock)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        first = OrderLine.objects.filter(order_id=order.id, position=1)
        first.update(state="exchanged")
    clock.work(days=1)
    assert (points_of(world.buyer), promised(world.buyer)) == (Won(0), [Won(327)])
    with scope(order.merchant_id):
        first.update(state="finalized")
    clock.work(days=1)
    assert (points_of(world.buyer), promised(world.buyer)) == (Won(327), [])


def test_an_order_that_earns_nothing_promises_nothing(world: World, order: Order, clock: Clock) -> None:
    order.points_basis_points = 0
    send(order, clock)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        assert not PointGrant.objects.exists()


def test_points_of_an_order_that_keeps_no_money_any_more_are_given_as_none(world: World, order: Order, clock: Clock) -> None:
    """What was paid back since the promise earns nothing: the grant is over, and neither a lot nor a posting of 0 won is made."""
    send(order, clock)
    finalize(order, world, clock)
    with scope(order.merchant_id):
        Order.objects.filter(id=order.id).update(points_basis_points=0)
    clock.work(days=1)
    with scope(order.merchant_id):
        assert [(grant.points, grant.granted_at) for grant in PointGrant.objects.all()] == [(Won(0), clock())]
        assert not Transfer.objects.filter(kind="points").exists()
    assert not PointLot.objects.exists()


def test_a_delivered_order_is_finalized_by_itself_after_the_seventh_day(
    world: World, order: Order, clock: Clock, carriers: Carriers
) -> None:
    carriers.usual = "DELIVERED"
    send(order, clock)
    over = kept_until(clock())
    finalize_overdue(now=over - timedelta(seconds=1))
    assert states(order) == ["delivered"] * 2
    finalize_overdue(now=over)
    finalize_overdue(now=clock() + timedelta(days=9))
    assert states(order) == ["finalized"] * 2
    assert Job.objects.filter(task="checkout.benefits.tasks.grant_points").count() == 1


def test_what_nobody_follows_is_finalized_four_weeks_after_it_was_sent(world: World, order: Order, clock: Clock) -> None:
    send(order, clock, method="QUICK_SVC")
    finalize_overdue(now=clock() + timedelta(days=27))
    assert states(order) == ["delivering"] * 2
    finalize_overdue(now=clock() + timedelta(days=28))
    assert states(order) == ["finalized"] * 2


def due_of(order: Order) -> datetime | None:
    with scope(order.merchant_id):
        return Order.objects.get(id=order.id).finalize_at


def test_an_order_knows_when_it_is_finalized_by_itself(
    world: World, todays: None, order: Order, clock: Clock, carriers: Carriers
) -> None:
    """Sent, delivered, finalized: each step tells it anew, from the earliest line that is left."""
    assert due_of(order) is None
    send(order, clock, method="QUICK_SVC")
    sent = clock()
    assert due_of(order) == sent + timedelta(days=28)
    clock.work(hours=1)
    carriers.usual = "DELIVERED"
    send(order, clock, only=1)
    there = clock()
    assert due_of(order) == kept_until(there)
    finalize_overdue(now=kept_until(there))
    assert (states(order), due_of(order)) == (["delivering", "finalized"], sent + timedelta(days=28))
    finalize(order, world, clock)
    assert due_of(order) is None


def test_one_order_that_fails_holds_up_no_other(world: World, order: Order, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of one: the failing order is passed, reported, and tried again the next time."""
    other = make_paid_order(world.merchant, world.buyer, MUG)
    for each in (order, other):
        send(each, clock, method="QUICK_SVC")
    monkeypatch.setattr(f"{finalization.__name__}._BATCH", 1)
    real = finalization._finalize_overdue_order

    def broken(merchant_id: int, order_id: int, now: datetime) -> None:
        if order_id == order.id:
            raise OSError("disk")
        real(merchant_id, order_id, now)

    monkeypatch.setattr(finalization, "_finalize_overdue_order", broken)
    later = clock() + timedelta(days=28)
    with pytest.raises(OSError, match="disk"):
        finalize_overdue(now=later)
    assert (set(states(order)), set(states(other))) == ({"delivering"}, {"finalized"})
    monkeypatch.setattr(finalization, "_finalize_overdue_order", real)
    finalize_overdue(now=later)
    assert set(states(order)) == {"finalized"}


def test_orders_of_one_moment_are_all_found(world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [make_paid_order(world.merchant, world.buyer, MUG) for _ in range(5)]
    with scope(world.merchant.id):
        OrderLine.objects.update(state="delivered", delivered_at=clock())
        Order.objects.update(finalize_at=clock() + timedelta(days=8))
    monkeypatch.setattr(f"{finalization.__name__}._BATCH", 2)
    finalize_overdue(now=clock() + timedelta(days=8))
    assert {state for order in orders for state in states(order)} == {"finalized"}


def test_a_turn_ends_and_the_work_goes_on(world: World, order: Order, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_paid_order(world.merchant, world.buyer, MUG)
    for each in (order, other):
        send(each, clock, method="QUICK_SVC")
    monkeypatch.setattr(f"{finalization.__name__}._BATCH", 1)
    monkeypatch.setattr("minishop.chassis.jobs.stopping.TURN", 0.0)
    later = clock() + timedelta(days=28)
    with pytest.raises(GoOn):
        finalize_overdue(now=later)
    assert sorted([set(states(order)) == {"finalized"}, set(states(other)) == {"finalized"}]) == [False, True]


def test_overdue_orders_are_found_by_their_index(order: Order, django_assert_num_queries: Any) -> None:
    now = order.ordered_at
    last = Order(finalize_at=now, id=1)
    for plan in (
        *plans_of(lambda: finalize_overdue(now=now), table="checkout_orders_order"),
        *plans_of(lambda: finalization._overdue_after(last, now), table="checkout_orders_order"),
    ):
        assert "orders_to_finalize" in plan
        assert "TEMP B-TREE" not in plan
    with django_assert_num_queries(1):
        finalize_overdue(now=now)


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_orders_that_were_there_before_are_told_a_batch_a_transaction(
    world: World, order: Order, clock: Clock, carriers: Carriers, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """The migration reads from the lines what the writer keeps from now on, and holds no lock from its first order to its last."""
    others = [make_paid_order(world.merchant, world.buyer, MUG) for _ in range(2)]
    send(order, clock, method="QUICK_SVC")
    send(order, clock, method="QUICK_SVC", only=1)
    carriers.usual = "DELIVERED"
    send(others[0], clock)
    told = [due_of(each) for each in (order, *others)]
    assert told == [clock() + timedelta(days=28), kept_until(clock()), None]
    told[1] = clock() + timedelta(days=8)  # as it was counted then: in hours, not in days
    with scope(order.merchant_id):
        for later, line in enumerate(OrderLine.objects.filter(order_id=order.id)):  # the first of its lines counts, in any order
            OrderLine.objects.filter(id=line.id).update(dispatched_at=clock() + timedelta(hours=later))
        Order.objects.update(finalize_at=None)
    migration = import_module("minishop.checkout.orders.migrations.0006_orders_from_before_are_told")
    monkeypatch.setattr(migration, "BATCH", batch)
    parts: list[int] = []
    tell = migration._tell

    def counted(*asked: Any) -> Any:
        parts.append(len(connection.savepoint_ids))
        return tell(*asked)

    monkeypatch.setattr(migration, "_tell", counted)
    migration.begin(apps, SimpleNamespace(connection=connection))
    assert [due_of(each) for each in (order, *others)] == told
    # Besides the batches one look at the end of each of two merchants; each in a transaction, which is a savepoint in a test.
    assert parts == [1] * {1: 5, 2: 4, 500: 3}[batch]
    assert migration.Migration.atomic is False


def test_an_order_that_knows_its_time_already_is_not_told_again(world: World, order: Order, clock: Clock) -> None:
    send(order, clock, method="QUICK_SVC")
    with scope(order.merchant_id):
        Order.objects.update(finalize_at=clock() + timedelta(days=99))
    migration = import_module("minishop.checkout.orders.migrations.0006_orders_from_before_are_told")
    migration.begin(apps, SimpleNamespace(connection=connection))
    assert due_of(order) == clock() + timedelta(days=99)


PRESSES = {
    "the five minutes are over": (timedelta(minutes=5), False, ["finalized"] * 2),
    "almost": (timedelta(minutes=5) - timedelta(microseconds=1), False, ["delivering"] * 2),
    "thought again": (timedelta(minutes=5), True, ["delivering"] * 2),
}


@pytest.mark.parametrize(("passed", "again", "expected"), PRESSES.values(), ids=PRESSES)
def test_a_press_counts_when_its_five_minutes_are_over(
    world: World, order: Order, clock: Clock, passed: timedelta, again: bool, expected: list[str]
) -> None:
    """claims 1.5."""
    send(order, clock)
    press(order, world, clock())
    press(order, world, clock() + timedelta(minutes=1))
    with scope(order.merchant_id):
        if again:
            assert think_again(order=order, buyer=world.buyer, now=clock() + timedelta(minutes=4))
        finalize_decided(merchant=order.merchant, order_id=order.id, now=clock() + passed)
        assert not think_again(order=order, buyer=world.buyer, now=clock() + timedelta(minutes=5))
    assert states(order) == expected


def press(order: Order, world: World, now: datetime) -> None:
    with scope(order.merchant_id):
        decide(order=order, buyer=world.buyer, now=now)


def test_who_presses_after_thinking_again_has_five_minutes_anew(world: World, order: Order, clock: Clock) -> None:
    """The job of the first press finds the second one's time."""
    send(order, clock)
    press(order, world, clock())
    with scope(order.merchant_id):
        think_again(order=order, buyer=world.buyer, now=clock())
    press(order, world, clock() + timedelta(minutes=3))
    clock.work(minutes=5)
    assert states(order) == ["delivering"] * 2
    clock.work(minutes=3)
    assert states(order) == ["finalized"] * 2


def test_a_line_that_is_claimed_meanwhile_waits(world: World, order: Order, clock: Clock) -> None:
    """L27: with a claim open no line of it is finalized."""
    send(order, clock)
    press(order, world, clock())
    with scope(order.merchant_id):
        OrderLine.objects.filter(order_id=order.id, position=0).update(open_claim=1)
    clock.work(minutes=6)
    assert states(order) == ["delivering", "finalized"]


# C46 pressed at, effective five minutes later, due on
EFFECTIVE = {
    "C46 14:59:59 UTC": (
        datetime(2026, 11, 23, 14, 54, 59, tzinfo=UTC),
        date(2026, 11, 23),
        datetime(2026, 11, 23, 15, tzinfo=UTC),
    ),
    "C46 15:00:00 UTC": (datetime(2026, 11, 23, 14, 55, tzinfo=UTC), date(2026, 11, 24), datetime(2026, 11, 24, 15, tzinfo=UTC)),
}


@pytest.mark.parametrize(("pressed", "day", "due"), EFFECTIVE.values(), ids=EFFECTIVE)
def test_a_decision_belongs_to_the_day_on_which_it_takes_effect(
    world: World, order: Order, clock: Clock, pressed: datetime, day: date, due: datetime
) -> None:
    """C46, L21: the day in Seoul on which it is posted, and points the day after."""
    send(order, clock)
    press(order, world, pressed)
    effective = pressed + timedelta(minutes=5)
    with scope(order.merchant_id):
        finalize_decided(merchant=order.merchant, order_id=order.id, now=effective)
        posted = {kst_day(transfer.at) for transfer in Transfer.objects.filter(kind="final")}
        assert (posted, PointGrant.objects.get().due_at) == ({day}, due)
