"""지식쇼핑에 나가지 않는 이유: the one place that says whether a product goes into the feed, and why not (R32, R33)."""

from __future__ import annotations

from enum import StrEnum

from minishop.mall.catalog.domain.purchase import Offer, Refusal, purchase_info


class Absence(StrEnum):
    """Why a product has no row in the feed, in the order in which it is asked."""

    NOT_DISPLAYED = Refusal.NOT_DISPLAYED.value
    NOT_FOR_SALE = Refusal.NOT_FOR_SALE.value
    PRICE_TEXT = Refusal.PRICE_TEXT.value
    ZERO_PRICE = Refusal.ZERO_PRICE.value
    SOLD_OUT = Refusal.SOLD_OUT.value
    NO_PICTURE = "no_picture"


def absence_of(offer: Offer, *, has_picture: bool) -> Absence | None:
    """Why a product is not told to the search; None for one that is. What cannot be bought is not (R32, R33), nor what has no picture, since the
    search refuses it. What is sold out leaves through the summary's class D."""
    refusal = purchase_info(offer).refusal
    if refusal is not None:
        return Absence(refusal.value)
    return None if has_picture else Absence.NO_PICTURE
