"""The ASGI door: a request's body is read in the loop, a thread of the right pool answers it, the loop sends the answer.

A thread is held only while pages are made: never while somebody sends or reads.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from minishop.chassis.calls.roles import Role
from minishop.chassis.serving import limits
from minishop.chassis.serving.environ import environ_of
from minishop.chassis.serving.intake import Body, Intake, Oversized, Unreadable
from minishop.chassis.serving.pools import Dropped, NoThread, Pool, Ticket
from minishop.chassis.serving.replies import Application, Headers, Reply, reply_of
from minishop.chassis.serving.routes import PoolName, Routes
from minishop.chassis.serving.streams import send_stream
from minishop.chassis.web import errors
from minishop.chassis.web.limits import UNREAD, limit_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ALIVE = "/health/live"
_CLOSE = (b"connection", b"close")


def served(*urlconfs: str) -> Door:
    """The application of a service whose addresses stand in these tables."""
    return Door(get_wsgi_application(), Routes(urlconfs))


def _pools() -> dict[PoolName, Pool]:
    return {
        PoolName.PAGES: Pool(Role.PAGE, 8, at_end=connections.close_all),
        PoolName.LEAVES: Pool(Role.LEAF, 4, at_end=connections.close_all),
        PoolName.HEALTH: Pool(Role.LEAF, 1, most_waiting=20, patience=2.0, at_end=connections.close_all),
    }


@dataclass
class Door:
    """An ASGI application before a synchronous one."""

    application: Application
    routes: Routes
    intake: Intake = field(default_factory=Intake)
    pools: dict[PoolName, Pool] = field(default_factory=_pools)
    streams: Pool = field(default_factory=lambda: Pool(Role.LEAF, 2, at_end=connections.close_all))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == ALIVE:
            await _send(send, Reply(200, [(b"content-type", b"application/json")], b'{"ok": true}'))
        else:
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            event = (await receive())["type"]
            if event == "lifespan.shutdown":
                for pool in (*self.pools.values(), self.streams):
                    pool.close()
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        given_up: dict[str, Any] = {}
        try:
            body, size, is_read = await self._body(scope, receive)
        except Unreadable as unreadable:
            if unreadable.status == 503:
                await _send(send, _said(scope, 503))
                return
            body, size, is_read, given_up = io.BytesIO(), 0, False, {UNREAD: unreadable.status}
        try:
            reply = await self._reply(scope, receive, environ_of(scope, body, size) | given_up)
        except Dropped:
            return
        except NoThread:
            reply = _said(scope, 503)
        except Exception:  # it is in the log
            reply = _said(scope, 500)
        finally:
            body.close()
            if is_read:
                self.intake.let_go(size)
        if not is_read:
            reply.headers.append(_CLOSE)
        if reply.stream is None:
            await _send(send, reply)
        elif (status := await send_stream(self.streams, reply, receive, send)) != reply.status:
            await _send(send, _said(scope, status))

    async def _body(self, scope: Scope, receive: Receive) -> tuple[Body, int, bool]:
        """The body, its size, and whether it was read: one that is too large is left where it is, and its size says so."""
        length, chunked = _announced(scope["headers"])
        if not length and not chunked:
            return io.BytesIO(), 0, True
        most = limit_of(scope["path"])
        if length and length > most:
            return io.BytesIO(), length, False
        try:
            source = partial(_piece, receive)
            body, size = await self.intake.read(source, length=None if chunked else length, most=most, address=_address(scope))
        except Oversized as oversized:
            return io.BytesIO(), oversized.arrived, False
        return body, size, True

    async def _reply(self, scope: Scope, receive: Receive, environ: dict[str, Any]) -> Reply:
        pool = self.pools[self.routes.pool_of(scope["path"])]
        ticket = pool.enter(partial(reply_of, self.application, environ))
        if not ticket.waits:
            return await ticket.result
        watch = asyncio.ensure_future(_drop_when_gone(receive, pool, ticket))
        try:
            return await ticket.result
        finally:
            watch.cancel()


def _announced(headers: Iterable[tuple[bytes, bytes]]) -> tuple[int | None, bool]:
    """The length that a request announces, and whether its body comes in chunks instead."""
    length, chunked = None, False
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            length = int(value)
        elif name == b"transfer-encoding":
            chunked = True
    return length, chunked


async def _piece(receive: Receive) -> bytes | None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        piece: bytes = message.get("body", b"")
        if piece or not message.get("more_body"):
            return piece


async def _drop_when_gone(receive: Receive, pool: Pool, ticket: Ticket[Reply]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    pool.drop(ticket)


def _address(scope: Scope) -> str:
    """Who sends: behind proxies of our own (``TRUSTED_PROXIES``), whom the outermost of them names."""
    proxies: int = settings.TRUSTED_PROXIES
    if proxies:
        named = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = [hop.strip().decode("latin-1") for hop in b",".join(named).split(b",") if hop.strip()]
        if len(hops) >= proxies:
            return hops[-proxies]
    return str((scope["client"] or ("",))[0])


def _said(scope: Scope, status: int) -> Reply:
    """What is said without a thread: the page is made of strings only."""
    page = errors.unframed(WSGIRequest(environ_of(scope, io.BytesIO(), 0)), status)
    headers: Headers = [
        (b"content-type", page.headers["Content-Type"].encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'"),
        _CLOSE,
    ]
    if status == 503:
        headers.append((b"retry-after", str(limits.RETRY_AFTER).encode()))
    return Reply(status, headers, page.content)


async def _send(send: Send, reply: Reply) -> None:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    await send({"type": "http.response.body", "body": reply.body})
