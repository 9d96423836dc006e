"""Speaking to others: a closed set of outcomes, bounded size, no private addresses in production."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from minishop.chassis.http import Outcome, exchange


class Echo(BaseHTTPRequestHandler):
    """Answers by path; remembers the Host it was asked for."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            threading.Event().wait(1)
        status = int(self.path[1:]) if self.path[1:].isdigit() else 200
        body = b"x" * 50_000 if self.path == "/large" else self.headers["Host"].encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch, socket_enabled: object) -> Iterator[int]:
    monkeypatch.setenv("MINISHOP_MODE", "sandbox")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
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
