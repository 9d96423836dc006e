"""Every call ends in its time, whatever the other side sends; and waits for nobody it must not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from tests.servers import HEAD, Server, answers, drips, hangs, says

from minishop.chassis.calls import loop
from minishop.chassis.calls.circuits import IN_A_ROW
from minishop.chassis.calls.roles import Role, set_role
from minishop.chassis.http import PAGE_CALLS, Answer, LeafCalls, Outcome, Terms, exchange


@pytest.mark.parametrize(
    "speak",
    [
        hangs,
        drips(HEAD + b"X-Slow: " + b"x" * 200 + b"\r\n\r\nhello", len(HEAD)),
        drips(HEAD.replace(b"5", b"200") + b"\r\n" + b"x" * 200, len(HEAD) + 4),
    ],
    ids=["무응답", "머리를 조금씩", "본문을 조금씩"],
)
def test_the_limit_is_of_the_whole_call_however_the_other_side_is_slow(serve: Callable[..., Server], speak: object) -> None:
    answer = exchange("GET", f"http://localhost:{serve(speak).port}/", timeout=0.4)
    assert (answer.outcome, answer.reason) == (Outcome.TIMED_OUT, "no answer in 0.4 s")


def test_looking_a_name_up_is_inside_the_limit(monkeypatch: pytest.MonkeyPatch, socket_enabled: object) -> None:
    over = threading.Event()
    monkeypatch.setenv("MINISHOP_MODE", "production")
    monkeypatch.setattr("minishop.chassis.http.socket.getaddrinfo", lambda *_, **__: over.wait(60) and [])
    assert exchange("GET", "https://shop.example/", timeout=0.2).outcome is Outcome.TIMED_OUT
    over.set()


def test_a_silence_inside_the_limit_ends_the_call_too(serve: Callable[..., Server]) -> None:
    answer = exchange("GET", f"http://localhost:{serve(hangs).port}/", timeout=60, silence=0.2)
    assert (answer.outcome, answer.reason) == (Outcome.TIMED_OUT, "silent for 0.2 s")


def test_a_connection_is_kept_for_a_name_and_for_no_other(serve: Callable[..., Server]) -> None:
    server = serve(answers)
    for name, connections in (("a", 1), ("a", 1), ("b", 2), ("a", 2)):
        assert exchange("GET", f"http://{name}.localhost:{server.port}/").body == b"hello"
        assert server.connections == connections


def test_no_more_names_are_kept_than_a_process_can_bear(serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "MOST_NAMES", 2)
    monkeypatch.setattr("minishop.chassis.http._clients", loop.Clients())
    server = serve(answers)
    for name, connections in (("a", 1), ("b", 2), ("c", 3), ("c", 3), ("a", 4)):
        assert exchange("GET", f"http://{name}.localhost:{server.port}/").body == b"hello"
        assert server.connections == connections


def test_a_leaf_calls_nobody(serve: Callable[..., Server]) -> None:
    server = serve(answers)
    with pytest.raises(LeafCalls):
        _as(Role.LEAF, lambda: exchange("GET", f"http://localhost:{server.port}/"))
    assert server.connections == 0


@pytest.mark.parametrize("terms", [Terms("a", at_once=2), Terms("a", at_once=2, owner="np_1")], ids=["호스트마다", "가맹점마다"])
def test_strangers_are_called_twice_at_once_and_the_third_is_told_at_once(serve: Callable[..., Server], terms: Terms) -> None:
    servers = [serve(hangs), serve(hangs)] if terms.owner else [serve(hangs)]
    urls = [f"http://localhost:{servers[number % len(servers)].port}/" for number in range(3)]
    came = _together([partial(exchange, "GET", url, timeout=1.0, terms=terms) for url in urls])
    assert sorted(answer.reason for answer in came) == [
        "no answer in 1 s",
        "no answer in 1 s",
        "too many calls are under way there",
    ]
    assert sum(server.connections for server in servers) == 2


def test_two_page_threads_are_left_for_pages_that_ask_nobody(serve: Callable[..., Server]) -> None:
    server = serve(hangs)
    url = f"http://localhost:{server.port}/"
    came = _together([lambda: _as(Role.PAGE, lambda: exchange("GET", url, timeout=1.0))] * 8)
    assert sum(answer.outcome is Outcome.TIMED_OUT for answer in came) == PAGE_CALLS
    assert server.connections == PAGE_CALLS


def test_what_does_not_answer_is_not_asked_until_its_pause_is_over(serve: Callable[..., Server]) -> None:
    server = serve(says(b"503 Busy"))
    url = f"http://localhost:{server.port}/"
    for _ in range(IN_A_ROW):
        assert exchange("GET", url, terms=Terms("a")).status == 503
    refused = exchange("GET", url, terms=Terms("a"))
    assert (refused.retryable, refused.reason, server.connections) == (True, "not asked again yet, after: HTTP 503", IN_A_ROW)
    assert exchange("GET", url, terms=Terms("b")).status == 503, "another kind of call has a circuit of its own"
    assert exchange("GET", url, terms=Terms("a", breaks=False)).status == 503, "where money is at stake nothing stands in the way"


def test_refusals_are_answers_and_open_nothing(serve: Callable[..., Server]) -> None:
    server = serve(says(b"404 No"))
    statuses = [exchange("GET", f"http://localhost:{server.port}/").status for _ in range(IN_A_ROW + 5)]
    assert statuses == [404] * (IN_A_ROW + 5)


def _as(role: Role, call: Callable[[], Answer]) -> Answer:
    set_role(role)
    try:
        return call()
    finally:
        set_role(Role.OTHER)


def _together(calls: list[Callable[[], Answer]]) -> list[Answer]:
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda call=call: answers.append(call())) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers
