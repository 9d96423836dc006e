"""What other parties' software reads is the same in every language (decision 0014). Run with each service's settings."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver

from minishop.chassis.web.language import is_wire

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
URLCONFS = {
    "mall": {
        "minishop.mall.urls.platform": "mall.localhost:8100",
        "minishop.mall.urls.storefront": "haru.shop.localhost:8100",
    },
    "checkout": {"minishop.checkout.urls": "checkout.localhost:8200"},
    "shopping": {"minishop.shopping.urls": "shopping.localhost:8300"},
    "sandbox": {"minishop.sandbox.urls": "sandbox.localhost:8400"},
}[SERVICE]
# A GET that no page makes is on the wire as well, though nothing marks it: these are all there are.
SILENT = {
    "mall": {"/checkout/product-info/", "/ep/full.tsv", "/ep/summary.tsv"},
    "checkout": {"/customer/js/naverPayButton.js"},
    "shopping": set(),
    "sandbox": {"/clock.json"},
}[SERVICE]
VALUES = {"int": "1", "str": "1", "slug": "haru"}
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"authorization": "Bearer sandbox-host-token"},
    {"authorization": "Bearer sandbox-host-token", "idempotency-key": "k"},
    {"authorization": "Basic " + base64.b64encode(b"mid:secret").decode()},
)
BODIES: tuple[tuple[bytes, str], ...] = (
    (b"", "application/json"),
    (b"{}", "application/json"),
    (b"[1", "application/json"),
    (json.dumps({"shopCode": "", "shopUrl": "x", "email": "x", "businessNumber": "1", "amount": "x"}).encode(), "application/json"),
    (b"SHOP_ID=np_a&CERTI_KEY=x&SHIPPING_TYPE=x", "application/x-www-form-urlencoded"),
)
# Each body with each identity, each identity with each method, each method with each body: a GET has none.
ASKED: tuple[tuple[str, dict[str, str], tuple[bytes, str]], ...] = (
    *(("GET", headers, BODIES[0]) for headers in HEADERS),
    *(("POST", headers, body) for headers, body in product(HEADERS, BODIES)),
    *(("PUT", HEADERS[number % len(HEADERS)], body) for number, body in enumerate(BODIES)),
)
_DRAWN = re.compile(rb'"(?:traceId|timestamp|now)":\s*"[^"]*"')
_DRAWN_HEADERS = {"GNCP-GW-Trace-ID", "GNCP-GW-HttpClient-ResponseTime", "GNCP-GW-RateLimit-Remaining", "Last-Modified", "ETag"}


def routes() -> Iterator[tuple[str, str, Any]]:
    """Each address of the service with a value in each place: the host that answers it, the path, the view."""
    for urlconf, host in URLCONFS.items():
        for path, view in _below(import_module(urlconf).urlpatterns, "/"):
            yield host, path, view


def _below(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        path = before + re.sub(r"<(\w+):\w+>", lambda found: VALUES[found[1]], str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _below(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path, one.callback


WIRE = sorted({(host, path) for host, path, _view in routes() if is_wire(path)})


def answer_in(
    language: str, host: str, path: str, method: str, headers: dict[str, str], body: tuple[bytes, str]
) -> tuple[Any, ...]:
    """An answer without what is drawn by lot or told by the clock."""
    client = Client(headers={"host": host, "accept-language": language, **headers})
    answer = client.generic(method, path, body[0] if method != "GET" else b"", content_type=body[1])
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    kept = {name: value for name, value in answer.headers.items() if name not in _DRAWN_HEADERS}
    return answer.status_code, kept, _DRAWN.sub(b"", content)


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "path"), WIRE, ids=[path for _host, path in WIRE])
def test_an_answer_does_not_depend_on_the_language_asked_for(host: str, path: str) -> None:
    for method, headers, body in ASKED:
        english, korean = (answer_in(language, host, path, method, headers, body) for language in ("en", "ko"))
        assert english == korean, (method, headers, body)
        assert "Accept-Language" not in english[1].get("Vary", "")


def test_what_software_sends_to_is_on_the_wire() -> None:
    """A view that asks for no form token is for software; it stands below WIRE_PATHS, with the GETs named above."""
    exempt = {path for _host, path, view in routes() if getattr(view, "csrf_exempt", False)}
    assert exempt
    assert {path for path in exempt | SILENT if not is_wire(path)} == set()


def test_a_page_is_in_its_readers_language() -> None:
    assert not any(is_wire(path) for path in ("/", "/login/", "/my/", "/cart/", "/center/", "/office/haru/", "/pg/", "/carriers/"))
    assert settings.LANGUAGE_CODE == "ko"
