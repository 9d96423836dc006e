"""Letters by SMTP: what is handed in, and what becomes of a letter that the server does not take."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.servers import Server

from minishop.chassis import messages
from minishop.chassis.jobs.registry import Later
from minishop.chassis.mail_server import MailServer, configured_server
from minishop.chassis.messages import Letter


class Smtp:
    """As much of a mail server as takes letters. ``refusal`` is what it says to every recipient instead."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.refusal = b""

    def __call__(self, connection: socket.socket, over: threading.Event) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 ready\r\n")
        for line in lines:
            match line[:4].upper():
                case b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    self.letters.append(b"".join(iter(lines.readline, b".\r\n")))
                    connection.sendall(b"250 taken\r\n")
                case b"RCPT" if self.refusal:
                    connection.sendall(self.refusal + b"\r\n")
                case b"QUIT":
                    return
                case _:
                    connection.sendall(b"250 fine\r\n")


@pytest.fixture
def smtp(settings: Any) -> Iterator[Smtp]:
    """The installation's mail server."""
    taking = Smtp()
    server = Server(taking)
    settings.MAIL_SERVER = MailServer("127.0.0.1", server.port, "none")
    yield taking
    server.close()


def test_a_letter_is_handed_in_once_more_under_the_same_id(smtp: Smtp, settings: Any) -> None:
    settings.MAIL_SENDER = "shop@mall.example"
    for _ in range(2):
        messages.mail(Letter("주문이 들어왔습니다.", "새 주문\r\nBcc: all@x.example"), to="owner@haru.example", key="notice:1:mail")
    first, again = map(message_from_bytes, smtp.letters)
    assert (first["From"], first["To"], first["Bcc"]) == ("shop@mall.example", "owner@haru.example", None)
    assert str(make_header(decode_header(first["Subject"]))) == "새 주문 Bcc: all@x.example"
    text = first.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().strip() == "주문이 들어왔습니다."
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"].endswith("@mall.example>")


@pytest.mark.parametrize("refusal", ["451 busy", "550 nobody of this name: <owner@haru.example>"])
def test_a_letter_that_is_not_taken_is_tried_again_and_says_why(smtp: Smtp, refusal: str) -> None:
    smtp.refusal = refusal.encode()
    with pytest.raises(Later, match=refusal[4:10]) as told:
        messages.mail(Letter("안녕하세요", "인사"), to="owner@haru.example", key="k")
    assert "owner@haru" not in str(told.value)
    assert smtp.letters == []


def test_a_server_that_is_away_is_tried_again(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    settings.MAIL_SERVER = MailServer("127.0.0.1", port, "none")
    with pytest.raises(Later):
        messages.mail(Letter("안녕하세요", "인사"), to="owner@haru.example", key="k")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 587, "after a word")),
        ("smtps://me%40x:p%2Fw@mail.example", MailServer("mail.example", 465, "from the start", "me@x", "p/w")),
        ("smtp://localhost:25", MailServer("localhost", 25, "none")),
    ],
)
def test_the_server_is_what_the_variable_says(monkeypatch: pytest.MonkeyPatch, url: str, server: MailServer | None) -> None:
    monkeypatch.setenv("MINISHOP_MAIL_URL", url)
    assert configured_server() == server


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://me:hush@", "smtp://me:hush@mail.example:x"])
def test_a_value_that_is_no_server_stops_the_start_and_shows_no_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("MINISHOP_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured) as told:
        configured_server()
    assert "hush" not in str(told.value)
    assert "secret" not in repr(MailServer("a", 1, "none", "u", "secret"))
