"""발주확인과 발송처리: the outbox, the hub's refusals, and the resend (R43, R46, R47, R49, Q9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.kernel.machine import IllegalTransition
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters.rest import HubUnavailable
from minishop.mall.channel.models import DeliveryAttempt, OutboxMessage
from minishop.mall.channel.queries import stuck_messages
from minishop.mall.channel.services.sending import resend
from minishop.mall.orders.errors import BadTracking, NothingToDispatch
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.orders.queries import overdue_checks, refused_dispatches
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop

NUMBER = "123456789013"


@pytest.fixture
def order(connected: Shop, hub: FakeHub) -> Order:
    """A collected order of two lines, acknowledged."""
    hub.sell("1", "L1", "L2")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    work()
    hub.told.clear()
    return Order.objects.get()


def work(*, after: timedelta = timedelta()) -> int:
    """The worker's turn; it stands in no shop's scope."""
    return run_due(lambda: NOW + after)


def send(shop: Shop, order: Order, number: str = NUMBER, carrier: str = "HYUNDAI") -> None:
    desk.dispatch_order(shop=shop, order=order, carrier=carrier, number=number, actor="owner@haru.example", now=NOW)


def collect(shop: Shop) -> None:
    tasks.collect.run(shop_id=shop.id, now=NOW)


def states() -> set[str]:
    return set(OrderLine.objects.values_list("state", flat=True))


def test_a_collected_order_is_acknowledged_once(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1", "L2")
    collect(connected)
    work()
    work()
    assert hub.told == [("confirm", {"productOrderIds": ["L1", "L2"]})]
    assert OrderLine.objects.filter(acknowledged_at__isnull=True).count() == 0


def test_acknowledged_already_is_as_good_as_acknowledged(connected: Shop, hub: FakeHub) -> None:
    hub.refuse = {"L1": ("105306", "이미 처리된 상태입니다.")}
    hub.sell("1", "L1")
    collect(connected)
    work()
    assert OutboxMessage.objects.get().state == "sent"


def test_a_number_goes_to_the_hub_for_the_whole_order_and_the_order_waits(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R43, R45, R46."""
    send(connected, order, "1234-5678-9013")
    assert states() == {"shipping_wait"}
    work()
    ((action, body),) = hub.told
    assert action == "dispatch"
    assert [(one["productOrderId"], one["trackingNumber"]) for one in body["dispatchProductOrders"]] == [
        ("L1", NUMBER),
        ("L2", NUMBER),
    ]
    assert states() == {"shipping_wait"}


