"""HUB_PROFILE=naver: a whole order collected, acknowledged and dispatched at a hub that speaks only the public protocol (protocol/rest)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.mall.naver_hub import LONGEST_PERIOD, PREFIX, NaverHub
from tests.mall.worlds import NOW

from minishop.chassis.environment import Address
from minishop.chassis.jobs.registry import Later
from minishop.chassis.jobs.worker import run_due
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters import rest
from minishop.mall.channel.models import HubConnection, OutboxMessage, Poll
from minishop.mall.orders.models import Dispatch, LineEvent, Order, OrderLine
from minishop.mall.orders.services.desk import dispatch_order
from minishop.mall.shops.models import Shop

PROTOCOL = Path(__file__).resolve().parents[3] / "protocol" / "rest"
MINUTE, MOMENT = timedelta(minutes=1), timedelta(milliseconds=1)


class Clocks:
    """The mall's clock, and the hub's beside it, which may go wrong by ``skew``."""

    def __init__(self) -> None:
        self.time, self.skew = NOW, timedelta()

    def __call__(self) -> datetime:
        return self.time

    def at_the_hub(self) -> datetime:
        return self.time + self.skew


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def naver(connected: Shop, clocks: Clocks, monkeypatch: pytest.MonkeyPatch, settings: Any) -> NaverHub:
    """The configuration of a real shop: another hub by settings alone."""
    settings.HUB_PROFILE = "naver"
    settings.CHECKOUT_API = Address(f"https://api.pay.naver.com{PREFIX}")
    keys = HubConnection.objects.get(shop=connected)
    hub = NaverHub(keys.client_id, keys.client_secret, clocks.at_the_hub)
    monkeypatch.setattr(rest, "exchange", hub)
    monkeypatch.setattr(rest, "_tokens", {})
    return hub


@pytest.fixture
def look(connected: Shop, clocks: Clocks, naver: NaverHub) -> Callable[..., None]:
    """Lets time pass and collects, as the worker does: what is put off is tried again two seconds later."""

    def look(passed: timedelta = timedelta(), tries: int = 60) -> None:
        clocks.time += passed
        for _ in range(tries):
            try:
                tasks.collect.run(shop_id=connected.id, now=clocks.time)
            except Later:
                clocks.time += timedelta(seconds=2)
            else:
                return
        raise AssertionError("it never came through")

    return look


def collected() -> list[str]:
    return sorted(OrderLine.objects.values_list("hub_number", flat=True))


def states() -> set[tuple[str, str]]:
    return set(OrderLine.objects.values_list("state", "hub_state"))


def periods(naver: NaverHub) -> list[tuple[datetime, datetime]]:
    asked = [query for api, query in naver.asked if api == "last-changed-statuses"]
    return [(datetime.fromisoformat(one["lastChangedFrom"]), datetime.fromisoformat(one["lastChangedTo"])) for one in asked]


def test_a_whole_order_from_payment_to_the_end(connected: Shop, naver: NaverHub, clocks: Clocks, look: Callable[..., None]) -> None:
    """R41, R43: nothing but documented calls, and none refused."""
    naver.sell("2026112312345678", "2026112387654321", "2026112387654322", at=NOW)
    look(MINUTE)
    run_due(clocks)
    assert states() == {("preparing", "paid")}
    assert {line["productOrder"]["placeOrderStatus"] for line in naver.lines.values()} == {"OK"}
    assert not OrderLine.objects.filter(acknowledged_at=None).exists()

    order = Order.objects.get()
    dispatch_order(shop=connected, order=order, carrier="CJGLS", number="123456789013", actor="owner", now=clocks())
    run_due(clocks)
    assert states() == {("shipping_wait", "paid")}
    look(MINUTE)
    assert states() == {("in_transit", "delivering")}
    assert set(Dispatch.objects.values_list("check_state", flat=True)) == {"valid"}

    for number in list(naver.lines):
        naver.change(number, "DELIVERED", "PURCHASE_DECIDED", at=clocks())
        naver.change(number, "PURCHASE_DECIDED", "PURCHASE_DECIDED", at=clocks())
    look(MINUTE)
    assert states() == {("finalized", "finalized")}
    assert Counter(api for api, _ in naver.asked if api in ("confirm", "dispatch")) == {"confirm": 1, "dispatch": 1}
    assert naver.refusals == []
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_a_number_that_the_hub_refuses_waits_with_its_reason(
    connected: Shop, naver: NaverHub, clocks: Clocks, look: Callable[..., None]
) -> None:
    naver.sell("1", "L1", at=NOW)
    look(MINUTE)
    dispatch_order(shop=connected, order=Order.objects.get(), carrier="CJGLS", number="000056789013", actor="owner", now=clocks())
    run_due(clocks)
    look(MINUTE)
    assert [(one.check_state, one.reason) for one in Dispatch.objects.all()] == [
        ("invalid", "송장번호가 유효하지 않습니다. (104122)")
    ]
    assert states() == {("shipping_wait", "paid")}


def test_what_nobody_pays_is_no_order_and_what_is_paid_later_is_one(naver: NaverHub, look: Callable[..., None]) -> None:
    naver.sell("1", "L1", at=NOW, status="PAYMENT_WAITING")
    naver.sell("2", "L2", at=NOW, status="PAYMENT_WAITING")
    look(MINUTE)
    assert collected() == []
    naver.change("L1", "CANCELED_BY_NOPAYMENT", "CLAIM_COMPLETED", at=NOW + MINUTE)
    naver.change("L2", "PAYED", "PAYED", at=NOW + MINUTE)
    look(MINUTE)
    assert collected() == ["L2"]


@pytest.mark.parametrize("away", [timedelta(), timedelta(hours=24), timedelta(hours=24) + MOMENT, timedelta(days=5)])
def test_a_shop_that_was_away_reads_in_periods_of_a_day(naver: NaverHub, look: Callable[..., None], away: timedelta) -> None:
    look()
    for hours in range(int(away.total_seconds() // 3600) + 1):
        naver.sell(f"{hours}", f"L{hours:03d}", at=NOW + timedelta(hours=hours))
    naver.asked.clear()
    look(away + MINUTE)
    assert collected() == sorted(naver.lines)
    assert all(until - since <= LONGEST_PERIOD for since, until in periods(naver))
    assert naver.refusals == []


@pytest.mark.parametrize("most", [1, 2, 3, 300])
def test_more_pages_also_inside_one_instant(naver: NaverHub, look: Callable[..., None], most: int) -> None:
    naver.most = most
    for number in range(5):
        naver.sell(f"{number}", f"L{number}", at=NOW)
    naver.sell("9", "L9", at=NOW + MOMENT)
    look(MINUTE)
    assert collected() == ["L0", "L1", "L2", "L3", "L4", "L9"]
    assert Order.objects.count() == 6


def test_a_line_that_changed_often_is_one_line(naver: NaverHub, clocks: Clocks, look: Callable[..., None]) -> None:
    """Rows come twice in a page, and once more with the minute that is read again."""
    naver.sell("1", "L1", at=NOW)
    for _ in range(3):
        naver.change("L1", "PAYED", "DELIVERY_ADDRESS_CHANGED", at=NOW)
    for _ in range(3):
        look(timedelta(seconds=20))
        run_due(clocks)
    assert collected() == ["L1"]
    assert Counter(LineEvent.objects.values_list("event", flat=True)) == {"collected": 1}
    assert [api for api, _ in naver.asked if api == "confirm"] == ["confirm"]


@pytest.mark.parametrize("offset", [-MOMENT, timedelta(), MOMENT], ids=["직전", "정각", "직후"])
def test_what_changes_at_the_edge_of_a_period_is_read(naver: NaverHub, look: Callable[..., None], offset: timedelta) -> None:
    look()
    naver.sell("1", "L1", at=NOW + offset)
    naver.sell("2", "L2", at=NOW + timedelta(hours=24) + offset)
    look(timedelta(hours=30))
    assert collected() == ["L1", "L2"]


@pytest.mark.parametrize("minutes", [-4, -2, -1, 0, 1, 2, 4])
def test_a_hub_whose_clock_goes_wrong_loses_nothing(
    naver: NaverHub, clocks: Clocks, look: Callable[..., None], minutes: int
) -> None:
    """A change is stamped by the hub's clock: what it stamps after we looked may lie before our time."""
    clocks.skew = timedelta(minutes=minutes)
    for number in range(6):
        look(timedelta(seconds=30))
        naver.sell(f"{number}", f"L{number}", at=clocks.at_the_hub() + MOMENT)
    look(timedelta(minutes=6))
    assert collected() == [f"L{number}" for number in range(6)]


