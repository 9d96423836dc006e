"""Speaking to the other parties: bounded in time and size, with a closed set of outcomes.

``*.localhost`` is this machine (RFC 6761) whatever the resolver says; in production private addresses are refused, since
the addresses of callbacks and feeds come from strangers. The address that was judged is the one that is called: a name
that is looked up twice may mean something else the second time. No cookie is kept, so no party is known to another.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from urllib.parse import SplitResult, urlsplit

import httpx2

from minishop.chassis import environment
from minishop.chassis.addresses import is_public

MAX_BYTES = 5_000_000
# ``timeout`` bounds the wait for each piece; a body that drips is given up after this many times as long.
_PIECES = 10


class Outcome(StrEnum):
    """How an attempt to reach another party ended."""

    SENT = "sent"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``status`` is 0 and ``body`` empty when nothing did; ``reason`` says why in plain words."""

    outcome: Outcome
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Answered with a status below 300."""
        return self.outcome is Outcome.SENT

    @property
    def retryable(self) -> bool:
        """Nothing came back, or the other side was busy or broken: asking again may help."""
        return self.outcome in (Outcome.TIMED_OUT, Outcome.UNREACHABLE) or self.status in (408, 425, 429) or self.status >= 500


def exchange(
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 5.0,
    max_bytes: int = MAX_BYTES,
) -> Answer:
    """Sends one request and returns how it went; never raises for what the other side or the net does. Follows no redirect."""
    try:
        way = _way_to(url)
        sent_headers = {"Host": way.host, "User-Agent": "Minishop", **(headers or {})}
        request = _client.build_request(
            method, way.url, content=content, headers=sent_headers, timeout=timeout, extensions=way.extensions
        )
    except (ValueError, httpx2.InvalidURL):
        return Answer(Outcome.UNREACHABLE, reason="not a web address")
    except _Closed as closed:
        return Answer(Outcome.UNREACHABLE, reason=str(closed))
    return _sent(request, timeout, max_bytes)


def _sent(request: httpx2.Request, timeout: float, max_bytes: int) -> Answer:
    try:
        with closing(_client.send(request, stream=True)) as response:
            return _read(response, max_bytes, monotonic() + timeout * _PIECES)
    except httpx2.TimeoutException:
        return Answer(Outcome.TIMED_OUT, reason=f"no answer in {timeout:g} s")
    except UnicodeError:  # a name that cannot even be looked up
        return Answer(Outcome.UNREACHABLE, reason="not a web address")
    except httpx2.HTTPError as error:
        return Answer(Outcome.UNREACHABLE, reason=str(error) or type(error).__name__)


_client = httpx2.Client(follow_redirects=False, trust_env=False, cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])))


def _read(response: httpx2.Response, max_bytes: int, patient_until: float) -> Answer:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > max_bytes:
            return Answer(Outcome.TOO_LARGE, response.status_code, reason=f"more than {max_bytes:,} bytes")
        if monotonic() > patient_until:
            return Answer(Outcome.TIMED_OUT, response.status_code, reason="it came too slowly")
    outcome = Outcome.SENT if response.status_code < 300 else Outcome.REFUSED
    return Answer(
        outcome,
        response.status_code,
        bytes(body),
        dict(response.headers),
        "" if outcome is Outcome.SENT else f"HTTP {response.status_code}",
    )


class _Closed(Exception):
    """The way there is not open, and why."""


@dataclass(frozen=True, slots=True)
class _Way:
    url: str
    host: str
    extensions: Mapping[str, str] = field(default_factory=dict)


def _way_to(url: str) -> _Way:
    """Where to connect and which name to ask for. Raises ValueError for no web address, _Closed for one not to be called."""
    parts = urlsplit(url)
    name, host = parts.hostname or "", parts.netloc.rpartition("@")[2]
    if parts.scheme not in ("http", "https") or not name:
        raise _Closed("not a web address")
    if environment.mode() == "production":
        return _Way(_at(parts, _public_address(name, parts)), host, {"sni_hostname": name})
    if name == "localhost" or name.endswith(".localhost"):
        return _Way(_at(parts, "127.0.0.1"), host)
    return _Way(url, host)


def _at(parts: SplitResult, address: str) -> str:
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"[{address}]{port}" if ":" in address else f"{address}{port}").geturl()


def _public_address(name: str, parts: SplitResult) -> str:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if port not in environment.callable_ports():
        raise _Closed("a port that is not called")
    try:
        found = socket.getaddrinfo(name, port, proto=socket.IPPROTO_TCP)
    except OSError:
        raise _Closed("no such host") from None
    addresses = sorted({str(entry[4][0]) for entry in found}, key=lambda address: (":" in address, address))
    if not addresses or not all(map(is_public, addresses)):
        raise _Closed("a private address")
    return addresses[0]
