"""되돌아간 체크아웃: a hub that has lost changes is noticed, read again by time, and what it forgot is shown (R42, Q9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, Cast

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due, run_next
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters.rest import Credentials, OrderApi
from minishop.mall.channel.domain.setback import is_behind
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.channel.queries import setback_of
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.channel.services.setback import begin_again, compare_batch, compare_later, take_note
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.models import Shop

_H = HubState


def collect(shop: Shop, *, after: timedelta = timedelta()) -> None:
    with transaction.atomic():
        enqueue_collection(shop_id=shop.id, now=NOW + after)
    run_due(lambda: NOW + after)


def collected() -> list[str]:
    return sorted(OrderLine.objects.values_list("hub_number", flat=True))


@pytest.fixture
def restored(connected: Shop, hub: FakeHub) -> FakeHub:
    """The shop has read four changes, of which the hub knows two any more; it has sold a line since."""
    hub.sell("1", "L1")
    hub.sell("2", "L2")
    hub.sell("3", "L3", "L4")
    collect(connected)
    hub.lose(2)
    hub.sell("4", "L5")
    return hub


def test_a_feed_that_ends_before_our_cursor_loses_no_order_and_is_shown(connected: Shop, restored: FakeHub) -> None:
    """R42, Q9."""
    collect(connected)
    assert collected() == ["L1", "L2", "L3", "L4", "L5"]
    assert (Poll.objects.get().cursor, Poll.objects.get().rereading) == ("3", "")
    found = setback_of(connected)
    assert found is not None
    assert (found.at, found.orders) == (NOW, [OrderLine.objects.get(hub_number="L3").order.number])
    restored.sell("5", "L6")
    collect(connected)
    assert "L6" in collected()


def test_a_feed_that_overtook_our_cursor_between_two_questions_loses_no_order_and_is_shown(
    connected: Shop, restored: FakeHub
) -> None:
    """R42, Q9: the hub knows by the cursor that we have read other changes than its own."""
    for number in ("L6", "L7"):
        restored.sell(number, number)
    restored.overtaken = {Poll.objects.get().cursor}
    collect(connected)
    assert collected() == ["L1", "L2", "L3", "L4", "L5", "L6", "L7"]
    found = setback_of(connected)
    assert found is not None
    assert found.orders == [OrderLine.objects.get(hub_number="L3").order.number]


def test_it_is_read_again_from_a_week_back_without_a_gap_up_to_after_now(connected: Shop, restored: FakeHub) -> None:
    """R42."""
    collect(connected)
    periods = [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in restored.periods]
    assert (periods[0][0], periods[-1][1]) == (NOW - timedelta(days=7), NOW + timedelta(hours=1))
    assert all(until - since <= timedelta(days=1) for since, until in periods)
    assert [until for _, until in periods[:-1]] == [since for since, _ in periods[1:]]


def test_a_feed_that_has_overtaken_our_cursor_since_it_was_found_behind_is_read_again_all_the_same(
    connected: Shop, restored: FakeHub
) -> None:
    """R42: going on from the cursor would pass over L5 in silence."""
    with transaction.atomic():
        begin_again([connected.id], now=NOW)
    restored.sell("5", "L6")
    restored.sell("6", "L7")
    collect(connected)
    assert collected() == ["L1", "L2", "L3", "L4", "L5", "L6", "L7"]
    assert setback_of(connected) is not None


def test_whoever_runs_the_mall_reads_once_in_its_log_that_the_hub_was_restored(
    connected: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    """Each seller sees it on the shop's own page only."""
    for _ in range(2):
        begin_again([connected.id], now=NOW)
    assert caplog.messages == ["the hub has lost changes that it told: 1 more shops are read again from a week back"]


def test_a_reading_that_was_begun_is_not_begun_again(connected: Shop, restored: FakeHub) -> None:
    """The hub says "ahead" once more before the collection has run."""
    for day in range(2):
        with transaction.atomic():
            begin_again([connected.id], now=NOW + timedelta(days=day))
    assert Poll.objects.get().rereading == (NOW - timedelta(days=7)).isoformat()
    assert HubConnection.objects.get().set_back_at == NOW


