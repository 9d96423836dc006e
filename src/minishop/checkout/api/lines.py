"""A line as the REST API shows it: gathered for many lines at once, then written in the wire's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Min
from msgspec import UNSET

from minishop.checkout.api.claim_messages import QueriedLine
from minishop.checkout.api.claim_words import CLAIM_ABILITIES
from minishop.checkout.api.claimed import NONE, LineClaims, claim_of, claims_of_lines, completed, current
from minishop.checkout.api.messages import Absent, Address, Delivery, OrderPart, ProductOrder
from minishop.checkout.api.words import DELIVERY_STATUS, PRODUCT_ORDER_STATUS, SHIPPING_FEE_TYPE, WRONG_NUMBER_REASON
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.domain.shares import Share, part_of
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import capabilities_of, shares_of_lines
from minishop.checkout.parcels.domain.states import ParcelState, Reason
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.queries import current_parcels
from minishop.kernel.clock import kst_iso


@dataclass(frozen=True, slots=True)
class _Facts:
    merchant: Merchant
    line: OrderLine
    parcel: Parcel | None
    is_first: bool
    share: Share
    claims: LineClaims
    now: datetime


def queried_lines(merchant: Merchant, numbers: Sequence[str], now: datetime) -> list[QueriedLine]:
    """The merchant's lines of these numbers in the order asked for, in its scope; unknown and foreign ones are left out."""
    known = OrderLine.objects.filter(merchant_id=merchant.id, number__in=set(numbers), order__reached_payment=True)
    rows = known.select_related("order", "order__buyer", "order__merchant")
    lines = {line.number: line for line in rows}
    parcels = current_parcels(merchant, [line.id for line in lines.values()])
    firsts = _first_positions(merchant, {line.order_id for line in lines.values()})
    shares, claims = shares_of_lines(merchant, lines.values()), claims_of_lines(merchant, lines.values())
    return [
        _queried(
            _Facts(
                merchant,
                line,
                parcels.get(line.id),
                line.position == firsts[line.order_id],
                shares[line.id],
                claims.get(line.id, NONE),
                now,
            )
        )
        for number in dict.fromkeys(numbers)
        if (line := lines.get(number))
    ]


def _first_positions(merchant: Merchant, order_ids: set[int]) -> dict[int, int]:
    rows = OrderLine.objects.filter(merchant_id=merchant.id, order_id__in=order_ids)
    return dict(rows.values_list("order_id").annotate(first=Min("position")))


def _queried(facts: _Facts) -> QueriedLine:
    delivery = _delivery(facts.parcel) if facts.parcel else UNSET
    return QueriedLine(
        order=_order(facts.line.order),
        product_order=_product_order(facts),
        delivery=delivery,
        current_claim=current(facts.claims),
        completed_claims=completed(facts.claims),
    )


def _order(order: Order) -> OrderPart:
    return OrderPart(
        order_id=order.number,
        order_date=kst_iso(order.ordered_at),
        orderer_id=f"{order.buyer.login[:4]}****",
        orderer_name=order.orderer_name,
        orderer_tel=order.orderer_mobile,
        orderer_email=order.orderer_email,
        payment_date=kst_iso(order.paid_at) if order.paid_at else UNSET,
        payment_means=order.payment_means or UNSET,
        order_discount_amount=order.discount,
        general_payment_amount=order.pay_total,
        naver_mileage_payment_amount=order.points_used,
        charge_amount_payment_amount=0,
        checkout_accumulation_payment_amount=0,
        pay_later_payment_amount=0,
        claim_abilities=[word for word, has in CLAIM_ABILITIES.items() if has(capabilities_of(order))],
    )


