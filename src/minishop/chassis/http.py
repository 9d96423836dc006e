"""Speaking to the other parties: bounded in time and size, with a closed set of outcomes.

The limit is a total, over name look-up, connection, TLS, header and body, whatever the other side sends and how slowly. How many calls
may be under way to one host and for one merchant is bounded too, and a party that does not answer is not asked for a while
(docs/decisions/0016-what-nothing-freezes.md).

``*.localhost`` is this machine (RFC 6761) whatever the resolver says; in production private addresses are refused, since
the addresses of callbacks and feeds come from strangers. The address that was judged is the one that is called: a name
that is looked up twice may mean something else the second time.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from urllib.parse import SplitResult, urlsplit

import httpx2

from minishop.chassis import environment
from minishop.chassis.addresses import is_public
from minishop.chassis.calls.circuits import Circuits
from minishop.chassis.calls.loop import Clients, Loop
from minishop.chassis.calls.roles import Role, role
from minishop.chassis.calls.slots import Slots
from minishop.kernel.ids import new_id

MAX_BYTES = 5_000_000
# A stranger may have a thousand names at one address: there it counts as so many hosts.
HOSTS_AT_AN_ADDRESS = 4
LONGEST_HOST = 253  # characters; no name of the net is longer, and no row keeps one
# Of a service's eight page threads, how many may wait for other parties at once: two are left for pages that ask nobody.
PAGE_CALLS = 6
_log = logging.getLogger(__name__)
_SLOW_START = 10.0  # seconds in which an answer may come at any speed


class Outcome(StrEnum):
    """How an attempt to reach another party ended. CROWDED: it was not made, since too many are under way to the same address."""

    SENT = "sent"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``status`` is 0 and ``body`` empty when nothing did; ``reason`` says why in plain words.

    ``began`` tells which of two answers was asked for later: it is greater.
    """

    outcome: Outcome
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    began: int = field(default_factory=new_id)

    @property
    def ok(self) -> bool:
        """Answered with a status below 300."""
        return self.outcome is Outcome.SENT

    @property
    def retryable(self) -> bool:
        """Nothing came back, or the other side was busy or broken: asking again may help."""
        return self.outcome in (Outcome.TIMED_OUT, Outcome.UNREACHABLE) or self.status in (408, 425, 429) or self.status >= 500

    @property
    def retry_after(self) -> timedelta | None:
        """How long the other side says to wait, where it says so in seconds."""
        seconds = next((value for name, value in self.headers.items() if name.lower() == "retry-after"), "")
        return timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() and len(seconds) < 7 else None


@dataclass(frozen=True, slots=True)
class Terms:
    """How calls of a kind are made.

    ``kind`` names what is asked: failures are counted by host and kind. ``at_once`` bounds the calls under way to one host, and for one
    ``owner`` (a merchant may own many names); None is for parties of our own, which are bounded by the page threads alone. ``patience`` is how long
    a free slot is waited for, in seconds. ``breaks`` is whether a circuit may refuse the call: where money is at stake it may not.
    """

    kind: str = ""
    at_once: int | None = None
    owner: str = ""
    patience: float = 0.1
    breaks: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and what the answer may take: ``timeout`` seconds in all, ``silence`` for each wait inside it, ``max_bytes``, and
    no fewer than ``slowest`` bytes a second once ten seconds are over. ``at_once``: how many of the kind may be under way to a stranger's
    host, where ``chassis.jobs.caller`` sends it; None is for parties of our own."""

    method: str
    url: str
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 5.0
    silence: float | None = None
    max_bytes: int = MAX_BYTES
    slowest: int = 0
    at_once: int | None = 2


PLAIN = Terms()
# A party of our own answers from threads that wait for nobody: its slots come free soon.
OWN_PATIENCE = 1.0


class LeafCalls(RuntimeError):
    """A fault of ours: a leaf was about to wait for another party, which may be waiting for it."""


def exchange(
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 5.0,
    silence: float | None = None,
    max_bytes: int = MAX_BYTES,
    terms: Terms = PLAIN,
) -> Answer:
    """Sends one request and returns how it went; never raises for what the other side or the net does. Follows no redirect.

    ``timeout`` is the limit of the whole call in seconds, ``silence`` that of each wait inside it. Raises LeafCalls in a leaf.
    """
    if role() is Role.LEAF:
        raise LeafCalls(url)
    host = host_of(url)
    at_once = terms.at_once if terms.owner else None
    sending = Request(method, url, content, headers or {}, timeout, silence, max_bytes, at_once=at_once)
    with _slots.taken(_wanted(host, terms), within=terms.patience) as free:
        if not free:
            return Answer(Outcome.UNREACHABLE, reason="too many calls are under way there")
        return _on_circuit((host, terms.kind), sending) if terms.breaks else send(sending)


def send(request: Request) -> Answer:
    """Sends one request and returns how it went, whatever else is under way: for whoever bounds that itself."""
    began = new_id()
    try:
        return replace(_loop.run(_outcome(request), within=request.timeout), began=began)
    except TimeoutError:
        return replace(_too_late(request), began=began)


def begin(request: Request, done: Callable[[Answer], None]) -> None:
    """Begins to send a request, and calls ``done``, in the loop's thread, with how it went. For whoever bounds what is under way to each
    host itself; to one address go four hosts' calls at most, whatever the names."""
    _loop.begin(_bounded(request), done)