def test_what_the_hub_shows_late_is_read_the_next_time(naver: NaverHub, look: Callable[..., None]) -> None:
    naver.sell("1", "L1", at=NOW, late=timedelta(seconds=50))
    look(timedelta(seconds=30))
    assert collected() == []
    look(MINUTE)
    assert collected() == ["L1"]


def test_a_hub_that_counts_requests_is_waited_for(naver: NaverHub, look: Callable[..., None]) -> None:
    naver.rate, naver.most = 0.5, 2
    for number in range(20):
        naver.sell(f"{number}", f"L{number:02d}", at=NOW - timedelta(days=3) + timedelta(hours=number))
    look(MINUTE)
    assert "GW.RATE_LIMIT" in naver.refusals
    assert collected() == sorted(naver.lines)


def test_a_refused_page_moves_nothing(connected: Shop, naver: NaverHub, clocks: Clocks) -> None:
    naver.sell("1", "L1", at=NOW)
    naver.rate = 0.25
    with pytest.raises(Later):
        tasks.collect.run(shop_id=connected.id, now=clocks())
    assert (Poll.objects.get().cursor, collected()) == ("", [])
    assert HubConnection.objects.get().last_error


def test_a_token_is_kept_for_its_life_and_renewed_in_time(naver: NaverHub, look: Callable[..., None]) -> None:
    look()
    look(timedelta(hours=2, minutes=29))
    assert naver.tokens_made == 1
    look(timedelta(minutes=11))
    assert naver.tokens_made == 2
    look(timedelta(minutes=25))
    assert (naver.tokens_made, naver.refusals) == (2, [])