def test_a_hub_that_goes_away_while_it_is_read_again_is_read_to_the_end_later(connected: Shop, restored: FakeHub) -> None:
    """R42."""
    with transaction.atomic():
        begin_again([connected.id], now=NOW)
    restored.down = True
    collect(connected)
    assert Poll.objects.get().rereading
    restored.down = False
    collect(connected, after=timedelta(minutes=2))
    assert (Poll.objects.get().rereading, "L5" in collected()) == ("", True)
    assert not Job.objects.filter(task="mall.channel.tasks.compare_orders").exists()


def test_what_is_shown_is_shown_until_it_is_noted(connected: Shop, restored: FakeHub) -> None:
    """Q9."""
    collect(connected)
    collect(connected)
    assert setback_of(connected) is not None
    take_note(shop=connected)
    collect(connected)
    assert setback_of(connected) is None


def test_what_is_found_after_the_seller_took_note_is_shown_all_the_same(connected: Shop, restored: FakeHub) -> None:
    """Q9: the comparison comes last, and its result is not lost in silence."""
    with transaction.atomic():
        begin_again([connected.id], now=NOW)
    take_note(shop=connected)
    tasks.compare_orders.run(shop_id=connected.id, now=NOW + timedelta(minutes=5))
    found = setback_of(connected)
    assert found is not None
    assert (found.at, found.orders) == (NOW + timedelta(minutes=5), [OrderLine.objects.get(hub_number="L3").order.number])


def test_a_comparison_keeps_when_the_loss_was_found_and_marks_nothing_where_nothing_was_lost(connected: Shop, hub: FakeHub) -> None:
    """Q9."""
    hub.sell("1", "L1")
    collect(connected)
    tasks.compare_orders.run(shop_id=connected.id, now=NOW)
    assert setback_of(connected) is None
    hub.lose(1)
    for minutes in (1, 2):
        tasks.compare_orders.run(shop_id=connected.id, now=NOW + timedelta(minutes=minutes))
    found = setback_of(connected)
    assert found is not None
    assert found.at == NOW + timedelta(minutes=1)


