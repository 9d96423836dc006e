"""A loop whose time is made up, and the two ends of a request without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


class HurriedLoop(asyncio.SelectorEventLoop):
    """Where there is nothing to do but to wait, the time is over at once. Not for work with threads."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        look = selector.select

        def select(timeout: float | None) -> Any:
            assert timeout is not None, "it would wait for ever"
            self.now += timeout
            return look(0)

        selector.select = select

    def time(self) -> float:
        return self.now


def hurried(work: Coroutine[Any, Any, T]) -> T:
    """The result of work in a loop whose time is made up."""
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        return runner.run(work)


def dripping(pieces: list[tuple[float, bytes | None]]) -> Callable[[], Awaitable[bytes | None]]:
    """A source that gives each piece after so many seconds, and then nothing more for ever."""
    left = list(pieces)

    async def source() -> bytes | None:
        if not left:
            await asyncio.sleep(1e9)
        after, piece = left.pop(0)
        await asyncio.sleep(after)
        return piece

    return source


@dataclass
class Client:
    """The other end of one request: what it sends, and what it is sent. ``gone`` ends the waiting for a disconnect."""

    messages: list[dict[str, Any]] = field(default_factory=lambda: [{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[Any] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    reads: asyncio.Event | None = None

    async def receive(self) -> Any:
        if self.messages:
            return self.messages.pop(0)
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if self.reads is not None:
            await self.reads.wait()
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])

    @property
    def is_whole(self) -> bool:
        return bool(self.sent) and not self.sent[-1].get("more_body", False)


def scope(path: str = "/", method: str = "GET", headers: list[tuple[bytes, bytes]] | None = None, **changed: Any) -> dict[str, Any]:
    """A request as the server tells it."""
    return {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": headers or [], "client": ("10.0.0.9", "4711"), "server": ("127.0.0.1", "8100"), **changed,
    }  # fmt: skip


def posted(*pieces: bytes, length: int | None = None, **changed: Any) -> tuple[dict[str, Any], Client]:
    """A POST whose body comes in these pieces, with its length or the one that is claimed."""
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    end = {"type": "http.request", "body": b"", "more_body": False}
    size = sum(map(len, pieces)) if length is None else length
    return scope(method="POST", headers=[(b"content-length", str(size).encode())], **changed), Client([*messages, end])
