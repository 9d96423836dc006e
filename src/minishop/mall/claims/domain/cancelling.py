"""판매 취소: what a seller may cancel, and why not (R50, R53, R54, Q11; claims 1.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.states import UNSHIPPED, LineState


class CancelReason(StrEnum):
    """Why a seller cancels: the hub's reasons that may be given for it (glossary: wire)."""

    INTENT_CHANGED = "INTENT_CHANGED"
    COLOR_AND_SIZE = "COLOR_AND_SIZE"
    WRONG_ORDER = "WRONG_ORDER"
    PRODUCT_UNSATISFIED = "PRODUCT_UNSATISFIED"
    DELAYED_DELIVERY = "DELAYED_DELIVERY"
    SOLD_OUT = "SOLD_OUT"
    INCORRECT_INFO = "INCORRECT_INFO"


class CancelProblem(StrEnum):
    """Why a cancel is refused here already."""

    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY = "too_many"
    ONLY_WHOLE = "only_whole"
    HAS_LEFT = "has_left"
    HAS_CLAIM = "has_claim"
    IS_SENT = "is_sent"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class CancelLine:
    """A line as the rules of cancels and of returns see it. ``is_sent``: one of it waits for the hub's word."""

    id: int
    state: LineState
    remaining: int
    mark: ClaimMark = ClaimMark.NONE
    is_sent: bool = False


def problem_of(lines: Sequence[CancelLine], wanted: Mapping[int, int], *, partial: bool) -> CancelProblem | None:
    """Why these pieces of an order's lines, by their ids, cannot be cancelled; None: they can.

    Without ``partial`` the hub cancels whole orders only: every piece that lives, and none once any has left.
    """
    living = [line for line in lines if line.remaining]
    chosen = [line for line in living if wanted.get(line.id, 0) > 0]
    if not chosen:
        return CancelProblem.NOTHING_CHOSEN
    concerned = chosen if partial else living
    if any(wanted[line.id] > line.remaining for line in chosen):
        return CancelProblem.TOO_MANY
    if any(line.state not in UNSHIPPED for line in concerned):
        return CancelProblem.HAS_LEFT
    if any(line.is_sent for line in concerned):
        return CancelProblem.IS_SENT
    if any(line.mark is not ClaimMark.NONE for line in concerned):
        return CancelProblem.HAS_CLAIM
    if not partial and any(wanted.get(line.id, 0) < line.remaining for line in living):
        return CancelProblem.ONLY_WHOLE
    return None
