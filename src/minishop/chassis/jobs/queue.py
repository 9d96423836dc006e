"""The job table's one writer: what is enqueued, claimed, and becomes of it. Times are whole milliseconds since 1970.

Every outcome names the worker that claimed the job. One that was declared gone changes nothing: its jobs are somebody else's by then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from minishop.chassis.databases import storable
from minishop.chassis.jobs import statements as sql
from minishop.chassis.jobs.domain.delays import LONGEST
from minishop.chassis.jobs.domain.lines import LAST, STEP, Due, Line, Pool, first_line, turns
from minishop.chassis.jobs.domain.states import MACHINE, JobState
from minishop.kernel.ids import new_id

POISON = 3  # so often in a row may a job's worker go away with it
MOST_PROMOTED = 500
MOST_HASTENED = 5_000
MOST_POSTPONED = 500
_NOT_SHORT = 0.005  # seconds a plain claim may take before the low-water mark is used
_LOOK_BELOW = 5.0  # seconds until the marks are forgotten: a late commit may bring a lesser turn
_ENDED_ITS_WORKER = "it ended its worker three times"


def millis(instant: datetime) -> int:
    """An instant as whole milliseconds since 1970."""
    return int(instant.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is to be enqueued. ``due`` is None for at once; ``now`` is true time."""

    task: str
    arguments: Mapping[str, Any]
    line: Line
    now: datetime
    pool: Pool = Pool.INSIDE
    share: int = 0
    tenant: int = 0
    key: str = ""
    due: datetime | None = None
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker runs. ``attempts`` counts this one too."""

    id: int
    task: str
    arguments: dict[str, Any]
    tenant: int
    pool: int
    line: int
    share: int
    turn: int
    attempts: int
    losses: int

    @property
    def is_suspect(self) -> bool:
        """Two workers in a row went away with it: it is run alone, so that it takes no neighbours with it. One that went away once is
        most likely a neighbour itself: all that its worker had in hand is."""
        return self.losses > 1


def enqueue(job: NewJob) -> None:
    """Adds a job to the open transaction. Where its key is there already, the row is touched all the same (see ``statements``)."""
    begins = MACHINE.begins[0] if job.due is None else JobState.LATER
    now = millis(job.now)
    values = {
        "id": new_id(), "task": job.task, "arguments": json.dumps(job.arguments), "tenant": job.tenant, "pool": job.pool.value,
        "line": job.line.value, "share": job.share, "key": job.key, "state": begins.value, "now": now, "step": STEP[job.pool],
        "ready_at": now if job.due is None else None, "run_at": None if job.due is None else millis(job.due),
        "calendar": job.calendar, "no": False, "poison": POISON, "created_at": connection.ops.adapt_datetimefield_value(job.now),
    }  # fmt: skip
    _run(sql.statement(sql.ENQUEUE, connection.vendor), values)


@dataclass
class Claimer:
    """Claims for one worker from one pool, the most urgent first, with a floor for the others.

    An old transaction keeps PostgreSQL from clearing finished jobs at the head of the index. Once a plain claim is slow, each line is
    read from the last place that was claimed from it (the low-water mark); every five seconds, and when nothing is found, plainly again.
    A place is turn and id: thousands of shares' jobs that fell due at one instant have one turn.
    """

    worker: int
    pool: Pool
    _claims: dict[Line, int] = field(default_factory=dict)  # by what they might take: who asks for urgent work only moves no floor
    _marks: dict[int, tuple[int, int]] = field(default_factory=dict)
    _plain_at: float = 0.0
    _is_slow: bool = False

    def claim(self, most: int, *, last: Line = LAST) -> list[Claimed]:
        """Up to ``most`` jobs of the lines up to ``last``, which are running now, in the order in which they are to be run."""
        if _is_lite() and not _run(sql.ANY_READY, {"pool": self.pool.value, "first": 0, "last": last.value}):
            return []  # an idle worker takes no turn to write; elsewhere this would read what the low-water mark skips
        claims = self._claims.get(last, 0)
        start = min(first_line(claims), last)
        found = self._from(start, last, most) or (self._from(Line.MONEY, last, most) if start else [])
        self._claims[last] = claims + bool(found)
        for job in found:
            self._marks[job.line] = max(self._marks.get(job.line, (0, 0)), (job.turn, job.id))
        return found

    def _from(self, first: Line, last: Line, most: int) -> list[Claimed]:
        if self._is_slow and perf_counter() < self._plain_at + _LOOK_BELOW:
            found: list[Claimed] = []
            for line in range(first, last + 1):
                if len(found) < most:
                    found += self._take(line, line, most - len(found), above=self._marks.get(line))
            if found:
                return found
        began = perf_counter()
        found = self._take(first, last, most, above=None)
        self._plain_at = perf_counter()
        self._is_slow = self._plain_at - began > _NOT_SHORT
        return found

    def _take(self, first: int, last: int, most: int, *, above: tuple[int, int] | None) -> list[Claimed]:
        text = sql.CLAIM_SQLITE if _is_lite() else sql.CLAIM_POSTGRESQL
        told = sql.statement(text, connection.vendor, above="" if above is None else "AND (turn, id) >= (%(turn)s, %(id)s)")
        turn, job_id = above or (0, 0)
        values = {"pool": self.pool.value, "first": first, "last": last, "most": most, "worker": self.worker}
        rows = _run(told, values | {"turn": turn, "id": job_id})
        jobs = [Claimed(row[0], row[1], _decoded(row[2]), *row[3:]) for row in rows]
        return sorted(jobs, key=lambda job: (job.line, job.turn, job.id))


def lock_mine(ids: Sequence[int], *, worker: int) -> set[int]:
    """Locks the rows of those jobs that are still this worker's, for the rest of the transaction, and returns them."""
    return _on(sql.LOCK_MINE, ids, worker=worker)


