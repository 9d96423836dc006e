"""Query, confirm and dispatch over HTTP: codes, repetition, strangers' orders, and the number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.checkout.machines import Carriers, Clock, bearer
from tests.checkout.worlds import APRON, MUG, World, make_order, make_paid_order, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.parcels.models import Parcel

pytestmark = pytest.mark.django_db
ORDERS = "/v1/pay-order/mall/product-orders"
UNKNOWN = "2026112300000000"


@pytest.fixture
def world() -> World:
    return make_world()


class Shop:
    """Shop software with a token."""

    def __init__(self, client: Client, merchant: Merchant, clock: Clock) -> None:
        self._client, self._headers = client, bearer(merchant, clock())

    def ask(self, what: str, body: dict[str, Any]) -> Any:
        answer = self._client.post(f"{ORDERS}/{what}", body, content_type="application/json", headers=self._headers)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    def query(self, *ids: str) -> list[Any]:
        return list(self.ask("query", {"productOrderIds": ids}))

    def confirm(self, *ids: str) -> tuple[list[str], dict[str, str]]:
        data = self.ask("confirm", {"productOrderIds": ids})
        return [info["productOrderId"] for info in data["successProductOrderInfos"]], fails(data)

    def dispatch(self, *items: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        data = self.ask("dispatch", {"dispatchProductOrders": items})
        return data["successProductOrderIds"], fails(data)


def fails(data: Any) -> dict[str, str]:
    assert all(fail["message"] for fail in data["failProductOrderInfos"])
    return {fail["productOrderId"]: fail["code"] for fail in data["failProductOrderInfos"]}


@pytest.fixture
def shop(world: World, clock: Clock, client: Client) -> Shop:
    return Shop(client, world.merchant, clock)


def numbers(order: Order) -> list[str]:
    with scope(order.merchant_id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position").values_list("number", flat=True))


def lotte(number: str, tracking: str = "123456789013", **changed: str) -> dict[str, str]:
    facts = {"deliveryMethod": "DELIVERY", "deliveryCompanyCode": "HYUNDAI", "trackingNumber": tracking}
    return {"productOrderId": number, **facts, "dispatchDate": "2026-11-23T10:00:00.000+09:00", **changed}


def states(order: Order) -> list[str]:
    with scope(order.merchant_id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position").values_list("state", flat=True))


def test_query_leaves_out_what_is_unknown_or_anothers(world: World, shop: Shop) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    foreign = numbers(make_paid_order(world.other_merchant, world.buyer, MUG))[0]
    first, second = numbers(order)
    rows = shop.query(second, UNKNOWN, foreign, first, second)
    assert [row["productOrder"]["productOrderId"] for row in rows] == [second, first]
    assert [row["productOrder"]["deliveryFeeAmount"] for row in rows] == [0, 2500]


def test_query_shows_states_and_parcels_as_they_go(world: World, shop: Shop, clock: Clock, carriers: Carriers) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG)
    [number] = numbers(order)
    assert "delivery" not in shop.query(number)[0]
    shop.dispatch(lotte(number))
    assert facts(shop.query(number)[0]) == ("PAYED", "OK", "COLLECT_REQUEST", False)
    clock.work()
    assert facts(shop.query(number)[0]) == ("DELIVERING", "OK", "COLLECT_CARGO", False)
    carriers.usual = "DELIVERED"
    clock.work(hours=1)
    assert facts(shop.query(number)[0]) == ("DELIVERED", "OK", "DELIVERY_COMPLETION", False)
    assert shop.query(number)[0]["delivery"]["deliveredDate"] == "2026-11-23T11:00:00.000+09:00"


def facts(row: Any) -> tuple[str, str, str, bool]:
    line, delivery = row["productOrder"], row["delivery"]
    return (
        line["productOrderStatus"],
        line["placeOrderStatus"],
        delivery["deliveryStatus"],
        delivery["isWrongTrackingNumber"],
    )


def test_one_line_and_three_take_the_same_number_of_queries(world: World, shop: Shop) -> None:
    orders = [make_paid_order(world.merchant, world.buyer, MUG) for _ in range(3)]
    ids = [number for order in orders for number in numbers(order)]
    taken = []
    for asked in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            shop.query(*asked)
        taken.append(len(queries))
    # The token, the lines with order and buyer, their parcels, each order's first line, its parts, its claims.
    assert taken[0] == taken[1] == 6


def test_confirm_acknowledges_once_and_says_why_not(world: World, shop: Shop) -> None:
    paid, unpaid = make_paid_order(world.merchant, world.buyer, MUG, APRON), make_order(world.merchant, world.buyer, MUG)
    foreign = numbers(make_paid_order(world.other_merchant, world.buyer, MUG))[0]
    first, second = numbers(paid)
    done, refused = shop.confirm(first, UNKNOWN, foreign, *numbers(unpaid), second, second)
    assert done == [first]
    assert refused == {UNKNOWN: "100001", foreign: "100001", numbers(unpaid)[0]: "104133", second: "104131"}
    assert shop.confirm(first) == ([], {first: "105306"})
    assert shop.query(first)[0]["productOrder"]["placeOrderDate"] == "2026-11-23T10:00:00.000+09:00"
    assert "placeOrderDate" not in shop.query(second)[0]["productOrder"]


REFUSED = [
    ({"deliveryMethod": "PIGEON"}, "104117"),
    ({"deliveryMethod": "RETURN_MERCHANT"}, "104117"),
    ({"deliveryCompanyCode": ""}, "104118"),
    ({"deliveryCompanyCode": "LOTTE"}, "104119"),
    ({"trackingNumber": ""}, "104120"),
    ({"trackingNumber": "123456789014"}, "104122"),
    ({"productOrderId": UNKNOWN}, "100001"),
]


@pytest.mark.parametrize(("changed", "code"), REFUSED, ids=[f"{code} {next(iter(changed))}" for changed, code in REFUSED])
def test_dispatch_refuses_with_the_documented_code_and_changes_nothing(
    world: World, shop: Shop, changed: dict[str, str], code: str
) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG)
    [number] = numbers(order)
    done, refused = shop.dispatch({**lotte(number), **changed})
    assert (done, list(refused.values())) == ([], [code])
    assert states(order) == ["paid"]


def test_dispatch_of_anothers_order_leaks_nothing(world: World, shop: Shop) -> None:
    foreign = make_paid_order(world.other_merchant, world.buyer, MUG)
    [number] = numbers(foreign)
    data = shop.ask("dispatch", {"dispatchProductOrders": [lotte(number)]})
    assert data["failProductOrderInfos"] == [
        {"productOrderId": number, "code": "100001", "message": "상품주문이 존재하지 않습니다."}
    ]
    nobodys = shop.ask("dispatch", {"dispatchProductOrders": [lotte(UNKNOWN)]})
    assert nobodys["failProductOrderInfos"] == [{**data["failProductOrderInfos"][0], "productOrderId": UNKNOWN}]
    assert states(foreign) == ["paid"]


def test_a_number_used_for_another_order_and_a_line_named_twice(world: World, shop: Shop) -> None:
    one, other = (numbers(make_paid_order(world.merchant, world.buyer, MUG))[0] for _ in range(2))
    assert shop.dispatch(lotte(one)) == ([one], {})
    assert shop.dispatch(lotte(other)) == ([], {other: "104121"})
    assert shop.dispatch(lotte(other, "223456789010"), lotte(other, "223456789010")) == ([], {other: "104131"})


def test_dispatch_again_is_success_and_another_number_too_late_is_not(world: World, shop: Shop, clock: Clock) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG)
    [number] = numbers(order)
    for _ in range(2):
        assert shop.dispatch(lotte(number)) == ([number], {})
    clock.work()
    assert shop.dispatch(lotte(number)) == ([number], {})
    assert shop.dispatch(lotte(number, "223456789010")) == ([], {number: "105306"})
    with scope(order.merchant_id):
        assert Parcel.objects.count() == 1


def test_an_unpaid_line_is_not_sent(world: World, shop: Shop) -> None:
    order = make_order(world.merchant, world.buyer, MUG)
    assert shop.dispatch(lotte(numbers(order)[0])) == ([], {numbers(order)[0]: "104133"})


@pytest.mark.parametrize(("profile", "others"), [(Profile.MANUAL_2011, "dispatch_requested"), (Profile.TODAY, "paid")])
def test_the_merchants_profile_says_whether_one_line_starts_the_order(
    world: World, shop: Shop, profile: Profile, others: str
) -> None:
    """R45: as it was when the order was placed."""
    world.merchant.profile = profile.value
    world.merchant.save(update_fields=["profile"])
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    shop.dispatch(lotte(numbers(order)[0]))
    assert states(order) == ["dispatch_requested", others]


def test_a_dispatch_date_without_a_zone_refuses_the_whole_request(world: World, clock: Clock, client: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG)
    body = {"dispatchProductOrders": [lotte(numbers(order)[0], dispatchDate="2026-11-23T10:00:00")]}
    headers = bearer(world.merchant, clock())
    answer = client.post(f"{ORDERS}/dispatch", body, content_type="application/json", headers=headers)
    assert answer.json()["invalidInputs"][0]["name"] == "dispatchProductOrders[0].dispatchDate"
    assert states(order) == ["paid"]
