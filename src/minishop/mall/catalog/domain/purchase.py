"""구매 가능 여부: what a product's settings mean for front page and purchase (R30–R34, Q14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won


class Refusal(StrEnum):
    """Why a product cannot be bought, in the order in which it is asked."""

    NOT_DISPLAYED = "not_displayed"
    NOT_FOR_SALE = "not_for_sale"
    PRICE_TEXT = "price_text"
    ZERO_PRICE = "zero_price"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class Offer:
    """A product's settings as the rules need them. ``left`` is the sum of its variants' stock; None is not counted."""

    displayed: bool
    for_sale: bool
    price: Won
    price_text: str
    left: int | None


@dataclass(frozen=True, slots=True)
class PurchaseInfo:
    """Price, availability and stock of a product, answered together."""

    price: Won
    price_text: str
    refusal: Refusal | None

    @property
    def buyable(self) -> bool:
        return self.refusal is None


def purchase_info(offer: Offer) -> PurchaseInfo:
    """What a visitor may do with a product: Checkout takes neither 0 won nor a text for a price (Q14)."""
    return PurchaseInfo(offer.price, offer.price_text, _refusal(offer))


def _refusal(offer: Offer) -> Refusal | None:
    checks = (
        (offer.displayed, Refusal.NOT_DISPLAYED),
        (offer.for_sale, Refusal.NOT_FOR_SALE),
        (not offer.price_text, Refusal.PRICE_TEXT),
        (offer.price > 0, Refusal.ZERO_PRICE),
        (offer.left is None or offer.left > 0, Refusal.SOLD_OUT),
    )
    return next((refusal for passed, refusal in checks if not passed), None)