def test_a_valid_number_ends_the_wait(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R41, R47, Q8: shipping-wait → in transit."""
    send(connected, order)
    work()
    for number in ("L1", "L2"):
        hub.change(number, "DELIVERING", trackingNumber=NUMBER, deliveryStatus="DELIVERING")
    collect(connected)
    assert states() == {"in_transit"}
    assert set(Dispatch.objects.values_list("check_state", flat=True)) == {"valid"}


def test_a_number_that_the_hub_refuses_stays_waiting_with_the_reason(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.refuse = dict.fromkeys(("L1", "L2"), ("104122", "송장번호가 유효하지 않습니다."))
    send(connected, order)
    work()
    assert states() == {"shipping_wait"}
    assert {dispatch.reason for dispatch in refused_dispatches(connected)} == {"송장번호가 유효하지 않습니다. (104122)"}
    assert OutboxMessage.objects.get(kind="dispatch").state == "refused"


def test_a_number_that_the_carrier_does_not_know_stays_waiting_with_the_reason(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R124."""
    send(connected, order)
    work()
    hub.change("L1", "PAYED", trackingNumber=NUMBER, isWrongTrackingNumber=True, wrongTrackingNumberType="조회되지 않는 번호")
    collect(connected)
    line = OrderLine.objects.get(hub_number="L1")
    assert (line.state, line.hub_state) == ("shipping_wait", "paid")
    assert [(dispatch.line_id, dispatch.reason) for dispatch in refused_dispatches(connected)] == [(line.id, "조회되지 않는 번호")]


def test_a_corrected_number_is_sent_and_the_old_one_is_not_sent_any_more(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.down = True
    send(connected, order, "1111111111")
    work()
    send(connected, order, NUMBER)
    hub.down = False
    work(after=timedelta(minutes=20))
    assert [body["dispatchProductOrders"][0]["trackingNumber"] for _, body in hub.told] == [NUMBER]


def test_a_hub_that_is_away_gets_it_later_and_every_try_is_kept(connected: Shop, order: Order, hub: FakeHub) -> None:
    hub.down = True
    send(connected, order)
    work()
    message = OutboxMessage.objects.get(kind="dispatch")
    assert (message.state, message.attempts, message.last_outcome) == ("waiting", 1, "unreachable")
    hub.down = False
    work(after=timedelta(minutes=1))
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)
    assert list(DeliveryAttempt.objects.filter(message_id=message.id).order_by("at").values_list("outcome", flat=True)) == [
        "unreachable",
        "sent",
    ]


def test_a_refused_message_can_be_sent_again(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R49."""
    hub.refuse = dict.fromkeys(("L1", "L2"), ("104122", "무효"))
    send(connected, order)
    work()
    hub.refuse = {}
    message = OutboxMessage.objects.get(kind="dispatch")
    resend(shop=connected, message_id=message.id, actor="owner@haru.kr", now=NOW)
    work()
    message.refresh_from_db()
    assert message.state == "sent"
    assert refused_dispatches(connected) == []


@pytest.mark.parametrize(
    ("carrier", "number", "problem"),
    [("NOBODY", NUMBER, "carrier"), ("HYUNDAI", "", "number"), ("HYUNDAI", "1234", "number"), ("HYUNDAI", "송장번호", "number")],
    ids=["모르는 택배사", "빈 번호", "짧은 번호", "글자"],
)
def test_what_cannot_be_a_number_is_refused_and_changes_nothing(
    connected: Shop, order: Order, hub: FakeHub, carrier: str, number: str, problem: str
) -> None:
    with pytest.raises(BadTracking) as refused:
        send(connected, order, number, carrier)
    assert refused.value.facts == {"problem": problem}
    assert states() == {"preparing"}
    assert not Dispatch.objects.exists()
    assert not OutboxMessage.objects.filter(kind="dispatch").exists()


def test_what_is_on_hold_or_on_its_way_is_not_sent(connected: Shop, order: Order, hub: FakeHub) -> None:
    desk.hold(shop=connected, order=order, actor="owner", reason="재입고 대기", now=NOW)
    with pytest.raises(NothingToDispatch):
        send(connected, order)
    desk.release(shop=connected, order=order, actor="owner", now=NOW)
    hub.change("L1", "DELIVERING")
    hub.change("L2", "DELIVERING")
    collect(connected)
    with pytest.raises((NothingToDispatch, IllegalTransition)):
        send(connected, order)
    assert states() == {"in_transit"}


def test_a_check_that_never_ends_is_shown_after_six_hours(connected: Shop, order: Order, hub: FakeHub) -> None:
    """Q9: a visible alarm after N hours."""
    send(connected, order)
    assert overdue_checks(connected, NOW + timedelta(hours=5)) == []
    assert len(overdue_checks(connected, NOW + timedelta(hours=7))) == 2


def test_shipping_started_at_the_hub_moves_our_order(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R44, Q23."""
    hub.change("L1", "DELIVERING")
    hub.change("L2", "DELIVERING")
    collect(connected)
    assert states() == {"in_transit"}


def test_another_shops_worker_does_not_find_the_message(connected: Shop, order: Order, hub: FakeHub, cast: object) -> None:
    send(connected, order)
    message = OutboxMessage.objects.get(kind="dispatch")
    Job.objects.all().delete()
    maru = Shop.objects.get(code="maru")
    tasks.deliver.run(shop_id=maru.id, message_id=message.id, now=NOW)
    with scope(connected.id):
        message.refresh_from_db()
    assert (message.state, hub.told) == ("waiting", [])


def test_what_is_resent_while_it_is_being_sent_is_told_from_the_attempt(
    connected: Shop, order: Order, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt begun before somebody pressed resend counts as the first of the new ones, and does not overwrite what came meanwhile."""
    send(connected, order)
    message = OutboxMessage.objects.get(kind="dispatch")
    OutboxMessage.objects.filter(id=message.id).update(attempts=29)
    answer = hub._answer

    def meanwhile(path: str, query: dict[str, list[str]], body: object) -> object:
        if path.endswith("/dispatch"):
            resend(shop=connected, message_id=message.id, actor="owner@haru.kr", now=NOW)
            raise HubUnavailable("away")
        return answer(path, query, body)

    monkeypatch.setattr(hub, "_answer", meanwhile)
    with pytest.raises(Later):
        tasks.deliver.run(shop_id=connected.id, message_id=message.id, now=NOW)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 1)


def sent_of(kind: str) -> list[str]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("state", flat=True))


def test_what_is_told_about_an_order_is_told_in_the_order_in_which_it_was_decided(connected: Shop, hub: FakeHub) -> None:
    """R43, R46: a number waits for the acknowledgement before it, another order's does not, and each is told once."""
    hub.sell("1", "L1")
    hub.sell("2", "L2")
    collect(connected)
    first, second = Order.objects.order_by("hub_number")
    OutboxMessage.objects.filter(subject="2", kind="acknowledge").update(state="sent")
    send(connected, first)
    send(connected, second, "123456789014")
    for message in OutboxMessage.objects.filter(kind="dispatch").order_by("id"):
        tasks.deliver.run(shop_id=connected.id, message_id=message.id, now=NOW)
    assert [body["dispatchProductOrders"][0]["productOrderId"] for action, body in hub.told if action == "dispatch"] == ["L2"]
    assert sent_of("dispatch") == ["waiting", "sent"]
    Job.objects.filter(task="mall.channel.tasks.deliver").delete()
    work()
    told = [(action, str(body).count("L1")) for action, body in hub.told if "L1" in str(body)]
    assert told == [("confirm", 1), ("dispatch", 1)]
    assert sent_of("dispatch") == ["sent", "sent"]


def test_a_message_that_the_hub_does_not_take_holds_up_none_after_it(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    collect(connected)
    send(connected, Order.objects.get())
    hub.refuse = {"L1": ("9999", "알 수 없는 오류")}
    work()
    assert (sent_of("acknowledge"), sent_of("dispatch")) == (["refused"], ["refused"])
    assert [action for action, _ in hub.told] == ["confirm", "dispatch"]


def test_of_two_numbers_that_wait_only_the_newer_is_told(connected: Shop, order: Order, hub: FakeHub) -> None:
    """R49: the older is out of the way, and nobody is asked to send it again."""
    hub.down = True
    send(connected, order)
    work()
    send(connected, order, "123456789014")
    hub.down = False
    work(after=timedelta(minutes=5))
    assert [body["dispatchProductOrders"][0]["trackingNumber"] for _, body in hub.told] == ["123456789014"]
    assert sent_of("dispatch") == ["refused", "sent"]
    assert stuck_messages(connected) == []
    assert not Dispatch.objects.filter(check_state="invalid").exists()


def test_a_message_that_waits_without_a_job_is_woken_and_so_is_what_comes_after_it(
    connected: Shop, order: Order, hub: FakeHub
) -> None:
    send(connected, order)
    desk.enter_tracking(shop=connected, order=order, carrier="HYUNDAI", number="123456789014", actor="owner", now=NOW)
    Job.objects.all().delete()
    tasks.wake_messages.run(now=NOW + timedelta(minutes=9))
    assert not Job.objects.exists()
    tasks.wake_messages.run(now=NOW + timedelta(minutes=10))
    work()
    assert sent_of("dispatch") == ["refused"]  # another number has been entered since


def test_acknowledgements_without_a_job_are_woken(connected: Shop, hub: FakeHub) -> None:
    hub.sell("1", "L1")
    collect(connected)
    Job.objects.all().delete()
    tasks.wake_messages.run(now=NOW + timedelta(minutes=10))
    work()
    assert sent_of("acknowledge") == ["sent"]


def test_a_number_that_was_put_aside_is_not_refused_when_the_worker_ended_there(
    connected: Shop, order: Order, hub: FakeHub
) -> None:
    send(connected, order)
    send(connected, order, "123456789014")
    first = OutboxMessage.objects.filter(kind="dispatch").order_by("id")[0]
    for _ in range(2):
        tasks.deliver.run(shop_id=connected.id, message_id=first.id, now=NOW)
    assert not Dispatch.objects.filter(check_state="invalid").exists()
