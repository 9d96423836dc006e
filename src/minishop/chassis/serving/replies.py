"""What a thread brings back from the pages: an answer that is joined, or a stream that is not yet begun."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from minishop.chassis.serving import limits

Headers = list[tuple[bytes, bytes]]
Application = Callable[[dict[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Stream:
    """Pieces that some thread will make, in the context of the page that began them, and what must be done after the last."""

    pieces: Iterable[bytes]
    close: Callable[[], None]
    context: contextvars.Context


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its body, or the stream that will be its body."""

    status: int
    headers: Headers
    body: bytes = b""
    stream: Stream | None = None


def reply_of(application: Application, environ: dict[str, Any]) -> Reply:
    """What the pages answer. Files up to a megabyte are read at once; what is made piece by piece is left for a thread that streams."""
    started: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        encoded = [(name.lower().encode("latin-1"), str(value).encode("latin-1")) for name, value in headers]
        started.append((int(status[:3]), encoded))

    response = application(environ, start_response)
    status, headers = started[0]
    if not getattr(response, "streaming", False):
        return Reply(status, headers, _joined(response))
    context = contextvars.copy_context()
    if getattr(response, "file_to_stream", None) is None:
        return Reply(status, headers, stream=Stream(response, response.close, context))
    head, rest = _up_to_a_megabyte(iter(response))
    if rest is None:
        response.close()
        return Reply(status, headers, head)
    return Reply(status, headers, stream=Stream(chain([head], rest), response.close, context))


def _joined(response: Any) -> bytes:
    try:
        return b"".join(response)
    finally:
        response.close()


def _up_to_a_megabyte(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    read = bytearray()
    for piece in pieces:
        read += piece
        if len(read) > limits.JOINED:
            return bytes(read), pieces
    return bytes(read), None


def in_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth sending, none of them empty."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece
        if len(gathered) >= limits.STREAM_PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
