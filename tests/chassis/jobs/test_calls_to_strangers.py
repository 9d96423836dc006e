"""Calls to strangers: bounded in time and number, settled or handed back, and no host holding up the others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, OperationalError, connection, transaction
from tests.servers import HEAD, Gate, Server, Speak, answers, drips, hangs, says

from minishop.chassis import http
from minishop.chassis.http import Answer, Outcome, Request
from minishop.chassis.jobs import attempts, hosts, lasting, queue, registry, statements, strangers, upkeep
from minishop.chassis.jobs import caller as caller_of_strangers
from minishop.chassis.jobs.caller import Caller
from minishop.chassis.jobs.domain.lines import Line, Pool, share_of_host
from minishop.chassis.jobs.hosts import Hosts, Place
from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimer, millis
from minishop.chassis.jobs.registry import Task, task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ME = 7
Serve = Callable[..., Server]


class World:
    """A caller, a clock that a test moves, and what came of the calls."""

    def __init__(self) -> None:
        self.now = NOON
        self.came: list[tuple[str, Answer]] = []
        self.callers: list[Caller] = []

    def __call__(self) -> Moment:
        return Moment(true=self.now, calendar=self.now)

    def caller(self, **named: int) -> Caller:
        self.callers.append(Caller(ME, self, **named))
        return self.callers[-1]

    def task(self, *, short: bool = False, **request: object) -> Task:
        def prepare(to: str, now: datetime) -> Request:
            return Request("GET", to, **request)  # type: ignore[arg-type]

        @task(line=Line.HINTED, prepare=prepare, short=short)
        def call(to: str, answer: Answer, now: datetime) -> None:
            self.came.append((to, answer))

        return call

    def pass_(self, passed: timedelta) -> None:
        """Time passes, and what is due by then is ready."""
        self.now += passed
        queue.promote(true=millis(self.now), calendar=millis(self.now))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, several_connections: None) -> Iterator[World]:
    monkeypatch.setattr(registry._registry, "tasks", {})
    made = World()
    yield made
    for caller in made.callers:
        assert caller.end(10)


def put(called: Task, *urls: str) -> None:
    with transaction.atomic():
        for url in urls:
            called.enqueue(now=NOON, url=url, to=url)


def until(caller: Caller, holds: Callable[[], bool]) -> None:
    """Lets the caller work until something holds. Raises AssertionError when it does not come to that."""
    for _ in range(1_000):
        if holds():
            return
        caller.step()
        caller.rest(0.02)
    raise AssertionError("it never came to that")


def settled(caller: Caller) -> None:
    until(caller, lambda: not caller._held and not Job.objects.filter(state="ready").exists())


def at(server: Server, name: str = "shop", path: str = "") -> str:
    return f"http://{name}.localhost:{server.port}/{path}"


def latest(ways: Sequence[Speak]) -> Speak:
    """Speaks as the last of ``ways`` does, to which a test adds."""

    def speak(connection: socket.socket, over: threading.Event) -> None:
        ways[-1](connection, over)

    return speak


def waits() -> list[tuple[str, int]]:
    return list(Job.objects.order_by("id").values_list("state", "attempts"))


@pytest.mark.parametrize(
    "speak",
    [
        hangs,
        drips(HEAD + b"X-Slow: " + b"x" * 900 + b"\r\n\r\nhello", len(HEAD)),
        drips(HEAD.replace(b"5", b"900") + b"\r\n" + b"x" * 900, len(HEAD) + 4),
    ],
    ids=["무응답", "머리를 조금씩", "본문을 조금씩"],
)
def test_a_call_ends_in_its_time_and_gives_its_slot_back(serve: Serve, world: World, speak: object) -> None:
    caller = world.caller(slots=1)
    put(world.task(timeout=0.4), at(serve(speak)))
    settled(caller)
    assert [(answer.outcome, answer.reason) for _, answer in world.came] == [(Outcome.TIMED_OUT, "no answer in 0.4 s")]
    good = at(serve(answers), "good")
    put(world.task(), good)
    settled(caller)
    assert world.came[1][0] == good


def test_a_call_takes_five_seconds_and_two_to_a_host_unless_it_says_otherwise() -> None:
    assert (Request("GET", "").timeout, Request("GET", "").at_once) == (5.0, 2)


def test_a_body_that_comes_too_slowly_is_not_waited_for(serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_SLOW_START", 0.1)
    server = serve(drips(HEAD.replace(b"5", b"900") + b"\r\n" + b"x" * 900, len(HEAD) + 4))
    put(world.task(timeout=30.0, slowest=1_000), at(server))
    settled(world.caller())
    assert [answer.reason for _, answer in world.came] == ["less than 1,000 bytes a second"]


def test_a_host_never_reached_gets_one_call_and_a_good_one_two_and_the_others_wait_uncounted(serve: Serve, world: World) -> None:
    first, later = Gate(), Gate()
    gates = [first]
    server = serve(latest(gates))
    caller, called = world.caller(), world.task()
    put(called, *[at(server)] * 20)
    until(caller, lambda: waits().count(("later", 0)) == 19 and first.most == 1)
    assert waits().count(("running", 1)) == 1
    gates.append(later)
    first.open()
    settled(caller)
    world.pass_(timedelta(seconds=1))
    until(caller, lambda: not Job.objects.filter(state="ready").exists() and later.most == 2)
    assert (server.connections, waits().count(("running", 1)), waits().count(("later", 0))) == (3, 10, 9)
    later.open()
    until(caller, lambda: not caller._held)
    assert (later.most, len(world.came)) == (2, 11)


def test_doubtful_hosts_together_hold_a_quarter_and_good_ones_the_rest(serve: Serve, world: World) -> None:
    bad, good = serve(hangs), serve(answers)
    caller, called = world.caller(slots=8), world.task(timeout=3.0)
    put(called, at(good))
    settled(caller)
    put(called, *[at(bad, f"bad{number}") for number in range(6)])
    until(caller, lambda: waits().count(("later", 0)) == 4 and bad.connections == 2)
    put(called, at(good))
    until(caller, lambda: len(world.came) == 2)
    assert [answer.ok for _, answer in world.came] == [True, True]


def test_a_thousand_names_at_one_address_are_four_hosts(serve: Serve, world: World) -> None:
    gate = Gate()
    server = serve(gate)
    caller = world.caller()
    put(world.task(), *[at(server, f"name{number}") for number in range(12)])
    until(caller, lambda: waits().count(("later", 0)) == 4 and gate.most == 8)
    gate.open()
    settled(caller)
    assert (len(world.came), StrangerHost.objects.filter(failures__gt=0).count()) == (8, 0)
    world.pass_(timedelta(seconds=1))
    settled(caller)
    assert len(world.came) == 12


def test_our_own_hosts_are_not_bounded_one_by_one_and_never_left_alone(serve: Serve, world: World) -> None:
    gate = Gate(b"503 Busy")
    server = serve(gate)
    caller = world.caller()
    put(world.task(at_once=None), *[at(server, path=str(number)) for number in range(10)])
    until(caller, lambda: gate.most == 10)
    gate.open()
    settled(caller)
    put(world.task(at_once=None), at(server))
    settled(caller)
    assert (len(world.came), StrangerHost.objects.count()) == (11, 0)


def test_three_failures_park_a_host_and_one_trial_ends_it(serve: Serve, world: World) -> None:
    ways = [says(b"503 Busy")]
    server = serve(latest(ways))
    caller, called = world.caller(), world.task()
    for _ in range(3):
        put(called, at(server))
        settled(caller)
    row = StrangerHost.objects.get()
    assert (row.failures, row.last_error) == (3, "HTTP 503")
    assert row.parked_until is not None
    put(called, *[at(server)] * 3)
    settled(caller)
    assert (server.connections, waits()) == (3, [("later", 0)] * 3)
    assert {job.due for job in Job.objects.all()} == {_whole(row.parked_until)}
    trial = Gate()
    ways.append(trial)
    world.pass_(row.parked_until - NOON + timedelta(milliseconds=1))
    until(caller, lambda: waits().count(("later", 0)) == 2)
    trial.open()
    settled(caller)
    released = StrangerHost.objects.get()
    assert (server.connections, released.failures, released.parked_until, released.last_error) == (4, 0, None, "")
    world.pass_(timedelta(seconds=1))
    settled(caller)
    assert (server.connections, Job.objects.count()) == (6, 0)


def test_a_trial_that_fails_doubles_the_pause(serve: Serve, world: World) -> None:
    server = serve(says(b"503 Busy"))
    caller, called = world.caller(), world.task()
    StrangerHost.objects.create(host=http.host_of(at(server)), failures=3, parked_until=NOON, changed_at=NOON)
    put(called, *[at(server)] * 4)
    settled(caller)
    row = StrangerHost.objects.get()
    assert (server.connections, row.failures) == (1, 4)
    assert row.parked_until is not None
    assert row.parked_until - NOON == strangers.pause_after(row.host, 4)


@pytest.mark.parametrize(
    ("failures", "least", "most"), [(3, 30, 60), (4, 60, 120), (5, 120, 240), (9, 1_800, 3_600), (40, 1_800, 3_600)]
)
def test_the_pause_doubles_from_half_a_minute_to_half_an_hour_and_differs_by_host(failures: int, least: int, most: int) -> None:
    pauses = {strangers.pause_after(f"shop{number}.example", failures) for number in range(50)}
    seconds = sorted(pause.total_seconds() for pause in pauses if pause is not None)
    assert least <= seconds[0] < seconds[-1] < most
    assert len(seconds) > 40


def test_of_two_callers_each_knows_what_became_of_the_others_calls(serve: Serve, world: World) -> None:
    ways = [says(b"200 OK")]
    server = serve(latest(ways))
    one, other, idle, called = world.caller(), world.caller(), world.caller(), world.task()
    for caller in (one, other, idle):
        put(called, at(server))
        settled(caller)
    ways.append(says(b"503 Busy"))
    for caller in (one, other, one):
        put(called, at(server))
        settled(caller)
    row = StrangerHost.objects.get()
    assert (row.failures, row.parked_until is None, server.connections) == (3, False, 6)
    for caller in (one, other, idle):
        put(called, at(server))
        settled(caller)
        assert caller._hosts._hosts[row.host].failures == 3
    assert (StrangerHost.objects.get().failures, server.connections) == (3, 6)


def test_an_answer_begins_the_count_of_failures_anew_and_the_last_reason_is_kept() -> None:
    strangers.note({"a": ["HTTP 500", "", "HTTP 502"], "b": ["no answer"] * 2, "c": ["no answer", ""]}, true_now=NOON)
    strangers.note({"b": ["HTTP 503"]}, true_now=NOON)
    told = {row.host: (row.failures, row.last_error, row.parked_until is None) for row in StrangerHost.objects.all()}
    assert told == {"a": (1, "HTTP 502", True), "b": (3, "HTTP 503", False), "c": (0, "", True)}


def test_a_host_that_is_left_alone_delays_no_other(serve: Serve, world: World) -> None:
    """A job that was enqueued for one address calls another by now: what waits for the first is not put off with it."""
    server, moved = serve(answers), list[str]()

    def prepare(to: str, now: datetime) -> Request:
        return Request("GET", moved[0] if moved and to == first else to)

    @task(line=Line.HINTED, prepare=prepare)
    def call(to: str, answer: Answer, now: datetime) -> None:
        world.came.append((to, answer))

    first, second = at(server, "first"), at(server, "second")
    parked = NOON + timedelta(minutes=40)
    StrangerHost.objects.create(host=http.host_of(second), failures=5, parked_until=parked, changed_at=NOON)
    moved.append(second)
    put(call, first)
    claimed = world.caller()
    jobs = claimed._claimed()
    claimed._hold(jobs)
    put(call, f"{first}other", second)
    claimed._prepare(jobs)
    assert sorted(Job.objects.values_list("state", "arguments__to")) == [
        ("later", first),
        ("later", second),
        ("ready", f"{first}other"),
    ]


def test_what_a_key_is_for_takes_the_turn_of_its_latest_address(world: World) -> None:
    called = world.task()
    for url in ("http://a.example/", "http://b.example/"):
        with transaction.atomic():
            called.enqueue(now=NOON, key="k", url=url, to=url)
    assert Job.objects.get().share == share_of_host("b.example")


def test_while_there_is_no_room_nothing_is_claimed_before_a_call_ends(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_of_strangers, "_BUSY", timedelta(hours=1))
    gate = Gate()
    server, claims = serve(gate), []
    caller, claim = world.caller(slots=4), Claimer.claim

    def counted(claimer: Claimer, most: int, *, last: Line = Line.HOUSEKEEPING) -> list[queue.Claimed]:
        claims.append(most)
        return claim(claimer, most, last=last)

    monkeypatch.setattr(Claimer, "claim", counted)
    put(world.task(), *[at(server, f"name{number}") for number in range(3)])
    until(caller, lambda: waits().count(("later", 0)) == 2 and gate.most == 1)
    put(world.task(), at(server, "new"))
    before = len(claims)
    for _ in range(5):
        caller.step()
    assert (len(claims), waits().count(("ready", 0))) == (before, 1)
    gate.open()
    until(caller, lambda: len(world.came) == 2)


def test_a_set_is_put_off_once_a_host_and_with_it_no_more_than_some_hundreds(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_POSTPONED", 3)
    postponed: list[int] = []
    postpone = queue.postpone

    def counted(ids: list[int], **named: int) -> None:
        postponed.append(len(ids))
        postpone(ids, **named)

    monkeypatch.setattr(queue, "postpone", counted)
    server, caller = serve(answers), world.caller()
    parked = NOON + timedelta(minutes=40)
    StrangerHost.objects.create(host=http.host_of(at(server)), failures=5, parked_until=parked, changed_at=NOON)
    put(world.task(), *[at(server)] * 20)
    jobs = caller._claimed()
    caller._hold(jobs)
    caller._prepare(jobs)
    assert (postponed, waits().count(("later", 0)), waits().count(("ready", 0))) == ([16], 19, 1)


def test_two_failures_are_no_reason_to_leave_a_host_alone() -> None:
    assert strangers.pause_after("shop.example", 2) is None


def test_a_clock_set_back_leaves_no_host_alone_for_longer(serve: Serve, world: World) -> None:
    server = serve(answers)
    ahead = NOON + timedelta(hours=1, seconds=1)
    row = StrangerHost.objects.create(host=http.host_of(at(server)), failures=5, parked_until=ahead, changed_at=ahead)
    assert (strangers.is_parked(row, NOON), list(strangers.parked(NOON))) == (False, [])
    put(world.task(), at(server))
    settled(world.caller())
    assert [answer.ok for _, answer in world.came] == [True]


def test_short_outcomes_that_came_together_are_one_transaction(serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    server, ended = serve(answers), []
    finish = queue.finish

    def note(ids: list[int], **named: int) -> set[int]:
        ended.append(len(ids))
        return finish(ids, **named)

    monkeypatch.setattr(queue, "finish", note)
    caller = world.caller()
    put(world.task(short=True), *[at(server, f"name{number}") for number in range(4)])
    caller.step()
    while len(caller._came) < 4:
        caller.rest(0.02)
    assert caller._hosts._memory == sum(one.size for one in caller._came) > 0
    settled(caller)
    assert (ended, len(world.came), caller._hosts._memory) == ([4], 4, 0)


def test_a_kept_connection_is_of_one_name(serve: Serve, world: World) -> None:
    server = serve(answers)
    caller, called = world.caller(), world.task()
    for name, connections in (("a", 1), ("a", 1), ("b", 2), ("a", 2)):
        put(called, at(server, name))
        settled(caller)
        assert server.connections == connections


def test_a_graceful_end_gives_back_what_waits_and_lets_the_others_end(serve: Serve, world: World) -> None:
    gate = Gate()
    server = serve(gate)
    caller = world.caller()
    StrangerHost.objects.create(host=http.host_of(at(server)), failures=0, changed_at=NOON)
    put(world.task(), *[at(server)] * 6)
    turns = list(Job.objects.order_by("id").values_list("turn", flat=True))
    until(caller, lambda: gate.most == 2)
    until(caller, lambda: sum(len(host.waiting) for host in caller._hosts._hosts.values()) == 4)
    gate.open_after(0.3)
    assert world.callers.pop().end(10)
    assert (len(world.came), waits()) == (2, [("ready", 0)] * 4)
    assert list(Job.objects.order_by("id").values_list("turn", flat=True)) == turns[2:]


def test_what_was_kept_for_a_host_that_fails_comes_back_uncounted(serve: Serve, world: World) -> None:
    gate = Gate(b"503 Busy")
    server = serve(gate)
    caller = world.caller()
    StrangerHost.objects.create(host=http.host_of(at(server)), failures=0, changed_at=NOON)
    put(world.task(), *[at(server)] * 6)
    until(caller, lambda: gate.most == 2)
    until(caller, lambda: sum(len(host.waiting) for host in caller._hosts._hosts.values()) == 4)
    gate.open()
    settled(caller)
    assert (server.connections, waits()) == (2, [("later", 0)] * 4)


def test_a_press_sends_what_waits_for_a_parked_host_at_once(serve: Serve, world: World) -> None:
    """지금 다시 시도: what was put back with its host, and what waits for its own next attempt."""
    server = serve(answers)
    caller, called, host = world.caller(), world.task(), http.host_of(at(server))
    parked = NOON + timedelta(minutes=40)
    StrangerHost.objects.create(host=host, failures=5, parked_until=parked, last_error="HTTP 503", changed_at=NOON)
    put(called, at(server), at(server, "other"))
    settled(caller)
    with transaction.atomic():
        called.enqueue(now=NOON, run_at=NOON + timedelta(minutes=9), key="backing off", url=at(server), to=at(server))
        called.enqueue(now=NOON, run_at=NOON + timedelta(minutes=9), url=at(server, "third"), to=at(server, "third"))
    assert (server.connections, Job.objects.filter(state="later").count()) == (1, 3)
    assert upkeep.try_now(host, true_now=NOON)
    assert not upkeep.try_now(host, true_now=NOON), "it is left alone no more"
    settled(caller)
    world.pass_(timedelta(seconds=1))
    settled(caller)
    assert [to for to, _ in world.came] == [at(server, "other"), at(server), at(server)]
    assert [job.arguments["to"] for job in Job.objects.all()] == [at(server, "third")]


def test_hastening_reads_the_waiting_jobs_of_its_stranger_alone(world: World) -> None:
    told = statements.statement(statements.HASTEN, connection.vendor)
    inner = told[told.index("SELECT id FROM jobs_job WHERE state = 'later'") :].rpartition(")")[0]
    asked = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    # So many that no other index is as good, and the figures of the planner are those of this table.
    waiting = [
        Job(task="t", state="later", pool=Pool.STRANGERS, share=share, run_at=share, created_at=NOON) for share in range(2_000)
    ]
    Job.objects.bulk_create(waiting)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_job")
        cursor.execute(f"{asked} {inner}", {"share": 1, "most": 5})
        assert "jobs_for_a_stranger" in str(cursor.fetchall())


def test_an_end_that_takes_too_long_says_so(serve: Serve, world: World) -> None:
    caller = world.caller()
    put(world.task(timeout=1.0), at(serve(hangs)))
    until(caller, lambda: bool(caller._held))
    assert not caller.end(0.2)
    assert waits() == [("running", 1)]


def test_what_cannot_be_prepared_is_tried_again_and_what_needs_no_call_is_done(world: World) -> None:
    def prepare(word: str, now: datetime) -> Request | None:
        if word == "bad":
            raise RuntimeError("no such row")
        return None

    @task(prepare=prepare)
    def call(word: str, answer: Answer, now: datetime) -> None:
        raise AssertionError("nobody was called")

    caller = world.caller()
    with transaction.atomic():
        call.enqueue(now=NOON, url="http://shop.example/", word="bad")
        call.enqueue(now=NOON, url="http://shop.example/", word="gone")
    settled(caller)
    assert [(job.state, job.attempts, job.last_error) for job in Job.objects.all()] == [("later", 1, "RuntimeError: no such row")]


@pytest.mark.parametrize("moment", ["known", "run_all"], ids=["준비할 때", "적을 때"])
def test_a_database_that_is_away_for_a_moment_costs_no_job_and_no_slot(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    deed, away = getattr(attempts, moment), [True]

    def fails_once(*given: object, **named: object) -> object:
        if away:
            away.pop()
            raise OperationalError("away")
        return deed(*given, **named)

    monkeypatch.setattr(attempts, moment, fails_once)
    caller = world.caller(slots=1)
    put(world.task(), at(serve(answers)))
    settled(caller)
    until(caller, lambda: not Job.objects.exists())
    assert ([answer.ok for _, answer in world.came], away) == ([True], [])


def test_a_host_that_no_row_keeps_is_no_host_and_its_job_gets_its_answer(serve: Serve, world: World) -> None:
    """284 characters: a row of it would be refused by PostgreSQL, and the call made again at once, for ever."""
    far = "http://" + ".".join(["a" * 56] * 5) + "/"
    caller = world.caller()
    put(world.task(), *[far] * 2, at(serve(answers)))
    settled(caller)
    world.pass_(timedelta(seconds=1))
    settled(caller)
    assert sorted(answer.ok for _, answer in world.came) == [False, False, True]
    assert [len(row.host) < 50 for row in StrangerHost.objects.all()] == [True]
    assert [http.host_of(f"http://{'a' * size}/") for size in (253, 254)] == ["a" * 253, ""]


@pytest.mark.parametrize("moment", ["known", "note"], ids=["읽을 때", "적을 때"])
def test_a_fault_with_what_is_known_of_hosts_is_an_attempt_or_nothing_but_never_for_ever(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch, moment: str, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise DataError("value too long")

    monkeypatch.setattr(strangers, moment, refused)
    put(world.task(), at(serve(answers)))
    settled(world.caller(slots=1))
    if moment == "known":
        assert [(job.state, job.attempts, job.last_error) for job in Job.objects.all()] == [
            ("later", 1, "DataError: value too long")
        ]
    else:
        assert ([answer.ok for _, answer in world.came], waits()) == ([True], [])


def test_a_call_that_is_asked_for_anew_before_its_end_is_noted_is_held_still(serve: Serve, world: World) -> None:
    caller = world.caller()
    put(world.task(), at(serve(answers)))
    jobs = caller._claimed()
    for _ in range(2):
        caller._hold(jobs)
    caller._let_go([jobs[0].id])
    assert caller._ids_held() == {jobs[0].id}
    caller._let_go([jobs[0].id])
    assert not caller._held


def test_a_call_whose_claim_was_never_heard_of_is_made(serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    caller, lost, hold = world.caller(), [True], Caller._hold

    def without_answer(caller: Caller, jobs: Sequence[queue.Claimed]) -> None:
        if jobs and lost:
            lost.clear()
            raise OperationalError("the connection is gone")
        hold(caller, jobs)

    monkeypatch.setattr(Caller, "_hold", without_answer)
    put(world.task(), at(serve(answers)))
    with pytest.raises(OperationalError):
        caller.step()
    assert waits() == [("running", 1)]
    until(caller, lambda: not Job.objects.exists())
    assert ([answer.ok for _, answer in world.came], lost) == ([True], [])


def test_a_caller_whose_thread_is_held_for_twice_its_time_says_so(
    serve: Serve, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, now = world.caller(), [0.0]
    monkeypatch.setattr(lasting, "monotonic", lambda: now[0])
    put(world.task(), at(serve(answers)))
    number = caller._lasting.begin(Claimer(8, Pool.STRANGERS).claim(1))
    now[0] = 2 * 300 + 1
    with pytest.raises(lasting.Overdue):
        caller.step()
    caller._lasting.end(number)


def test_a_fault_of_ours_in_a_call_is_an_answer_too(world: World, monkeypatch: pytest.MonkeyPatch, socket_enabled: object) -> None:
    async def broken(request: Request, *, by_address: bool) -> Answer:
        raise RuntimeError

    monkeypatch.setattr(http, "_asked", broken)
    put(world.task(), "http://shop.localhost/")
    settled(world.caller(slots=1))
    assert [(answer.outcome, answer.reason) for _, answer in world.came] == [(Outcome.UNREACHABLE, "RuntimeError")]


def test_a_suspect_is_called_for_with_nothing_beside_it(serve: Serve, world: World) -> None:
    """Two workers went away with it; innocent calls beside it would be counted as such too."""
    gate = Gate()
    server = serve(gate)
    caller, called = world.caller(), world.task()
    put(called, *[at(server, f"name{number}") for number in range(5)])
    second = Job.objects.order_by("id")[1].id
    Job.objects.filter(id=second).update(losses=2)
    gate.open()
    together: list[set[int]] = []

    def looked() -> bool:
        together.append(set(caller._held))
        return not Job.objects.exists()

    until(caller, looked)
    assert all(held == {second} for held in together if second in held)
    assert len(world.came) == 5


def _whole(instant: datetime) -> datetime:
    return datetime.fromtimestamp(millis(instant) / 1000, UTC)


def _request(size: int = 1, at_once: int | None = 2) -> Request:
    return Request("GET", "http://shop.example/", max_bytes=size, at_once=at_once)


def _met(slots: int = 200, **failures: int | None) -> Hosts[str]:
    met: Hosts[str] = Hosts(slots)
    for name, count in failures.items():
        met.learn(name, count)
    return met


def test_answers_under_way_fit_into_memory_and_none_is_too_large_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MEMORY", 100)
    met = _met(a=0, b=0)
    assert met.offer("a", _request(150), "a1") is Place.GOES
    assert met.offer("b", _request(1), "b1") is Place.NO_ROOM, "no end of a call to it would let it go"
    met.ended("a", _request(150), failed=False)
    assert [met.offer("a", _request(50), "a2"), met.offer("b", _request(50), "b2")] == [Place.GOES, Place.GOES]
    assert met.offer("b", _request(1), "b3") is Place.WAITS
    assert met.ended("b", _request(50), failed=False).going == ["b3"]


def test_what_was_kept_comes_back_when_its_host_fails() -> None:
    met = _met(a=0)
    places = [met.offer("a", _request(), f"a{number}") for number in range(11)]
    assert places == [Place.GOES] * 2 + [Place.WAITS] * 8 + [Place.COMES_BACK]
    ended = met.ended("a", _request(), failed=True)
    assert (ended.going, ended.coming_back) == ([], [f"a{number}" for number in range(2, 10)])
    assert met._hosts["a"].failures == 1


def test_a_call_that_was_not_made_says_nothing_of_its_host() -> None:
    met = _met(a=2, b=None)
    for name in ("a", "b"):
        assert met.offer(name, _request(), "call") is Place.GOES
        met.ended(name, _request(), failed=None)
    assert [met._hosts[name].failures for name in "ab"] == [2, None]


def test_a_host_that_turns_good_frees_the_doubtful_share() -> None:
    met = _met(slots=4, a=None, b=None)
    assert [met.offer("a", _request(), "a1"), met.offer("b", _request(), "b1")] == [Place.GOES, Place.NO_ROOM]
    met.ended("a", _request(), failed=False)
    met.written(["a"])
    assert [met.offer("a", _request(), "a2"), met.offer("b", _request(), "b2")] == [Place.GOES, Place.GOES]
    met.ended("a", _request(), failed=True)
    met.ended("b", _request(), failed=True)
    assert met.offer("a", _request(), "a3") is Place.COMES_BACK, "no row tells yet whether it is parked"
    met.written(["a", "b"])
    assert met.offer("a", _request(), "a4") is Place.GOES
    assert met.offer("b", _request(), "b3") is Place.NO_ROOM


def test_an_answer_takes_memory_until_it_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MEMORY", 100)
    met = _met(a=0, b=0)
    assert met.offer("a", _request(90), "a1") is Place.GOES
    met.ended("a", _request(90), failed=False, size=60)
    assert met.offer("b", _request(50), "b1") is Place.NO_ROOM
    assert met.offer("b", _request(40), "b2") is Place.GOES
    met.settled(60)
    assert met.offer("b", _request(50), "b3") is Place.GOES


def test_what_another_process_knows_of_a_host_is_learned_once_our_own_answers_are_written() -> None:
    met = _met(a=0)
    assert [met.offer("a", _request(), "a1"), met.offer("a", _request(), "a2")] == [Place.GOES, Place.GOES]
    met.ended("a", _request(), failed=True)
    met.learn_anew("a", 0)
    assert (met._hosts["a"].failures, met._to_doubtful) == (1, 1)
    met.written(["a"])
    met.learn_anew("a", 0)
    assert (met._hosts["a"].failures, met._to_doubtful) == (0, 0)


def test_of_thousands_of_hosts_the_idle_one_that_was_asked_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MOST_KEPT", 3)
    met = _met(busy=0, old=0, used=0)
    assert met.offer("busy", _request(), "b1") is Place.GOES
    assert met.offer("used", _request(), "u1") is Place.GOES
    met.ended("used", _request(), failed=False)
    met.written(["used"])
    for name in ("one", "two"):
        met.learn(name, 0)
    assert [name for name in ("busy", "old", "used", "one", "two") if met.knows(name)] == ["busy", "one", "two"]
    assert met.offer("old", _request(), "o1") is Place.GOES, "as one that was never reached"
