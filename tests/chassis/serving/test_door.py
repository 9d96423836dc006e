"""A request from the server to a page and back, without a socket: what is read, who answers, what is sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from tests.chassis.serving.fakes import Client, posted, scope
from tests.page_lines import lines

from minishop.chassis.calls.roles import Role, role
from minishop.chassis.serving import limits
from minishop.chassis.serving.door import Door
from minishop.chassis.serving.pools import Pool
from minishop.chassis.serving.routes import PoolName
from minishop.chassis.web.limits import UNREAD

pytestmark = pytest.mark.usefixtures("socket_enabled", "body_limits")


class Routes:
    """By the first letter."""

    def pool_of(self, path: str) -> PoolName:
        return {"l": PoolName.LEAVES, "h": PoolName.HEALTH}.get(path[1:2], PoolName.PAGES)


class Answer(list[bytes]):
    """What a synchronous application gives back."""

    def __init__(self, pieces: Any = (), *, streaming: bool = False, a_file: bool = False) -> None:
        super().__init__([] if streaming else pieces)
        self._pieces, self.streaming = pieces, streaming
        self.closed_in: list[Any] = []
        if a_file:
            self.file_to_stream = object()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    def close(self) -> None:
        self.closed_in.append(threading.current_thread().name)


@pytest.fixture
def body_limits(settings: Any) -> None:
    settings.BODY_LIMIT, settings.BODY_LIMITS, settings.TRUSTED_PROXIES = 1_000, {"/office/": 300_000}, 0


def echo(environ: dict[str, Any], start_response: Any) -> Answer:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Length", environ.get("CONTENT_LENGTH", "none"))])
    return Answer([b"%s %d " % (role().encode(), len(body)), body[:5]])


def ask(request: tuple[dict[str, Any], Client], application: Any = echo, door: Door | None = None) -> Client:
    told, client = request

    async def run() -> None:
        await (door or _door(application))(told, client.receive, client.send)

    asyncio.run(run())
    return client


def _door(application: Any = echo, **pools: Pool) -> Door:
    small = {PoolName.PAGES: Pool(Role.PAGE, 1), PoolName.LEAVES: Pool(Role.LEAF, 1), PoolName.HEALTH: Pool(Role.LEAF, 1)}
    return Door(application, Routes(), pools={**small, **{PoolName(name): pool for name, pool in pools.items()}})  # type: ignore[arg-type]


def got(path: str = "/", **changed: Any) -> tuple[dict[str, Any], Client]:
    return scope(path, **changed), Client()


def test_a_page_is_made_in_a_page_thread_and_sent_whole() -> None:
    client = ask(got())
    assert (client.status, client.body, len(client.sent)) == (200, b"page 0 ", 2)
    assert client.headers[b"x-length"] == b"none"
    assert client.messages, "a request without a body is not read at all"


def test_a_leaf_is_answered_in_a_leafs_thread() -> None:
    assert ask(got("/leaf")).body == b"leaf 0 "


def test_being_alive_is_told_by_the_loop_itself() -> None:
    def nobody(*_: Any) -> Any:
        raise AssertionError

    client = ask(got("/health/live"), nobody)
    assert (client.status, client.body) == (200, b'{"ok": true}')


def test_a_body_in_pieces_reaches_the_page_whole_with_its_length() -> None:
    client = ask(posted(b"ab", b"cde"))
    assert (client.body, client.headers[b"x-length"]) == (b"page 5 abcde", b"5")


def test_a_body_in_chunks_has_its_length_too() -> None:
    told, client = posted(b"ab", b"cde")
    told["headers"] = [(b"transfer-encoding", b"chunked")]
    ask((told, client))
    assert (client.body, client.headers[b"x-length"]) == (b"page 5 abcde", b"5")


@pytest.mark.parametrize(
    ("path", "length", "read"),
    [("/", 1_000, True), ("/", 1_001, False), ("/office/x", 1_001, True)],
    ids=["딱 맞음", "하나 더", "사무실"],
)
def test_what_is_beyond_the_routes_limit_is_left_unread_and_the_page_is_told_its_length(path: str, length: int, read: bool) -> None:
    client = ask(posted(b"x" * length, path=path))
    assert client.headers[b"x-length"] == str(length).encode()
    assert client.body.startswith(b"page %d " % (length if read else 0))
    assert (b"connection" not in client.headers) is read
    assert len(client.messages) == (1 if read else 2)


def test_chunks_beyond_the_limit_end_there() -> None:
    told, client = posted(*[b"x" * 400] * 9)
    told["headers"] = [(b"transfer-encoding", b"chunked")]
    ask((told, client))
    assert (client.headers[b"x-length"], client.headers[b"connection"]) == (b"1200", b"close")


def told_why(environ: dict[str, Any], start_response: Any) -> Answer:
    """A page for what was not taken in."""
    start_response(f"{environ[UNREAD]} Given up", [])
    return Answer([environ["wsgi.input"].read()])


def test_a_body_cut_short_reaches_no_page_but_the_one_that_says_so() -> None:
    client = ask(posted(b"abc", length=4), told_why)
    assert (client.status, client.headers[b"connection"], client.body) == (400, b"close", b"")


def test_a_slow_body_reaches_no_page_but_the_one_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FIRST_BYTE", 0.05)
    told, client = posted(length=4)
    client.messages.clear()
    ask((told, client), told_why)
    assert (client.status, client.headers[b"connection"], client.body) == (408, b"close", b"")


def test_no_header_says_that_a_body_was_given_up() -> None:
    def told(environ: dict[str, Any], start_response: Any) -> Answer:
        assert UNREAD not in environ
        return echo(environ, start_response)

    assert ask(got(headers=[(UNREAD.encode(), b"408"), (b"minishop-unread", b"408")]), told).status == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, b"1.1.1.1", "10.0.0.9"),
        (1, b"9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, b"9.9.9.9, 1.1.1.1", "9.9.9.9"),
        (2, b"1.1.1.1", "10.0.0.9"),
    ],
    ids=["믿지 않음", "하나", "둘", "모자람"],
)
def test_bodies_are_counted_by_who_sends_them(settings: Any, proxies: int, forwarded: bytes, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    door, told = _door(), []
    begin = door.intake._begin
    door.intake._begin = lambda who, *rest: told.append(who) or begin(who, *rest)  # type: ignore[method-assign]
    request = posted(b"a")
    request[0]["headers"].append((b"x-forwarded-for", forwarded))
    ask(request, door=door)
    assert (told, door.intake.held) == ([address], 0)


def _busy(scenario: Callable[[Door, threading.Event], Any], **bounds: Any) -> Any:
    """A door whose one page thread is held until the event is set."""
    release = threading.Event()

    def application(environ: dict[str, Any], start_response: Any) -> Answer:
        if environ["PATH_INFO"] == "/busy":
            assert release.wait(20)
        return echo(environ, start_response)

    async def run() -> Any:
        door = _door(application, pages=Pool(Role.PAGE, 1, **bounds))
        held = Client()
        first = asyncio.ensure_future(door(scope("/busy"), held.receive, held.send))
        await asyncio.sleep(0)
        try:
            return await scenario(door, release)
        finally:
            release.set()
            await first
            assert held.status == 200

    return asyncio.run(run())


@pytest.mark.parametrize("bounds", [{"patience": 0.05}, {"most_waiting": 0}], ids=["너무 오래", "너무 많이"])
def test_who_cannot_get_a_thread_is_told_when_to_come_again_and_that_nothing_has_happened(bounds: dict[str, Any]) -> None:
    async def scenario(door: Door, _: threading.Event) -> Client:
        told, client = posted(b"abc")
        await door(told, client.receive, client.send)
        assert door.intake.held == 0
        return client

    client: Client = _busy(scenario, **bounds)
    assert (client.status, client.headers[b"retry-after"]) == (503, b"5")
    assert "5초 뒤에 다시 눌러 주세요" in client.body.decode()


@pytest.mark.parametrize(
    ("method", "referer", "way"),
    [
        ("GET", b"http://a.example/cart/", "다시 열기 → /stock/?q=1"),
        ("POST", b"http://a.example/cart/?n=2", "이전 화면으로 → /cart/?n=2"),
        ("POST", b"http://evil.example/cart/", "이전 화면으로 → /stock/?q=1"),
        ("POST", b"http://a.example//evil.example/", "이전 화면으로 → /stock/?q=1"),
    ],
    ids=["보던 화면", "보낸 화면", "남의 화면", "남의 주소"],
)
def test_what_is_said_without_a_thread_is_a_page_that_leads_back(method: str, referer: bytes, way: str) -> None:
    async def scenario(door: Door, _: threading.Event) -> Client:
        client = Client()
        told = scope("/stock/", method, [(b"host", b"a.example"), (b"referer", referer)], query_string=b"q=1")
        await door(told, client.receive, client.send)
        return client

    client: Client = _busy(scenario, most_waiting=0)
    assert client.headers[b"content-type"].startswith(b"text/html")
    shown = lines(HttpResponse(client.body))
    assert [line for line in shown if line[0] in "#["] == ["# 지금 요청이 몰리고 있습니다", f"[{way}]", "[처음으로 → /]"]


def test_software_is_told_in_a_line() -> None:
    async def scenario(door: Door, _: threading.Event) -> Client:
        client = Client()
        await door(scope(f"{settings.WIRE_PATHS[0]}x"), client.receive, client.send)
        return client

    client: Client = _busy(scenario, most_waiting=0)
    assert client.body.decode() == "지금 요청이 몰리고 있습니다\n"


def test_a_leaf_and_health_are_answered_while_every_page_thread_is_held() -> None:
    async def scenario(door: Door, _: threading.Event) -> list[bytes]:
        clients = [Client(), Client()]
        for path, client in zip(("/leaf", "/health/"), clients, strict=True):
            await door(scope(path), client.receive, client.send)
        return [client.body for client in clients]

    assert _busy(scenario) == [b"leaf 0 ", b"leaf 0 "]


def test_a_request_whose_client_has_gone_before_it_got_a_thread_is_dropped() -> None:
    async def scenario(door: Door, release: threading.Event) -> tuple[list[Any], int]:
        client, other = Client(), Client()
        waiting = asyncio.ensure_future(door(scope("/gone"), client.receive, client.send))
        await asyncio.sleep(0)
        client.gone.set()
        await waiting
        release.set()
        await door(scope("/next"), other.receive, other.send)
        return client.sent, other.status

    assert _busy(scenario) == ([], 200)


def test_a_fault_outside_the_framework_is_a_plain_500(caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    assert ask(got(), broken).status == 500
    assert "ZeroDivisionError" in caplog.text


def _streams(answer: Answer) -> Any:
    def application(_: Any, start_response: Any) -> Answer:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return answer

    return application


def test_a_stream_is_made_in_a_thread_of_its_own_and_closed_there() -> None:
    answer = Answer((b"x" * 30_000 for _ in range(10)), streaming=True)
    client = ask(got(), _streams(answer))
    assert (client.body, client.is_whole) == (b"x" * 300_000, True)
    assert [len(message["body"]) for message in client.sent[1:]] == [90_000, 90_000, 90_000, 30_000, 0]
    assert answer.closed_in == ["leaf-1"]


def test_a_file_up_to_a_megabyte_is_sent_at_once_and_a_larger_one_as_a_stream() -> None:
    small = ask(got(), _streams(Answer(iter([b"x" * 500_000] * 2), streaming=True, a_file=True)))
    assert (len(small.sent), len(small.body)) == (2, 1_000_000)
    large = ask(got(), _streams(Answer(iter([b"x" * 500_000] * 3), streaming=True, a_file=True)))
    assert (len(large.sent) > 2, len(large.body), large.is_whole) == (True, 1_500_000, True)


def test_a_stream_that_breaks_at_its_beginning_is_an_answer_and_later_it_stays_unfinished(caplog: pytest.LogCaptureFixture) -> None:
    def breaks(after: int) -> Iterator[bytes]:
        yield from [b"x" * limits.STREAM_PIECE] * after
        raise ZeroDivisionError

    assert ask(got(), _streams(Answer(breaks(0), streaming=True))).status == 500
    later = ask(got(), _streams(Answer(breaks(2), streaming=True)))
    assert (later.status, later.is_whole) == (200, False)
    assert "ZeroDivisionError" in caplog.text


def test_a_reader_who_takes_nothing_ends_the_stream_and_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READER_PATIENCE", 0.05)
    made: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            made.append(1)
            yield b"x" * limits.STREAM_PIECE

    client = Client()

    async def send(message: Any) -> None:
        client.sent.append(message)
        if message["type"] == "http.response.body":
            await asyncio.sleep(60)

    client.send = send  # type: ignore[method-assign]
    answer = Answer(endless(), streaming=True)
    ask((scope(), client), _streams(answer))
    assert (client.is_whole, answer.closed_in) == (False, ["leaf-1"])
    assert len(made) <= limits.STREAM_AHEAD + 3, "no more is made than the reader may still take"


def test_a_reader_who_has_gone_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()

    def until_gone() -> Iterator[bytes]:
        yield b"x" * limits.STREAM_PIECE
        while True:
            yield b"x" * limits.STREAM_PIECE

    async def send(message: Any) -> None:
        client.sent.append(message)
        client.gone.set()

    client.send = send  # type: ignore[method-assign]
    answer = Answer(until_gone(), streaming=True)
    ask((scope(), client), _streams(answer))
    assert (client.is_whole, answer.closed_in) == (False, ["leaf-1"])


def test_a_connection_that_breaks_while_it_is_sent_to_frees_the_streams_thread() -> None:
    endless, short = Answer(repeat(b"x" * limits.STREAM_PIECE), streaming=True), Answer([b"x"], streaming=True)
    answers = iter((endless, short))

    def application(environ: dict[str, Any], start_response: Any) -> Answer:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return next(answers)

    async def broken(message: Any) -> None:
        if message["type"] == "http.response.body":
            raise ConnectionResetError

    async def scenario() -> Client:
        door, client = _door(application), Client()
        door.streams = Pool(Role.LEAF, 1)
        with pytest.raises(ConnectionResetError):
            await door(scope(), Client().receive, broken)
        await door(scope(), client.receive, client.send)
        return client

    client = asyncio.run(scenario())
    assert (client.status, client.is_whole, len(endless.closed_in)) == (200, True, 1)


def test_threads_end_when_the_server_says_so() -> None:
    ended = threading.Event()

    async def run() -> list[Any]:
        door = _door(pages=Pool(Role.PAGE, 1, at_end=ended.set))
        client = Client()
        await door(scope(), client.receive, client.send)
        life = Client([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        await door({"type": "lifespan"}, life.receive, life.send)
        return life.sent

    assert asyncio.run(run()) == [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]
    assert ended.wait(10)
