"""Which calls may go out just now: in the memory of one process, for its caller. Not thread-safe: the caller's guard is around it.

A host never reached, or whose last call failed, gets one call at a time; all such hosts together hold a quarter of the slots at most.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from minishop.chassis.http import Request

T = TypeVar("T")
MOST_WAITING = 8
# What all answers may come to, in bytes: those under way if each is as large as it may be, and those that nobody has settled yet.
MEMORY = 600_000_000
MOST_KEPT = 4_000  # hosts; strangers have as many names as they like


class Place(Enum):
    """What becomes of a call that is offered. NO_ROOM: it comes back since others take all there is, whichever host it is for."""

    GOES = "goes"
    WAITS = "waits"
    COMES_BACK = "comes back"
    NO_ROOM = "no room"


@dataclass
class Host(Generic[T]):
    """What is known of a host. ``failures`` in a row; None: it was never reached. ``unwritten``: answers of which no row tells yet."""

    failures: int | None = None
    unwritten: int = 0
    under_way: int = 0
    waiting: deque[tuple[Request, T]] = field(default_factory=deque)

    @property
    def is_good(self) -> bool:
        """Its last call was answered."""
        return self.failures == 0

    @property
    def is_idle(self) -> bool:
        """Nothing but its rows is to be known of it."""
        return not (self.under_way or self.waiting or self.unwritten)


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """What the end of a call means for those that were kept: some go now, and some come back, since their host is in trouble or nothing
    of it is under way whose end would let them go."""

    going: list[T]
    coming_back: list[T]


class Hosts(Generic[T]):
    """The hosts that this process calls, and what is under way to them."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._hosts: OrderedDict[str, Host[T]] = OrderedDict()
        self._memory = 0
        self._to_doubtful = 0

    def learn(self, name: str, failures: int | None) -> None:
        """What the rows say of a host, for one that is new here. The idle one that was asked longest ago is forgotten for it."""
        self._hosts.setdefault(name, Host(failures))
        self._hosts.move_to_end(name)
        if len(self._hosts) > MOST_KEPT:
            idle = next((other for other, host in self._hosts.items() if host.is_idle and other != name), None)
            if idle is not None:
                del self._hosts[idle]

    def learn_anew(self, name: str, failures: int) -> None:
        """What the rows say by now of a host: another process calls it too. While one of our own answers is not among them, nothing."""
        host = self._hosts.get(name)
        if host is not None and not host.unwritten:
            self._set(host, failures)

    def knows(self, name: str) -> bool:
        """Whether the host has been met, and not forgotten."""
        return name in self._hosts

    def offer(self, name: str, request: Request, call: T) -> Place:
        """Takes a call's slots if they are free, or keeps it here for a while if its host is a good one that answers something now."""
        host = self._hosts.setdefault(name, Host())
        self._hosts.move_to_end(name)
        if self._may_go(host, request):
            self._take(host, request)
            return Place.GOES
        if host.is_good and host.under_way and len(host.waiting) < MOST_WAITING:
            host.waiting.append((request, call))
            return Place.WAITS
        return Place.COMES_BACK if self._has_room(host, request) else Place.NO_ROOM

    def ended(self, name: str, request: Request, *, failed: bool | None, size: int = 0) -> Ended[T]:
        """A call has ended: its slots are free. ``failed`` is None for one that never reached its host; its answer takes ``size`` bytes
        until it is settled."""
        host = self._hosts[name]
        host.under_way -= 1
        self._memory -= request.max_bytes - size
        self._to_doubtful -= not host.is_good
        if failed is not None:
            host.unwritten += 1
            self._set(host, (host.failures or 0) + 1 if failed else 0)
        going = []
        while host.is_good and host.waiting and self._may_go(host, host.waiting[0][0]):
            kept = host.waiting.popleft()
            self._take(host, kept[0])
            going.append(kept[1])
        return Ended(going, [] if host.is_good and host.under_way else _emptied(host))

    def written(self, names: Sequence[str]) -> None:
        """The rows tell of these calls now, each named as often as it was called."""
        for name in names:
            self._hosts[name].unwritten -= 1

    def settled(self, size: int) -> None:
        """Answers of so many bytes in all are kept no more."""
        self._memory -= size

    def clear_waiting(self) -> list[T]:
        """Takes out every call that was kept here."""
        return [call for host in self._hosts.values() for call in _emptied(host)]

    def _set(self, host: Host[T], failures: int) -> None:
        was_good = host.is_good
        host.failures = failures
        self._to_doubtful += host.under_way * (was_good - host.is_good)

    def _may_go(self, host: Host[T], request: Request) -> bool:
        return self._has_room(host, request) and self._fits(host, request)

    def _has_room(self, host: Host[T], request: Request) -> bool:
        if self._memory and self._memory + request.max_bytes > MEMORY:
            return False
        return host.is_good or self._to_doubtful < max(1, self._slots // 4)

    def _fits(self, host: Host[T], request: Request) -> bool:
        if request.at_once is None:
            return True
        return host.under_way < request.at_once if host.is_good else not host.under_way + host.unwritten

    def _take(self, host: Host[T], request: Request) -> None:
        host.under_way += 1
        self._memory += request.max_bytes
        self._to_doubtful += not host.is_good


def _emptied(host: Host[T]) -> list[T]:
    out = [call for _, call in host.waiting]
    host.waiting.clear()
    return out
