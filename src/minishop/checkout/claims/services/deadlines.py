"""기한이 지나면: what the hub's clock does with claims that nobody has answered (claims 1.5)."""

from __future__ import annotations

import logging
from datetime import datetime

from minishop.chassis.jobs.registry import GoOn
from minishop.chassis.jobs.stopping import Turn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState, Hold
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import shown
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.cancelling import approve_cancel
from minishop.checkout.claims.services.exchanging import arrived
from minishop.checkout.claims.services.withdrawing import lapse
from minishop.checkout.orders.domain.states import Actor

_BATCH = 200
_log = logging.getLogger(__name__)


def act_on_overdue(*, now: datetime) -> None:
    """Acts on every claim whose time is over, the longest overdue first, a transaction each (index ``claims_by_deadline``).

    One that fails holds up no other, and the first failure is raised in the end. Raises GoOn when the turn is over before that.
    """
    turn, failed, last = Turn(), None, (datetime.min.replace(tzinfo=now.tzinfo), 0)
    while found := _overdue_after(last, now):
        for claim in found:
            failed = _try(claim, now) or failed
        last = (found[-1].deadline_at or now, found[-1].id)
        if turn.is_over():
            raise GoOn
    if failed:
        raise failed


def _overdue_after(last: tuple[datetime, int], now: datetime) -> list[Claim]:
    """The next batch of those whose time is over (index ``claims_by_deadline``)."""
    with across_tenants("the hub's own clock acts on claims of all merchants"):
        due = Claim.objects.filter(deadline_at__gte=last[0], deadline_at__lte=now).order_by("deadline_at", "id")
        return [claim for claim in due[:_BATCH] if (claim.deadline_at, claim.id) > last]


def _try(claim: Claim, now: datetime) -> Exception | None:
    try:
        with scope(claim.merchant_id):
            act(claim, now)
    except Exception as error:
        _log.exception("claim %s was not acted on", claim.number)
        return error
    return None


def act(claim: Claim, now: datetime) -> None:
    """What the clock does with one claim, in the merchant's scope; nothing where it was answered meanwhile, or waits for the buyer's word."""
    if shown(claim).counts_from > now:
        return
    if claim.hold == Hold.HELD:
        answering.release(claim=claim, by=Actor.HUB, now=now)
        if claim.state != ClaimState.COLLECTED:
            return
    match ClaimKind(claim.kind), ClaimState(claim.state):
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
