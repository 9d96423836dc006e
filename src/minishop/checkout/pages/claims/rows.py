"""What the pages show of claims, ready to be written down."""

from __future__ import annotations

from typing import Any

from minishop.chassis.ui.bills import BillRow
from minishop.checkout.claims import queries
from minishop.checkout.claims.bills import Fee, bill_of_claim
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.money_ways import MoneyWay, asks_for_account
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ENDED, SETTLING, ClaimKind, ClaimState, allowed
from minishop.checkout.claims.labels import KIND, REASON, answered_by, badge_of, state_text
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.labels import title_of
from minishop.checkout.parcels.labels import carrier_name
from minishop.checkout.payments.domain.bank_accounts import account_of
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.labels import REFUND, paid_with, refund_news
from minishop.checkout.payments.models import Refund

_K, _S = ClaimKind, ClaimState
# The way of each kind when all goes well.
_WAYS: dict[ClaimKind, tuple[ClaimState, ...]] = {
    _K.CANCEL: (_S.ASKED, _S.CANCELING, _S.DONE),
    _K.RETURN: (_S.ASKED, _S.COLLECTING, _S.COLLECTED, _S.REFUNDING, _S.DONE),
    _K.EXCHANGE: (_S.ASKED, _S.COLLECTING, _S.COLLECTED, _S.REDELIVERING, _S.DONE),
    _K.ADMIN: (_S.OPEN, _S.REFUNDING, _S.DONE),
}


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim of a list, with its lines and order at hand."""
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    return {
        "claim": claim,
        "kind": KIND[kind],
        "state": state_text(kind, state),
        "badge": badge_of(state),
        "reason": REASON[ClaimReason(claim.reason)],
        "title": title_of([line.line.name for line in claim.lines.all()]),
        "is_open": state not in ENDED,
        "answered_by": answered_by(state),
        "came_to_nothing": state in ENDED - {ClaimState.DONE},
    }


def step_rows(claim: Claim) -> list[dict[str, Any]]:
    """The steps of a claim with their dates; none of one that ended another way."""
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    way = _WAYS[kind]
    if state not in way:
        return []
    reached = {ClaimState(event.to_state): event.at for event in queries.history_of(claim)}
    present = way.index(state)
    return [
        {
            "label": state_text(kind, step),
            "at": reached.get(step),
            "is_done": position <= present,
            "is_present": position == present,
        }
        for position, step in enumerate(way)
    ]


def bill(claim: Claim, way: MoneyWay | None, fee: Fee) -> list[BillRow]:
    """The receipt of the version that was shown last; ``way``: how its money goes back; ``fee``: what of its fee was paid."""
    names = {line.line_id: line.line.name for line in claim.lines.all()}
    return bill_of_claim(queries.shown(claim), queries.rows_of(claim), names, way, fee)


def money_back(claim: Claim, way: MoneyWay | None) -> dict[str, Any]:
    """What of a claim's money is on its way, and the account that is asked for or was named; ``way``: how its money goes back."""
    kind, state, refunds = ClaimKind(claim.kind), ClaimState(claim.state), queries.money_back_of(claim)
    will_go, named = asks_for_account(kind, state, way) and not refunds, account_of(claim.account)
    owed = [refund for refund in refunds if refund.state == RefundState.BY_ACCOUNT]
    return {
        "refunds": [refund_row(refund) for refund in refunds],
        "stands_in_line": state in SETTLING and not refunds,
        "named_account": named.masked if will_go and named else "",
        "asks_account": (will_go and named is None) or any(not refund.account for refund in owed),
        "takes_account": will_go or bool(owed),
    }


def refund_row(refund: Refund) -> dict[str, Any]:
    """A refund with what it is called, how far it is, and what was paid with."""
    return {
        "refund": refund,
        "state": REFUND[RefundState(refund.state)],
        "news": refund_news(refund),
        "paid_with": paid_with(refund.payment),
    }


def line_rows(claim: Claim) -> list[dict[str, Any]]:
    """The goods that a claim names."""
    return [{"line": one.line, "quantity": one.quantity} for one in claim.lines.all()]


def journeys(claim: Claim) -> list[tuple[str, str]]:
    """What travels under which number: the carrier's name and the number."""
    sent = [
        (claim.collect_carrier, claim.collect_number),
        (claim.redelivery_carrier, claim.redelivery_number),
        (claim.sent_back_carrier, claim.sent_back_number),
    ]
    return [(carrier_name(carrier), number) for carrier, number in sent if number]


def buyers_ways(claim: Claim) -> frozenset[str]:
    """What the buyer may do with it now, by the machine's words."""
    return frozenset(event.value for event in allowed(ClaimKind(claim.kind), ClaimState(claim.state), Actor.BUYER))


WITHDRAW, TURN, ARRIVE = CancelEvent.WITHDRAW.value, ExchangeEvent.TURN.value, ExchangeEvent.ARRIVE.value