def finish(ids: Sequence[int], *, worker: int, now: int) -> set[int]:
    """The jobs are done: they are deleted, or ready anew where they were asked for again meanwhile. Returns those that were still mine."""
    done = _on(sql.DELETE_DONE, ids, worker=worker)
    if len(done) < len(ids):
        done |= _on(sql.RUN_AGAIN, ids, worker=worker, now=now, no=False)
    return done


def go_on(job_id: int, *, worker: int, now: int) -> bool:
    """A part is done: the job is ready again, behind what its share has waiting. Returns whether it was still mine, as do the others."""
    return bool(_on(sql.GO_ON, [job_id], worker=worker, now=now, no=False))


def put_off(job_id: int, *, worker: int, run_at: int, reason: str) -> bool:
    """An attempt did not get through: it is tried again at ``run_at``, true time."""
    values = {"id": job_id, "worker": worker, "run_at": run_at, "reason": kept(reason), "no": False}
    return bool(_run(sql.statement(sql.PUT_OFF, connection.vendor), values))


def give_up(job_id: int, *, worker: int, now: int, reason: str) -> bool:
    """No attempt will help: the job is dead, with its reason, unless it was asked for again while the last one ran."""
    return bool(_on(sql.GIVE_UP, [job_id], worker=worker, now=now, no=False, reason=kept(reason)))


def give_back(ids: Sequence[int], *, worker: int) -> set[int]:
    """Claimed and not begun: ready again, in their old places, as if never claimed."""
    return _on(sql.GIVE_BACK, ids, worker=worker, no=False)


def postpone(ids: Sequence[int], *, share: int, worker: int, run_at: int) -> None:
    """The stranger whose share this is is not asked before ``run_at``: its claimed jobs wait, and of its ready ones up to
    500, and no attempt is counted."""
    _on(sql.POSTPONE, ids, worker=worker, run_at=run_at, no=False)
    _run(
        sql.statement(sql.POSTPONE_SHARE, connection.vendor),
        {"run_at": run_at, "share": share, "pool": Pool.STRANGERS.value, "most": MOST_POSTPONED, "no": False},
    )


def hasten(share: int, *, now: int) -> int:
    """지금 다시 시도: the jobs that wait for a stranger are ready; returns how many, at most ``MOST_HASTENED``."""
    told = sql.statement(sql.HASTEN, connection.vendor)
    return _changed(told, {"share": share, "now": now, "most": MOST_HASTENED})


