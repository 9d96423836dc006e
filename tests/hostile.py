"""Bodies that nobody sends by mistake. Whoever takes a body is sent all of them, and has an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.test import Client
from tests.one_world import as_it_was

JSON, FORM, XML = "application/json", "application/x-www-form-urlencoded", "text/xml"
DEEP = 9_000

BODIES: Mapping[str, tuple[str, bytes]] = {
    "빈 본문": (JSON, b""),
    "괄호 9,000개": (JSON, b"[" * DEEP),
    "닫힌 괄호 9,000개": (JSON, b"[" * DEEP + b"]" * DEEP),
    "깊은 객체": (JSON, b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "모르는 칸이 깊음": (JSON, b'{"zzz":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    "UTF-8 아님": (JSON, b'{"a":"\xff\xfe\xba\xd8"}'),
    "UTF-16": (JSON, '{"a":1}'.encode("utf-16")),
    "BOM": (JSON, b"\xef\xbb\xbf{}"),
    "NUL": (JSON, b'{"a":"\\u0000"}'),
    "날 NUL": (JSON, b'{"a":"\0"}'),
    "반쪽 글자": (JSON, b'{"a":"\\ud800"}'),
    "아주 큰 수": (JSON, b'{"a":' + b"9" * 6_000 + b"}"),
    "무한": (JSON, b'{"a":1e999,"b":NaN,"c":-Infinity}'),
    "글": (JSON, b'"text"'),
    "수": (JSON, b"1"),
    "없음": (JSON, b"null"),
    "배열": (JSON, b"[]"),
    "빈 객체": (JSON, b"{}"),
    "잘린 JSON": (JSON, b'{"a":'),
    "긴 이름": (JSON, b'{"' + b"n" * 9_000 + b'":1}'),
    "양식 NUL": (FORM, b"a=%00&b=%00"),
    "양식 UTF-8 아님": (FORM, b"a=%ff%fe&%ba=%d8"),
    "양식 반쪽 글자": (FORM, b"a=%ED%A0%80"),
    "양식 칸이 많음": (FORM, b"&".join(b"a=1" for _ in range(3_000))),
    "양식 모르는 글자 세트": (f"{FORM}; charset=nonsense", b"a=1"),
    "양식 다른 글자 세트": (f"{FORM}; charset=utf-16", b"a=1"),
    "조각 양식 경계 없음": ("multipart/form-data", b"--x\r\n"),
    "조각 양식 잘림": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    "조각 양식 이상한 경계": ("multipart/form-data; boundary=\xe9", b"--x"),
    "XML 폭탄": (XML, b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'),
    "깊은 XML": (XML, b"<a>" * DEEP),
    "모르는 종류": ("application/octet-stream", bytes(range(256))),
    "이상한 종류": ("///;;=", b"{}"),
}

# A page reads forms: of all that is none it sees that there is nothing, once for each way of being none.
FORM_BODIES: Mapping[str, tuple[str, bytes]] = {
    name: sent for name, sent in BODIES.items() if not sent[0].startswith((JSON, XML)) or name in ("빈 본문", "배열", "XML 폭탄")
}

VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1e308, "", " ", "\0", "\ud800", "가" * 20_000, "9" * 5_000, "=1+1", [], {}, [[[[]]]], {"a": {"b": []}},
)  # fmt: skip


def answers(client: Client, address: str) -> dict[str, int]:
    """The status that each body gets which a page could be sent."""
    return {
        name: client.generic("POST", address, body, content_type=kind).status_code for name, (kind, body) in FORM_BODIES.items()
    }


def faults(addresses: Iterable[str], browser: Callable[[], Client]) -> dict[str, dict[str, int]]:
    """By address, the bodies to which there was no answer but a fault. Whatever one address does, the next finds the world as it was."""
    found = {}
    for address in addresses:
        with as_it_was():
            statuses = answers(browser(), address)
        if broken := {name: status for name, status in statuses.items() if status >= 500}:
            found[address] = broken
    return found


def spoiled_json(golden: Any) -> Iterator[bytes]:
    """A good body with one value after the other replaced by each of ``VALUES``."""
    for place in _places(golden):
        for value in VALUES:
            yield json.dumps(_with(golden, place, value)).encode()


def spoiled_form(golden: bytes) -> Iterator[bytes]:
    """A good form with one field after the other replaced, left out and doubled."""
    fields = parse_qsl(golden.decode("ascii"), keep_blank_values=True)
    for number, (name, value) in enumerate(fields):
        before, after = fields[:number], fields[number + 1 :]
        yield urlencode([*before, *after]).encode()
        yield urlencode([*fields, (name, value)]).encode()
        for bad in ("", " ", "\0", "-1", "0", "9" * 5_000, "1e9", "NaN", "٣", "가" * 5_000, "{}", "<a>"):
            yield urlencode([*before, (name, bad), *after]).encode()
        yield urlencode([*before, *after]).encode() + f"&{name}=%ff%ED%A0%80".encode()


def _places(node: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield before
    children = node.items() if isinstance(node, dict) else enumerate(node[:1]) if isinstance(node, list) else ()
    for key, child in children:
        yield from _places(child, (*before, key))


def _with(golden: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = deepcopy(golden)
    node = copy
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    return copy
