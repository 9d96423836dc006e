"""클레임 사유: the reasons of the protocols, whose fault each is, and who may name it (protocol/checkout-v1; R134, R143)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.claims.domain.wanted import Fault


class ClaimReason(StrEnum):
    """glossary: wire. What is said of a claim by SOAP and REST; a few are only said by others."""

    INTENT_CHANGED = "INTENT_CHANGED"
    COLOR_AND_SIZE = "COLOR_AND_SIZE"
    WRONG_ORDER = "WRONG_ORDER"
    PRODUCT_UNSATISFIED = "PRODUCT_UNSATISFIED"
    DELAYED_DELIVERY = "DELAYED_DELIVERY"
    SOLD_OUT = "SOLD_OUT"
    DROPPED_DELIVERY = "DROPPED_DELIVERY"
    BROKEN = "BROKEN"
    INCORRECT_INFO = "INCORRECT_INFO"
    WRONG_DELIVERY = "WRONG_DELIVERY"
    WRONG_OPTION = "WRONG_OPTION"
    SIMPLE_INTENT_CHANGED = "SIMPLE_INTENT_CHANGED"
    MISTAKE_ORDER = "MISTAKE_ORDER"
    NOT_YET_RECEIVE = "NOT_YET_RECEIVE"
    BROKEN_AND_BAD = "BROKEN_AND_BAD"
    UNDER_QUANTITY = "UNDER_QUANTITY"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    DELAYED_DELIVERY_BY_PURCHASER = "DELAYED_DELIVERY_BY_PURCHASER"
    INCORRECT_INFO_BY_PURCHASER = "INCORRECT_INFO_BY_PURCHASER"
    PRODUCT_UNSATISFIED_BY_PURCHASER = "PRODUCT_UNSATISFIED_BY_PURCHASER"
    ETC = "ETC"


class HoldReason(StrEnum):
    """glossary: wire. Why a return or an exchange is held; the spelling is the wire's."""

    RETURN_DELIVERYFEE = "RETURN_DELIVERYFEE"
    EXTRAFEEE = "EXTRAFEEE"
    RETURN_DELIVERYFEE_AND_EXTRAFEEE = "RETURN_DELIVERYFEE_AND_EXTRAFEEE"
    RETURN_PRODUCT_NOT_DELIVERED = "RETURN_PRODUCT_NOT_DELIVERED"
    EXCHANGE_DELIVERYFEE = "EXCHANGE_DELIVERYFEE"
    EXCHANGE_EXTRAFEE = "EXCHANGE_EXTRAFEE"
    EXCHANGE_PRODUCT_READY = "EXCHANGE_PRODUCT_READY"
    EXCHANGE_PRODUCT_NOT_DELIVERED = "EXCHANGE_PRODUCT_NOT_DELIVERED"
    ETC = "ETC"


# Held until the buyer has paid what is missing, whatever the day says: no clock ends it, an operator does. Where nothing is, as any other.
FOR_A_FEE = frozenset(
    {
        HoldReason.RETURN_DELIVERYFEE,
        HoldReason.EXTRAFEEE,
        HoldReason.RETURN_DELIVERYFEE_AND_EXTRAFEEE,
        HoldReason.EXCHANGE_DELIVERYFEE,
        HoldReason.EXCHANGE_EXTRAFEE,
    }
)

# Names an extra fee, and says nothing without its amount.
FOR_AN_EXTRA_FEE = frozenset({HoldReason.EXTRAFEEE, HoldReason.RETURN_DELIVERYFEE_AND_EXTRAFEEE, HoldReason.EXCHANGE_EXTRAFEE})

_R = ClaimReason

_BUYERS_FAULT = frozenset(
    {
        _R.INTENT_CHANGED,
        _R.COLOR_AND_SIZE,
        _R.WRONG_ORDER,
        _R.SIMPLE_INTENT_CHANGED,
        _R.MISTAKE_ORDER,
        _R.NOT_YET_RECEIVE,
        _R.DELAYED_DELIVERY_BY_PURCHASER,
        _R.INCORRECT_INFO_BY_PURCHASER,
        _R.PRODUCT_UNSATISFIED_BY_PURCHASER,
    }
)
FAULT = MappingProxyType(
    {
        reason: Fault.BUYER if reason in _BUYERS_FAULT else Fault.NOBODY if reason is _R.ETC else Fault.SELLER
        for reason in ClaimReason
    }
)

# What people choose from, in the order in which they are offered; what is allowed of each to a program too.
CANCEL_REASONS = (
    _R.INTENT_CHANGED,
    _R.COLOR_AND_SIZE,
    _R.WRONG_ORDER,
    _R.PRODUCT_UNSATISFIED,
    _R.DELAYED_DELIVERY,
    _R.SOLD_OUT,
    _R.INCORRECT_INFO,
)
RETURN_REASONS = (
    _R.INTENT_CHANGED,
    _R.COLOR_AND_SIZE,
    _R.WRONG_ORDER,
    _R.PRODUCT_UNSATISFIED,
    _R.DELAYED_DELIVERY,
    _R.SOLD_OUT,
    _R.DROPPED_DELIVERY,
    _R.BROKEN,
    _R.INCORRECT_INFO,
    _R.WRONG_DELIVERY,
    _R.WRONG_OPTION,
)
