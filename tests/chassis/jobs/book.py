"""The rules of later work once more, as a list in memory: what the job table is compared with, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from minishop.chassis.jobs.domain.lines import STEP, Pool, first_line, turn
from minishop.chassis.jobs.queue import POISON

Fact = tuple[str, str, int, int | None, int, int, bool, int | None]


@dataclass
class Row:
    """A job. ``name`` is its key, or one of its own; ``number`` rises with each that was made."""

    name: str
    number: int
    line: int
    share: int
    state: str
    turn: int
    run_at: int | None
    attempts: int = 0
    losses: int = 0
    again: bool = False
    worker: int | None = None

    def facts(self) -> Fact:
        """What is compared: the turn of one that is ready, the time of one that is not yet."""
        is_ready = self.state == "ready"
        when = self.turn if is_ready else self.run_at if self.state == "later" else None
        return self.name, self.state, self.line, when, self.attempts, self.losses, self.again, self.worker


def earlier(one: int | None, other: int | None) -> int | None:
    """The earlier of two times, of which None is at once."""
    return None if one is None or other is None else min(one, other)


@dataclass
class Book:
    """All jobs of one pool, and how often its one claimer has claimed."""

    rows: dict[str, Row] = field(default_factory=dict)
    claims: int = 0
    made: int = 0

    def facts(self) -> list[Fact]:
        """Every job, as it is compared."""
        return sorted(row.facts() for row in self.rows.values())

    def of(self, state: str) -> list[Row]:
        """The jobs of a state, in the order in which they are claimed."""
        return sorted((row for row in self.rows.values() if row.state == state), key=lambda row: (row.line, row.turn, row.number))

    def turn(self, now: int, share: int, line: int) -> int:
        """Whose turn it is: a step behind the last ready one of the share and line."""
        last = max((row.turn for row in self.of("ready") if (row.share, row.line) == (share, line)), default=None)
        return turn(now, last, STEP[Pool.INSIDE], share=share)

    def enqueue(self, name: str, *, now: int, line: int, share: int, due: int | None) -> None:
        """A wish: a row of its own, or what becomes of the one that is there."""
        place, state = self.turn(now, share, line), "ready" if due is None else "later"
        row = self.rows.get(name)
        if row is None:
            self.made += 1
            self.rows[name] = Row(name, self.made, line, share, state, place, due)
            return
        row.line, row.share = min(row.line, line), share
        if row.state == "ready":
            row.turn = min(row.turn, place)
        elif row.state == "later" and not row.attempts:
            row.run_at = earlier(row.run_at, due)
            row.state, row.turn = "ready" if row.run_at is None else "later", place
        elif row.state == "running":
            row.run_at, row.again = earlier(row.run_at, due) if row.again else due, True
        elif row.state == "dead" and row.losses >= POISON:
            row.again = True
        elif row.state == "dead":
            row.state, row.run_at, row.turn, row.attempts = state, due, place, 0

    def claim(self, most: int, worker: int) -> list[str]:
        """The most urgent run now; every eighth claim begins further back."""
        if not (ready := self.of("ready")):
            return []
        start, self.claims = first_line(self.claims), self.claims + 1
        taken = ([row for row in ready if row.line >= start] or ready)[:most]
        for row in taken:
            row.state, row.worker, row.run_at, row.attempts = "running", worker, None, row.attempts + 1
        return [row.name for row in taken]

    def finish(self, name: str, now: int) -> None:
        """Gone, or at its beginning again where it was asked for meanwhile."""
        row = self.rows[name]
        if not row.again:
            del self.rows[name]
        elif row.run_at is None:
            self.ready_anew(name, now)
        else:
            row.state, row.worker, row.attempts, row.losses, row.again = "later", None, 0, 0, False

    def ready_anew(self, name: str, now: int) -> None:
        """Ready behind what its share has waiting, with nothing held against it."""
        row = self.rows[name]
        row.turn = self.turn(now, row.share, row.line)
        row.state, row.worker, row.run_at, row.attempts, row.losses, row.again = "ready", None, None, 0, 0, False

    def put_off(self, name: str, run_at: int) -> None:
        """An attempt did not get through."""
        row = self.rows[name]
        row.state, row.worker, row.run_at, row.losses, row.again = "later", None, run_at, 0, False

    def give_up(self, name: str, now: int) -> None:
        """Dead, or at its beginning again where it was asked for meanwhile."""
        row = self.rows[name]
        if row.again:
            self.finish(name, now)
        else:
            row.state, row.worker, row.losses = "dead", None, 0

    def give_back(self, name: str) -> None:
        """In its old place, as if never claimed."""
        row = self.rows[name]
        row.state, row.worker, row.attempts, row.run_at, row.again = "ready", None, row.attempts - 1, None, False

    def take_back(self, turns: Sequence[tuple[str, int]], worker: int) -> None:
        """A worker is gone. Those that it loses together take whichever turns they get (``turns``)."""
        places = dict(turns)
        for row in self.of("running"):
            if row.worker == worker:
                row.losses, row.worker = row.losses + 1, None
                if row.losses >= POISON:
                    row.state = "dead"
                else:
                    row.state, row.turn, row.run_at, row.again = "ready", places[row.name], None, False

    def promote(self, now: int) -> None:
        """What is due is ready, at the place that it would have got at the time it was due at: the earliest first."""
        for row in sorted(self.of("later"), key=lambda row: (row.run_at or 0, row.number)):
            if row.run_at is not None and row.run_at <= now:
                row.turn = self.turn(row.run_at, row.share, row.line)
                row.state, row.run_at = "ready", None

    def revive(self, names: Iterable[str], now: int) -> None:
        """A person has dead ones begin anew."""
        for name in names:
            self.ready_anew(name, now)