def test_a_token_that_the_hub_has_forgotten_is_asked_for_again(naver: NaverHub, look: Callable[..., None]) -> None:
    look()
    naver.forget_tokens()
    naver.sell("1", "L1", at=NOW)
    look(MINUTE)
    assert collected() == ["L1"]
    assert naver.refusals == ["GW.AUTHN"]


def test_our_own_extension_is_unknown_there(connected: Shop, naver: NaverHub, clocks: Clocks, settings: Any) -> None:
    """The fake is no friend: with the other profile the same shop gets nowhere."""
    settings.HUB_PROFILE = "minishop"
    with pytest.raises(Later):
        tasks.collect.run(shop_id=connected.id, now=clocks())
    assert naver.refusals == ["GW.NOT_FOUND"]


def test_the_fake_answers_in_the_form_of_the_golden_messages(naver: NaverHub, clocks: Clocks) -> None:
    naver.sell("1", "L1", "L2", at=NOW)
    naver.most = 1
    api = rest.OrderApi(rest.Credentials(naver.client_id, naver.client_secret), NOW)
    api.last_changed(NOW, NOW)
    api.acknowledge(["L1", "gone"])
    api.dispatch(["L1", "gone"], carrier="CJGLS", tracking_number="123456789013", at=NOW)
    naver.rate = 0.0
    naver._buckets.clear()
    with pytest.raises(rest.HubUnavailable):
        api.lines(["L1"])
    golden = (
        "token.response",
        "last-changed-statuses-more.response",
        "confirm.response",
        "dispatch.response",
        "error-rate-limit.response",
    )
    for said, name in zip(naver.said, golden, strict=True):
        assert shape(said) == shape(json.loads((PROTOCOL / f"{name}.json").read_text(encoding="utf-8"))), name


def shape(told: Any) -> Any:
    """The names and kinds in a message; what may be left out is not compared."""
    if isinstance(told, dict):
        return {name: shape(value) for name, value in told.items() if name != "paymentDate"}
    return [shape(told[0])] if isinstance(told, list) else type(told)
