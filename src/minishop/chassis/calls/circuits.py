"""Whether a party is worth asking just now: one circuit for each host and kind of call.

A circuit opens after failures and refuses calls, lets one trial through when its pause is over, and closes with a success.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field

IN_A_ROW = 5
WINDOW = 30.0
FEW = 10
PAUSES = (10.0, 20.0, 40.0, 80.0, 120.0)
_MOST_KEPT = 4_000


@dataclass
class Circuit:
    """The failures of one kind of call to one host. Times are monotonic seconds."""

    recent: deque[tuple[float, bool]] = field(default_factory=lambda: deque(maxlen=200))
    in_a_row: int = 0
    times_opened: int = 0
    shut_until: float = 0.0
    reason: str = ""
    on_trial: bool = False

    def admits(self, now: float) -> bool:
        """Whether a call may go out now. The first one after a pause is the trial: until it is settled there is no other."""
        if not self.times_opened:
            return True
        if self.on_trial or now < self.shut_until:
            return False
        self.on_trial = True
        return True

    def succeeded(self, now: float) -> None:
        """An answer came."""
        if self.times_opened:
            self.recent.clear()
        self.in_a_row = self.times_opened = 0
        self.on_trial = False
        self.recent.append((now, False))

    def failed(self, now: float, reason: str) -> None:
        """No answer came, and why. What ends badly after the circuit has opened, and is not its trial, began before: it changes nothing."""
        if self.times_opened and not self.on_trial:
            return
        self.in_a_row += 1
        self.reason = reason
        self.recent.append((now, True))
        if self.on_trial or self._is_too_much(now):
            self.shut_until = now + PAUSES[min(self.times_opened, len(PAUSES) - 1)]
            self.times_opened += 1
            self.on_trial = False

    def _is_too_much(self, now: float) -> bool:
        lately = [bad for at, bad in self.recent if at > now - WINDOW]
        return self.in_a_row >= IN_A_ROW or (len(lately) >= FEW and 2 * sum(lately) >= len(lately))


class Circuits:
    """The circuits of a process, by host and kind. The longest unused are forgotten, so that strangers' names fill no memory."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._circuits: OrderedDict[Hashable, Circuit] = OrderedDict()

    def admits(self, key: Hashable, now: float) -> bool:
        """Whether a call may go out now; one that may must be settled, however it ends."""
        with self._guard:
            return self._circuit(key).admits(now)

    def settle(self, key: Hashable, now: float, *, failure: str | None) -> None:
        """Notes how an admitted call ended: with an answer, or with the reason why there was none."""
        with self._guard:
            circuit = self._circuit(key)
            circuit.succeeded(now) if failure is None else circuit.failed(now, failure)

    def reason(self, key: Hashable) -> str:
        """Why the last call that failed did."""
        with self._guard:
            return self._circuit(key).reason

    def forget(self) -> None:
        """Closes all of them."""
        with self._guard:
            self._circuits.clear()

    def _circuit(self, key: Hashable) -> Circuit:
        circuit = self._circuits.setdefault(key, Circuit())
        self._circuits.move_to_end(key)
        if len(self._circuits) > _MOST_KEPT:
            self._circuits.popitem(last=False)
        return circuit
