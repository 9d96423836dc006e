"""Speaking to the other parties: bounded in time and size, with a closed set of outcomes.

``*.localhost`` is this machine (RFC 6761) whatever the resolver says; in production private addresses are refused, since
the addresses of callbacks and feeds come from strangers.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from urllib.parse import urlsplit

import httpx2

from minishop.chassis import environment

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
    refusal = _refusal(url)
    if refusal:
        return Answer(Outcome.UNREACHABLE, reason=refusal)
    target, host = _loopback(url)
    sent_headers = {"Host": host, "User-Agent": "Minishop", **(headers or {})}
    try:
        with _client.stream(method, target, content=content, headers=sent_headers, timeout=timeout) as response:
            return _read(response, max_bytes, monotonic() + timeout * _PIECES)
    except httpx2.TimeoutException:
        return Answer(Outcome.TIMED_OUT, reason=f"no answer in {timeout:g} s")
    except httpx2.HTTPError as error:
        return Answer(Outcome.UNREACHABLE, reason=str(error) or type(error).__name__)


_client = httpx2.Client(follow_redirects=False, trust_env=False)


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


def _loopback(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    name = parts.hostname or ""
    if name != "localhost" and not name.endswith(".localhost"):
        return url, parts.netloc
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"127.0.0.1{port}").geturl(), parts.netloc


def _refusal(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "not a web address"
    if environment.mode() == "sandbox":
        return ""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except OSError:
        return "no such host"
    private = [entry for entry in found if not ipaddress.ip_address(entry[4][0]).is_global]
    return "a private address" if private else ""
