"""클레임 소식: that the buyer hears of each step of a claim, once by each way."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.claims.domain.states import ClaimState
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import OrderLine

WAYS = ("sms", "mail")
# The page itself tells of a fee that is to be paid.
_TOLD = frozenset(ClaimState) - {ClaimState.FEE_DUE}


def tell_step(claim: Claim, now: datetime) -> None:
    """Has the buyer told, in the open transaction, of where a claim stands now."""
    if ClaimState(claim.state) in _TOLD:
        _send(claim, claim.state, now)


def tell_change(claim: Claim, now: datetime) -> None:
    """Has the buyer told, in the open transaction, that less comes back than was shown before."""
    _send(claim, "", now)


def tell_of_request(line: OrderLine, now: datetime) -> None:
    """Has the buyer told, in the open transaction, that the seller asks for the decision on a line's order."""
    for way in WAYS:
        find_task("checkout.claims.tasks.send_decision_request").enqueue(
            now=now,
            key=f"{line.number}-{now.isoformat()}-{way}",
            merchant_id=line.merchant_id,
            order_id=line.order_id,
            asked_at=now.isoformat(),
            way=way,
        )


def _send(claim: Claim, state: str, now: datetime) -> None:
    for way in WAYS:
        find_task("checkout.claims.tasks.send_news").enqueue(
            now=now,
            key=f"{claim.number}-{state or claim.version}-{way}",
            merchant_id=claim.merchant_id,
            claim_id=claim.id,
            version=claim.version,
            state=state,
            way=way,
        )
