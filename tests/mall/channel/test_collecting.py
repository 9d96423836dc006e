"""주문 수집: nothing is lost, nothing counts twice, in any order and after any crash (R6, R42, R119)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import KEYS, NOW, Cast, make_product

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.registry import GoOn, Later
from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.cart.models import CartLine
from minishop.mall.cart.queries import Choice
from minishop.mall.cart.services import put
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters.changes import changes_since
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll, Registration
from minishop.mall.channel.services import collecting
from minishop.mall.channel.services.connection import connect
from minishop.mall.orders.models import LineEvent, Order, OrderLine
from minishop.mall.orders.queries import short_lines, unbalanced_orders
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.stock.queries import sellable


def collect(shop: Shop) -> None:
    tasks.collect.run(shop_id=shop.id, now=NOW)


def rows() -> list[tuple[object, ...]]:
    """Everything that collecting may write, without identities and times."""
    lines = OrderLine.objects.order_by("hub_number").values_list("hub_number", "state", "hub_state", "quantity", "stock_short")
    orders = Order.objects.order_by("hub_number").values_list("hub_number", "goods_total", "shipping_fee", "paid_total")
    return [*lines, *orders, *OutboxMessage.objects.order_by("idempotency_key").values_list("idempotency_key", "kind")]


def test_a_paid_order_is_collected_with_all_its_facts(connected: Shop, hub: FakeHub) -> None:
    product = make_product(connected, "P1", stock=5)
    Registration.objects.create(
        shop=connected,
        code="R1",
        total=Won(42_500),
        shipping_fee=Won(2_500),
        lines=[],
        fee_breakdown={"rows": [{"label": "기본"}]},
        made_at=NOW,
    )
    hub.sell("2026112300000001", "L1", "L2", code="R1")
    collect(connected)
    order = Order.objects.get()
    assert (order.number, order.hub_number) == ("20261123-0000001", "2026112300000001")
    assert (order.goods_total, order.shipping_fee, order.paid_total) == (Won(40_000), Won(2_500), Won(42_500))
    assert (order.recipient_name, order.address1, order.fee_breakdown) == ("이수령", "서울시 중구", {"rows": [{"label": "기본"}]})
    assert [line.state for line in OrderLine.objects.all()] == ["preparing", "preparing"]
    assert list(sellable(connected, [one.id for one in product.variants.all()]).values()) == [1]
    message = OutboxMessage.objects.get()
    assert (message.kind, message.payload["lines"]) == ("acknowledge", ["L1", "L2"])
    assert Poll.objects.get().cursor == "2"


def test_a_line_keeps_the_products_own_code_whatever_the_search_calls_it(connected: Shop, hub: FakeHub) -> None:
    """R32: EC_MALL_PID is what the search knows a product by; the seller looks for the code."""
    product = make_product(connected, "DOT.1", stock=3)
    hub.sell("1", "1-a", variant="DOT.1-1")
    hub.lines["1-a"]["productOrder"] |= {"productId": "DOT.1", "sellerProductCode": f"N{product.id}", "productName": product.name}
    collect(connected)
    assert OrderLine.objects.get().product_code == "DOT.1"


def test_collecting_again_changes_nothing(connected: Shop, hub: FakeHub) -> None:
    make_product(connected, "P1", stock=5)
    hub.sell("1", "L1", "L2")
    collect(connected)
    before = rows()
    Poll.objects.update(cursor="")
    collect(connected)
    assert rows() == before
    assert LineEvent.objects.count() == 2


def test_sold_beyond_the_stock_is_flagged_and_not_lost(connected: Shop, hub: FakeHub) -> None:
    product = make_product(connected, "P1", stock=1)
    hub.sell("1", "L1")
    collect(connected)
    assert list(sellable(connected, [one.id for one in product.variants.all()]).values()) == [0]
    assert [line.hub_number for line in short_lines(connected)] == ["L1"]


def test_amounts_that_do_not_add_up_are_kept_and_shown(connected: Shop, hub: FakeHub) -> None:
    """Q4."""
    hub.sell("1", "L1", paid=99)
    hub.sell("2", "L2")
    collect(connected)
    assert [order.hub_number for order in unbalanced_orders(connected)] == ["1"]


@pytest.mark.parametrize(
    ("points", "discount", "paid", "shown"),
    [
        (300, 0, 22_200, False),
        (0, 500, 22_000, False),
        (300, 500, 21_700, False),
        (300, 500, 21_701, True),
        (300, 500, 21_699, True),
    ],
    ids=["포인트", "할인", "둘 다", "1원 많음", "1원 적음"],
)
def test_points_and_discounts_belong_to_what_has_to_add_up(
    connected: Shop, hub: FakeHub, points: int, discount: int, paid: int, shown: bool
) -> None:
    """Q4."""
    hub.sell("1", "L1", paid=paid)
    hub.lines["L1"]["order"] |= {"naverMileagePaymentAmount": points, "orderDiscountAmount": discount}
    collect(connected)
    assert unbalanced_orders(connected).exists() is shown


def test_an_order_whose_lines_come_on_two_pages_is_one_order(connected: Shop, hub: FakeHub) -> None:
    hub.page = 1
    hub.sell("1", "L1", "L2", "L3")
    collect(connected)
    assert (Order.objects.get().goods_total, OrderLine.objects.count()) == (Won(60_000), 3)


def test_order_numbers_count_the_day(connected: Shop, hub: FakeHub) -> None:
    """R120."""
    for number in range(3):
        hub.sell(str(number), f"L{number}")
    collect(connected)
    assert sorted(order.number for order in Order.objects.all()) == ["20261123-0000001", "20261123-0000002", "20261123-0000003"]


def test_before_the_shop_opens_nothing_is_asked(connected: Shop, hub: FakeHub) -> None:
    """R6: order sync begins the day after."""
    Entry.objects.filter(kind="pg").update(decided_at=NOW)
    hub.sell("1", "L1")
    collect(connected)
    assert not Order.objects.exists()
    tasks.collect.run(shop_id=connected.id, now=NOW + timedelta(days=1))
    assert Order.objects.count() == 1


def test_a_hub_that_is_away_is_asked_again_and_the_reason_is_shown(connected: Shop, hub: FakeHub) -> None:
    hub.down = True
    with pytest.raises(Later):
        collect(connected)
    assert HubConnection.objects.get().last_error == "connection refused"
    hub.down = False
    collect(connected)
    assert HubConnection.objects.get().last_error == ""


@pytest.mark.parametrize("at", ["record_lines", "post_acknowledgements"])
def test_a_crash_in_the_middle_loses_and_doubles_nothing(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    make_product(connected, "P1", stock=5)
    hub.sell("1", "L1", "L2")
    real = getattr(collecting, at)

    def crash(**facts: Any) -> None:
        real(**facts)
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(collecting, at, crash)
        with pytest.raises(KeyboardInterrupt):
            collect(connected)
    assert rows() == []
    assert Poll.objects.get().cursor == ""
    collect(connected)
    assert Order.objects.count() == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_repetition_of_changes_ends_the_same(connected: Shop, hub: FakeHub, data: st.DataObject) -> None:
    """The query answers with the present, so only the last state counts, however often and in whatever order it is told."""
    OrderLine.objects.all().delete()
    Order.objects.all().delete()
    OutboxMessage.objects.all().delete()
    Job.objects.all().delete()
    Poll.objects.update(cursor="")
    hub.lines.clear()
    hub.feed.clear()
    hub.sell("1", "L1", "L2")
    hub.sell("2", "L3")
    hub.change("L1", "DELIVERING", deliveryStatus="DELIVERING", trackingNumber="1")
    hub.feed[:] = [
        *data.draw(st.permutations(["L1", "L2", "L3"])),
        *data.draw(st.lists(st.sampled_from(["L1", "L2", "L3"]), max_size=6)),
    ]
    hub.page = data.draw(st.integers(1, 4))
    collect(connected)
    assert sorted((line.hub_number, line.state) for line in OrderLine.objects.all()) == [
        ("L1", "in_transit"),
        ("L2", "preparing"),
        ("L3", "preparing"),
    ]
    assert sorted(order.goods_total for order in Order.objects.all()) == [Won(20_000), Won(40_000)]


def test_an_unpaid_order_is_not_stored(connected: Shop, hub: FakeHub) -> None:
    """A8: what waits for a deposit is never ours."""
    hub.sell("1", "L1")
    hub.change("L1", "PAYMENT_WAITING")
    collect(connected)
    assert not Order.objects.exists()


def test_a_long_feed_is_collected_in_parts_and_others_come_between(connected: Shop, hub: FakeHub) -> None:
    """R42: nothing is left for the next look at the shop."""
    hub.page = 1
    for number in range(tasks.MOST_PAGES + 5):
        hub.sell(f"{number}", f"L{number}")
    with pytest.raises(GoOn):
        collect(connected)
    assert OrderLine.objects.count() == tasks.MOST_PAGES
    collect(connected)
    assert OrderLine.objects.count() == tasks.MOST_PAGES + 5


def test_a_process_that_is_to_end_collects_no_further_page(connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.page = 1
    hub.sell("1", "L1", "L2", "L3")
    monkeypatch.setattr(tasks, "stopping", lambda: True)
    for number in range(1, 3):
        with pytest.raises(GoOn):
            collect(connected)
        assert Poll.objects.get().cursor == str(number)
    collect(connected)
    assert Poll.objects.get().cursor == "3"


def test_a_shop_in_which_something_was_collected_is_asked_about_often(connected: Shop, hub: FakeHub) -> None:
    """R42: for half an hour; one in which nothing was is not."""
    collect(connected)
    assert Poll.objects.get().hot_until == 0
    hub.sell("1", "L1")
    collect(connected)
    assert Poll.objects.get().hot_until == millis(NOW + timedelta(minutes=30))


def test_a_collection_notes_that_the_hub_was_asked_and_one_without_an_answer_does_not(connected: Shop, hub: FakeHub) -> None:
    """R42: also where nothing had changed."""
    hub.down = True
    with pytest.raises(Later):
        collect(connected)
    assert Poll.objects.get().asked_at == 0
    hub.down = False
    collect(connected)
    assert Poll.objects.get().asked_at == millis(NOW)


def test_a_shop_without_a_connection_has_no_turn(connected: Shop, hub: FakeHub) -> None:
    collect(connected)
    HubConnection.objects.all().delete()
    collect(connected)
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    ("merchant", "cursor"), [("np_another", ""), (KEYS["merchant_id"], "1")], ids=["다른 가맹점", "같은 가맹점"]
)
def test_another_merchants_changes_are_read_from_the_first(connected: Shop, hub: FakeHub, merchant: str, cursor: str) -> None:
    hub.sell("1", "L1")
    collect(connected)
    connect(shop=connected, keys={**KEYS, "merchant_id": merchant})
    assert (Poll.objects.get().merchant, Poll.objects.get().cursor) == (merchant, cursor)


def test_a_row_that_was_made_for_another_merchant_follows_the_connection(connected: Shop, hub: FakeHub) -> None:
    """R42: the keys were replaced just when the row was made."""
    hub.sell("1", "L1")
    collect(connected)
    Poll.objects.update(merchant="np_before", cursor="9")
    with pytest.raises(GoOn):
        collect(connected)
    assert (Poll.objects.get().merchant, Poll.objects.get().cursor) == (KEYS["merchant_id"], "")
    collect(connected)
    assert Poll.objects.get().cursor == "1"


def test_a_page_of_the_merchant_that_the_shop_was_before_is_not_stored(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R42: the keys were replaced while it was asked for, and both feeds are read from their first."""
    hub.sell("1", "L1")

    def meanwhile(*args: Any) -> Any:
        connect(shop=connected, keys={**KEYS, "merchant_id": "np_another"})
        return changes_since(*args)

    monkeypatch.setattr(collecting, "changes_since", meanwhile)
    with pytest.raises(GoOn):
        collect(connected)
    assert (OrderLine.objects.count(), Poll.objects.get().merchant, Poll.objects.get().cursor) == (0, "np_another", "")
    assert HubConnection.objects.get().last_error == ""


