"""확인: every connected shop is asked about in time, once a turn, whatever happens to schedulers, hub and clocks (R42)."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.mall.channel.many import ManyHub, T, Time, change, make_polls, polls
from tests.mall.worlds import NOW
from tests.racing import Broken

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.channel import tasks
from minishop.mall.channel.adapters import many
from minishop.mall.channel.domain.polling import LEASE
from minishop.mall.channel.models import Poll
from minishop.mall.channel.services import polls as rows
from minishop.mall.channel.services import rounds
from minishop.mall.channel.services.polls import warm
from minishop.mall.channel.services.rounds import Circuit
from minishop.mall.shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
MINUTE, FAR = 60_000, 420_000


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(rounds, "monotonic", time.seconds)
    monkeypatch.setattr(rounds, "_circuit", Circuit())
    return time


@pytest.fixture
def hub(time: Time, monkeypatch: pytest.MonkeyPatch) -> ManyHub:
    hub = ManyHub()
    monkeypatch.setattr(many, "exchange", hub)
    return hub


def collections() -> list[tuple[int, int]]:
    """The shops for which a collection waits, each with its line."""
    return sorted((job.arguments["shop_id"], job.line) for job in Job.objects.filter(task="mall.channel.tasks.collect"))


def test_shops_with_changes_are_collected_and_the_others_get_their_next_turn(hub: ManyHub) -> None:
    """R42: what was found counts as hinted."""
    shops = make_polls(3)
    hub.feeds = {"np_1": 6}
    assert not tasks.ask_who_has_changes(NOW)
    assert (hub.calls, collections()) == ([["np_0", "np_1", "np_2"]], [(shops[1], Line.HINTED)])
    assert Job.objects.get().created_at == NOW
    for poll in polls().values():
        assert T + 120_000 <= poll.due_at < T + 360_000
        assert ((poll.due_at - poll.phase) % 240_000, poll.asked_at, poll.missed) == (0, T, 0)


def test_what_is_not_due_is_not_asked_about(hub: ManyHub) -> None:
    make_polls(3, due_at=T + 1)
    assert not rounds.ask(true_now=NOW)
    assert hub.calls == []


def test_a_shop_in_which_something_happens_is_asked_about_every_minute(hub: ManyHub) -> None:
    make_polls(1)
    change(hot_until=T + 1)
    rounds.ask(true_now=NOW)
    assert T + 30_000 <= polls()["np_0"].due_at < T + 90_000


def test_the_golden_question_and_what_its_answer_means(hub: ManyHub, settings: Any) -> None:
    """R42."""
    golden = json.loads((GOLDEN / "changed-merchants.request.json").read_text(encoding="utf-8"))
    shops = make_polls(5)
    with across_tenants("the golden merchants"):
        for shop_id, (merchant, cursor) in zip(shops, golden["merchants"], strict=True):
            Poll.objects.filter(shop_id=shop_id).update(merchant=merchant, cursor=cursor)
    hub.says = Answer(Outcome.SENT, 200, (GOLDEN / "changed-merchants.response.json").read_bytes())
    rounds.ask(true_now=NOW)
    [(method, url, content, headers, bounds)] = hub.requests
    assert (method, url) == ("POST", f"{settings.CHECKOUT_API.url}/v1/minishop/changed-merchants")
    assert json.loads(content) == golden
    assert headers == {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Content-Type": "application/json"}
    assert bounds["timeout"] == 5.0  # what a round may hold up a scheduler
    assert not bounds["terms"].breaks  # the pauses are the round's own, and shorter than those of other calls
    assert collections() == [(shops[0], Line.HINTED), (shops[2], Line.HINTED), (shops[4], Line.HINTED)]
    assert [bool(poll.rereading) for poll in polls().values()] == [False, False, True, False, True]
    assert [poll.missed for poll in polls().values()] == [0, 0, 0, 1, 0]


def test_a_batch_is_full_at_500_and_then_the_next_one_follows_at_once(hub: ManyHub) -> None:
    make_polls(1_001)
    assert [rounds.ask(true_now=NOW) for _ in range(3)] == [True, True, False]
    assert ([len(call) for call in hub.calls], set(hub.asked.values())) == ([500, 500, 1], {1})


def statements(count: int) -> list[str]:
    make_polls(count)
    with CaptureQueriesContext(connection) as asked:
        rounds.ask(true_now=NOW)
    return [query["sql"].split()[0] for query in asked if query["sql"].split()[0] in ("SELECT", "WITH", "UPDATE", "INSERT")]


def test_an_idle_round_is_one_statement(hub: ManyHub) -> None:
    assert statements(0) == ["SELECT"]


@pytest.mark.parametrize(("count", "wanted"), [(1, ["SELECT", "WITH", "WITH", "UPDATE"]), (500, ["SELECT", "WITH", "UPDATE"])])
def test_a_batch_takes_the_same_few_statements_whatever_its_size(hub: ManyHub, count: int, wanted: list[str]) -> None:
    """Less than a full one also looks for what a clock set back has put too far ahead."""
    assert statements(count) == wanted


def plan(statement: str, values: dict[str, int]) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with across_tenants("the plan of the real statement"), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"{explain} {statement}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("due", [rows._DUE, rows._TOO_FAR], ids=["때가 됨", "너무 멂"])
def test_a_claim_reads_its_index_and_sorts_nothing(hub: ManyHub, due: str) -> None:
    """R42: however many are due."""
    make_polls(3_000, due_at=None)
    until = T + (240_000 if due is rows._DUE else -1)  # a backlog: all of them
    found = plan(rows._claiming(due, connection.vendor), {"until": until, "most": 500, "lease": T + LEASE})
    assert "channel_polls_due" in found
    assert "sort" not in found.lower()
    assert "TEMP B-TREE" not in found


def test_an_idle_round_reads_the_ends_of_the_index_also_where_every_row_looks_due_to_the_planner(hub: ManyHub) -> None:
    """R42."""
    make_polls(3_000)
    found = plan(rows._ENDS, {})
    assert found.count("channel_polls_due") == 2
    assert "Seq Scan" not in found
    assert "SCAN mall" not in found


def test_a_row_that_was_made_due_sooner_while_its_batch_was_asked_about_is_left_alone(
    hub: ManyHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A buyer goes to the order sheet just then."""
    shops = make_polls(2)

    def meanwhile(*said: Any, **bounds: Any) -> Answer:
        with scope(shops[1]):
            warm(shop=Shop.objects.get(pk=shops[1]), lasts=15 * MINUTE, now=NOW - timedelta(seconds=5))
        return hub(*said, **bounds)

    monkeypatch.setattr(many, "exchange", meanwhile)
    rounds.ask(true_now=NOW)
    assert polls()["np_1"].due_at == T + 55_000
    assert polls()["np_0"].due_at > T + MINUTE


