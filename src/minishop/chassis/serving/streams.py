"""Answers that are made piece by piece: in threads of their own, a few pieces ahead of the reader, and no longer than somebody reads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

from minishop.chassis.serving import limits
from minishop.chassis.serving.pools import Pool, Ticket
from minishop.chassis.serving.replies import Reply, Stream, in_pieces

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class _Pipe:
    """Between the thread that makes pieces and the loop that sends them. None says that there are no more."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(limits.STREAM_AHEAD)
        self.is_wanted = True
        self.is_complete = False

    def put(self, piece: bytes | None) -> None:
        """From the thread; waits for room."""
        asyncio.run_coroutine_threadsafe(self._pieces.put(piece), self._loop).result()

    def end(self, result: asyncio.Future[bool]) -> None:
        """In the loop, when the thread is done or was never begun."""
        self.is_complete = not result.cancelled() and result.exception() is None and result.result()
        self._ending = asyncio.ensure_future(self._pieces.put(None))

    async def get(self) -> bytes | None:
        return await self._pieces.get()

    def abandon(self) -> None:
        """In the loop: nobody takes pieces any more, so that the thread does not wait for room that never comes."""
        self.is_wanted = False
        while not self._pieces.empty():
            self._pieces.get_nowait()


async def send_stream(pool: Pool, reply: Reply, receive: Receive, send: Send) -> int:
    """Sends a reply whose body is a stream, and returns its status; where not even its beginning could be made nothing is sent, and
    the status says why (500, 503).

    A reader who has gone, or takes nothing for long, ends it, and so does a fault: then the answer stays visibly unfinished. Raises
    what ``send`` raises, and the thread is free all the same.
    """
    assert reply.stream is not None
    pipe = _Pipe()
    ticket = pool.enter(partial(reply.stream.context.run, _make, reply.stream, pipe))
    ticket.result.add_done_callback(pipe.end)
    try:
        first = await pipe.get()
        if first is None and not pipe.is_complete:
            return _never_begun(ticket, reply.stream)
        await _send_all(reply, first, pipe, receive, send)
    finally:
        pipe.abandon()
    return reply.status


def _make(stream: Stream, pipe: _Pipe) -> bool:
    try:
        for piece in in_pieces(stream.pieces):
            if not pipe.is_wanted:
                return False
            pipe.put(piece)
        return True
    finally:
        stream.close()


def _never_begun(ticket: Ticket[bool], stream: Stream) -> int:
    if ticket.is_begun:
        return 500
    stream.close()
    return 503


async def _send_all(reply: Reply, first: bytes | None, pipe: _Pipe, receive: Receive, send: Send) -> None:
    watch = asyncio.ensure_future(_until_gone(receive, pipe))
    try:
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
        await _send_pieces(first, pipe, send)
    finally:
        watch.cancel()


async def _send_pieces(piece: bytes | None, pipe: _Pipe, send: Send) -> None:
    while piece is not None:
        if pipe.is_wanted and not await _is_taken(send, piece):
            pipe.is_wanted = False
        piece = await pipe.get()
    if pipe.is_complete and pipe.is_wanted:
        await send({"type": "http.response.body", "body": b""})


async def _is_taken(send: Send, piece: bytes) -> bool:
    try:
        async with asyncio.timeout(limits.READER_PATIENCE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        return False
    return True


async def _until_gone(receive: Receive, pipe: _Pipe) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    pipe.is_wanted = False
