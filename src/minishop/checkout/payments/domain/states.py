"""결제 상태: the state machine of one payment attempt, as data."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class PaymentState(StrEnum):
    """``CONFIRMING``: the PG has been asked to take the money and its answer is not known yet."""

    OPENED = "opened"
    CONFIRMING = "confirming"
    PAID = "paid"
    DECLINED = "declined"
    ABANDONED = "abandoned"


class PaymentEvent(StrEnum):
    """What can happen to an attempt."""

    CONFIRM = "confirm"
    APPROVE = "approve"
    DECLINE = "decline"
    ABANDON = "abandon"


_S, _E = PaymentState, PaymentEvent

MACHINE = Machine(
    (_S.OPENED,),
    {
        (_S.OPENED, _E.CONFIRM): _S.CONFIRMING,
        (_S.OPENED, _E.ABANDON): _S.ABANDONED,
        (_S.CONFIRMING, _E.APPROVE): _S.PAID,
        (_S.CONFIRMING, _E.DECLINE): _S.DECLINED,
    },
)
