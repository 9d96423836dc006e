"""The wire's words for ours."""

from __future__ import annotations

from types import MappingProxyType

from minishop.checkout.orders.domain.acknowledging import AcknowledgeRefusal
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.parcels.domain.dispatching import Refusal
from minishop.checkout.parcels.domain.states import ParcelState, Reason

PRODUCT_ORDER_STATUS = MappingProxyType(
    {
        LineState.AWAITING_PAYMENT: "PAYMENT_WAITING",
        LineState.PAID: "PAYED",
        LineState.DISPATCH_REQUESTED: "PAYED",
        LineState.DELIVERING: "DELIVERING",
        LineState.DELIVERED: "DELIVERED",
        LineState.FINALIZED: "PURCHASE_DECIDED",
        LineState.UNPAID_CANCELLED: "CANCELED_BY_NOPAYMENT",
        LineState.CANCELLED: "CANCELED",
        LineState.RETURNED: "RETURNED",
        LineState.EXCHANGED: "EXCHANGED",
    }
)

DELIVERY_STATUS = MappingProxyType(
    {
        ParcelState.CHECKING: "COLLECT_REQUEST",
        ParcelState.WRONG_NUMBER: "WRONG_INVOICE",
        ParcelState.PICKED_UP: "COLLECT_CARGO",
        ParcelState.IN_TRANSIT: "DELIVERING",
        ParcelState.OUT_FOR_DELIVERY: "DELIVERING",
        ParcelState.DELIVERED: "DELIVERY_COMPLETION",
        ParcelState.FAILED: "DELIVERY_FAIL",
        ParcelState.NOT_TRACKED: "NOT_TRACKING",
        ParcelState.REPLACED: "COLLECT_CARGO_CANCEL",
    }
)

# The wire is Korean whatever the caller's language: nothing in this module is marked for translation.
WRONG_NUMBER_REASON = MappingProxyType(
    {
        Reason.NOT_KNOWN_YET: "택배사에 아직 등록되지 않은 송장번호입니다.",
        Reason.UNKNOWN_TO_CARRIER: "택배사에서 조회되지 않는 송장번호입니다.",
        Reason.CARRIER_SILENT: "택배사가 응답하지 않아 다시 확인합니다.",
    }
)

SHIPPING_FEE_TYPE = MappingProxyType({ShippingType.PREPAID: "선불", ShippingType.FREE: "무료", ShippingType.ON_DELIVERY: "착불"})

# What the public API knows, and of that what happens here. Our further kinds stand in the change feed only.
PUBLIC_TYPES = frozenset(
    {
        "PAY_WAITING",
        "PAYED",
        "EXCHANGE_OPTION",
        "DELIVERY_ADDRESS_CHANGED",
        "GIFT_RECEIVED",
        "CLAIM_REJECTED",
        "DISPATCHED",
        "CLAIM_REQUESTED",
        "COLLECT_DONE",
        "CLAIM_COMPLETED",
        "PURCHASE_DECIDED",
        "HOPE_DELIVERY_INFO_CHANGED",
        "CLAIM_REDELIVERING",
    }
)
PUBLIC_KINDS = frozenset(kind for kind in ChangeKind if kind.value in PUBLIC_TYPES)

NOT_FOUND, NAMED_TWICE, BAD_REQUEST, ALREADY_SO = "100001", "104131", "104133", "105306"

DISPATCH_CODES = MappingProxyType(
    {
        Refusal.UNKNOWN_LINE: NOT_FOUND,
        Refusal.NAMED_TWICE: NAMED_TWICE,
        Refusal.METHOD_UNKNOWN: "104117",
        Refusal.CARRIER_MISSING: "104118",
        Refusal.CARRIER_UNKNOWN: "104119",
        Refusal.NUMBER_MISSING: "104120",
        Refusal.NUMBER_USED: "104121",
        Refusal.NUMBER_INVALID: "104122",
        Refusal.NOT_PAID: BAD_REQUEST,
        Refusal.ALREADY_SENT: ALREADY_SO,
        Refusal.CLAIMED: BAD_REQUEST,
    }
)

ACKNOWLEDGE_CODES = MappingProxyType(
    {
        AcknowledgeRefusal.UNKNOWN_LINE: NOT_FOUND,
        AcknowledgeRefusal.NAMED_TWICE: NAMED_TWICE,
        AcknowledgeRefusal.NOT_PAID: BAD_REQUEST,
        AcknowledgeRefusal.ALREADY_ACKNOWLEDGED: ALREADY_SO,
    }
)

MESSAGES = MappingProxyType(
    {
        NOT_FOUND: "상품주문이 존재하지 않습니다.",
        "104117": "배송방법을 변경해 주세요.",
        "104118": "택배사를 입력해 주세요.",
        "104119": "택배사 코드가 올바르지 않습니다.",
        "104120": "송장번호를 입력해 주세요.",
        "104121": "다른 주문에 사용한 송장번호입니다.",
        "104122": "송장번호가 유효하지 않습니다.",
        NAMED_TWICE: "상품주문번호가 중복되었습니다.",
        BAD_REQUEST: "처리할 수 없는 주문 상태입니다.",
        ALREADY_SO: "이미 처리된 상품주문입니다.",
    }
)
