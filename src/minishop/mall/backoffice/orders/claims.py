"""What an order's own page says of its payment and of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minishop.mall.backoffice.claims.rows import told_claims
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.labels import MESSAGES
from minishop.mall.channel.queries import answers_claims, cancels_parts, claim_messages, returnable
from minishop.mall.claims.domain.refunds import Payment, actual_sales
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import claims_of
from minishop.mall.orders.domain.claims import DONE
from minishop.mall.orders.domain.states import OPEN, LineState
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop


def claims_context(shop: Shop, order: Order) -> dict[str, Any]:
    """The payment block (R130), the claims, our messages about them that are under way, and what may be answered."""
    claims, lines = claims_of(shop, order), {line.id: line for line in order.lines.all()}
    return {
        "payment": _payment(order, claims),
        "claims": told_claims(claims, lines, is_ours=answers_claims(order)),
        "sending": [(message, MESSAGES[message.kind]) for message in claim_messages(shop, order)],
        "asked": any(line.may_leave_despite_cancel for line in lines.values()),
        "refuses_cancels": profile().refuses_cancels,
        "partial": cancels_parts(order),
        "may_return": bool(returnable(shop, order)),
    }


def _payment(order: Order, claims: Sequence[LineClaim]) -> Payment:
    states = [line.state for line in order.lines.all()]
    refunds = {(claim.kind, claim.number): claim.refund for claim in claims if claim.state in DONE}
    return Payment(
        ordered=order.goods_total + order.shipping_fee,
        base_fee=order.shipping_fee - order.regional_fee,
        regional_fee=order.regional_fee,
        instant=order.discount - order.coupon_discount,
        coupon=order.coupon_discount,
        sales=actual_sales(
            paid=order.paid_total, refunded=list(refunds.values()), is_open=any(state in OPEN for state in states),
            is_finalized=LineState.FINALIZED in states,
        ),
    )  # fmt: skip
