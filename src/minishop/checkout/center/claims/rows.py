"""What the centre shows of claims, ready to be written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minishop.checkout.claims import queries
from minishop.checkout.claims.bills import bill_of_claim, fee_of, sellers_bill
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.labels import (
    FAULT,
    KIND,
    REASON,
    STATE,
    TRIED,
    actor_text,
    answered_by,
    badge_of,
    event_text,
)
from minishop.checkout.claims.models import Claim, RefusedStep
from minishop.checkout.claims.services.holding import is_hubs_hold
from minishop.checkout.claims.services.ways import way_of_claim
from minishop.checkout.orders.labels import title_of
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.labels import paid_with, refund_news
from minishop.checkout.payments.queries import paid_claim_fee


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim of a list, with its order, merchant and lines at hand."""
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    return {
        "claim": claim,
        "kind": KIND[kind],
        "state": STATE[kind, state],
        "badge": badge_of(state),
        "reason": REASON[ClaimReason(claim.reason)],
        "title": title_of([line.line.name for line in claim.lines.all()]),
        "buyer": claim.order.orderer_name,
    }


def _refused_row(claim: Claim, step: RefusedStep) -> dict[str, Any]:
    state = STATE[ClaimKind(claim.kind), ClaimState(step.stood)]
    return {"at": step.at, "tried": TRIED.get(step.event, step.event), "state": state, "actor": actor_text(step.actor)}


def claim_facts(claim: Claim, now: datetime) -> dict[str, Any]:
    """One claim in the merchant's scope: both receipts, its goods, its refunds and its history."""
    names = {line.line_id: line.line.name for line in claim.lines.all()}
    shown, refunds, history = queries.shown(claim), queries.money_back_of(claim), queries.history_of(claim)
    missing = queries.fee_missing(claim, claim.order)
    fee = fee_of(paid_claim_fee(claim.order, claim.id), missing)
    pickup, is_estimate = queries.pickup_in_bill(claim)
    return {
        **claim_row(claim),
        "fault": FAULT[claim.fault],
        "answered_by": answered_by(ClaimState(claim.state)),
        "lines": [{"line": one.line, "quantity": one.quantity} for one in claim.lines.all()],
        "bill": bill_of_claim(shown, queries.rows_of(claim), names, way_of_claim(claim, now), fee),
        "sellers_bill": sellers_bill(shown, pickup, is_estimate=is_estimate),
        "version": shown,
        "fee_missing": missing,
        "refunds": [(one, paid_with(one.payment), refund_news(one)) for one in refunds],
        "has_open_refund": any(one.state in (RefundState.REFUSED, RefundState.BY_ACCOUNT) for one in refunds),
        "events": [(event, event_text(event.event, event.actor), actor_text(event.actor)) for event in history],
        "is_hubs_hold": is_hubs_hold(claim, history),
        "refused": [_refused_row(claim, step) for step in queries.refused_steps_of(claim)],
    }
