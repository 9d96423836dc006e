"""The one writer of a line's state and of the hub's state beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from minishop.chassis import sets
from minishop.kernel.machine import IllegalTransition
from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.orders.domain.states import MACHINE, LineState
from minishop.mall.orders.domain.states import LineEvent as Event
from minishop.mall.orders.models import LineEvent, OrderLine


class Steps:
    """What happens to locked lines in one transaction. All of it is written at the end, whatever the number of lines, by one statement for
    new lines, one for each group of columns that changed, and one for their histories."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._new: list[OrderLine] = []
        self._changed: dict[int, tuple[OrderLine, set[str]]] = {}
        self._events: list[LineEvent] = []

    def begin(self, line: OrderLine, *, hub_state: HubState) -> None:
        """A new line in the first state, which then follows the hub to where it is."""
        line.state, line.hub_state = MACHINE.begins[0].value, HubState.PAID.value
        line.remaining = line.quantity
        self._new.append(line)
        self._record(line, "collected", "", "hub", "", None)
        self.follow_hub(line, hub_state=hub_state)

    def move(self, line: OrderLine, event: Event, *, actor: str, reason: str = "", evidence: dict[str, str] | None = None) -> None:
        """Moves a line along the table, with a row in its history. Raises IllegalTransition, and then it stands as it stood."""
        before = LineState(line.state)
        line.state = MACHINE.next_state(before, event).value
        self.changed(line, "state")
        self._record(line, event.value, before.value, actor, reason, evidence)

    def follow_hub(self, line: OrderLine, *, hub_state: HubState) -> None:
        """Takes over the hub's state, and moves ours where it follows. A step that the table has not is refused and recorded."""
        if line.hub_state == hub_state:
            return
        line.hub_state = hub_state.value
        self.changed(line, "hub_state")
        event = event_for(LineState(line.state), hub_state)
        if event is None:
            self.note(line, f"hub_{hub_state}"[:24], actor="hub")
            return
        try:
            self.move(line, event, actor="hub")
        except IllegalTransition as refused:
            self.note(line, event.value, actor="hub", reason=str(refused))

    def follow_claims(self, line: OrderLine, *, mark: ClaimMark, remaining: int, is_on_its_way: bool = False) -> None:
        """Takes over what the hub's claims show on a line and leave of it. Once the hub tells of a claim, our own cancel of it waits no more,
        unless that is still on its way there: it may yet arrive."""
        waits = line.cancel_sent_at if is_on_its_way or (mark is ClaimMark.NONE and remaining == line.remaining) else None
        if (line.claim_mark, line.remaining, line.cancel_sent_at) != (mark, remaining, waits):
            line.claim_mark, line.remaining, line.cancel_sent_at = mark.value, remaining, waits
            self.changed(line, "claim_mark", "remaining", "cancel_sent_at")

    def wait_for_cancel(self, line: OrderLine, *, since: datetime | None) -> None:
        """Since when our own cancel of a line waits for the hub's word; None: it waits no more."""
        line.cancel_sent_at = since
        self.changed(line, "cancel_sent_at")

    def wait_for_return(self, line: OrderLine, *, since: datetime | None) -> None:
        """Since when a return of a line that the shop filed waits for the hub's report of it; None: it waits no more."""
        line.return_sent_at = since
        self.changed(line, "return_sent_at")

    def note(self, line: OrderLine, event: str, *, actor: str, reason: str = "", evidence: dict[str, str] | None = None) -> None:
        """A row in a line's history of what happened to it without moving it."""
        self._record(line, event, line.state, actor, reason, evidence)

    def changed(self, line: OrderLine, *columns: str) -> None:
        """Has these columns of a line written with its steps. Raises ValueError for a second copy of a line, of which one would be lost."""
        known, names = self._changed.setdefault(line.id, (line, set()))
        if known is not line:
            raise ValueError(f"line {line.id} is here twice")
        names.update(columns)

    def write(self) -> None:
        """Writes what has happened, in the open transaction."""
        sets.insert(self._new)
        new, groups = {line.id for line in self._new}, dict[tuple[str, ...], list[OrderLine]]()
        for line, columns in self._changed.values():
            if line.id not in new:
                groups.setdefault(tuple(sorted(columns)), []).append(line)
        for names, lines in groups.items():
            sets.update(lines, names)
        sets.insert(self._events)

    def _record(self, line: OrderLine, event: str, before: str, actor: str, reason: str, evidence: dict[str, str] | None) -> None:
        self._events.append(
            LineEvent(
                shop_id=line.shop_id, line_id=line.id, event=event, from_state=before, to_state=line.state, actor=actor,
                reason=reason[:500], evidence=evidence or {}, at=self._now,
            )
        )  # fmt: skip


@contextmanager
def steps(now: datetime) -> Iterator[Steps]:
    """Steps that are written when the block ends; none of them when it fails."""
    made = Steps(now)
    yield made
    made.write()
