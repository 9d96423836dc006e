"""``POST /v1/minishop/claim-proposals`` [OWN] (protocol/minishop, section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from msgspec import UNSET

from minishop.checkout.api import claim_messages as wire
from minishop.checkout.api.claim_words import CANNOT_CANCEL, CLAIM_CODES
from minishop.checkout.api.claiming import Failed, find_line, reason_of, require_settling, words_of
from minishop.checkout.api.endpoint import body_as, merchant_api
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.messages import Answered
from minishop.checkout.api.refusals import Refusal as Gateway
from minishop.checkout.api.refusals import Refused, not_valid
from minishop.checkout.api.words import BAD_REQUEST, MESSAGES, NOT_FOUND
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, RETURN_REASONS, ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.queries import lines_of_order, preview
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import OrderLine
from minishop.kernel.clock import kst_iso

_K = ClaimKind


@merchant_api("POST")
def proposal(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """제안 [OWN]: what a cancel or a return by the seller would give back now, row by row (R136). Nothing is written."""
    body = body_as(request, wire.ProposalRequest, "claimProposal")
    kind, reason = _proposed_claim(body)
    asked = [Asked(one.product_order_id, one.quantity) for one in body.product_orders]
    line = find_line(merchant, asked[0].line_number)
    if line is None:
        raise Refused(Gateway(404, NOT_FOUND, MESSAGES[NOT_FOUND]))
    try:
        if kind is _K.RETURN:
            require_settling(line, BAD_REQUEST)
        found = preview(line.order, kind=kind, asked=asked, reason=reason, now=at, by=Actor.MERCHANT, way=Way.BY_BUYER)
    except ClaimRefused as error:
        code = CLAIM_CODES.get(error.why, CANNOT_CANCEL)
        raise Refused(Gateway(409, code, words_of(error.why, code))) from None
    except Failed as failed:
        raise Refused(Gateway(409, failed.code, words_of(None, failed.code))) from None
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=_proposed(found, lines_of_order(line.order))))


def _proposed_claim(body: wire.ProposalRequest) -> tuple[ClaimKind, ClaimReason]:
    if body.return_reason and body.cancel_reason:
        raise not_valid("claimProposal", "returnReason")
    if body.return_reason:
        return _K.RETURN, reason_of(body.return_reason, RETURN_REASONS, "claimProposal", "returnReason")
    return _K.CANCEL, reason_of(body.cancel_reason, CANCEL_REASONS, "claimProposal", "cancelReason")


def _proposed(found: Proposal, lines: Sequence[OrderLine]) -> wire.ProposalData:
    rows = [
        wire.ProposedRow(
            kind=row.kind.value,
            why=row.why.value,
            amount=row.amount,
            product_order_id=UNSET if row.place is None else lines[row.place].number,
        )
        for row in found.rows
    ]
    return wire.ProposalData(rows=rows, refund_amount=found.money, refund_point_amount=found.points)
