"""입점 심사: a merchant's application as a machine. It is decided once."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class MerchantState(StrEnum):
    """Where a merchant's application stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class MerchantEvent(StrEnum):
    """What the operator decides."""

    APPROVE = "approve"
    REJECT = "reject"


_S, _E = MerchantState, MerchantEvent

MACHINE = Machine(
    (_S.REQUESTED,),
    {
        (_S.REQUESTED, _E.APPROVE): _S.APPROVED,
        (_S.REQUESTED, _E.REJECT): _S.REJECTED,
    },
)
