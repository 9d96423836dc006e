"""확인: who has changes is asked of the hub for 500 shops at a time (R42). Any number of schedulers do so side by side.

One claims a batch, asks outside any transaction, and writes down when each shop is next. Dying in between costs its shops a minute.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic

from django.db import transaction

from minishop.chassis import clock
from minishop.chassis.jobs.domain.delays import after_asked, delay
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.domain.wheel import next_due
from minishop.chassis.jobs.queue import millis, waiting
from minishop.mall.channel.adapters.many import MOST, HubAway, changed_merchants
from minishop.mall.channel.adapters.rest import HubRefused
from minishop.mall.channel.domain.answers import Compared
from minishop.mall.channel.domain.polling import (
    FIRST_PAUSE,
    FURTHEST,
    LEASE,
    LONGEST_PAUSE,
    interval,
    is_asked_alone,
    missed_again,
)
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.services import polls
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.channel.services.polls import Claimed, Next
from minishop.mall.channel.services.setback import begin_again

# So many collections of polled shops may wait; beyond that the other shops stay due.
MOST_ALONE = 2_000
_NOTHING: frozenset[str] = frozenset()
_log = logging.getLogger(__name__)


@dataclass
class Circuit:
    """Whether the hub is worth asking: after a failure not before a pause is over, and then by one batch. Seconds of elapsed time."""

    failures: int = 0
    _shut_until: float = 0.0
    _trial: bool = False
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def admits(self, at: float) -> bool:
        """Whether a batch may be claimed. One that is has to be settled or released."""
        with self._guard:
            if self.failures and (self._trial or at < self._shut_until):
                return False
            self._trial = self.failures > 0
            return True

    def succeeded(self) -> None:
        """The hub has answered."""
        with self._guard:
            self.failures, self._trial = 0, False

    def failed(self, at: float, name: int, asked: timedelta | None) -> int:
        """The hub has not; returns for how many milliseconds it is left alone. ``name`` tells one batch's pause from another's."""
        with self._guard:
            self.failures, self._trial = self.failures + 1, False
            pause = delay(name, self.failures, first=FIRST_PAUSE, cap=LONGEST_PAUSE)
            if asked is not None:
                pause = max(pause, after_asked(name, self.failures, asked // timedelta(milliseconds=1)))
            self._shut_until = max(self._shut_until, at + pause / 1000)
            return pause

    def release(self) -> None:
        """Nothing was asked after all."""
        with self._guard:
            self._trial = False


_circuit = Circuit()


def ask(*, true_now: datetime) -> bool:
    """One round: asks about the shops that are due, and says whether there may be more of them. It takes five seconds at the most, and
    a few milliseconds as a rule."""
    now = millis(true_now)
    if profile().answers_for_many:
        return _ask_many(now)
    room = MOST_ALONE - waiting(Line.POLLING, most=MOST_ALONE)
    claimed = _claim(now, most=min(MOST, room)) if room > 0 else []
    _settle(claimed, None, now=now)
    return len(claimed) == MOST


def _ask_many(now: int) -> bool:
    if not _circuit.admits(monotonic()):
        return False
    try:
        claimed = _claim(now, most=MOST)
        return bool(claimed) and _ask_about(claimed, now) and len(claimed) == MOST
    finally:
        _circuit.release()


def _claim(now: int, *, most: int) -> list[Claimed]:
    return polls.claim(now=now, far=FURTHEST, most=most)


def _ask_about(claimed: Sequence[Claimed], now: int) -> bool:
    """Asks and writes down what came of it; says whether the hub was there."""
    told: Compared | None = None
    try:
        told = changed_merchants([(row.merchant, row.cursor) for row in claimed])
    except HubAway as away:
        _put_off(claimed, away, now)
        return False
    except HubRefused as refused:
        # One unreadable cursor, a token that is not valid any more, a hub that cannot: no shop waits for it to be mended.
        _log.error("the hub refuses to answer for many shops, so each is asked for by itself: %s", refused)
    _circuit.succeeded()
    _settle(claimed, told, now=now)
    return True


def _put_off(claimed: Sequence[Claimed], away: HubAway, now: int) -> None:
    pause = _circuit.failed(monotonic(), claimed[0].shop_id, away.asked)
    _log.warning("the hub did not say which of %d shops have changes: %s; asking again in %d ms", len(claimed), away, pause)
    due = now + min(pause, LONGEST_PAUSE)
    polls.settle(
        [Next(row.shop_id, due, row.asked_at, row.missed, row.hot_until, row.read_at) for row in claimed], lease=now + LEASE
    )


@transaction.atomic
def _settle(claimed: Sequence[Claimed], told: Compared | None, *, now: int) -> None:
    """The next turn of each shop, and the collections that are wanted. ``told`` is None where each shop is asked for by itself."""
    named = told or Compared(_NOTHING, _NOTHING, _NOTHING)
    counted = [replace(row, missed=missed_again(row.missed) if row.merchant in named.unknown else 0) for row in claimed]
    alone = [row for row in counted if told is None or is_asked_alone(row.missed)]
    room = MOST_ALONE - waiting(Line.POLLING, most=MOST_ALONE) if alone else 0
    left = {row.shop_id for row in alone[max(room, 0) :]}  # these stay under their lease, and come again after it
    polls.settle([_next(row, now, told) for row in counted if row.shop_id not in left], lease=now + LEASE)
    calendar = datetime.fromtimestamp(now / 1000, UTC) + clock.shift()
    begin_again([row.shop_id for row in claimed if row.merchant in named.ahead], now=calendar)
    lines = {row.shop_id: Line.POLLING for row in alone if row.shop_id not in left}
    lines |= {row.shop_id: Line.HINTED for row in claimed if row.merchant in named.changed | named.ahead}
    for shop_id in sorted(lines, key=str):
        enqueue_collection(shop_id=shop_id, now=calendar, line=lines[shop_id])


def _next(row: Claimed, now: int, told: Compared | None) -> Next:
    by_many = told is not None and not is_asked_alone(row.missed)
    due = next_due(now, interval(now, row.hot_until, answers_for_many=by_many), row.phase)
    is_read = told is not None and row.merchant not in told.changed | told.ahead | told.unknown
    # Nobody has been asked yet about a shop that is collected by itself: collecting writes that down.
    return Next(row.shop_id, due, now if by_many else row.asked_at, row.missed, row.hot_until, now if is_read else row.read_at)
