"""Reading bodies in the loop, before a thread is taken: each in its time, all of them within bounds, the slowest ended first."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import IO

from minishop.chassis.serving import limits

# The next piece of a body; empty when it is over, None when the sender has gone.
Source = Callable[[], Awaitable[bytes | None]]
Body = IO[bytes]


class Unreadable(Exception):
    """A body that is not passed on; ``status`` says why (400 cut short, 408 too slow, 429 too many of one sender, 503 no room)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Oversized(Exception):
    """A body without a declared length that has grown beyond its limit; ``arrived`` bytes have come."""

    def __init__(self, arrived: int) -> None:
        super().__init__(arrived)
        self.arrived = arrived


@dataclass(eq=False)
class _Reading:
    """A body on its way."""

    address: str
    began: float
    deadline: asyncio.Timeout
    arrived: int = 0
    is_expelled: bool = False
    why: int = 408

    def rate(self, now: float) -> float:
        return self.arrived / max(now - self.began, 0.001)

    def expel(self, now: float, why: int) -> None:
        self.is_expelled, self.why = True, why
        if not self.deadline.expired():
            self.deadline.reschedule(now)


@dataclass
class Intake:
    """The bodies of a process: those on their way, and the bytes that are held until their requests are answered."""

    most_bytes: int = limits.MOST_BYTES
    most_bodies: int = limits.MOST_BODIES
    most_of_an_address: int = limits.MOST_OF_AN_ADDRESS
    held: int = 0
    _readings: set[_Reading] = field(default_factory=set)
    _of_address: Counter[str] = field(default_factory=Counter)

    async def read(self, source: Source, *, length: int | None, most: int, address: str) -> tuple[Body, int]:
        """The whole body, rewound, and its size; the size is to be given back with ``let_go``. Raises Unreadable or Oversized."""
        loop = asyncio.get_running_loop()
        body = tempfile.SpooledTemporaryFile(max_size=limits.IN_MEMORY)  # noqa: SIM115  # closed by whoever takes it
        began = loop.time()
        deadline = asyncio.timeout_at(began + limits.FIRST_BYTE)
        try:
            async with deadline:
                reading = self._begin(address, began, deadline)
                try:
                    await self._take_in(reading, source, body, length, most)
                finally:
                    self._end(reading)
        except BaseException as error:
            body.close()
            self.let_go(reading.arrived)
            if isinstance(error, TimeoutError):
                raise Unreadable(reading.why) from None
            raise
        body.seek(0)
        return body, reading.arrived

    def let_go(self, size: int) -> None:
        """A body of this size is no longer held."""
        self.held -= size

    async def _take_in(self, reading: _Reading, source: Source, body: Body, length: int | None, most: int) -> None:
        while length is None or reading.arrived < length:
            piece = await source()
            if reading.is_expelled:
                raise Unreadable(reading.why)
            if not piece:
                if piece is None or length is not None:
                    raise Unreadable(400)
                return
            reading.arrived += len(piece)
            self.held += len(piece)
            if reading.arrived > most:
                raise Oversized(reading.arrived)
            body.write(piece)
            reading.deadline.reschedule(reading.began + limits.seconds_for(length or reading.arrived))
            self._make_room(reading)

    def _begin(self, address: str, now: float, deadline: asyncio.Timeout) -> _Reading:
        reading = _Reading(address, now, deadline)
        self._readings.add(reading)
        self._of_address[address] += 1
        if self._is_crowded(address):
            self._thin_out(address)
        return reading

    def _end(self, reading: _Reading) -> None:
        if reading not in self._readings:
            return
        self._readings.discard(reading)
        self._of_address[reading.address] -= 1
        if not self._of_address[reading.address]:
            del self._of_address[reading.address]

    def _is_crowded(self, address: str) -> bool:
        return len(self._readings) > self.most_bodies or self._of_address[address] > self.most_of_an_address

    def _thin_out(self, address: str) -> None:
        """Ends the slowest of too many; where all are too young to be judged, looks again when they are not."""
        among = (
            [one for one in self._readings if one.address == address]
            if self._of_address[address] > self.most_of_an_address
            else None
        )
        if not self._expel_slowest(among):
            asyncio.get_running_loop().call_later(limits.YOUNG, self._look_again, address)

    def _look_again(self, address: str) -> None:
        if self._is_crowded(address):
            self._thin_out(address)

    def _make_room(self, reading: _Reading) -> None:
        if self.held > self.most_bytes and not self._expel_slowest(None):
            raise Unreadable(503)

    def _expel_slowest(self, among: list[_Reading] | None) -> bool:
        now = asyncio.get_running_loop().time()
        judged = [one for one in (self._readings if among is None else among) if now - one.began >= limits.YOUNG]
        if not judged:
            return False
        slowest = min(judged, key=lambda one: one.rate(now))
        self._end(slowest)
        slowest.expel(now, 408 if among is None else 429)
        return True
