"""Calling strangers: many at once, few to each, none of them holding up the others.

A job of this pool is prepared in a thread, sent by the outbound loop, which touches no database, and settled in a thread, several in one
transaction. What cannot go out now, since its host is busy or parked, is put off without counting an attempt.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import connection

from minishop.chassis import http
from minishop.chassis.http import Answer, Outcome, Request, host_of
from minishop.chassis.jobs import attempts, queue, strangers
from minishop.chassis.jobs.attempts import Attempt, Clock
from minishop.chassis.jobs.domain.lines import Pool, share_of_host
from minishop.chassis.jobs.hosts import Hosts, Place
from minishop.chassis.jobs.lasting import Lasting
from minishop.chassis.jobs.queue import Claimed, Claimer, millis
from minishop.chassis.jobs.strays import Strays

SLOTS = 200
THREADS = 2
BATCH = 16
_BUSY = timedelta(seconds=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    attempt: Attempt
    request: Request
    host: str

    @property
    def is_to_stranger(self) -> bool:
        """A party of our own, or nobody, is neither parked nor written down: its jobs have their back-off."""
        return self.request.at_once is not None and bool(self.host)


@dataclass(frozen=True, slots=True)
class _Came:
    """What is to be written down of a call. No ``answer``: it was not made, and comes back."""

    call: _Call
    answer: Answer | None = None

    @property
    def failed(self) -> str:
        """Why the call failed, by its answer; empty where it did not."""
        return (self.answer.reason or self.answer.outcome) if self.answer and strangers.is_failure(self.answer) else ""

    @property
    def size(self) -> int:
        """What the answer takes until it is settled, in bytes."""
        return len(self.answer.body) if self.answer else 0


class Caller:
    """Claims, sends and settles calls to strangers, for one worker."""

    def __init__(self, worker: int, clock: Clock, *, slots: int = SLOTS) -> None:
        self._worker, self._clock, self._slots = worker, clock, slots
        self._claimer = Claimer(worker, Pool.STRANGERS)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="caller")
        self._guard = threading.Condition()
        self._hosts: Hosts[_Call] = Hosts(slots)
        self._came: list[_Came] = []
        # Claimed, and no outcome written yet; one may be claimed anew before its end is noted here.
        self._held: Counter[int] = Counter()
        self._full_until = 0.0  # by elapsed time: what was claimed last found memory, the doubtful hosts' share or an address full
        self._lasting = Lasting()
        self._strays = Strays(worker, Pool.STRANGERS, self._ids_held)
        self._alone = False  # a suspect runs, or waits until it can, with nothing beside it

    def step(self) -> bool:
        """Has what came back written down, and claims as many as there are free slots; says whether there was anything. Raises Overdue."""
        self._lasting.look()
        came = self._settle_what_came()
        self._strays.give_back()
        with self._strays.in_doubt_if_it_fails():
            jobs = self._without_suspects(self._claimed())
            self._hold(jobs)
        if jobs:
            self._pool.submit(self._prepare, jobs)
        return bool(jobs) or came

    def rest(self, seconds: float) -> None:
        """Waits until something came back, or so long."""
        with self._guard:
            self._guard.wait_for(lambda: bool(self._came), seconds)

    def end(self, within: float) -> bool:
        """Lets what is under way come to its end, gives back what waits here for a slot, and says whether all ended in time."""
        until = monotonic() + within
        with self._guard:
            waiting = [call.attempt.job.id for call in self._hosts.clear_waiting()]
        self._let_go(waiting)
        self._strays.doubt()
        self._give_back_strays()
        while self._held and monotonic() < until:
            self._settle_what_came()
            self._give_back_strays()
            with self._guard:
                self._guard.wait_for(lambda: bool(self._came) or not self._held, 0.1)
        self._give_back_strays()
        if self._held:
            return False
        self._close()
        return True

    def _give_back_strays(self) -> None:
        try:
            self._strays.give_back()
        except Exception:
            _log.exception("what waited for a slot could not be given back yet")
            connection.close()

    def _close(self) -> None:
        # Each thread has a connection of its own, which only it can close: they wait for each other, so that each comes to it once.
        together = threading.Barrier(THREADS)

        def close() -> None:
            together.wait()
            connection.close()

        for _ in range(THREADS):
            self._pool.submit(close)
        self._pool.shutdown()

    def _claimed(self) -> list[Claimed]:
        free = min(self._slots - self._held.total(), BATCH)
        if free <= 0 or (self._alone and self._held) or (self._held and monotonic() < self._full_until):
            return []
        most, self._alone = (1 if self._alone else free), False
        return self._claimer.claim(most)

    def _without_suspects(self, jobs: list[Claimed]) -> list[Claimed]:
        """A job with which two workers went away is called for when nothing else is under way, and nothing is begun beside it."""
        first = next((place for place, job in enumerate(jobs) if job.is_suspect), None)
        if first is None:
            return jobs
        self._alone = True
        if len(jobs) == 1 and not self._held:
            return jobs
        queue.give_back([job.id for job in jobs[first:]], worker=self._worker)
        return jobs[:first]

    def _prepare(self, jobs: Sequence[Claimed]) -> None:
        with self._outcomes_of(jobs) as left:
            begun = attempts.known(jobs, worker=self._worker, clock=self._clock)
            self._done(left, set(left) - {attempt.job.id for attempt in begun})
            calls = []
            for attempt in begun:
                request = attempts.request_of(attempt, worker=self._worker, clock=self._clock)
                if request is None:
                    self._done(left, [attempt.job.id])
                else:
                    calls.append(_Call(attempt, request, host_of(request.url)))
            self._learn({call.host for call in calls})
            self._offer(calls, left)

    @contextmanager
    def _outcomes_of(self, jobs: Sequence[Claimed]) -> Iterator[dict[int, Claimed]]:
        """``jobs`` by identity, of which the block takes out what has its outcome or is on its way. A fault of ours is an attempt of what
        is left then; where the database is away, that is given back once it is there, and holds no slot."""
        left, number = {job.id: job for job in jobs}, self._lasting.begin(jobs)
        try:
            with attempts.counting_faults(left.values(), worker=self._worker, clock=self._clock):
                yield left
            self._done(left, list(left))
        except Exception:
            _log.exception("the outcome of %d calls could not be written", len(left))
            connection.close()
            self._done(left, list(left))
            self._strays.doubt()
        finally:
            self._lasting.end(number)

    def _offer(self, calls: Sequence[_Call], left: dict[int, Claimed]) -> None:
        """Sends what may go now and puts the rest back; takes what is sent or waits here out of ``left``.

        Places are taken before the rows are read: so no other trial of a parked host can end in between."""
        with self._guard:
            places = [(call, self._hosts.offer(call.host, call.request, call)) for call in calls]
            for call, place in places:
                if place is Place.WAITS:
                    del left[call.attempt.job.id]
                elif place is Place.NO_ROOM:
                    self._claim_nothing_yet()
        taken = {call.attempt.job.id: call for call, place in places if place is Place.GOES}
        try:
            parked = self._parked(calls)
            for job_id in [job_id for job_id, call in taken.items() if call.host not in parked]:
                del left[job_id]
                self._send(taken.pop(job_id))
        finally:
            for call in taken.values():
                self._free(call)
        self._put_back([call for call in calls if call.attempt.job.id in left], parked, left)

    def _learn(self, hosts: set[str]) -> None:
        with self._guard:
            new = {host for host in hosts if not self._hosts.knows(host)}
        rows = strangers.known(new) if new else {}
        with self._guard:
            for host in new:
                self._hosts.learn(host, rows[host].failures if host in rows else None)

    def _parked(self, calls: Iterable[_Call]) -> dict[str, datetime]:
        """Until when those of the strangers are left alone that are; what other processes know of them is learned by the way."""
        rows = strangers.known({call.host for call in calls if call.is_to_stranger})
        with self._guard:
            for host, row in rows.items():
                self._hosts.learn_anew(host, row.failures)
        now = self._clock().true
        return {host: row.parked_until for host, row in rows.items() if row.parked_until and strangers.is_parked(row, now)}

    def _put_back(self, calls: Iterable[_Call], parked: Mapping[str, datetime], left: dict[int, Claimed]) -> None:
        """Each host's at once, and with them what waits for it: until its pause is over, or for a second."""
        by_host: defaultdict[str, list[int]] = defaultdict(list)
        for call in calls:
            by_host[call.host].append(call.attempt.job.id)
        for host, ids in sorted(by_host.items()):
            until = parked.get(host) or self._clock().true + _BUSY
            # By the host's own share: a job may have been enqueued for an address that is another by now.
            queue.postpone(ids, share=share_of_host(host), worker=self._worker, run_at=millis(until))
            self._done(left, ids)

    def _claim_nothing_yet(self) -> None:
        # What is claimed now would most likely come back too. One that ends makes room; so may a second.
        self._full_until = monotonic() + _BUSY.total_seconds()

    def _send(self, call: _Call) -> None:
        http.begin(call.request, partial(self._ended, call))

    def _ended(self, call: _Call, answer: Answer) -> None:
        # In the loop's thread: nothing here may wait for the database.
        came = _Came(call, None if answer.outcome is Outcome.CROWDED else answer)
        with self._guard:
            self._full_until = 0.0
            if came.answer is None:
                self._claim_nothing_yet()
            self._free(call, failed=None if came.answer is None else bool(came.failed), size=came.size)
            self._came.append(came)
            self._guard.notify_all()

    def _free(self, call: _Call, *, failed: bool | None = None, size: int = 0) -> None:
        """A call's place is free: those that were kept for it go, or come back."""
        with self._guard:
            ended = self._hosts.ended(call.host, call.request, failed=failed, size=size)
            self._came += [_Came(kept) for kept in ended.coming_back]
        for going in ended.going:
            self._send(going)

    def _settle_what_came(self) -> bool:
        with self._guard:
            came, self._came = self._came[:BATCH], self._came[BATCH:]
        if came:
            self._pool.submit(self._settle, came)
        return bool(came)

    def _settle(self, came: Sequence[_Came]) -> None:
        with self._outcomes_of([one.call.attempt.job for one in came]) as left:
            self._note_if_possible(came)
            answered = [Attempt(one.call.attempt.job, one.call.attempt.task, one.answer) for one in came if one.answer]
            attempts.run_all(answered, worker=self._worker, clock=self._clock)
            self._done(left, [attempt.job.id for attempt in answered])
            back = [one.call for one in came if one.answer is None]
            self._put_back(back, self._parked(back), left)
        with self._guard:
            self._hosts.settled(sum(one.size for one in came))

    def _note_if_possible(self, came: Sequence[_Came]) -> None:
        # What is known of the hosts is worth less than what came from them.
        try:
            self._note(came)
        except Exception:
            _log.exception("how calls went could not be written")
            connection.close()
        finally:
            with self._guard:
                self._hosts.written([one.call.host for one in came if one.answer])

    def _note(self, came: Sequence[_Came]) -> None:
        """Writes down how it went with each stranger where that is news, in the order in which the calls ended."""
        ended: defaultdict[str, list[str]] = defaultdict(list)
        for one in came:
            if one.answer and one.call.is_to_stranger:
                ended[one.call.host].append(one.failed)
        known = strangers.known(ended)
        news = {host: failed for host, failed in ended.items() if any(failed) or host not in known or known[host].failures}
        if news:
            strangers.note(news, true_now=self._clock().true)

    def _hold(self, jobs: Sequence[Claimed]) -> None:
        with self._guard:
            self._held.update(job.id for job in jobs)

    def _done(self, left: dict[int, Claimed], ids: Collection[int]) -> None:
        for job_id in ids:
            del left[job_id]
        self._let_go(ids)

    def _let_go(self, ids: Iterable[int]) -> None:
        with self._guard:
            self._held.subtract(ids)
            self._held += Counter()  # what is at nought is not held
            self._guard.notify_all()

    def _ids_held(self) -> set[int]:
        with self._guard:
            return set(self._held)
