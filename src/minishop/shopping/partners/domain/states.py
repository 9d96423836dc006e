"""입점 심사와 노출: a partner's states as data."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class State(StrEnum):
    """신청, 승인(노출), 반려, 노출 중지."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class Event(StrEnum):
    """What the operator decides, and what the crawler finds."""

    APPROVE = "approve"
    REJECT = "reject"
    SUSPEND = "suspend"
    RESUME = "resume"


MACHINE = Machine(
    (State.REQUESTED,),
    {
        (State.REQUESTED, Event.APPROVE): State.APPROVED,
        (State.REQUESTED, Event.REJECT): State.REJECTED,
        (State.APPROVED, Event.SUSPEND): State.SUSPENDED,
        (State.SUSPENDED, Event.RESUME): State.APPROVED,
    },
)

# States whose feed is fetched: a suspended partner's too, since a good feed is what ends the suspension.
CRAWLED = frozenset({State.APPROVED, State.SUSPENDED})