def test_a_cart_that_went_to_the_hub_while_its_shop_was_asked_about_makes_it_be_asked_about_soon(
    hub: ManyHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R42: a moment after the claim, so that the lease ends before the minute in which it has to be asked about."""
    shops = make_polls(2)

    def meanwhile(*said: Any, **bounds: Any) -> Answer:
        with scope(shops[1]):
            warm(shop=Shop.objects.get(pk=shops[1]), lasts=15 * MINUTE, now=NOW + timedelta(milliseconds=1))
        return hub(*said, **bounds)

    monkeypatch.setattr(many, "exchange", meanwhile)
    rounds.ask(true_now=NOW)
    warmed = polls()["np_1"]
    assert (warmed.due_at, warmed.asked_at, warmed.hot_until) == (T + MINUTE, T, T + 15 * MINUTE + 1)
    assert polls()["np_0"].due_at > T + MINUTE


def test_what_warms_a_shop_never_puts_it_off(hub: ManyHub) -> None:
    """R42: a change was collected, or a cart went to the hub."""
    [shop_id] = make_polls(1, due_at=T + 10_000)
    with scope(shop_id):
        shop = Shop.objects.get(pk=shop_id)
        warm(shop=shop, lasts=30 * MINUTE, now=NOW)
        warm(shop=shop, lasts=15 * MINUTE, now=NOW)
    assert (polls()["np_0"].due_at, polls()["np_0"].hot_until) == (T + 10_000, T + 30 * MINUTE)


def test_a_scheduler_that_dies_between_question_and_answer_costs_its_shops_a_minute(
    hub: ManyHub, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R42."""
    make_polls(600)
    with monkeypatch.context() as dying, pytest.raises(Broken):
        dying.setattr(many, "exchange", broken_off)
        rounds.ask(true_now=NOW)
    time.pass_by(59.5)
    assert len(hub.asked) == 100
    time.pass_by(1)
    assert (len(hub.asked), set(hub.asked.values())) == (600, {1})


def broken_off(*_: object, **__: object) -> Answer:
    raise Broken


def test_while_the_hub_is_away_one_batch_tries_after_each_pause_and_then_every_shop_is_asked_about_once(
    hub: ManyHub, time: Time
) -> None:
    """R42: an outage of an hour."""
    make_polls(3_000)
    hub.down = True
    tried: list[float] = []
    while time.elapsed < 3_600:
        before = len(hub.calls)
        time.pass_by(0.5)
        tried += [time.elapsed] * (len(hub.calls) - before)
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert all(1 <= pause <= 60.5 for pause in pauses)
    assert all(pause >= 30 for pause in pauses[6:])
    assert 60 <= len(tried) <= 130
    assert {poll.missed for poll in polls().values()} == {0}
    hub.down = False
    hub.calls.clear()
    time.pass_by(60)
    assert (len(hub.asked), set(hub.asked.values())) == (3_000, {1})


def test_after_a_failure_one_batch_at_a_time_tries_and_not_before_the_pause_is_over() -> None:
    """R42: also where several schedulers of one process share it."""
    circuit = Circuit()
    assert (circuit.admits(0.0), circuit.admits(0.0)) == (True, True)
    pause = circuit.failed(0.0, 7, None) / 1000
    assert [circuit.admits(at) for at in (pause - 0.001, pause, pause)] == [False, True, False]
    circuit.release()
    assert circuit.admits(pause)
    again = pause + circuit.failed(pause, 7, timedelta(seconds=100)) / 1000
    assert again - pause >= 100
    assert not circuit.admits(again - 0.001)
    assert circuit.admits(again)
    circuit.succeeded()
    assert (circuit.admits(0.0), circuit.admits(0.0)) == (True, True)


def test_a_trial_that_finds_nothing_due_leaves_the_next_one_its_turn(hub: ManyHub, time: Time) -> None:
    """R42."""
    make_polls(1)
    hub.down = True
    time.pass_by(0.5)
    change(due_at=T + 10_000)
    time.pass_by(9)
    assert len(hub.calls) == 1
    time.pass_by(1)
    assert len(hub.calls) == 2


def test_after_an_answer_the_pauses_begin_anew(hub: ManyHub, time: Time) -> None:
    """R42."""
    make_polls(1)
    hub.down = True
    time.pass_by(300)
    hub.down = False
    time.pass_by(60)
    hub.down = True
    change(due_at=T)
    time.pass_by(0.5)
    hub.calls.clear()
    time.pass_by(2)
    assert len(hub.calls) == 1


def test_a_pause_that_the_hub_asks_for_is_kept(hub: ManyHub, time: Time) -> None:
    make_polls(1)
    hub.says = Answer(Outcome.REFUSED, 429, b"{}", {"Retry-After": "90"}, "HTTP 429")
    time.pass_by(90)
    assert len(hub.calls) == 1
    hub.says = None
    time.pass_by(46)
    assert len(hub.calls) == 2


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"changed": "np_0", "ahead": [], "unknown": []}'], ids=["HTML", "배열", "빈 객체", "글자"]
)
def test_an_answer_that_is_none_moves_nothing(hub: ManyHub, body: bytes) -> None:
    make_polls(1)
    hub.says = Answer(Outcome.SENT, 200, body)
    assert not rounds.ask(true_now=NOW)
    assert (collections(), polls()["np_0"].asked_at) == ([], 0)
    assert T + 1_000 <= polls()["np_0"].due_at < T + 2_000


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_hub_that_refuses_to_answer_for_many_is_asked_shop_by_shop(hub: ManyHub, status: int) -> None:
    """R42: one cursor that it cannot read, a token that is not valid any more, an older hub."""
    shops = make_polls(2)
    hub.says = Answer(Outcome.REFUSED, status, b'{"code": "4000", "message": "no"}', reason=f"HTTP {status}")
    rounds.ask(true_now=NOW)
    assert collections() == [(shop, Line.POLLING) for shop in shops]
    for poll in polls().values():
        assert T + 165_000 <= poll.due_at < T + 495_000


