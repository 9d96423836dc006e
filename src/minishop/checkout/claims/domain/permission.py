"""신청할 수 있는지: what may be claimed, by whom, of which lines, under which profile (claims 1.5; R50, R52, R53, R54, Q7, Q11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minishop.checkout.claims.domain.deadlines import is_too_late
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.orders.domain.states import CARRIED, LIVING, Actor, LineState


class Refusal(StrEnum):
    """Why a claim, or a step of one, is refused; the first that holds is told."""

    NOT_YOURS = "not_yours"
    UNKNOWN_LINE = "unknown_line"  # nobody's, or another merchant's: which of them is told to nobody
    NAMED_TWICE = "named_twice"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    ALREADY_OPEN = "already_open"
    NOT_PAID = "not_paid"
    ENDED = "ended"
    ALREADY_SENT = "already_sent"
    NOT_SENT = "not_sent"
    FINALIZED = "finalized"
    TOO_LATE = "too_late"
    WHOLE_ORDER_ONLY = "whole_order_only"
    REASON_NOT_ALLOWED = "reason_not_allowed"
    WORDS_NEEDED = "words_needed"
    PHOTOS_NEEDED = "photos_needed"
    NUMBER_NEEDED = "number_needed"
    PICKUP_NEEDED = "pickup_needed"
    HOLD_TOO_LONG = "hold_too_long"
    HELD = "held"
    NOT_HELD = "not_held"
    HELD_BEFORE = "held_before"
    DECISION_HELD = "decision_held"
    ASKED_BEFORE = "asked_before"
    EXTRA_FEE_NEEDED = "extra_fee_needed"
    FEE_TOO_HIGH = "fee_too_high"
    FEE_UNPAID = "fee_unpaid"
    KEEPS_TOO_MUCH = "keeps_too_much"
    NOT_NOW = "not_now"
    MONEY_UNDER_WAY = "money_under_way"
    MONEY_WENT_BACK = "money_went_back"
    PART_WENT_BACK = "part_went_back"
    OTHERS_HANG_ON_IT = "others_hang_on_it"
    PG_SILENT = "pg_silent"
    TO_BE_AGREED = "to_be_agreed"
    PROPOSAL_CHANGED = "proposal_changed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A line as a claim finds it; ``wanted`` pieces of it are named, None where it is not."""

    state: LineState
    remaining: int
    wanted: int | None
    is_claimed: bool = False
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What of an order may be claimed by the merchant's profile; else all that lives or nothing."""

    cancel: bool
    returning: bool


def refusal(
    kind: ClaimKind, by: Actor, fault: Fault, lines: Mapping[int, Standing], *, parts: Parts, now: datetime
) -> Refusal | None:
    """Why a claim cannot be made now, or None. ``lines``: all of the order, by place.

    An operator may claim whatever lives, and takes over what is claimed.
    """
    for line in (line for line in lines.values() if line.wanted is not None):
        why = _of_line(kind, by, fault, line, now)
        if why is not None:
            return why
    return Refusal.WHOLE_ORDER_ONLY if _is_part_that_may_not_be(kind, by, list(lines.values()), parts) else None


def _of_line(kind: ClaimKind, by: Actor, fault: Fault, line: Standing, now: datetime) -> Refusal | None:
    if line.state in (LineState.AWAITING_PAYMENT, LineState.UNPAID_CANCELLED):
        return Refusal.NOT_PAID
    if line.state not in LIVING:
        return Refusal.ENDED
    if line.is_claimed and kind is not ClaimKind.ADMIN:
        return Refusal.ALREADY_OPEN
    if line.wanted is None or line.wanted < 1:
        return Refusal.TOO_FEW
    if line.wanted > line.remaining:
        return Refusal.TOO_MANY
    return _of_kind(kind, by, fault, line, now)


def _of_kind(kind: ClaimKind, by: Actor, fault: Fault, line: Standing, now: datetime) -> Refusal | None:
    if kind is ClaimKind.ADMIN:
        return None
    if line.state is LineState.FINALIZED:
        return Refusal.FINALIZED
    if kind is ClaimKind.CANCEL:
        return Refusal.ALREADY_SENT if line.state in CARRIED else None
    if line.state not in CARRIED:
        return Refusal.NOT_SENT
    return Refusal.TOO_LATE if by is Actor.BUYER and is_too_late(fault, line.delivered_at, now) else None


def _is_part_that_may_not_be(kind: ClaimKind, by: Actor, lines: Sequence[Standing], parts: Parts) -> bool:
    """The manual's profile knows whole orders only: every living piece of them (R53, L28)."""
    allowed = {ClaimKind.CANCEL: parts.cancel, ClaimKind.RETURN: parts.returning}
    if allowed.get(kind, True):
        return False
    return any(line.state in LIVING and (line.wanted or 0) < line.remaining for line in lines)
