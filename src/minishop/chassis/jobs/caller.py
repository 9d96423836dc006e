"""Calling strangers: many at once, few to each, none of them holding up the others.

A job of this pool is prepared in a thread, sent by the outbound loop, which touches no database, and settled in a thread, several in one
transaction. What cannot go out now, since its host is busy or parked, is put off without counting an attempt.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import connection

from minishop.chassis import http
from minishop.chassis.http import Answer, Request, host_of
from minishop.chassis.jobs import attempts, queue, strangers
from minishop.chassis.jobs.attempts import Attempt, Clock
from minishop.chassis.jobs.domain.lines import Pool
from minishop.chassis.jobs.hosts import Hosts, Place
from minishop.chassis.jobs.queue import Claimed, Claimer, millis

SLOTS = 200
THREADS = 2
BATCH = 16
_BUSY = timedelta(seconds=1)
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    attempt: Attempt
    request: Request
    host: str


class Caller:
    """Claims, sends and settles calls to strangers, for one worker."""

    def __init__(self, worker: int, clock: Clock, *, slots: int = SLOTS) -> None:
        self._worker, self._clock, self._slots = worker, clock, slots
        self._claimer = Claimer(worker, Pool.STRANGERS)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="caller")
        self._guard = threading.Condition()
        self._hosts: Hosts[_Call] = Hosts(slots)
        self._answers: list[tuple[_Call, Answer, int]] = []
        self._held = 0  # claimed, and no outcome written yet

    def step(self) -> bool:
        """Has what came back written down, and claims as many as there are free slots; says whether there was anything."""
        came = self._settle_what_came()
        jobs = self._claimer.claim(free) if (free := min(self._slots - self._held, BATCH)) > 0 else []
        if jobs:
            self._count(len(jobs))
            self._pool.submit(self._safely, self._prepare, jobs)
        return bool(jobs) or came

    def rest(self, seconds: float) -> None:
        """Waits until something came back, or so long."""
        with self._guard:
            self._guard.wait_for(lambda: bool(self._answers), seconds)

    def end(self, within: float) -> bool:
        """Lets what is under way come to its end, gives back what waits here for a slot, and says whether all ended in time."""
        with self._guard:
            waiting = [call.attempt.job.id for call in self._hosts.clear_waiting()]
        queue.give_back(waiting, worker=self._worker)
        self._count(-len(waiting))
        for _ in range(int(within / 0.1)):
            self._settle_what_came()
            with self._guard:
                self._guard.wait_for(lambda: bool(self._answers) or not self._held, 0.1)
                if not self._held:
                    return True
        return not self._held

    def _safely(self, deed: Callable[[Sequence[T]], None], things: Sequence[T]) -> None:
        try:
            deed(things)
        except Exception:
            # The database is away. What is held stays this worker's, and is taken back when it ends.
            _log.exception("%d calls could not be written down", len(things))
            connection.close()

    def _prepare(self, jobs: Sequence[Claimed]) -> None:
        begun = attempts.known(jobs, worker=self._worker, clock=self._clock)
        requests = [(attempt, attempts.request_of(attempt, worker=self._worker, clock=self._clock)) for attempt in begun]
        calls = [_Call(attempt, request, host_of(request.url)) for attempt, request in requests if request is not None]
        self._count(len(calls) - len(jobs))
        parked = self._parked({call.host for call in calls})
        for call in calls:
            self._offer(call, parked.get(call.host))

    def _offer(self, call: _Call, until: datetime | None) -> None:
        if until is None:
            with self._guard:
                place = self._hosts.offer(call.host, call.request, call)
            if place is Place.GOES:
                self._send(call)
            if place is not Place.COMES_BACK:
                return
            until = self._clock().true + _BUSY
        job = call.attempt.job
        queue.postpone([job.id], share=job.share, worker=self._worker, run_at=millis(until))
        self._count(-1)

    def _parked(self, hosts: set[str]) -> dict[str, datetime]:
        """Until when those of the hosts are left alone that are; who is new here, or fails, is looked up, all in one question."""
        with self._guard:
            doubtful = {host for host in hosts if not self._hosts.knows(host) or self._hosts.may_be_parked(host)}
        rows = strangers.known(doubtful) if doubtful else {}
        with self._guard:
            for host in doubtful:
                self._hosts.learn(host, rows[host].failures if host in rows else None)
        now = self._clock().true
        return {host: row.parked_until for host, row in rows.items() if row.parked_until and strangers.is_parked(row, now)}

    def _send(self, call: _Call) -> None:
        http.begin(call.request, partial(self._came, call))

    def _came(self, call: _Call, answer: Answer) -> None:
        # In the loop's thread: nothing here may wait for the database.
        with self._guard:
            going = self._hosts.ended(call.host, call.request, failed=strangers.is_failure(answer))
            self._answers.append((call, answer, self._hosts.failures(call.host) or 0))
            self._guard.notify_all()
        for _, next_call in going:
            self._send(next_call)

    def _settle_what_came(self) -> bool:
        with self._guard:
            came, self._answers = self._answers[:BATCH], self._answers[BATCH:]
        if came:
            self._pool.submit(self._safely, self._settle, came)
        return bool(came)

    def _settle(self, came: Sequence[tuple[_Call, Answer, int]]) -> None:
        try:
            self._note(came)
            several = [Attempt(call.attempt.job, call.attempt.task, answer) for call, answer, _ in came]
            attempts.run_all(several, worker=self._worker, clock=self._clock)
        finally:
            self._count(-len(came))

    def _note(self, came: Sequence[tuple[_Call, Answer, int]]) -> None:
        """Writes down how it went with each host where that is news: of several answers of one, the last."""
        last = {call.host: (failures, answer.reason if failures else "") for call, answer, failures in came}
        known = strangers.known(last)
        news = {host: told for host, told in last.items() if told[0] or host not in known or known[host].failures}
        if news:
            strangers.note(news, true_now=self._clock().true)

    def _count(self, more: int) -> None:
        with self._guard:
            self._held += more
            self._guard.notify_all()
