"""A hub that answers partly, wrongly or twice: no order is lost or stuck in silence (R42, Q9)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, make_product

from minishop.chassis.jobs.domain.states import JobState
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import GoOn, Later
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.channel import tasks
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll, UnreadLine
from minishop.mall.channel.queries import stuck_messages
from minishop.mall.channel.services import collecting, sending
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.channel.services.sending import resend
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.orders.queries import overdue_checks
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import sellable
from minishop.mall.stock.services.levels import set_stock

NUMBER, LATER = "123456789013", NOW + timedelta(hours=1)


def collect(shop: Shop) -> None:
    tasks.collect.run(shop_id=shop.id, now=NOW)


def work(*, after: timedelta = timedelta()) -> int:
    return run_due(lambda: NOW + after)


@pytest.fixture
def order(connected: Shop, hub: FakeHub) -> Order:
    """A collected, acknowledged order of one line, whose number has been sent."""
    hub.sell("1", "L1")
    collect(connected)
    work()
    order = Order.objects.get()
    desk.dispatch_order(shop=connected, order=order, carrier="HYUNDAI", number=NUMBER, actor="owner", now=NOW)
    return order


def test_a_line_that_the_hub_leaves_out_is_not_passed_over(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1", "L2")
    left_out = hub.lines.pop("L2")
    with pytest.raises(Later):
        collect(connected)
    assert (Poll.objects.get().cursor, "L2" in HubConnection.objects.get().last_error) == ("", True)
    hub.lines["L2"] = left_out
    collect(connected)
    assert OrderLine.objects.count() == 2


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("order", "ordererName", "김" * 400),
        ("order", "ordererTel", "0" * 80),
        ("order", "paymentMeans", "카드" * 90),
        ("productOrder", "productOption", "색상:노랑\x00" + "랑" * 5000),
        ("productOrder", "productName", "이름\ud800"),
        ("productOrder", "shippingMemo", "문 앞\x00에"),
    ],
    ids=["긴 이름", "긴 전화", "긴 결제수단", "NUL과 긴 옵션", "짝 없는 문자", "NUL 메모"],
)
def test_texts_that_no_column_holds_do_not_stop_the_collection(
    connected: Shop, hub: FakeHub, part: str, name: str, value: str
) -> None:
    hub.sell("1", "L1")
    hub.lines["L1"][part][name] = value
    collect(connected)
    order = Order.objects.get()
    assert "\x00" not in order.delivery_note
    assert (len(order.orderer_name) <= 150, len(order.orderer_phone) <= 45, len(order.payment_means) <= 100) == (True,) * 3
    assert len(OrderLine.objects.get().option_text) <= 4000


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("order", "orderDate", "9999-12-31T23:59:59.000Z"),
        ("order", "paymentDate", "0001-01-01T00:00:00.000+14:00"),
        ("order", "generalPaymentAmount", 10**16),
        ("productOrder", "totalProductAmount", -(10**30)),
        ("productOrder", "quantity", 10**10),
        ("productOrder", "quantity", "\x00두\ud800 개"),
    ],
    ids=["달력의 끝", "달력의 처음", "큰 금액", "셀 수 없는 금액", "셀 수 없는 수량", "담을 수 없는 글자"],
)
def test_what_no_database_or_calendar_holds_is_kept_as_it_came_and_stops_nothing_else(
    connected: Shop, hub: FakeHub, part: str, name: str, value: object
) -> None:
    """Other lines of the page are collected; once it can be read, by itself or by a newer change, it is an order like any other."""
    hub.sell("1", "L1")
    hub.sell("2", "L2")
    right, hub.lines["L1"][part][name] = hub.lines["L1"][part][name], value
    collect(connected)
    assert list(OrderLine.objects.values_list("hub_number", flat=True)) == ["L2"]
    kept = UnreadLine.objects.get()
    assert (kept.hub_number, kept.first_at, "ValueError" in kept.reason) == ("L1", NOW, True)
    assert name in json.loads(kept.raw)[part]
    tasks.read_unread.run(shop_id=connected.id, now=LATER)
    kept.refresh_from_db()
    assert (kept.first_at, kept.last_at, OrderLine.objects.count()) == (NOW, LATER, 1)
    hub.lines["L1"][part][name] = right
    tasks.read_unread.run(shop_id=connected.id, now=LATER)
    assert not UnreadLine.objects.exists()
    assert list(OrderLine.objects.order_by("hub_number").values_list("hub_number", flat=True)) == ["L1", "L2"]
    assert OutboxMessage.objects.filter(kind="acknowledge").count() == 2


def test_what_a_newer_change_makes_readable_is_an_order(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    hub.lines["L1"]["productOrder"]["quantity"] = "두 개"
    collect(connected)
    hub.lines["L1"]["productOrder"]["quantity"] = 2
    hub.change("L1", "PAYED")
    collect(connected)
    assert (UnreadLine.objects.count(), OrderLine.objects.count()) == (0, 1)


def test_a_line_that_the_hub_has_forgotten_holds_up_no_other_that_could_not_be_read(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    hub.sell("2", "L2")
    for number in ("L1", "L2"):
        hub.lines[number]["productOrder"]["quantity"] = "두 개"
    collect(connected)
    del hub.lines["L1"]
    hub.lines["L2"]["productOrder"]["quantity"] = 2
    tasks.read_unread.run(shop_id=connected.id, now=LATER)
    assert list(UnreadLine.objects.values_list("hub_number", "last_at")) == [("L1", LATER)]
    assert OrderLine.objects.get().hub_number == "L2"


def test_what_is_read_again_is_not_stored_over_a_newer_collection(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the hub's answer and its storing the collector stores something newer of the same line; then it is read once more."""
    hub.sell("1", "L1")
    hub.lines["L1"]["productOrder"]["quantity"] = "두 개"
    collect(connected)
    hub.lines["L1"]["productOrder"]["quantity"] = 2
    answer = hub._answer

    def overtaken(path: str, query: dict[str, list[str]], body: Any) -> Any:
        said = json.loads(json.dumps(answer(path, query, body)))
        if path.endswith("/query"):
            monkeypatch.setattr(hub, "_answer", answer)
            hub.change("L1", "DELIVERING")
            collect(connected)
        return said

    monkeypatch.setattr(hub, "_answer", overtaken)
    with pytest.raises(GoOn):
        tasks.read_unread.run(shop_id=connected.id, now=LATER)
    assert OrderLine.objects.get().state == "in_transit"
    tasks.read_unread.run(shop_id=connected.id, now=LATER)
    assert (OrderLine.objects.get().state, UnreadLine.objects.count()) == ("in_transit", 0)


