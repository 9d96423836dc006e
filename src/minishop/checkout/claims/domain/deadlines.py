"""기한: until when somebody may act on a claim, and what the clock does then (claims 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.merchants.domain.claim_terms import USUAL, ClaimTerms
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.kernel.clock import day_start, kst_day

PAY_WITHIN = timedelta(minutes=30)
LONGEST_HOLD_DAYS = 3  # working days
DECISION_HELD = timedelta(days=7)
# A seller asks for the decision that was put off once in so long.
DECISION_ASKED = timedelta(days=1)
REDELIVERED_AFTER = timedelta(days=28)
# A version that is worse for the buyer is posted once it has stood so long before them.
WORSE_STANDS = timedelta(hours=24)
SEND_BACK_WITHIN = timedelta(days=3)
# Photos of a claim of which nothing came: as long as an operator may still judge the order.
PHOTOS_KEPT = timedelta(days=90)
# A claim that is held for a fee so long is an operator's to look at.
UNPAID_AFTER = timedelta(days=14)
# So is one whose goods are on their way back, or back for an exchange, and for which no clock acts.
STALLED_AFTER = timedelta(days=14)


def acts_at(kind: ClaimKind, state: ClaimState, since: datetime, terms: ClaimTerms = USUAL) -> datetime | None:
    """When the clock acts on a claim that has stood in a state since a moment and is not held; None where it never does.

    Days end in Seoul: what comes on the 10th may be answered in three days until the end of the 13th.
    """
    match kind, state:
        case _, ClaimState.FEE_DUE:
            return since + PAY_WITHIN
        case ClaimKind.CANCEL, ClaimState.ASKED:
            return since + timedelta(hours=terms.cancel_hours)
        case ClaimKind.RETURN | ClaimKind.EXCHANGE, ClaimState.ASKED:
            return since + timedelta(days=terms.accept_days)
        case ClaimKind.RETURN, ClaimState.COLLECTED:
            return since + timedelta(days=terms.look_days)
        case ClaimKind.EXCHANGE, ClaimState.REDELIVERING:
            return since + REDELIVERED_AFTER
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: until when it lasts, and whether only a payment ends it."""

    until: datetime
    for_fee: bool = False


def acts_on_held(kind: ClaimKind, state: ClaimState, since: datetime, held: Held, terms: ClaimTerms = USUAL) -> datetime | None:
    """When the clock acts on a claim that has stood in a state since a moment and is held, whenever its hold began: it is released at the hold's
    end, and a return whose goods are back refunded as long after that as its seller may look at them. None where it waits for a payment."""
    if held.for_fee:
        return None
    looked_at = (kind, state) == (ClaimKind.RETURN, ClaimState.COLLECTED)
    return after_hold(max(held.until, since), terms) if looked_at else held.until


def after_hold(held_until: datetime, terms: ClaimTerms = USUAL) -> datetime:
    """When a collected return that is held is refunded by itself: held until the 14th, on the 17th (C48)."""
    return held_until + timedelta(days=terms.look_days)


def longest_hold(now: datetime) -> datetime:
    """The end of the third working day after a moment; weekends do not count."""
    day, left = kst_day(now), LONGEST_HOLD_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day_start(day + timedelta(days=1))


_SATURDAY = 5


def is_too_late(fault: Fault, delivered_at: datetime | None, now: datetime) -> bool:
    """Whether a buyer may no longer apply: after a change of mind when the seventh day after the delivery is over.

    For the seller's fault until the line is finalized, which the line's own state says.
    """
    return fault is Fault.BUYER and delivered_at is not None and now >= kept_until(delivered_at)