def test_what_is_cancelled_goes_back_into_stock_once(connected: Shop, hub: FakeHub) -> None:
    """A8: a cancellation before shipping comes in; what the sale really took is for sale again."""
    product = make_product(connected, "P1", stock=3)
    hub.sell("1", "L1", "L2")
    collect(connected)
    ids = [one.id for one in product.variants.all()]
    assert list(sellable(connected, ids).values()) == [0]
    hub.change("L2", "CANCELED")
    collect(connected)
    Poll.objects.update(cursor="")
    collect(connected)
    assert list(sellable(connected, ids).values()) == [1]


def in_cart(shop: Shop, quantity: int, code: str = "P1") -> CartLine:
    product = make_product(shop, code)
    cart = put(shop=shop, token="", choice=Choice(0, product, product.variants.all()[0], quantity), now=NOW)
    return CartLine.objects.get(cart_id=cart.id)


def registered(shop: Shop, code: str, *lines: dict[str, object]) -> Registration:
    return Registration.objects.create(
        shop=shop, code=code, total=Won(0), shipping_fee=Won(0), lines=list(lines), fee_breakdown={}, made_at=NOW
    )


def test_what_was_paid_for_leaves_the_cart_once(connected: Shop, hub: FakeHub) -> None:
    line, other = in_cart(connected, 2), in_cart(connected, 1, "P2")
    registered(connected, "R1", {"quantity": 2, "cart_line": line.id}, {"quantity": 9, "cart_line": 0}, {"quantity": 9})
    hub.sell("1", "L1", "L2", code="R1")
    collect(connected)
    assert list(CartLine.objects.values_list("id", "quantity")) == [(other.id, 1)]
    again = in_cart(connected, 2)
    Registration.objects.update(lines=[{"quantity": 2, "cart_line": again.id}])
    hub.change("L1", "DELIVERING")
    collect(connected)
    assert CartLine.objects.filter(id=again.id, quantity=2).exists()