def test_what_another_merchant_could_not_read_is_forgotten_with_it(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    hub.lines["L1"]["productOrder"]["quantity"] = "두 개"
    collect(connected)
    collecting.read_from_the_first(shop=connected, merchant=HubConnection.objects.get().merchant_id)
    assert UnreadLine.objects.count() == 1
    collecting.read_from_the_first(shop=connected, merchant="np_another")
    assert UnreadLine.objects.count() == 0


def test_every_shop_with_an_unread_line_is_asked_again_every_hour(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    hub.lines["L1"]["order"]["orderDate"] = "어제"
    collect(connected)
    Job.objects.all().delete()
    tasks.find_unread.run(now=LATER)
    assert [(job.task, job.tenant) for job in Job.objects.all()] == [("mall.channel.tasks.read_unread", connected.id)]


@pytest.mark.parametrize("number", ["9" * 21, ""], ids=["긴 번호", "빈 번호"])
def test_an_order_whose_number_is_none_is_kept_and_a_line_whose_number_is_none_is_a_visible_fault(
    connected: Shop, hub: FakeHub, number: str
) -> None:
    """Nobody could say afterwards which line it was."""
    hub.sell("1", "L1")
    hub.lines["L1"]["order"]["orderId"] = number
    collect(connected)
    assert ("orderId" in UnreadLine.objects.get().reason, Poll.objects.get().cursor) == (True, "1")
    hub.sell("2", "L2")
    hub.lines["L2"]["productOrder"]["productOrderId"] = number
    with pytest.raises(Later):
        collect(connected)
    assert "productOrderId" in HubConnection.objects.get().last_error
    assert Poll.objects.get().cursor == "1"


@pytest.mark.parametrize("cursor", [None, "9" * 81, 7], ids=["없음", "너무 김", "숫자"])
def test_a_cursor_that_cannot_be_kept_is_a_visible_fault(
    connected: Shop, hub: FakeHub, cursor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = hub._answer

    def broken(path: str, query: dict[str, list[str]], body: Any) -> Any:
        said = answer(path, query, body)
        if path.endswith("changes"):
            said["data"]["nextCursor"] = cursor
        return said

    monkeypatch.setattr(hub, "_answer", broken)
    with pytest.raises(Later):
        collect(connected)
    assert Poll.objects.get().cursor == ""


def test_a_crash_between_the_hubs_answer_and_the_order_is_made_good(
    connected: Shop, order: Order, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is known as refused; the number must be so as well when the job runs again."""
    hub.refuse = {"L1": ("104122", "무효")}
    message = OutboxMessage.objects.get(kind="dispatch")
    with monkeypatch.context() as broken:

        def crash(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        broken.setattr(sending, "check_tracking", crash)
        with pytest.raises(KeyboardInterrupt):
            tasks.deliver.run(shop_id=connected.id, message_id=message.id, now=NOW)
    tasks.deliver.run(shop_id=connected.id, message_id=message.id, now=NOW)
    assert [(one.check_state, one.reason) for one in Dispatch.objects.all()] == [("invalid", "무효 (104122)")]
    assert len([action for action, _ in hub.told if action == "dispatch"]) == 1


def test_a_resend_does_not_unsettle_a_number_that_was_found_valid(connected: Shop, order: Order, hub: FakeHub) -> None:
    """The hub took the number, its answer was lost, the line went on its way; then someone presses resend."""
    hub.refuse = {"L1": ("GW", "잠시 뒤에")}
    work()
    hub.change("L1", "DELIVERING", trackingNumber=NUMBER, deliveryStatus="DELIVERING")
    collect(connected)
    assert Dispatch.objects.get().check_state == "valid"
    hub.refuse = {"L1": ("105306", "이미 처리된 상태입니다.")}
    resend(shop=connected, message_id=OutboxMessage.objects.get(kind="dispatch").id, actor="owner@haru.kr", now=NOW)
    work()
    assert Dispatch.objects.get().check_state == "valid"


def test_a_long_orders_acknowledgements_are_told_apart(connected: Shop, hub: FakeHub) -> None:
    """Two sets of lines that begin alike are two messages."""
    numbers = [f"20261123{number:08d}" for number in range(10)]
    hub.sell("1", *numbers[:9])
    collect(connected)
    hub.sell("1", *numbers)
    hub.feed[:] = [*numbers[:9], *numbers]
    collect(connected)
    told = {number for message in OutboxMessage.objects.all() for number in message.payload["lines"]}
    assert told == set(numbers)


def test_a_line_that_came_back_before_we_looked_is_returned(connected: Shop, hub: FakeHub) -> None:
    """The hub tells the present: paid, sent, delivered and returned may have happened between two looks."""
    hub.sell("1", "L1")
    collect(connected)
    hub.change("L1", "RETURNED")
    collect(connected)
    assert OrderLine.objects.get().state == "returned"


def test_a_corrected_number_leaves_nothing_stuck_behind(connected: Shop, order: Order, hub: FakeHub) -> None:
    """Q9: what was cleared by a new number needs nobody's attention."""
    hub.refuse = {"L1": ("104122", "무효")}
    work()
    assert len(stuck_messages(connected)) == 1
    hub.refuse = {}
    desk.dispatch_order(shop=connected, order=order, carrier="HYUNDAI", number="123456789024", actor="owner", now=NOW)
    work()
    assert stuck_messages(connected) == []


def test_an_outage_of_a_day_leaves_no_failed_jobs_behind(connected: Shop, hub: FakeHub) -> None:
    """The reason stands with the connection while it lasts; the collection goes on once the hub is back, within R42's ten minutes."""
    hub.down = True
    hub.sell("1", "L1")
    for minutes in range(0, 24 * 60, 7):
        with transaction.atomic():
            enqueue_collection(shop_id=connected.id, now=NOW + timedelta(minutes=minutes))
        work(after=timedelta(minutes=minutes))
    assert not Job.objects.filter(state=JobState.DEAD).exists()
    hub.down = False
    work(after=timedelta(hours=24))
    assert (Order.objects.count(), HubConnection.objects.get().last_error) == (1, "")


def test_a_fault_of_our_own_is_shown_as_well(connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise ValueError("세지 못했습니다")

    monkeypatch.setattr(collecting, "record_lines", fail)
    hub.sell("1", "L1")
    with pytest.raises(ValueError, match="세지"):
        collect(connected)
    assert HubConnection.objects.get().last_error == "세지 못했습니다"


def test_a_number_that_was_replaced_is_never_overdue(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.down = True
    work()
    hub.down = False
    desk.dispatch_order(shop=connected, order=order, carrier="HYUNDAI", number="123456789024", actor="owner", now=NOW)
    work(after=timedelta(minutes=1))
    overdue = overdue_checks(connected, NOW + timedelta(hours=7))
    assert [dispatch.tracking_number for dispatch in overdue] == ["123456789024"]


def test_a_sold_combination_that_is_gone_takes_nothing_from_the_one_with_its_code(connected: Shop, hub: FakeHub) -> None:
    """Registered as blue, paid after the seller had taken blue out and put green in."""
    for values in (("빨강", "파랑"), ("빨강",), ("빨강", "초록")):
        product = make_product(connected, "P1", selects=[SelectOption("색", values)])
    green = next(one for one in product.variants.all() if one.choices == [["색", "초록"]])
    set_stock(shop=connected, variant=green, quantity=5, key="green", now=NOW)
    hub.sell("1", "L1", variant=green.code)
    hub.lines["L1"]["productOrder"]["productOption"] = "색:파랑"
    hub.sell("2", "L2", variant=green.code)
    hub.lines["L2"]["productOrder"]["productOption"] = "색:초록 / 각인:민수"
    collect(connected)
    assert sellable(connected, [green.id]) == {green.id: 3}
    assert [line.variant_id for line in OrderLine.objects.order_by("hub_number")] == [None, green.id]


def test_a_long_reason_is_kept_as_far_as_it_fits(connected: Shop) -> None:
    with scope(connected.id):
        collecting.note_trouble(shop=connected, error=RuntimeError("가" * 499 + "나다"))
        assert HubConnection.objects.get().last_error == "가" * 499 + "나"
