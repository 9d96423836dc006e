"""수집된 주문: a line as the hub reports it, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from minishop.kernel.won import Won
from minishop.mall.orders.domain.claims import DONE, ClaimKind, ClaimMark, ClaimState, Way, mark_of
from minishop.mall.orders.domain.hub import HubState


@dataclass(frozen=True, slots=True)
class CollectedOrder:
    """What all lines of an order share. ``paid`` is what the buyer's means paid; ``points`` what points paid. ``cancels_parts``, ``answers_claims``:
    whether the order's profile cancels a part, and has the shop answer returns and exchanges; None where the hub does not say."""

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
    cancels_parts: bool | None = None
    answers_claims: bool | None = None


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
class CollectedClaim:
    """A claim on a line. ``number`` is the hub's, the same on all lines of the claim; ``reason`` is a code of the hub's list, ``words`` what
    was written besides. ``hold_reason`` stays when a hold is released, ``is_held`` says whether it stands, ``is_hubs_hold`` that no seller
    made it. ``refund`` and ``refund_points`` are what is paid back, or would be while the claim is open, where ``tells_refund``; ``refund_note``
    is why it is not paid back yet. ``due_at``: when the hub goes on by itself. ``way`` is how goods come back and the parcel in which they do,
    ``pickup`` where they are fetched; all of it empty where the hub does not say."""

    number: str
    kind: ClaimKind
    state: ClaimState
    quantity: int
    reason: str = ""
    words: str = ""
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    is_held: bool = False
    hold_reason: str = ""
    hold_words: str = ""
    is_hubs_hold: bool = False
    tells_refund: bool = False
    refund: Won = Won(0)
    refund_points: Won = Won(0)
    refund_note: str = ""
    fee: Won = Won(0)
    refused_because: str = ""
    due_at: datetime | None = None
    way: Way | Literal[""] = ""
    collect_carrier: str = ""
    collect_number: str = ""
    pickup_name: str = ""
    pickup_phone: str = ""
    pickup_zipcode: str = ""
    pickup_address: str = ""


@dataclass(frozen=True, slots=True)
class CollectedLine:
    """One line. ``shipping_fee`` is the part of the order's fee that the hub counts with this line, ``regional_fee`` what of it the region
    makes, ``coupon_discount`` what coupons gave on the line; ``remaining`` are the pieces that were
    neither cancelled nor returned; ``claims`` are all that the hub tells of, an open one last."""

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
    remaining: int
    regional_fee: Won = Won(0)
    coupon_discount: Won = Won(0)
    claims: tuple[CollectedClaim, ...] = ()

    @property
    def living(self) -> int:
        """The pieces that no cancel has ended, whether or not they came back later."""
        ended = (claim.quantity for claim in self.claims if claim.kind is ClaimKind.CANCEL and claim.state in DONE)
        return max(self.quantity - sum(ended), self.remaining)

    @property
    def mark(self) -> ClaimMark:
        """What an open claim shows on the line."""
        return mark_of(self.claims[-1].kind, self.claims[-1].state) if self.claims else ClaimMark.NONE