def test_what_was_put_in_after_the_order_was_begun_stays(connected: Shop, hub: FakeHub) -> None:
    line = in_cart(connected, 5)
    registered(connected, "R1", {"quantity": 2, "cart_line": line.id})
    registered(connected, "R2", {"quantity": 1, "cart_line": line.id})
    hub.sell("1", "L1", code="R1")
    hub.sell("2", "L2", code="R2")
    collect(connected)
    assert list(CartLine.objects.values_list("quantity", flat=True)) == [2]


def test_an_order_that_nobody_has_paid_leaves_the_cart_alone(connected: Shop, hub: FakeHub) -> None:
    line = in_cart(connected, 1)
    registered(connected, "R1", {"quantity": 1, "cart_line": line.id})
    hub.sell("1", "L1", code="R1")
    hub.change("L1", "PAYMENT_WAITING")
    collect(connected)
    assert CartLine.objects.filter(id=line.id).exists()


def test_another_shops_cart_is_not_touched(connected: Shop, hub: FakeHub, cast: Cast) -> None:
    with scope(cast.maru.id):
        line = in_cart(cast.maru, 1)
    registered(connected, "R1", {"quantity": 1, "cart_line": line.id})
    hub.sell("1", "L1", code="R1")
    collect(connected)
    with scope(cast.maru.id):
        assert CartLine.objects.filter(id=line.id).exists()