async def _bounded(request: Request) -> Answer:
    began = new_id()
    try:
        async with asyncio.timeout(request.timeout):
            return replace(await _outcome(request, by_address=True), began=began)
    except TimeoutError:
        return replace(_too_late(request), began=began)
    except Exception as error:
        # Nobody waits here who could see it, and a call without an end would hold its slots for ever.
        _log.exception("a call to %s failed", host_of(request.url))
        return Answer(Outcome.UNREACHABLE, reason=type(error).__name__, began=began)


def _too_late(request: Request) -> Answer:
    return Answer(Outcome.TIMED_OUT, reason=f"no answer in {request.timeout:g} s")


def host_of(url: str) -> str:
    """The host and port that an address names, in small letters; empty for one that names none, or what can be no host's name."""
    try:
        host = urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    return host if len(host) <= LONGEST_HOST and host.isprintable() else ""


def _wanted(host: str, terms: Terms) -> dict[Hashable, int]:
    wanted: dict[Hashable, int] = {Role.PAGE: PAGE_CALLS} if role() is Role.PAGE else {}
    if terms.at_once is not None:
        wanted["host", host] = terms.at_once
        if terms.owner:
            wanted["owner", terms.owner] = terms.at_once
    return wanted


def _on_circuit(key: Hashable, request: Request) -> Answer:
    if not _circuits.admits(key, monotonic()):
        return Answer(Outcome.UNREACHABLE, reason=f"not asked again yet, after: {_circuits.reason(key)}")
    failure: str | None = "a fault of ours"
    try:
        answer = send(request)
        failure = answer.reason if _is_failure(answer) else None
        return answer
    finally:
        _circuits.settle(key, monotonic(), failure=failure)


def _is_failure(answer: Answer) -> bool:
    return answer.outcome in (Outcome.TIMED_OUT, Outcome.UNREACHABLE) or answer.status >= 500


_loop, _clients, _circuits, _slots, _addresses = Loop(), Clients(), Circuits(), Slots(), Slots()
# A resolver that hangs holds one of these threads, not the loop; one that hangs for strangers' names, none of those for our own parties'.
_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolver")
_strangers_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="strangers-resolver")


async def _outcome(request: Request, *, by_address: bool = False) -> Answer:
    try:
        return await _asked(request, by_address=by_address)
    except (ValueError, httpx2.InvalidURL):  # also a name that cannot even be looked up
        return Answer(Outcome.UNREACHABLE, reason="not a web address")
    except _Closed as closed:
        return Answer(Outcome.UNREACHABLE, reason=str(closed))
    except httpx2.TimeoutException:
        return Answer(Outcome.TIMED_OUT, reason=f"silent for {request.silence:g} s")
    except httpx2.HTTPError as error:
        return Answer(Outcome.UNREACHABLE, reason=str(error) or type(error).__name__)


async def _asked(request: Request, *, by_address: bool) -> Answer:
    way = await _open_way(request)
    limits: dict[Hashable, int] = {way.address: HOSTS_AT_AN_ADDRESS * request.at_once} if by_address and request.at_once else {}
    with _addresses.taken(limits, within=0) as free:
        return await _sent(way, request) if free else Answer(Outcome.CROWDED, reason="too many calls are under way at its address")


async def _sent(way: _Way, request: Request) -> Answer:
    headers = {"Host": way.host, "User-Agent": "Minishop", **request.headers}
    async with (
        _clients.client(way.host) as client,
        client.stream(
            request.method, way.url, content=request.content, headers=headers, timeout=request.silence, extensions=way.extensions
        ) as response,
    ):
        return await _read(response, request)


async def _open_way(request: Request) -> _Way:
    if environment.mode() == "production":
        resolvers = _resolvers if request.at_once is None else _strangers_resolvers
        return await asyncio.get_running_loop().run_in_executor(resolvers, _way_to, request.url)
    return _way_to(request.url)


async def _read(response: httpx2.Response, request: Request) -> Answer:
    body, began = bytearray(), monotonic()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > request.max_bytes:
            return Answer(Outcome.TOO_LARGE, response.status_code, reason=f"more than {request.max_bytes:,} bytes")
        if (spent := monotonic() - began) > _SLOW_START and len(body) < request.slowest * spent:
            return Answer(Outcome.TIMED_OUT, response.status_code, reason=f"less than {request.slowest:,} bytes a second")
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

    @property
    def address(self) -> str:
        """Where it leads, whatever the name and port."""
        return urlsplit(self.url).hostname or ""


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
