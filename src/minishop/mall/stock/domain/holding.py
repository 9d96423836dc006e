"""선점: where the pieces of an order that is being paid stand, as data (docs/rules/stock.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from minishop.kernel.machine import Machine

# An order that was paid in time may be on its way for so long after its hold has ended.
GRACE = timedelta(seconds=120)
# Where the hub cannot be asked what was paid, pieces wait for it so long.
LONGEST_WAIT = timedelta(minutes=60)


class HoldState(StrEnum):
    """Where an order's pieces stand."""

    HELD = "held"
    REFUSED = "refused"
    RELEASED = "released"
    EXPIRED = "expired"
    COMMITTED = "committed"


class HoldEvent(StrEnum):
    """What can happen to them."""

    TAKE = "take"
    DENY = "deny"
    RELEASE = "release"
    EXPIRE = "expire"
    COMMIT = "commit"


_S, _E = HoldState, HoldEvent
_BEGINS = {_E.TAKE: _S.HELD, _E.DENY: _S.REFUSED, _E.RELEASE: _S.RELEASED, _E.COMMIT: _S.COMMITTED}
MACHINE: Machine[HoldState, HoldEvent] = Machine(
    (_S.HELD, _S.REFUSED, _S.RELEASED, _S.COMMITTED),
    {
        **{(state, event): target for state in (_S.HELD, _S.REFUSED, _S.RELEASED, _S.EXPIRED) for event, target in _BEGINS.items()},
        (_S.HELD, _E.EXPIRE): _S.EXPIRED,
    },
    made_by=_BEGINS,
)


class Message(StrEnum):
    """What the hub says of an order's pieces."""

    HOLD = "hold"
    EXTEND = "extend"
    RELEASE = "release"
    COMMIT = "commit"


class Act(StrEnum):
    """What is done about a message. ``take``: the lines are judged, and then held or refused."""

    STAND = "stand"
    STALE = "stale"
    TAKE = "take"
    PROLONG = "prolong"
    RELEASE = "release"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an order: the newest attempt and its state."""

    state: HoldState
    attempt: int


def act_on(standing: Standing | None, message: Message, attempt: int) -> Act:
    """The table of docs/rules/stock.md: what a message means, given what is known. A sale is for good, and an older attempt never
    touches a newer one's pieces; what was paid is taken over whatever was known."""
    if standing is None:
        return _NEW[message]
    if standing.state is _S.COMMITTED:
        return Act.STAND
    if message is Message.COMMIT:
        return Act.COMMIT
    if attempt < standing.attempt:
        return Act.STALE
    if attempt > standing.attempt:
        return _NEW[message]
    return _SAME.get((standing.state, message), Act.STAND)


_NEW = {Message.HOLD: Act.TAKE, Message.EXTEND: Act.TAKE, Message.RELEASE: Act.RELEASE, Message.COMMIT: Act.COMMIT}
_SAME = {
    (_S.HELD, Message.EXTEND): Act.PROLONG,
    (_S.HELD, Message.RELEASE): Act.RELEASE,
    (_S.REFUSED, Message.RELEASE): Act.RELEASE,
    (_S.EXPIRED, Message.EXTEND): Act.TAKE,
}


def freed_until(now: datetime, read_at: datetime | None) -> datetime:
    """Which holds the shop itself may free: those promised until this instant or before. A payment would be known by now, or the hub has
    been away for too long. ``read_at``: as of when the hub's changes are known."""
    too_long_ago = now - LONGEST_WAIT
    return too_long_ago if read_at is None else max(min(now - GRACE, read_at), too_long_ago)


def seconds_left(until: datetime, now: datetime) -> int:
    """Whole seconds that a hold still lasts, rounded down."""
    return max(int((until - now).total_seconds()), 0)
