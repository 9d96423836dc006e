"""How many calls may be under way at once: to one host, for one merchant, and out of a service's page threads."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager


class Slots:
    """Counts what is under way by key. A caller takes all its slots together or none."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken: Counter[Hashable] = Counter()

    @contextmanager
    def taken(self, limits: Mapping[Hashable, int], *, within: float) -> Iterator[bool]:
        """Holds one slot of each key while the block runs; yields False, and holds none, when they were not free in ``within`` s."""
        got = self._take(limits, within)
        try:
            yield got
        finally:
            if got:
                self._give_back(limits)

    def _take(self, limits: Mapping[Hashable, int], within: float) -> bool:
        with self._changed:
            free = self._changed.wait_for(lambda: all(self._taken[key] < most for key, most in limits.items()), within)
            if free:
                self._taken.update(limits.keys())
            return free

    def _give_back(self, limits: Mapping[Hashable, int]) -> None:
        with self._changed:
            self._taken.subtract(limits.keys())
            self._taken += Counter()  # what is at nought is not kept
            self._changed.notify_all()
