"""The wire's words and ours, in one table. Outside words stop here."""

from __future__ import annotations

from enum import StrEnum

from minishop.mall.orders.domain.hub import HubState


class ProductOrderStatus(StrEnum):
    """The hub's productOrderStatus (glossary: wire)."""

    PAYMENT_WAITING = "PAYMENT_WAITING"
    PAYED = "PAYED"
    DELIVERING = "DELIVERING"
    DELIVERED = "DELIVERED"
    PURCHASE_DECIDED = "PURCHASE_DECIDED"
    EXCHANGED = "EXCHANGED"
    CANCELED = "CANCELED"
    RETURNED = "RETURNED"
    CANCELED_BY_NOPAYMENT = "CANCELED_BY_NOPAYMENT"


HUB_STATES: dict[ProductOrderStatus, HubState] = {
    ProductOrderStatus.PAYMENT_WAITING: HubState.AWAITING_PAYMENT,
    ProductOrderStatus.PAYED: HubState.PAID,
    ProductOrderStatus.DELIVERING: HubState.DELIVERING,
    ProductOrderStatus.DELIVERED: HubState.DELIVERED,
    ProductOrderStatus.PURCHASE_DECIDED: HubState.FINALIZED,
    ProductOrderStatus.EXCHANGED: HubState.EXCHANGED,
    ProductOrderStatus.CANCELED: HubState.CANCELLED,
    ProductOrderStatus.RETURNED: HubState.RETURNED,
    ProductOrderStatus.CANCELED_BY_NOPAYMENT: HubState.UNPAID_CANCELLED,
}


def hub_state(status: str, *, dispatched: bool, wrong_number: bool) -> HubState:
    """Our word for the hub's state of a line. A paid line with a tracking number not known to be wrong is being checked (R128).

    Raises ValueError for a status that the public list does not have.
    """
    state = HUB_STATES[ProductOrderStatus(status)]
    if state is HubState.PAID and dispatched and not wrong_number:
        return HubState.DISPATCH_REQUESTED
    return state
