"""체크아웃의 클레임: what the hub says of cancels, returns and exchanges in our words, and what a claim does to a line meanwhile (Q20)."""

from __future__ import annotations

from enum import StrEnum


class ClaimKind(StrEnum):
    """What is asked for. A claim of the hub's operators is a cancel before the goods have left, and a return after."""

    CANCEL = "cancel"
    RETURN = "return"
    EXCHANGE = "exchange"
    HELD_DECISION = "held_decision"


class ClaimState(StrEnum):
    """Where a claim stands: the closed list (Q20)."""

    ASKED = "asked"
    COLLECTING = "collecting"
    COLLECTED = "collected"
    HELD = "held"
    REFUNDING = "refunding"
    REDELIVERING = "redelivering"
    DONE = "done"
    DONE_BY_OPERATOR = "done_by_operator"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How goods come back, where the hub says so."""

    COURIER = "courier"
    BY_BUYER = "by_buyer"


OVER = frozenset({ClaimState.DONE, ClaimState.DONE_BY_OPERATOR, ClaimState.REFUSED, ClaimState.WITHDRAWN})
DONE = frozenset({ClaimState.DONE, ClaimState.DONE_BY_OPERATOR})
# The open ones; of a cancel the hub refunds what it has accepted.
OPEN_STATES = frozenset(ClaimState) - OVER


class ClaimMark(StrEnum):
    """What an open claim shows on its line while the line keeps its state."""

    NONE = "none"
    CANCEL_ASKED = "cancel_asked"
    CANCELLING = "cancelling"
    RETURNING = "returning"
    EXCHANGING = "exchanging"
    DECISION_HELD = "decision_held"


# The goods of such a line must not leave until the hub has said how the cancel ends.
LOCKING = frozenset({ClaimMark.CANCEL_ASKED, ClaimMark.CANCELLING})

_MARKS = {
    ClaimKind.RETURN: ClaimMark.RETURNING,
    ClaimKind.EXCHANGE: ClaimMark.EXCHANGING,
    ClaimKind.HELD_DECISION: ClaimMark.DECISION_HELD,
}


def mark_of(kind: ClaimKind, state: ClaimState) -> ClaimMark:
    """The mark of a claim on its line; one that is over leaves none."""
    if state in OVER:
        return ClaimMark.NONE
    if kind is ClaimKind.CANCEL:
        return ClaimMark.CANCELLING if state is ClaimState.REFUNDING else ClaimMark.CANCEL_ASKED
    return _MARKS[kind]
