"""기한이 지나면: what the hub's clock does with claims that nobody has answered (claims 1.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from minishop.chassis.jobs.stopping import each_in_turn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState, Hold
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import fee_missing, shown
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.cancelling import approve_cancel
from minishop.checkout.claims.services.exchanging import arrived
from minishop.checkout.claims.services.withdrawing import lapse
from minishop.checkout.orders.domain.states import Actor

_BATCH = 200


def act_on_overdue(*, now: datetime) -> None:
    """Acts on every claim whose time is over, the longest overdue first, a transaction each (index ``claims_by_deadline``).

    One that fails holds up no other, and the first failure is raised in the end. Raises GoOn when the turn is over before that.
    """
    each_in_turn(
        lambda last: _overdue_after(last, now),
        lambda claim: _act_in_scope(claim, now),
        fault=lambda claim: f"claim {claim.number} was not acted on",
    )


def _overdue_after(last: Claim | None, now: datetime) -> list[Claim]:
    """The next batch of those whose time is over, by key, since one that waits for its buyer's word stays (index ``claims_by_deadline``)."""
    with across_tenants("the hub's own clock acts on claims of all merchants"):
        due = Claim.objects.filter(deadline_at__lte=now).order_by("deadline_at", "id")
        if last is not None:
            later = Q(deadline_at__gt=last.deadline_at) | Q(deadline_at=last.deadline_at, id__gt=last.id)
            due = due.filter(later, deadline_at__gte=last.deadline_at)
        return list(due[:_BATCH])


def _act_in_scope(claim: Claim, now: datetime) -> None:
    with scope(claim.merchant_id):
        act(claim, now)


def act(claim: Claim, now: datetime) -> None:
    """What the clock does with one claim, in the merchant's scope; nothing where it was answered meanwhile, or waits for the buyer's word.

    What the buyer still owes something for is neither cancelled nor refunded by time: a cancel lapses, a return is held for the fee.
    """
    if shown(claim).counts_from > now:
        return
    if claim.hold == Hold.HELD:
        answering.release(claim=claim, by=Actor.HUB, now=now)
        if claim.state != ClaimState.COLLECTED:
            return
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    unpaid = _UNPAID.get((kind, state))
    if unpaid is not None and fee_missing(claim, claim.order):
        unpaid(claim=claim, now=now)
    else:
        _go_on(claim, kind, state, now)


_UNPAID: dict[tuple[ClaimKind, ClaimState], Callable[..., None]] = {
    (ClaimKind.CANCEL, ClaimState.ASKED): lapse,
    (ClaimKind.RETURN, ClaimState.COLLECTED): answering.await_fee,
}


def _go_on(claim: Claim, kind: ClaimKind, state: ClaimState, now: datetime) -> None:
    match kind, state:
        case _, ClaimState.FEE_DUE:
            lapse(claim=claim, now=now)
        case ClaimKind.CANCEL, ClaimState.ASKED:
            approve_cancel(claim=claim, by=Actor.HUB, now=now)
        case _, ClaimState.ASKED:
            answering.accept(claim=claim, by=Actor.HUB, now=now)
        case ClaimKind.RETURN, ClaimState.COLLECTED:
            answering.refund(claim=claim, by=Actor.HUB, now=now)
        case ClaimKind.EXCHANGE, ClaimState.REDELIVERING:
            arrived(claim=claim, by=Actor.HUB, now=now)
