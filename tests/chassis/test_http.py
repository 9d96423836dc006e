"""Speaking to others: a closed set of outcomes, bounded size, no private addresses in production."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from django.core.exceptions import ImproperlyConfigured

from minishop.chassis.environment import callable_ports
from minishop.chassis.http import Outcome, Request, Terms, begin, exchange


class Echo(BaseHTTPRequestHandler):
    """Answers by path; remembers the Host it was asked for."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            threading.Event().wait(1)
        status = int(self.path[1:]) if self.path[1:].isdigit() else 200
        body = b"x" * 50_000 if self.path == "/large" else self.headers["Host"].encode()
        if self.path == "/cookie":
            body = self.headers.get("Cookie", "none").encode()
        self.send_response(status)
        self.send_header("Set-Cookie", "session=theirs; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch, socket_enabled: object) -> Iterator[int]:
    monkeypatch.setenv("MINISHOP_MODE", "sandbox")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_any_localhost_name_is_this_machine_and_keeps_its_name(port: int) -> None:
    answer = exchange("GET", f"http://haru.shop.localhost:{port}/")
    assert (answer.ok, answer.body) == (True, f"haru.shop.localhost:{port}".encode())


@pytest.mark.parametrize(
    ("path", "outcome", "retryable"),
    [
        ("200", Outcome.SENT, False),
        ("400", Outcome.REFUSED, False),
        ("302", Outcome.REFUSED, False),
        ("429", Outcome.REFUSED, True),
        ("503", Outcome.REFUSED, True),
        ("large", Outcome.TOO_LARGE, False),
        ("slow", Outcome.TIMED_OUT, True),
    ],
    ids=["성공", "거절", "다른 곳으로", "너무 잦음", "고장", "너무 큼", "무응답"],
)
def test_every_outcome_is_named(port: int, path: str, outcome: Outcome, retryable: bool) -> None:
    answer = exchange("GET", f"http://localhost:{port}/{path}", timeout=0.3, max_bytes=10_000)
    assert (answer.outcome, answer.retryable) == (outcome, retryable)
    assert answer.ok is (outcome is Outcome.SENT)


def test_nobody_there_is_an_outcome_and_no_exception(port: int) -> None:
    answer = exchange("GET", "http://localhost:9/")
    assert (answer.outcome, answer.retryable) == (Outcome.UNREACHABLE, True)


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "file:///etc/passwd", "not an address", "http://"], ids=["FTP", "파일", "글", "빈 호스트"]
)
def test_only_web_addresses_are_asked(port: int, url: str) -> None:
    assert exchange("GET", url).reason == "not a web address"


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/"], ids=str)
def test_private_addresses_are_refused_in_production(port: int, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MINISHOP_MODE", "production")
    assert exchange("GET", url).reason == "a private address"


@pytest.mark.parametrize(
    "url",
    ["http://shop.example:99999/", "http://[::1/", f"http://{'b' * 80}.kr/", "http://shop.example/\x01", "http://xn--/"],
    ids=["포트 범위 밖", "괄호 안 닫힘", "너무 긴 이름", "제어 문자", "빈 퓨니코드"],
)
@pytest.mark.parametrize("mode", ["sandbox", "production"])
def test_an_address_that_cannot_be_read_is_an_outcome_too(port: int, monkeypatch: pytest.MonkeyPatch, mode: str, url: str) -> None:
    """They come from strangers: a job or page that asks them must not die of them."""
    monkeypatch.setenv("MINISHOP_MODE", mode)
    assert exchange("GET", url, timeout=0.5).outcome is Outcome.UNREACHABLE


def test_in_production_the_address_that_was_judged_is_the_one_that_is_called(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public address when it is judged and a private one when it is called would open the inside."""
    called: list[tuple[str, str, object]] = []

    async def remember(client: httpx2.AsyncClient, request: httpx2.Request, **_: object) -> httpx2.Response:
        called.append((str(request.url), request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx2.Response(200, request=request, content=b"")

    looked_up = [(2, 1, 6, "", ("93.184.215.14", 443)), (10, 1, 6, "", ("2606:2800::1", 443, 0, 0))]
    monkeypatch.setenv("MINISHOP_MODE", "production")
    monkeypatch.setattr("minishop.chassis.http.socket.getaddrinfo", lambda *_, **__: looked_up)
    monkeypatch.setattr(httpx2.AsyncClient, "send", remember)
    monkeypatch.setenv("MINISHOP_CALL_PORTS", "443, 8443")
    assert exchange("GET", "https://user:word@shop.example:8443/feed?a=1").ok
    assert called == [("https://93.184.215.14:8443/feed?a=1", "shop.example:8443", "shop.example")]


def test_strangers_names_that_are_looked_up_for_ever_hold_up_none_of_ours(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where money is: a PG and the hub are asked by their names too."""
    over, hanging = threading.Event(), threading.Semaphore(0)

    def look_up(name: str, *_: object, **__: object) -> list[object]:
        if name.endswith(".stranger.example"):
            hanging.release()
            over.wait(20)
        return [(2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setenv("MINISHOP_MODE", "production")
    monkeypatch.setattr("minishop.chassis.http.socket.getaddrinfo", look_up)
    ended = threading.Semaphore(0)
    try:
        for number in range(20):
            begin(Request("GET", f"https://{number}.stranger.example/"), lambda _: ended.release())
        for _ in range(8):
            assert hanging.acquire(timeout=20)
        late = exchange("GET", "https://late.stranger.example/", timeout=0.2, terms=Terms(at_once=2, owner="np_1"))
        assert late.outcome is Outcome.TIMED_OUT
        assert exchange("GET", "https://pg.example/", timeout=10, terms=Terms(at_once=6)).reason == "a private address"
    finally:
        over.set()
        for _ in range(20):
            assert ended.acquire(timeout=20)


def test_one_private_address_among_public_ones_is_enough_to_refuse(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("192.168.0.1", 443))]
    monkeypatch.setenv("MINISHOP_MODE", "production")
    monkeypatch.setattr("minishop.chassis.http.socket.getaddrinfo", lambda *_, **__: looked_up)
    assert exchange("GET", "https://shop.example/").reason == "a private address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://1.1.1.1:22/", "a port that is not called"),
        ("http://1.1.1.1:6379/", "a port that is not called"),
        ("http://10.0.0.1/", "a private address"),
        ("https://10.0.0.1/", "a private address"),
        ("https://[64:ff9b::7f00:1]/", "a private address"),
        ("http://2130706433/", "a private address"),
        ("http://0x7f.1/", "a private address"),
    ],
    ids=["SSH", "Redis", "http", "https", "NAT64", "숫자 하나", "16진수"],
)
def test_only_the_ports_of_the_web_are_called_in_production(
    port: int, monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    monkeypatch.setenv("MINISHOP_MODE", "production")
    assert exchange("GET", url).reason == reason


@pytest.mark.parametrize("ports", ["80,https", "0", "70000", "80,,443"], ids=["글", "0", "너무 큼", "빈 칸"])
def test_ports_that_are_none_stop_the_start(monkeypatch: pytest.MonkeyPatch, ports: str) -> None:
    monkeypatch.setenv("MINISHOP_CALL_PORTS", ports)
    with pytest.raises(ImproperlyConfigured, match="MINISHOP_CALL_PORTS"):
        callable_ports()


def test_no_cookie_is_kept(port: int) -> None:
    """All services of a machine stand at 127.0.0.1: one's session must not be sent to another."""
    assert exchange("GET", f"http://a.localhost:{port}/cookie").ok
    assert exchange("GET", f"http://b.localhost:{port}/cookie").body == b"none"
