"""The one writer of a line's state and of the hub's state beside it."""

from __future__ import annotations

from datetime import datetime

from minishop.kernel.machine import IllegalTransition
from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.orders.domain.states import MACHINE, LineState
from minishop.mall.orders.domain.states import LineEvent as Event
from minishop.mall.orders.models import LineEvent, OrderLine


def move(
    *, line: OrderLine, event: Event, actor: str, now: datetime, reason: str = "", evidence: dict[str, str] | None = None
) -> None:
    """Moves a locked line along the table and writes its history. Raises IllegalTransition, and then nothing is written."""
    before = LineState(line.state)
    line.state = MACHINE.next_state(before, event).value
    line.save(update_fields=["state"])
    _record(line, event.value, before.value, actor, now, reason, evidence)


def follow_hub(*, line: OrderLine, hub_state: HubState, now: datetime) -> None:
    """Takes over the hub's state of a locked line, and moves ours where it follows. A step the table has not is refused and recorded."""
    if line.hub_state == hub_state:
        return
    line.hub_state = hub_state.value
    line.save(update_fields=["hub_state"])
    event = event_for(LineState(line.state), hub_state)
    if event is None:
        note(line=line, event=f"hub_{hub_state}"[:24], actor="hub", now=now)
        return
    try:
        move(line=line, event=event, actor="hub", now=now)
    except IllegalTransition as refused:
        note(line=line, event=event.value, actor="hub", reason=str(refused), now=now)


def follow_claims(*, line: OrderLine, mark: ClaimMark, remaining: int, is_on_its_way: bool = False) -> None:
    """Takes over what the hub's claims show on a locked line and leave of it. Once the hub tells of a claim, our own cancel of it waits no more,
    unless that is still on its way there: it may yet arrive."""
    waits = line.cancel_sent_at if is_on_its_way or (mark is ClaimMark.NONE and remaining == line.remaining) else None
    if (line.claim_mark, line.remaining, line.cancel_sent_at) == (mark, remaining, waits):
        return
    line.claim_mark, line.remaining, line.cancel_sent_at = mark.value, remaining, waits
    line.save(update_fields=["claim_mark", "remaining", "cancel_sent_at"])


def wait_for_cancel(*, line: OrderLine, since: datetime | None) -> None:
    """Writes since when our own cancel of a locked line waits for the hub's word; None: it waits no more."""
    line.cancel_sent_at = since
    line.save(update_fields=["cancel_sent_at"])


def wait_for_return(*, line: OrderLine, since: datetime | None) -> None:
    """Writes since when a return of a locked line that the shop filed waits for the hub's report of it; None: it waits no more."""
    line.return_sent_at = since
    line.save(update_fields=["return_sent_at"])


def begin(*, line: OrderLine, hub_state: HubState, now: datetime) -> None:
    """Saves a new line in the first state, then follows the hub to where it is."""
    line.state, line.hub_state = MACHINE.begins[0].value, HubState.PAID.value
    line.remaining = line.quantity
    line.save(force_insert=True)
    _record(line, "collected", "", "hub", now)
    follow_hub(line=line, hub_state=hub_state, now=now)


def note(
    *, line: OrderLine, event: str, actor: str, now: datetime, reason: str = "", evidence: dict[str, str] | None = None
) -> None:
    """Writes into a line's history what happened to it without moving it."""
    _record(line, event, line.state, actor, now, reason, evidence)


def _record(
    line: OrderLine, event: str, before: str, actor: str, now: datetime, reason: str = "", evidence: dict[str, str] | None = None
) -> None:
    LineEvent.objects.create(
        shop_id=line.shop_id, line_id=line.id, event=event, from_state=before, to_state=line.state, actor=actor,
        reason=reason[:500], evidence=evidence or {}, at=now,
    )  # fmt: skip
