"""반품 접수: what a seller may file for a buyer who sends goods back, and why not (R50, R51, R139)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minishop.mall.claims.domain.cancelling import CancelLine
from minishop.mall.orders.domain.claims import OPEN_STATES, ClaimKind, ClaimMark
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.states import LineState


class ReturnReason(StrEnum):
    """Why goods come back: the hub's reasons that may be given for it (glossary: wire)."""

    INTENT_CHANGED = "INTENT_CHANGED"
    COLOR_AND_SIZE = "COLOR_AND_SIZE"
    WRONG_ORDER = "WRONG_ORDER"
    PRODUCT_UNSATISFIED = "PRODUCT_UNSATISFIED"
    DELAYED_DELIVERY = "DELAYED_DELIVERY"
    SOLD_OUT = "SOLD_OUT"
    DROPPED_DELIVERY = "DROPPED_DELIVERY"
    BROKEN = "BROKEN"
    INCORRECT_INFO = "INCORRECT_INFO"
    WRONG_DELIVERY = "WRONG_DELIVERY"
    WRONG_OPTION = "WRONG_OPTION"


class ReturnProblem(StrEnum):
    """Why a return is refused here already."""

    ELSEWHERE = "elsewhere"
    NO_REASON = "no_reason"
    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY = "too_many"
    NOT_SENT = "not_sent"
    IS_SENT = "is_sent"
    HAS_CLAIM = "has_claim"


@dataclass(frozen=True, slots=True)
class Filing:
    """A return that is filed: a reason of the hub's list, words, and the parcel in which the buyer sent the goods, where that is known."""

    reason: str
    words: str = ""
    carrier: str = ""
    number: str = ""


_OUT = (LineState.IN_TRANSIT, LineState.DELIVERED)
# Putting off the decision stops finalizing and nothing else.
_FREE = frozenset({ClaimMark.NONE, ClaimMark.DECISION_HELD})


def may_come_back(line: CancelLine) -> bool:
    """Whether a return of a line can be filed: what is on its way or there, not finalized, and no claim open on it."""
    return bool(line.remaining) and line.state in _OUT and line.mark in _FREE and not line.is_sent


def is_filed(line: CollectedLine, reason: str, quantity: int | None) -> bool:
    """Whether a return of so many pieces of a line as the hub tells it, None: of all that remain, is open there for this reason."""
    pieces = line.remaining if quantity is None else quantity
    returns = (claim for claim in line.claims if claim.kind is ClaimKind.RETURN and claim.state in OPEN_STATES)
    return any((claim.reason, claim.quantity) == (reason, pieces) for claim in returns)


def problem_of_return(
    lines: Sequence[CancelLine], wanted: Mapping[int, int], reason: str, *, is_ours: bool
) -> ReturnProblem | None:
    """Why these pieces of an order's lines, by their ids, cannot be filed as a return; None: they can.

    ``is_ours``: the hub lets the shop file returns of this order; what of it may come back together is the hub's to judge.
    """
    if not is_ours:
        return ReturnProblem.ELSEWHERE
    if reason not in {known.value for known in ReturnReason}:
        return ReturnProblem.NO_REASON
    chosen = [line for line in lines if line.remaining and wanted.get(line.id, 0) > 0]
    if not chosen:
        return ReturnProblem.NOTHING_CHOSEN
    return next((problem for line in chosen if (problem := _of_line(line, wanted[line.id])) is not None), None)


def _of_line(line: CancelLine, pieces: int) -> ReturnProblem | None:
    if pieces > line.remaining:
        return ReturnProblem.TOO_MANY
    if line.state not in _OUT:
        return ReturnProblem.NOT_SENT
    if line.is_sent:
        return ReturnProblem.IS_SENT
    return None if may_come_back(line) else ReturnProblem.HAS_CLAIM
