"""Which calls may go out just now: in the memory of one process, for its caller. Not thread-safe: the caller's guard is around it.

A host never reached, or whose last call failed, gets one call at a time; all such hosts together hold a quarter of the slots at most.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from minishop.chassis.http import Request

T = TypeVar("T")
MOST_WAITING = 8
# What all answers under way may come to, in bytes, if each is as large as it may be.
MEMORY = 600_000_000


class Place(Enum):
    """What becomes of a call that is offered."""

    GOES = "goes"
    WAITS = "waits"
    COMES_BACK = "comes back"


@dataclass
class Host(Generic[T]):
    """What is known of a host. ``failures`` in a row; None: it was never reached."""

    failures: int | None = None
    under_way: int = 0
    waiting: deque[tuple[Request, T]] = field(default_factory=deque)

    @property
    def is_good(self) -> bool:
        """Its last call was answered."""
        return self.failures == 0


class Hosts(Generic[T]):
    """The hosts that this process calls, and what is under way to them."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._hosts: dict[str, Host[T]] = {}
        self._memory = 0
        self._to_doubtful = 0

    def learn(self, name: str, failures: int | None) -> None:
        """What the rows say of a host, for one that is new here."""
        self._hosts.setdefault(name, Host(failures))

    def knows(self, name: str) -> bool:
        """Whether the host has been met."""
        return name in self._hosts

    def may_be_parked(self, name: str) -> bool:
        """Whether its last call failed: a row may say that it is left alone."""
        return bool(self._hosts[name].failures)

    def failures(self, name: str) -> int | None:
        """How many calls to a host failed in a row; None: it was never reached."""
        return self._hosts[name].failures

    def offer(self, name: str, request: Request, call: T) -> Place:
        """Takes a call's slots if they are free, or keeps it here for a while if its host is a good one."""
        host = self._hosts[name]
        if self._fits(host, request):
            self._take(host, request)
            return Place.GOES
        if host.is_good and len(host.waiting) < MOST_WAITING:
            host.waiting.append((request, call))
            return Place.WAITS
        return Place.COMES_BACK

    def ended(self, name: str, request: Request, *, failed: bool) -> list[tuple[Request, T]]:
        """A call has ended: its slots are free. Returns the calls that were kept and go now."""
        host = self._hosts[name]
        host.under_way -= 1
        self._memory -= request.max_bytes
        self._to_doubtful -= not host.is_good
        self._judge(host, failed=failed)
        going = []
        while host.waiting and self._fits(host, host.waiting[0][0]):
            kept = host.waiting.popleft()
            self._take(host, kept[0])
            going.append(kept)
        return going

    def clear_waiting(self) -> list[T]:
        """Takes out every call that was kept here."""
        out = [call for host in self._hosts.values() for _, call in host.waiting]
        for host in self._hosts.values():
            host.waiting.clear()
        return out

    def _judge(self, host: Host[T], *, failed: bool) -> None:
        was_good = host.is_good
        host.failures = (host.failures or 0) + 1 if failed else 0
        self._to_doubtful += host.under_way * (was_good - host.is_good)

    def _fits(self, host: Host[T], request: Request) -> bool:
        if self._memory and self._memory + request.max_bytes > MEMORY:
            return False
        if request.at_once is None:
            return True
        if host.is_good:
            return host.under_way < request.at_once
        return not host.under_way and self._to_doubtful < self._slots // 4

    def _take(self, host: Host[T], request: Request) -> None:
        host.under_way += 1
        self._memory += request.max_bytes
        self._to_doubtful += not host.is_good