def wait_no_longer(key: str, *, now: int) -> None:
    """The job of a key that is later is ready."""
    _run(sql.statement(sql.WAIT_NO_LONGER, connection.vendor), {"key": key, "now": now})


def promote(*, true: int, calendar: int) -> int:
    """Makes ready what is due on its clock, and what a clock set back has put too far ahead; returns how many, at most 500 of a kind."""
    changed = 0
    for is_calendar, text, due in (
        (False, sql.DUE, true),
        (True, sql.DUE, calendar),
        (False, sql.TOO_FAR, true + 2 * LONGEST),
    ):
        values = {"calendar": is_calendar, "due": due, "most": MOST_PROMOTED}
        if _is_lite() and not _run(sql.statement(sql.ANY_LATER, connection.vendor, due=text), values):
            continue
        changed += _made_ready(sql.statement(sql.PICK_DUE, connection.vendor, due=text), values, now=true)
    return changed


@transaction.atomic
def _made_ready(picking: str, values: Mapping[str, Any], *, now: int) -> int:
    """Makes one batch ready, each job in its share's turn, and returns how many."""
    due = [Due(*row) for row in _run(picking, values)]
    if not due:
        return 0
    if not _is_lite():
        _run(sql.NO_SORT, {})
    given = turns(due, _last_turns({(job.share, job.line) for job in due if job.share}), now=now)
    return _changed(sql.statement(sql.PROMOTE, connection.vendor), {"now": now, "pairs": json.dumps(list(given.items()))})


def _last_turns(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The greatest turn of the ready jobs of each share and line that has any."""
    found = _run(sql.statement(sql.LAST_TURNS, connection.vendor), {"pairs": json.dumps(list(places))})
    return {(share, line): last for share, line, last in found if last is not None}


def bring_forward(by: int) -> None:
    """The machine's clock was set back by so much: what waits by true time waits no longer for that, in batches, each job once."""
    after = 0
    while moved := _run(sql.BRING_FORWARD, {"by": by, "after": after, "most": MOST_PROMOTED, "no": False}):
        after = max(job_id for (job_id,) in moved)


def take_back(worker: int, *, now: int) -> tuple[int, int]:
    """A worker is gone: its jobs are ready again, or dead where it is the third worker in a row. Returns how many of each."""
    values = {"worker": worker, "now": now, "no": False, "poison": POISON, "reason": _ENDED_ITS_WORKER}
    back = _run(sql.statement(sql.TAKE_BACK, connection.vendor), values)
    return len(back), len(_run(sql.statement(sql.BURY_POISON, connection.vendor), values))


def at_work() -> set[int]:
    """The workers that have claimed something."""
    return {worker for (worker,) in _run(sql.AT_WORK, {})}


def running(worker: int) -> list[tuple[int, int]]:
    """The jobs that a worker runs, by what the table says, each with its pool."""
    return [(job_id, pool) for job_id, pool in _run(sql.RUNNING_OF, {"worker": worker})]


def waiting(line: Line, *, most: int) -> int:
    """How many jobs of a line are ready and wait for a worker of the inside pool, counted up to ``most``."""
    return int(_run(sql.WAITING, {"pool": Pool.INSIDE.value, "line": line.value, "most": most})[0][0])


def revive(ids: Sequence[int], *, now: int) -> set[int]:
    """다시 하기: dead jobs begin anew. Returns those that were dead."""
    return _on(sql.REVIVE, ids, now=now, no=False)


def kept(reason: str) -> str:
    """A reason as it is stored: no NUL, no half of a character. One that no database keeps would have its job run for ever."""
    return storable(reason)[:2000]


def _is_lite() -> bool:
    return connection.vendor == "sqlite"


def _decoded(arguments: Any) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(arguments) if isinstance(arguments, str) else arguments
    return decoded


def _on(text: str, ids: Sequence[int], **values: Any) -> set[int]:
    if not ids:
        return set()
    named = {f"id{number}": job_id for number, job_id in enumerate(ids)}
    return {row[0] for row in _run(sql.statement(text, connection.vendor, ids=len(ids)), values | named)}


def _run(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _changed(statement: str, values: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
