"""Sending lines: what is written, what is refused and changes nothing, what may be repeated (R45, R46, R49)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.worlds import APRON, MUG, NOW, World, make_paid_order, make_world

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine
from minishop.checkout.orders.queries import refused_steps
from minishop.checkout.orders.services import refusals
from minishop.checkout.parcels.domain.dispatching import Refusal
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.queries import parcels_of_lines
from minishop.checkout.parcels.services import dispatch as sending
from minishop.checkout.parcels.services.dispatch import Result, Wanted, dispatch_all

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def order(world: World) -> Order:
    return make_paid_order(world.merchant, world.buyer, MUG, APRON)


def lines(order: Order) -> list[OrderLine]:
    with scope(order.merchant_id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position"))


def want(line: OrderLine, number: str = "123456789013", carrier: str = "HYUNDAI", method: str = "DELIVERY") -> Wanted:
    return Wanted(line.number, method, carrier, number, LATER)


def send(world: World, *wanted: Wanted) -> list[Refusal | None]:
    with scope(world.merchant.id):
        return [result.refusal for result in dispatch_all(merchant=world.merchant, wanted=wanted, who="api", now=LATER)]


def counts(order: Order) -> tuple[int, ...]:
    with scope(order.merchant_id):
        return tuple(model.objects.count() for model in (Parcel, Change, LineEvent, Job))


def kinds(order: Order) -> list[tuple[int, str]]:
    with scope(order.merchant_id):
        return list(Change.objects.order_by("sequence").values_list("sequence", "kind"))


def test_one_line_starts_the_whole_order(world: World, order: Order) -> None:
    """R45: in the 2011 profile the other lines travel along, under the same number."""
    first, _ = lines(order)
    assert send(world, want(first)) == [None]
    assert [line.state for line in lines(order)] == ["dispatch_requested"] * 2
    assert all(line.acknowledged_at == LATER for line in lines(order))
    assert kinds(order) == [(1, "PAYED"), (2, "PAYED"), (3, "DISPATCH_REQUESTED"), (4, "DISPATCH_REQUESTED")]
    job = Job.objects.get(task="checkout.parcels.tasks.follow_number")
    assert (job.state, job.arguments["number"]) == ("ready", "123456789013")


def test_each_order_leaves_as_the_profile_of_its_day_says(world: World, order: Order) -> None:
    """R45: of today's profile a line goes alone; an order that was placed before its merchant had that one leaves as a whole, and the other way
    round."""
    world.merchant.profile = Profile.TODAY.value
    world.merchant.save(update_fields=["profile"])
    later = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    assert send(world, want(lines(order)[0]), want(lines(later)[0], "123456789011", "CJGLS")) == [None, None]
    assert [line.state for line in lines(order)] == ["dispatch_requested"] * 2
    assert [line.state for line in lines(later)] == ["dispatch_requested", "paid"]
    world.merchant.profile = Profile.MANUAL_2011.value
    world.merchant.save(update_fields=["profile"])
    assert send(world, want(lines(later)[1], "123456789022", "CJGLS")) == [None]
    assert [line.state for line in lines(later)] == ["dispatch_requested"] * 2


def test_what_was_refused_for_how_a_line_stood_is_kept(world: World, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """L24: who, when, how it stood and why; what is wrong with the request itself is no step, and nobody fills the table."""
    first, _ = lines(order)
    send(world, want(first))
    with scope(order.merchant_id):
        OrderLine.objects.filter(merchant_id=order.merchant_id, id=first.id).update(state="delivering")
    assert send(world, want(first, "123456789024")) == [Refusal.ALREADY_SENT]
    assert send(world, want(first, method="PIGEON")) == [Refusal.METHOD_UNKNOWN]
    with scope(order.merchant_id):
        [kept] = refused_steps(order)
        assert (kept.event, kept.stood, kept.actor, kept.reason, kept.at) == (
            "request_dispatch", "delivering", "merchant:api", "already_sent", LATER,
        )  # fmt: skip
    monkeypatch.setattr(refusals, "MOST", 1)
    send(world, want(first, "123456789024"))
    with scope(order.merchant_id):
        assert len(refused_steps(order)) == 1


def test_how_a_line_stood_is_kept_as_it_was_when_it_was_refused(
    world: World, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L24: it may have moved before the refusal is written down, which says who it was that tried."""
    first, _ = lines(order)
    send(world, want(first))

    def move(state: str) -> None:
        OrderLine.objects.filter(merchant_id=order.merchant_id, id=first.id).update(state=state)

    def refused_and_then_moved(**facts: Any) -> None:
        move("finalized")
        refusals.keep_refused_step(**facts)

    monkeypatch.setattr(sending, "keep_refused_step", refused_and_then_moved)
    with scope(order.merchant_id):
        move("delivering")
        dispatch_all(merchant=world.merchant, wanted=[want(first, "123456789024")], who="desk", now=LATER)
        assert [(kept.stood, kept.actor) for kept in refused_steps(order)] == [("delivering", "merchant:desk")]