def _product_order(facts: _Facts) -> ProductOrder:
    line, order = facts.line, facts.line.order
    return ProductOrder(
        product_order_id=line.number,
        product_id=line.product_id,
        seller_product_code=line.mall_product_id or line.product_id,
        seller_custom_code1=order.manage_code or UNSET,
        option_manage_code=line.option_code or UNSET,
        mall_id=facts.merchant.public_id or "",
        package_number=order.number,
        product_order_status=PRODUCT_ORDER_STATUS[LineState(line.state)],
        place_order_status="OK" if line.acknowledged_at else "NOT_YET",
        place_order_date=kst_iso(line.acknowledged_at) if line.acknowledged_at else UNSET,
        decision_date=kst_iso(line.finalized_at) if line.finalized_at else UNSET,
        product_name=line.name,
        product_option=line.option_text or UNSET,
        unit_price=line.unit_price,
        option_price=_option_price(line),
        shipping_address=_address(order),
        expected_delivery_method="DELIVERY",
        shipping_fee_type=SHIPPING_FEE_TYPE[ShippingType(order.shipping_type)],
        delivery_fee_amount=order.shipping_fee if facts.is_first else 0,
        section_delivery_fee=0,
        delivery_discount_amount=0,
        shipping_memo=order.delivery_note or UNSET,
        **claim_of(facts.claims, line, facts.now),
        **counted(line, facts.share),
    )


class _Counted(TypedDict):
    """What the wire tells three times: in all, at first, and what is left of it after claims."""

    quantity: int
    initial_quantity: int
    remain_quantity: int
    total_product_amount: int
    initial_product_amount: int
    remain_product_amount: int
    product_discount_amount: int
    initial_product_discount_amount: int
    remain_product_discount_amount: int
    product_imediate_discount_amount: int
    product_product_discount_amount: int
    total_payment_amount: int
    initial_payment_amount: int
    remain_payment_amount: int


def counted(line: OrderLine, share: Share) -> _Counted:
    """Pieces and amounts of a line: at first, and what is left of them after claims; the two differ by what was ended (claims L30).

    What is paid is what the goods cost less their discounts; points are means of payment.
    """
    left = share - part_of(share, line.quantity - line.remaining, line.quantity)
    return _Counted(
        quantity=line.quantity,
        initial_quantity=line.quantity,
        remain_quantity=line.remaining,
        total_product_amount=share.amount,
        initial_product_amount=share.amount,
        remain_product_amount=left.amount,
        product_discount_amount=share.discount,
        initial_product_discount_amount=share.discount,
        remain_product_discount_amount=left.discount,
        product_imediate_discount_amount=share.instant,
        product_product_discount_amount=share.discount - share.instant,
        total_payment_amount=share.amount - share.discount,
        initial_payment_amount=share.amount - share.discount,
        remain_payment_amount=left.amount - left.discount,
    )


def _option_price(line: OrderLine) -> int | Absent:
    # The registration tells a line's total only; what cannot be the price of one piece's option is not made up.
    surcharge = int(line.line_total) - int(line.unit_price) * line.quantity
    return surcharge // line.quantity if surcharge >= 0 and surcharge % line.quantity == 0 else UNSET


def _address(order: Order) -> Address:
    return Address(
        address_type="DOMESTIC",
        name=order.recipient_name,
        tel1=order.recipient_phone,
        zip_code=order.zipcode,
        base_address=order.address1,
        detailed_address=order.address2,
        city="",
        state="",
        country="KR",
    )


def _delivery(parcel: Parcel) -> Delivery:
    is_wrong = parcel.state == ParcelState.WRONG_NUMBER
    reason = WRONG_NUMBER_REASON.get(Reason(parcel.reason)) if is_wrong and parcel.reason else None
    return Delivery(
        delivery_status=DELIVERY_STATUS[ParcelState(parcel.state)],
        delivery_method=parcel.method,
        delivery_company=parcel.carrier or UNSET,
        tracking_number=parcel.tracking_number or UNSET,
        send_date=kst_iso(parcel.sent_at),
        delivered_date=kst_iso(parcel.delivered_at) if parcel.delivered_at else UNSET,
        is_wrong_tracking_number=is_wrong,
        wrong_tracking_number_registered_date=kst_iso(parcel.checked_at) if is_wrong and parcel.checked_at else UNSET,
        wrong_tracking_number_type=reason or UNSET,
    )
