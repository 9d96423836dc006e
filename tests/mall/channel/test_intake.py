"""주문 수집과 발주확인 in sets: what a page costs in statements, and what a call tells the hub (R42, R43)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, make_product

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters import rest
from minishop.mall.channel.models import DeliveryAttempt, OutboxMessage
from minishop.mall.claims.models import LineClaim
from minishop.mall.orders.models import LineEvent, Order, OrderLine
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockMovement

Change = Callable[[FakeHub, str], None]


def collect(shop: Shop) -> int:
    """How many statements it took."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        tasks.collect.run(shop_id=shop.id, now=NOW)
    return len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]])


def numbers(orders: int) -> list[str]:
    return [f"{order}-{place}" for order in range(orders) for place in "ab"]


def sell(hub: FakeHub, orders: int) -> None:
    for order in range(orders):
        hub.sell(f"{order}", f"{order}-a", f"{order}-b", quantity=1)


def sent(shop: Shop) -> None:
    for order in Order.objects.filter(shop=shop):
        desk.enter_tracking(shop=shop, order=order, carrier="CJGLS", number="123456789013", actor="owner", now=NOW)


def on_its_way(hub: FakeHub, number: str) -> None:
    hub.change(number, "DELIVERING", deliveryCompany="CJGLS", trackingNumber="123456789013")


def asked_back(hub: FakeHub, number: str) -> None:
    hub.claim(number, "RETURN", "RETURN_REQUEST", returnReason="BROKEN")


def cancelled(hub: FakeHub, number: str) -> None:
    hub.claim(number, "CANCEL", "CANCEL_DONE", line="CANCELED", remains=0)


def costs(shop: Shop, hub: FakeHub, orders: int, change: Change | None) -> int:
    make_product(shop, f"P{orders}", stock=500)
    sell(hub, orders)
    for number in numbers(orders):
        hub.lines[number]["productOrder"] |= {"productId": f"P{orders}", "optionManageCode": f"P{orders}-1"}
    if change is None:
        return collect(shop)
    collect(shop)
    if change is on_its_way:
        sent(shop)
    for number in numbers(orders):
        change(hub, number)
    return collect(shop)


@pytest.mark.parametrize(
    ("change", "events"),
    [(None, 60), (on_its_way, 240), (asked_back, 120), (cancelled, 180)],
    ids=["새 주문", "배송 중", "반품 접수", "취소 완료"],
)
def test_a_page_takes_as_many_statements_for_sixty_lines_as_for_four(
    connected: Shop, hub: FakeHub, change: Change | None, events: int
) -> None:
    collect(connected)  # begins the shop's turn
    few = costs(connected, hub, 2, change)
    for model in (StockMovement, LineEvent, LineClaim, OrderLine, Order, OutboxMessage):
        model.objects.all().delete()
    hub.lines.clear()
    assert costs(connected, hub, 30, change) == few
    assert OrderLine.objects.count() == 60
    assert LineEvent.objects.count() == events


def test_thirty_lines_are_told_in_one_call_and_each_order_stands_by_itself(connected: Shop, hub: FakeHub) -> None:
    """R43: 16 orders of two lines are 15 and 1; the one that the hub does not take waits for nobody."""
    sell(hub, 16)
    collect(connected)
    assert Job.objects.filter(task="mall.channel.tasks.acknowledge").count() == 1
    hub.refuse = {"3-b": ("104203", "취소된 주문입니다.")}
    tasks.acknowledge.run(shop_id=connected.id, now=NOW)
    calls = [body["productOrderIds"] for _, body in hub.told]
    assert [len(call) for call in calls] == [30, 2]
    assert sorted(number for call in calls for number in call) == sorted(numbers(16))
    refused = OutboxMessage.objects.exclude(state="sent").get()
    assert (refused.state, refused.payload["lines"], refused.last_reason) == (
        "refused",
        ["3-a", "3-b"],
        "취소된 주문입니다. (104203)",
    )
    assert set(OrderLine.objects.filter(acknowledged_at=None).values_list("hub_number", flat=True)) == {"3-a", "3-b"}
    assert DeliveryAttempt.objects.count() == 16


def answer_about_the_second(hub: FakeHub, monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    """Whatever is told of lines among which is one of the second order has this answer."""

    def exchange(method: str, url: str, *, content: bytes | None = None, **bounds: object) -> Answer:
        is_about = content and b"1-a" in content and url.endswith("/confirm")
        return answer if is_about else hub(method, url, content=content, **bounds)

    monkeypatch.setattr(rest, "exchange", exchange)


def test_what_the_hub_refuses_as_a_whole_is_told_order_by_order(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(hub, 3)
    collect(connected)

    told = Answer(Outcome.REFUSED, 400, b'{"code": "4000", "message": "no"}', reason="HTTP 400")
    answer_about_the_second(hub, monkeypatch, told)
    tasks.acknowledge.run(shop_id=connected.id, now=NOW)
    states = {message.subject: message.state for message in OutboxMessage.objects.order_by("id")}
    assert states == {"0": "sent", "1": "refused", "2": "sent"}


def test_a_hub_that_is_away_is_asked_again_and_every_try_is_written_down(connected: Shop, hub: FakeHub) -> None:
    sell(hub, 2)
    collect(connected)
    hub.down = True
    for attempts in (1, 2):
        with pytest.raises(Later, match="connection refused"):
            tasks.acknowledge.run(shop_id=connected.id, now=NOW)
        assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("waiting", attempts)}
    hub.down = False
    tasks.acknowledge.run(shop_id=connected.id, now=NOW + timedelta(minutes=1))
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("sent", 3)}
    assert not OrderLine.objects.filter(acknowledged_at=None).exists()


def test_an_order_of_more_lines_than_a_call_takes_is_told_in_several(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", *(f"L{place}" for place in range(35)), quantity=1)
    collect(connected)
    tasks.acknowledge.run(shop_id=connected.id, now=NOW)
    assert [len(body["productOrderIds"]) for _, body in hub.told] == [30, 5]
    assert OutboxMessage.objects.get().state == "sent"


def test_an_order_at_which_the_hub_breaks_holds_up_no_other_for_long(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times they are told together; then each alone, those first that were tried least."""
    sell(hub, 3)
    collect(connected)

    answer_about_the_second(hub, monkeypatch, Answer(Outcome.UNREACHABLE, reason="HTTP 500"))
    for _ in range(5):
        with pytest.raises(Later):
            tasks.acknowledge.run(shop_id=connected.id, now=NOW)
    states = {message.subject: message.state for message in OutboxMessage.objects.order_by("id")}
    assert states == {"0": "sent", "1": "waiting", "2": "sent"}


def test_a_failure_that_is_nobodys_is_found_order_by_order(connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    sell(hub, 2)
    collect(connected)
    failed = b'{"data": {"failProductOrderInfos": [{"productOrderId": "?", "code": "1", "message": "no"}]}}'
    answer_about_the_second(hub, monkeypatch, Answer(Outcome.SENT, 200, failed))
    tasks.acknowledge.run(shop_id=connected.id, now=NOW)
    states = {message.subject: message.state for message in OutboxMessage.objects.order_by("id")}
    assert states == {"0": "sent", "1": "refused"}
