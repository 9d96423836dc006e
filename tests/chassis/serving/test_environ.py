"""What the framework reads of a request is what the server was sent."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from tests.chassis.serving.fakes import scope

from minishop.chassis.serving.environ import environ_of


def request(size: int = 0, headers: list[tuple[bytes, bytes]] | None = None, **changed: Any) -> WSGIRequest:
    return WSGIRequest(environ_of(scope(headers=headers, **changed), io.BytesIO(b"x" * size), size))


@pytest.mark.parametrize(
    ("raw", "path"),
    [(b"/a%20b", "/a b"), ("/%EC%83%81점".encode(), "/상점"), (b"/%ff", "/%FF"), (b"/a%2Fb", "/a/b"), (b"/x?y=1", "/x")],
    ids=["빈칸", "한글", "읽을 수 없는 글자", "빗금", "질의가 붙은 것"],
)
def test_a_path_is_read_from_its_bytes(raw: bytes, path: str) -> None:
    assert request(raw_path=raw).path == path


def test_a_query_keeps_its_bytes() -> None:
    assert request(query_string=b"q=%EC%BB%B5&q=a+b").GET.getlist("q") == ["컵", "a b"]


def test_headers_are_read_as_they_came() -> None:
    told = request(
        headers=[
            (b"host", b"mall.localhost:8100"),
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"x-forwarded-for", b"1.1.1.1"),
            (b"x-forwarded-for", b"2.2.2.2"),
            (b"content-type", b"application/json"),
            (b"x-name", "컵".encode()),
        ]
    )
    assert (told.get_host(), told.content_type, told.COOKIES) == ("mall.localhost:8100", "application/json", {"a": "1", "b": "2"})
    assert told.headers["X-Forwarded-For"] == "1.1.1.1,2.2.2.2"
    assert told.headers["X-Name"].encode("latin-1") == "컵".encode()
    assert (told.META["REMOTE_ADDR"], told.scheme, told.META["SERVER_PORT"]) == ("10.0.0.9", "http", "8100")


def test_a_header_that_only_looks_like_the_proxys_is_left_out() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in request(headers=[(b"x_forwarded_proto", b"https")]).META


@pytest.mark.parametrize(
    "headers", [[(b"content-length", b"3")], [(b"transfer-encoding", b"chunked")]], ids=["길이를 아는 것", "조각으로 온 것"]
)
def test_a_body_has_the_length_that_was_read_however_it_came(headers: list[tuple[bytes, bytes]]) -> None:
    told = request(3, headers)
    assert (told.META["CONTENT_LENGTH"], told.body) == ("3", b"xxx")
    assert "HTTP_TRANSFER_ENCODING" not in told.META


def test_a_request_without_a_body_says_no_length() -> None:
    assert "CONTENT_LENGTH" not in request().META
