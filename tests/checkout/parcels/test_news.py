"""배송 소식: the buyer hears once that the goods have left, and once that they have arrived."""

from __future__ import annotations

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.machines import Carriers, Clock
from tests.checkout.worlds import APRON, MUG, World, make_paid_order, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all

pytestmark = pytest.mark.django_db
LOTTE = "123456789013"


@pytest.fixture
def world() -> World:
    return make_world()


def send(order: Order, clock: Clock, number: str = LOTTE, method: str = "DELIVERY") -> None:
    """The order's first line, and with it the others."""
    with scope(order.merchant_id):
        line = OrderLine.objects.filter(order_id=order.id).order_by("position")[0]
        carrier = "HYUNDAI" if number else ""
        wanted = Wanted(line.number, method, carrier, number, clock())
        assert dispatch_all(merchant=order.merchant, wanted=[wanted], who="api", now=clock())[0].refusal is None


def news(outside: Outside) -> list[tuple[str, str]]:
    """Kind and subject or text of what was sent beside receipts."""
    return [
        (key.partition(":")[0], letter.get("subject") or letter["text"])
        for key, letter in outside.messages.items()
        if not key.startswith("receipt")
    ]


def test_the_buyer_hears_of_the_start_and_of_the_arrival(world: World, clock: Clock, carriers: Carriers, outside: Outside) -> None:
    """R40: once each for all lines of the parcel, whatever the carrier says between."""
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    send(order, clock)
    clock.work()
    clock.work(seconds=5)
    assert news(outside) == [
        ("tracking_valid", "[체크아웃] 하루상점에서 주문하신 하루 머그컵 외 1건 배송이 시작되었습니다. 롯데택배 123456789013"),
        ("tracking_valid", "[체크아웃] 배송이 시작되었습니다"),
    ]
    for said in ("IN_TRANSIT", "DELIVERED"):
        carriers.usual = said
        clock.work(hours=1)
    clock.work(hours=1)
    assert news(outside)[2:] == [
        ("deliver", "[체크아웃] 하루상점에서 주문하신 하루 머그컵 외 1건 배송이 완료되었습니다."),
        ("deliver", "[체크아웃] 배송이 완료되었습니다"),
    ]
    mails = [letter for letter in outside.messages.values() if "배송이" in letter.get("subject", "")]
    assert {letter["to"] for letter in mails} == {order.orderer_email}
    assert all(f"/my/orders/{order.number}/" in letter["text"] for letter in mails)


def test_what_nobody_follows_has_left_at_once(world: World, clock: Clock, outside: Outside) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG)
    send(order, clock, number="", method="DIRECT_DELIVERY")
    clock.work()
    sms, mail = news(outside)
    assert sms == ("tracking_valid", "[체크아웃] 하루상점에서 주문하신 하루 머그컵 배송이 시작되었습니다.")
    assert mail[0] == "tracking_valid"


def test_a_number_that_no_carrier_knows_is_no_news(world: World, clock: Clock, carriers: Carriers, outside: Outside) -> None:
    carriers.usual = "NOT_FOUND"
    order = make_paid_order(world.merchant, world.buyer, MUG)
    send(order, clock)
    clock.work()
    with scope(order.merchant_id):
        assert OrderLine.objects.get(order_id=order.id).state == "paid"
    assert news(outside) == []
