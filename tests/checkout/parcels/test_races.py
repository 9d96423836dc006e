"""발송과 추적: the seller and the carrier at one line; a number is registered with its step or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.machines import Carriers, Clock
from tests.checkout.worlds import APRON, MUG, NOW, make_account, make_merchant, make_paid_order
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.services import tracking
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.parcels.services"
KINDS = (OrderLine, LineEvent, Change, Parcel, Job)
NUMBER = "123456789013"


@pytest.fixture
def merchant(several_connections: None) -> Merchant:
    return make_merchant(hint_url="")


@pytest.fixture
def order(merchant: Merchant, clock: Clock) -> Order:
    order = make_paid_order(merchant, make_account(), MUG, APRON)
    with scope(merchant.id):
        Job.objects.all().delete()
    return order


def sending(merchant: Merchant, order: Order, number: str = NUMBER) -> Callable[[], Any]:
    def send() -> None:
        with scope(merchant.id):
            line = OrderLine.objects.filter(order_id=order.id).order_by("position")[0]
            wanted = Wanted(line.number, "DELIVERY", "HYUNDAI", number, NOW)
            dispatch(merchant=merchant, wanted=wanted, named=[line.number], now=NOW)

    return send


def following(merchant: Merchant, order: Order) -> Callable[[], Any]:
    def follow() -> None:
        with scope(merchant.id):
            tracking.follow_number(merchant=merchant, order_id=order.id, carrier="HYUNDAI", number=NUMBER, now=NOW)

    return follow


def test_a_dispatch_that_dies_half_way_has_not_happened(merchant: Merchant, order: Order) -> None:
    before = stored(*KINDS)
    with broken(f"{SERVICES}.dispatch.register"):
        sending(merchant, order)()
    assert stored(*KINDS) == before


def test_one_line_sent_twice_at_once_travels_once(merchant: Merchant, order: Order) -> None:
    with meanwhile(f"{SERVICES}.dispatch._send", sending(merchant, order)) as rival:
        sending(merchant, order)()
    assert rival.raised == []
    with scope(merchant.id):
        assert Parcel.objects.count() == 2  # the order's two lines, each once
        assert LineEvent.objects.filter(event="request_dispatch").count() == 2


def test_a_carriers_word_that_dies_half_way_is_asked_for_again(merchant: Merchant, order: Order, carriers: Carriers) -> None:
    sending(merchant, order)()
    before = stored(*KINDS)
    with broken(f"{SERVICES}.tracking.report"):
        following(merchant, order)()
    assert stored(*KINDS) == before


def test_a_carriers_word_heard_by_two_workers_moves_the_lines_once(merchant: Merchant, order: Order) -> None:
    sending(merchant, order)()
    with meanwhile(f"{SERVICES}.tracking.report", following(merchant, order)) as rival:
        following(merchant, order)()
    assert rival.raised == []
    with scope(merchant.id):
        assert LineEvent.objects.filter(event="tracking_valid").count() == 2


def test_every_followed_parcel_is_put_in_line_again(merchant: Merchant, order: Order) -> None:
    sending(merchant, order)()
    Job.objects.all().delete()
    tracking.follow_lost(now=NOW + timedelta(minutes=11))
    assert Job.objects.filter(task="checkout.parcels.tasks.follow_number").count() == 1