def test_of_very_many_lost_lines_some_are_kept_and_that_there_are_more(
    connected: Shop, restored: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Q9."""
    monkeypatch.setattr("minishop.mall.channel.services.setback.MOST_NAMED", 1)
    collect(connected)
    assert sorted(HubConnection.objects.get().forgotten) == ["L3", "L4"]
    found = setback_of(connected)
    assert found is not None
    assert len(found.orders) == 1


@pytest.fixture
def by_ones(connected: Shop, restored: FakeHub, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A comparison of one line a question and one question a turn is due; what it asks about, the newest of five lines first."""
    asked, ask = list[list[str]](), OrderApi.lines
    collect(connected)

    def noted(api: OrderApi, numbers: Sequence[str]) -> list[CollectedLine]:
        asked.append(list(numbers))
        return ask(api, numbers)

    monkeypatch.setattr(OrderApi, "lines", noted)
    monkeypatch.setattr("minishop.mall.channel.services.setback.QUERY_LIMIT", 1)
    monkeypatch.setattr("minishop.chassis.jobs.stopping.TURN", 0.0)
    compare_anew(connected)
    return asked


def compare_anew(shop: Shop) -> None:
    with transaction.atomic():
        compare_later(shop, now=NOW)


def run_one() -> None:
    assert run_next(lambda: NOW)


def newest_first() -> list[list[str]]:
    return [[number] for number in OrderLine.objects.order_by("-id").values_list("hub_number", flat=True)]


def test_every_open_line_is_compared_however_many_turns_that_takes(connected: Shop, by_ones: list[list[str]]) -> None:
    """Q9: nothing is left out in silence, and the seller reads meanwhile that more may come."""
    for _turn in range(4):
        run_one()
    found = setback_of(connected)
    assert found is not None
    assert found.is_under_way
    run_due(lambda: NOW)
    assert by_ones == newest_first()
    found = setback_of(connected)
    assert found is not None
    assert not found.is_under_way
    assert sorted(HubConnection.objects.get().forgotten) == ["L3", "L4"]
    assert not Job.objects.filter(task="mall.channel.tasks.compare_orders").exists()


def test_a_hub_that_goes_away_is_asked_about_the_rest_later(by_ones: list[list[str]], restored: FakeHub) -> None:
    for _turn in range(2):
        run_one()
    restored.down = True
    run_one()
    restored.down = False
    run_due(lambda: NOW + timedelta(minutes=2))
    there = newest_first()
    assert by_ones == [*there[:3], *there[2:]]


def test_a_loss_that_is_found_meanwhile_has_all_compared_anew(connected: Shop, by_ones: list[list[str]]) -> None:
    for _turn in range(2):
        run_one()
    compare_anew(connected)
    run_due(lambda: NOW)
    assert by_ones == [*newest_first()[:2], *newest_first()]
    assert sorted(HubConnection.objects.get().forgotten) == ["L3", "L4"]


def test_an_answer_to_a_comparison_that_was_begun_anew_meanwhile_is_left(connected: Shop, by_ones: list[list[str]]) -> None:
    for _turn in range(3):
        run_one()
    known = HubConnection.objects.get()

    class Slow(OrderApi):
        def lines(self, numbers: Sequence[str]) -> list[CollectedLine]:
            compare_anew(connected)
            return []

    assert compare_batch(shop=connected, api=Slow(Credentials("c", "s"), NOW), now=NOW)
    after = HubConnection.objects.get()
    assert (after.compared_down_to, after.forgotten) == (None, known.forgotten)


def test_what_the_seller_took_note_of_meanwhile_is_not_named_again(connected: Shop, by_ones: list[list[str]]) -> None:
    for _turn in range(2):
        run_one()
    assert HubConnection.objects.get().forgotten == ["L4"]
    take_note(shop=connected)
    run_due(lambda: NOW)
    assert HubConnection.objects.get().forgotten == ["L3"]
    assert setback_of(connected) is not None


def test_the_seller_reads_that_it_is_under_way(connected: Shop, by_ones: list[list[str]], cast: Cast, client: Client) -> None:
    told = "나머지 주문을 아직 비교하고 있습니다."
    client.force_login(cast.owner)
    run_one()
    assert told in client.get(f"/office/{connected.code}/attention/").content.decode()
    run_due(lambda: NOW)
    assert told not in client.get(f"/office/{connected.code}/attention/").content.decode()


def test_a_comparison_without_a_connection_is_none(connected: Shop, restored: FakeHub) -> None:
    HubConnection.objects.all().delete()
    restored.told.clear()
    tasks.compare_orders.run(shop_id=connected.id, now=NOW)
    assert restored.told == []


@pytest.mark.parametrize(
    ("known", "told", "acknowledged", "told_acknowledged", "behind"),
    [
        pytest.param(_H.PAID, None, False, False, True, id="모름"),
        pytest.param(_H.PAID, _H.AWAITING_PAYMENT, False, False, True, id="입금 전으로"),
        pytest.param(_H.PAID, _H.PAID, False, False, False, id="같음"),
        pytest.param(_H.PAID, _H.PAID, True, True, False, id="확인한 그대로"),
        pytest.param(_H.PAID, _H.PAID, True, False, True, id="발주확인을 잊음"),
        pytest.param(_H.DELIVERING, _H.PAID, True, True, True, id="배송 전으로"),
        pytest.param(_H.DELIVERED, _H.DELIVERING, True, True, True, id="배송중으로"),
        pytest.param(_H.PAID, _H.DELIVERING, True, True, False, id="앞서 감"),
        pytest.param(_H.PAID, _H.CANCELLED, True, True, False, id="취소됨"),
        pytest.param(_H.EXCHANGED, _H.DELIVERED, True, True, False, id="교환"),
    ],
)
def test_when_the_hub_knows_less_than_before(
    known: HubState, told: HubState | None, acknowledged: bool, told_acknowledged: bool, behind: bool
) -> None:
    """Q9."""
    assert is_behind(known, told, acknowledged=acknowledged, told_acknowledged=told_acknowledged) is behind
