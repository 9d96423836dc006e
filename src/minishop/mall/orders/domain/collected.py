"""수집된 주문: a line as the hub reports it, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.kernel.won import Won
from minishop.mall.orders.domain.hub import HubState


@dataclass(frozen=True, slots=True)
class CollectedOrder:
    """What all lines of an order share. ``paid`` is what the buyer's means paid; ``points`` what points paid."""

    hub_number: str
    ordered_at: datetime
    paid_at: datetime | None
    orderer_name: str
    orderer_phone: str
    orderer_email: str
    payment_means: str
    paid: Won
    points: Won
    discount: Won


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives the goods, and where."""

    name: str
    phone: str
    mobile: str
    zipcode: str
    address1: str
    address2: str
    note: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the hub knows of a line's tracking number; ``problem`` is empty while it is not known to be wrong."""

    carrier: str
    number: str
    problem: str


@dataclass(frozen=True, slots=True)
class CollectedLine:
    """One line. ``shipping_fee`` is the part of the order's fee that the hub counts with this line."""

    order: CollectedOrder
    recipient: Recipient
    hub_number: str
    hub_state: HubState
    acknowledged: bool
    product_code: str
    variant_code: str
    product_name: str
    option_text: str
    quantity: int
    unit_price: Won
    line_total: Won
    shipping_fee: Won
    registration_code: str
    tracking: Tracking | None