def test_lines_that_the_request_names_go_their_own_way(world: World, order: Order) -> None:
    first, second = lines(order)
    assert send(world, want(first), want(second, "123456789011", "CJGLS")) == [None, None]
    with scope(order.merchant_id):
        rows = parcels_of_lines(order)
    assert [rows[line.id].tracking_number for line in (first, second)] == ["123456789013", "123456789011"]


def test_the_same_dispatch_again_changes_nothing(world: World, order: Order) -> None:
    first, second = lines(order)
    send(world, want(first))
    before = counts(order)
    assert send(world, want(first), want(second, "1234-5678-9013")) == [None, None]
    assert counts(order) == before


def test_another_number_while_the_first_is_checked_replaces_it(world: World, order: Order) -> None:
    """R49; the lines that travelled along travel along again."""
    first, _ = lines(order)
    send(world, want(first))
    assert send(world, want(first, "123456789011", "CJGLS")) == [None]
    with scope(order.merchant_id):
        states = sorted(Parcel.objects.values_list("tracking_number", "state"))
    assert states == [("123456789011", "checking")] * 2 + [("123456789013", "replaced")] * 2


@pytest.mark.parametrize("method", ["QUICK_SVC", "DIRECT_DELIVERY", "VISIT_RECEIPT", "NOTHING"])
def test_what_nobody_follows_is_in_transit_at_once(world: World, order: Order, method: str) -> None:
    assert send(world, want(lines(order)[0], "", "", method)) == [None]
    assert [(line.state, line.dispatched_at) for line in lines(order)] == [("delivering", LATER)] * 2
    assert [kind for _, kind in kinds(order)][2:] == ["DISPATCHED"] * 2
    assert not Job.objects.filter(task="checkout.parcels.tasks.follow_number").exists()


def test_an_installation_that_follows_no_parcels_starts_them_at_once(world: World, order: Order, settings: object) -> None:
    settings.CARRIER_DESK = "minishop.checkout.parcels.adapters.unfollowed.UnfollowedCarriers"  # type: ignore[attr-defined]
    assert send(world, want(lines(order)[0])) == [None]
    assert {line.state for line in lines(order)} == {"delivering"}


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (("123456789014", "HYUNDAI", "DELIVERY"), Refusal.NUMBER_INVALID),
        (("", "HYUNDAI", "DELIVERY"), Refusal.NUMBER_MISSING),
        (("123456789013", "", "DELIVERY"), Refusal.CARRIER_MISSING),
        (("123456789013", "NOBODY", "DELIVERY"), Refusal.CARRIER_UNKNOWN),
        (("123456789013", "HYUNDAI", "PIGEON"), Refusal.METHOD_UNKNOWN),
    ],
    ids=["송장 오류", "송장 없음", "택배사 없음", "모르는 택배사", "모르는 방법"],
)
def test_a_refused_dispatch_changes_nothing(world: World, order: Order, wanted: tuple[str, str, str], refusal: Refusal) -> None:
    before = counts(order)
    assert send(world, want(lines(order)[0], *wanted)) == [refusal]
    assert counts(order) == before
    assert {line.state for line in lines(order)} == {"paid"}


def test_a_line_named_twice_is_refused_once_and_left(world: World, order: Order) -> None:
    first, second = lines(order)
    with scope(order.merchant_id):
        results = dispatch_all(merchant=world.merchant, wanted=[want(first), want(second), want(first)], who="api", now=LATER)
    assert results == [Result(second.number), Result(first.number, Refusal.NAMED_TWICE)]
    assert [line.state for line in lines(order)] == ["paid", "dispatch_requested"]


def test_a_number_of_another_order_is_refused(world: World, order: Order) -> None:
    send(world, want(lines(order)[0]))
    other = make_paid_order(world.merchant, world.buyer, MUG)
    assert send(world, want(lines(other)[0])) == [Refusal.NUMBER_USED]
    assert lines(other)[0].state == "paid"


def test_strangers_lines_and_lines_that_never_were(world: World, order: Order) -> None:
    foreign = make_paid_order(world.other_merchant, world.buyer, MUG)
    line = lines(foreign)[0]
    assert send(world, want(line)) == [Refusal.UNKNOWN_LINE]
    line.number = "2026112300000000"
    assert send(world, want(line)) == [Refusal.UNKNOWN_LINE]
    assert lines(foreign)[0].state == "paid"