def test_more_shops_than_there_is_room_for_come_again_after_their_lease(hub: ManyHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """R42: none of them is put off to its next turn without having been collected."""
    monkeypatch.setattr(rounds, "MOST_ALONE", 1)
    shops = make_polls(3)
    hub.says = Answer(Outcome.REFUSED, 401, b"{}", reason="HTTP 401")
    rounds.ask(true_now=NOW)
    assert collections() == [(shops[0], Line.POLLING)]
    assert [poll.due_at == T + LEASE for poll in polls().values()] == [False, True, True]


def test_a_shop_that_the_hub_does_not_know_is_asked_for_by_itself_at_the_third_time_until_it_is_known(
    hub: ManyHub, time: Time
) -> None:
    """R42."""
    shops = make_polls(2)
    hub.strangers = {"np_1"}
    seen = []
    for _ in range(3):
        change(due_at=T)
        rounds.ask(true_now=NOW)
        seen.append((polls()["np_1"].missed, collections()))
    assert seen == [(1, []), (2, []), (3, [(shops[1], Line.POLLING)])]
    assert (polls()["np_1"].due_at - polls()["np_1"].phase) % 330_000 == 0
    hub.strangers = set()
    change(due_at=T)
    rounds.ask(true_now=NOW)
    assert polls()["np_1"].missed == 0


def test_a_shop_that_is_asked_for_by_itself_keeps_its_turn_however_far_that_is_ahead(hub: ManyHub) -> None:
    """R42: it is none that only a clock set back has put there."""
    make_polls(1)
    change(phase=(T + 160_000) % 330_000)
    hub.says = Answer(Outcome.REFUSED, 401, b"{}", reason="HTTP 401")
    rounds.ask(true_now=NOW)
    assert polls()["np_0"].due_at == T + 490_000
    rounds.ask(true_now=NOW + timedelta(seconds=1))
    assert (len(hub.calls), polls()["np_0"].due_at) == (1, T + 490_000)


@pytest.mark.parametrize(
    "jump", [timedelta(hours=-1), timedelta(minutes=-20), timedelta(days=1)], ids=["한 시간 뒤로", "20분 뒤로", "하루 앞으로"]
)
def test_a_clock_that_jumps_keeps_no_shop_waiting_and_starts_no_storm(hub: ManyHub, time: Time, jump: timedelta) -> None:
    """R42: within the longest gap of elapsed time every shop is asked about."""
    make_polls(700, due_at=None)
    time.pass_by(300, step=2)
    time.off = jump
    hub.calls.clear()
    time.pass_by(FAR / 1000, step=2)
    assert len(hub.asked) == 700
    assert max(hub.asked.values()) <= 3
    hub.calls.clear()
    time.pass_by(240, step=2)
    assert set(hub.asked.values()) == {1}  # they are spread again


def test_a_change_is_found_within_ten_minutes_also_where_a_scheduler_dies(
    hub: ManyHub, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R42: the worst case is a change just after the question, and a sudden end at the next one."""
    [shop_id] = make_polls(1)
    time.pass_by(0.5)
    hub.feeds["np_0"] = 6
    began = time.elapsed
    with monkeypatch.context() as dying, pytest.raises(Broken):
        dying.setattr(many, "exchange", broken_off)
        time.pass_by(600)
    while not collections() and time.elapsed < began + 1_000:
        time.pass_by(0.5)
    assert collections() == [(shop_id, Line.HINTED)]
    assert time.elapsed - began <= FAR / 1000 + 1


@pytest.fixture
def alone(hub: ManyHub, settings: Any) -> ManyHub:
    settings.HUB_PROFILE = "naver"
    return hub


def test_a_hub_that_answers_for_one_is_asked_shop_by_shop(alone: ManyHub) -> None:
    """R42: polled by time, behind what is hinted."""
    shops = make_polls(2)
    rounds.ask(true_now=NOW)
    assert (alone.calls, collections()) == ([], [(shop, Line.POLLING) for shop in shops])
    for poll in polls().values():
        assert T + 165_000 <= poll.due_at < T + 495_000


@pytest.mark.parametrize("profile", ["naver", "minishop"])
def test_a_shop_for_which_only_a_collection_was_enqueued_has_not_been_asked_about(
    alone: ManyHub, settings: Any, profile: str
) -> None:
    """R42, Q9: its seller is told once nobody could for ten minutes."""
    settings.HUB_PROFILE = profile
    make_polls(1)
    change(asked_at=T - 7 * MINUTE)
    alone.says = Answer(Outcome.REFUSED, 401, b"{}", reason="HTTP 401")
    rounds.ask(true_now=NOW)
    assert (polls()["np_0"].asked_at, len(collections())) == (T - 7 * MINUTE, 1)


def test_no_more_polled_shops_wait_than_workers_can_get_through(alone: ManyHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest stay due, and come when there is room; what is hinted is not counted."""
    monkeypatch.setattr(rounds, "MOST_ALONE", 30)
    make_polls(50)
    while rounds.ask(true_now=NOW):
        pass
    rounds.ask(true_now=NOW)
    assert len(collections()) == 30
    assert sorted(poll.due_at == T for poll in polls().values()) == [False] * 30 + [True] * 20
    Job.objects.update(line=Line.HINTED)
    rounds.ask(true_now=NOW)
    assert len(collections()) == 50
