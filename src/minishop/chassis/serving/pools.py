"""Threads that serve, in pools that do not share them; who waits for one waits in the loop, for so long and in so many."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from minishop.chassis.calls.roles import Role, set_role
from minishop.chassis.serving import limits

T = TypeVar("T")
_log = logging.getLogger(__name__)


class NoThread(Exception):
    """The work was not begun: too many waited, or it waited too long."""


class GaveUp(Exception):
    """The work ended by what is no Exception, and would end a thread."""


class Dropped(Exception):
    """The work was not begun: nobody wants it any more."""


@dataclass(eq=False)
class Ticket(Generic[T]):
    """Work that waits for a thread, runs or has run; ``result`` is a future of the loop."""

    work: Callable[[], T]
    result: asyncio.Future[T]
    expiry: asyncio.TimerHandle | None = None
    waits: bool = False
    is_begun: bool = False


@dataclass
class Pool:
    """At most ``threads`` threads of one role, each started when it is first needed. Everything but the work itself happens in the loop."""

    role: Role
    threads: int
    most_waiting: int = limits.MOST_WAITING
    patience: float = limits.PATIENCE
    at_end: Callable[[], None] = lambda: None
    _idle: int = 0
    _started: int = 0
    _waiting: dict[Ticket[Any], None] = field(default_factory=dict)  # in the order of their coming
    _work: SimpleQueue[Ticket[Any] | None] = field(default_factory=SimpleQueue)

    def enter(self, work: Callable[[], T]) -> Ticket[T]:
        """Has the work done as soon as a thread is free. The ticket's result raises NoThread or Dropped where it was not begun."""
        loop = asyncio.get_running_loop()
        ticket: Ticket[T] = Ticket(work, loop.create_future())
        if self._idle or self._start_one(loop):
            self._idle -= 1
            self._hand_over(ticket)
        elif len(self._waiting) >= self.most_waiting:
            ticket.result.set_exception(NoThread())
        else:
            ticket.waits = True
            ticket.expiry = loop.call_later(self.patience, self._leave, ticket, NoThread())
            self._waiting[ticket] = None
        return ticket

    def drop(self, ticket: Ticket[T]) -> None:
        """Nobody wants the work any more: it is not begun, unless it has been."""
        if ticket.waits:
            self._leave(ticket, Dropped())

    def close(self) -> None:
        """Lets every thread end once it has done what it is at."""
        for _ in range(self._started):
            self._work.put(None)

    def _leave(self, ticket: Ticket[T], why: Exception) -> None:
        self._take_out(ticket)
        if not ticket.result.done():
            ticket.result.set_exception(why)

    def _hand_over(self, ticket: Ticket[T]) -> None:
        ticket.is_begun = True
        self._work.put(ticket)

    def _take_out(self, ticket: Ticket[T]) -> None:
        self._waiting.pop(ticket, None)
        ticket.waits = False
        if ticket.expiry:
            ticket.expiry.cancel()

    def _start_one(self, loop: asyncio.AbstractEventLoop) -> bool:
        if self._started == self.threads:
            return False
        self._started += 1
        self._idle += 1
        threading.Thread(target=self._serve, args=(loop,), name=f"{self.role}-{self._started}", daemon=True).start()
        return True

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        set_role(self.role)
        while (ticket := self._work.get()) is not None:
            done = self._done(ticket)
            try:
                loop.call_soon_threadsafe(self._next, *done)
            except RuntimeError:  # the loop has ended
                break
            del ticket, done
        self.at_end()

    def _done(self, ticket: Ticket[Any]) -> tuple[Ticket[Any], object, Exception | None]:
        try:
            return ticket, ticket.work(), None
        except Exception as error:
            _log.exception("a thread could not do its work")
            return ticket, None, error
        except BaseException as error:
            # Such as a library's that does not think of Python: it would take the thread with it, and its caller would wait for ever.
            _log.exception("a thread's work gave up")
            return ticket, None, GaveUp(str(error))

    def _next(self, ticket: Ticket[Any], result: object, error: Exception | None) -> None:
        if self._waiting:
            first = next(iter(self._waiting))
            self._take_out(first)
            self._hand_over(first)
        else:
            self._idle += 1
        if ticket.result.done():  # whoever waited for it was cancelled
            return
        ticket.result.set_exception(error) if error else ticket.result.set_result(result)
