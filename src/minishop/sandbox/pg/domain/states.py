"""계약과 결제의 상태: the PG's two small state machines, as data."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class ContractState(StrEnum):
    """Where a shop's application for the PG stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class ContractEvent(StrEnum):
    """What the PG's reviewer decides."""

    APPROVE = "approve"
    REJECT = "reject"


class PaymentState(StrEnum):
    """Where a payment stands: ``ready`` is chosen by the buyer and not yet taken, ``done`` is taken, ``cancelled`` given back."""

    READY = "ready"
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class PaymentEvent(StrEnum):
    """What the card company or the bank says. ``CANCEL_PART``: something is left afterwards."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    CANCEL_PART = "cancel_part"


class MovementKind(StrEnum):
    """거래: money taken, or given back."""

    PAYMENT = "payment"
    CANCEL = "cancel"


CONTRACTS = Machine(
    (ContractState.REQUESTED,),
    {
        (ContractState.REQUESTED, ContractEvent.APPROVE): ContractState.APPROVED,
        (ContractState.REQUESTED, ContractEvent.REJECT): ContractState.REJECTED,
    },
)

PAYMENTS = Machine(
    (PaymentState.READY,),
    {
        (PaymentState.READY, PaymentEvent.APPROVE): PaymentState.DONE,
        (PaymentState.READY, PaymentEvent.DECLINE): PaymentState.DECLINED,
        (PaymentState.DONE, PaymentEvent.CANCEL): PaymentState.CANCELLED,
        (PaymentState.DONE, PaymentEvent.CANCEL_PART): PaymentState.DONE,
    },
)
