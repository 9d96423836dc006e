"""Following numbers: what carriers say moves the lines, in any order and any number of times (R46, R47)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.checkout.machines import Carriers, Clock
from tests.checkout.worlds import APRON, MUG, World, make_paid_order, make_world

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import GoOn
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels.domain.states import ParcelState, Reason
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.queries import parcels_of_lines
from minishop.checkout.parcels.services import tracking
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.parcels.tasks import follow_all

pytestmark = pytest.mark.django_db
LOTTE = "123456789013"
FOLLOW = "checkout.parcels.tasks.follow_number"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def order(world: World, clock: Clock) -> Order:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    send(order, clock)
    return order


def send(order: Order, clock: Clock, number: str = LOTTE) -> None:
    with scope(order.merchant_id):
        line = OrderLine.objects.filter(order_id=order.id).order_by("position")[0]
        wanted = Wanted(line.number, "DELIVERY", "HYUNDAI", number, clock())
        assert dispatch_all(merchant=order.merchant, wanted=[wanted], who="api", now=clock())[0].refusal is None


def states(order: Order) -> set[str]:
    with scope(order.merchant_id):
        return set(OrderLine.objects.filter(order_id=order.id).values_list("state", flat=True))


def kinds(order: Order) -> list[str]:
    with scope(order.merchant_id):
        return list(Change.objects.filter(order_number=order.number).order_by("sequence").values_list("kind", flat=True))[4::2]


def row(order: Order) -> Parcel:
    with scope(order.merchant_id):
        return next(iter(parcels_of_lines(order).values()))


def test_a_known_number_starts_the_delivery_and_a_delivered_one_ends_it(order: Order, clock: Clock, carriers: Carriers) -> None:
    clock.work()
    assert states(order) == {"delivering"}
    assert (row(order).state, row(order).carrier) == (ParcelState.PICKED_UP, "HYUNDAI")
    carriers.usual = "IN_TRANSIT"
    clock.work(seconds=5)
    carriers.usual = "DELIVERED"
    clock.work(hours=20)
    assert states(order) == {"delivered"}
    assert kinds(order) == ["DISPATCHED", "DELIVERED"]
    assert row(order).delivered_at == clock()
    assert not Job.objects.filter(task=FOLLOW).exists()


def test_lines_of_one_parcel_are_asked_about_once(order: Order, clock: Clock, carriers: Carriers) -> None:
    clock.work()
    assert carriers.asked == [LOTTE]


def test_delivered_at_the_first_question_takes_both_steps(order: Order, clock: Clock, carriers: Carriers) -> None:
    carriers.usual = "DELIVERED"
    clock.work()
    assert states(order) == {"delivered"}
    assert kinds(order) == ["DISPATCHED", "DELIVERED"]


def test_an_unknown_number_gives_the_line_back_with_a_reason(order: Order, clock: Clock, carriers: Carriers) -> None:
    carriers.usual = "NOT_FOUND"
    clock.work()
    assert states(order) == {"paid"}
    assert kinds(order) == ["TRACKING_INVALID"]
    assert (row(order).state, row(order).reason) == (ParcelState.WRONG_NUMBER, Reason.UNKNOWN_TO_CARRIER)
    carriers.usual = "AT_PICKUP"
    send(order, clock)
    clock.work(seconds=5)
    assert states(order) == {"delivering"}


def test_within_the_grace_an_unknown_number_is_asked_about_again(
    order: Order, clock: Clock, carriers: Carriers, settings: object
) -> None:
    settings.CARRIER_GRACE = 3600  # type: ignore[attr-defined]
    carriers.usual = "NOT_FOUND"
    clock.work()
    assert (states(order), row(order).reason) == ({"dispatch_requested"}, Reason.NOT_KNOWN_YET)
    clock.work(minutes=59)
    assert states(order) == {"dispatch_requested"}
    clock.work(minutes=1)
    assert states(order) == {"paid"}


def due(job: Job) -> datetime:
    assert job.due is not None
    return job.due


@pytest.mark.parametrize("answer", ["UNAVAILABLE", "UNREACHABLE", "SOMETHING_NEW"])
def test_a_silent_carrier_is_asked_again_with_growing_pauses(order: Order, clock: Clock, carriers: Carriers, answer: str) -> None:
    """Q9: the line waits, with the reason and when it was last asked."""
    carriers.usual = answer
    pauses = []
    for _ in range(9):
        clock.work()
        job = Job.objects.get(task=FOLLOW)
        pauses.append((due(job) - clock()).total_seconds())
        clock.time = due(job)
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert states(order) == {"dispatch_requested"}
    assert row(order).reason == Reason.CARRIER_SILENT
    carriers.usual = "AT_PICKUP"
    clock.work()
    assert states(order) == {"delivering"}
    assert (due(Job.objects.get(task=FOLLOW)) - clock(), row(order).reason) == (timedelta(seconds=5), "")
    assert row(order).silences == 0


def test_a_known_number_that_the_carrier_forgets_stays(order: Order, clock: Clock, carriers: Carriers) -> None:
    clock.work()
    carriers.usual = "NOT_FOUND"
    clock.work(seconds=5)
    assert states(order) == {"delivering"}


def test_the_answer_about_a_replaced_number_is_not_asked_for(order: Order, clock: Clock, carriers: Carriers) -> None:
    carriers.of = {LOTTE: "NOT_FOUND"}
    send(order, clock, "223456789010")
    clock.work()
    assert carriers.asked == ["223456789010"]
    assert states(order) == {"delivering"}


def test_running_twice_changes_nothing(order: Order, clock: Clock, carriers: Carriers) -> None:
    for _ in range(2):
        with scope(order.merchant_id):
            tracking.follow_number(merchant=order.merchant, order_id=order.id, carrier="HYUNDAI", number=LOTTE, now=clock())
    assert kinds(order) == ["DISPATCHED"]
    assert Job.objects.filter(task=FOLLOW).count() == 1


def test_a_line_that_the_buyer_finalized_stays_finalized_when_it_arrives(order: Order, clock: Clock, carriers: Carriers) -> None:
    clock.work()
    with scope(order.merchant_id):
        mine = list(OrderLine.objects.filter(order_id=order.id))
        transition(lines=mine, event=LineEvent.FINALIZE, actor=Actor.BUYER, now=clock())
    carriers.usual = "DELIVERED"
    clock.work(hours=1)
    assert states(order) == {LineState.FINALIZED.value}
    assert row(order).state == ParcelState.DELIVERED


def test_a_search_for_lost_jobs_goes_on_later_where_it_takes_long(
    order: Order, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracking, "_BATCH", 1)
    monkeypatch.setattr("minishop.chassis.jobs.stopping.TURN", 0.0)
    Job.objects.all().delete()
    at = clock() + timedelta(minutes=11)
    with pytest.raises(GoOn):
        follow_all.run(now=at)
    assert Job.objects.filter(task=FOLLOW).count() == 1
    monkeypatch.setattr("minishop.chassis.jobs.stopping.TURN", 60.0)
    follow_all.run(now=at)
    assert not tracking.follow_lost(now=at)


def test_lost_jobs_are_found_again(order: Order, clock: Clock) -> None:
    Job.objects.all().delete()
    clock.time += timedelta(minutes=10)
    assert not tracking.follow_lost(now=clock())
    assert not Job.objects.exists()
    clock.time += timedelta(seconds=1)
    assert not tracking.follow_lost(now=clock())
    assert not tracking.follow_lost(now=clock())
    assert Job.objects.filter(task=FOLLOW).count() == 1
    clock.work()
    assert states(order) == {"delivering"}
    with scope(order.merchant_id):
        assert Parcel.objects.filter(state="picked_up").count() == 2
