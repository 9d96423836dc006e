"""The feed truth table of A6, with Q14: what is shown, fed to the search and bought (R30)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.purchase import Offer, Refusal, purchase_info
from minishop.mall.feed.domain.absence import Absence, absence_of

Row = tuple[bool, bool, int, str, int | None, bool, Refusal | None]
# displayed, for sale, price, text, left  →  feed, why it cannot be bought
TABLE: dict[str, Row] = {
    "진열, 정상": (True, True, 10_000, "", None, True, None),
    "진열, 재고 있음": (True, True, 10_000, "", 1, True, None),
    "진열, 0원": (True, True, 0, "", None, False, Refusal.ZERO_PRICE),
    "진열, 대체문구": (True, True, 10_000, "전화문의", None, False, Refusal.PRICE_TEXT),
    "진열, 0원 대체문구": (True, True, 0, "전화문의", None, False, Refusal.PRICE_TEXT),
    "진열, 판매안함": (True, False, 10_000, "", None, False, Refusal.NOT_FOR_SALE),
    "진열, 품절": (True, True, 10_000, "", 0, False, Refusal.SOLD_OUT),
    "미진열": (False, True, 10_000, "", None, False, Refusal.NOT_DISPLAYED),
    "미진열, 0원": (False, True, 0, "", None, False, Refusal.NOT_DISPLAYED),
    "미진열, 대체문구": (False, True, 10_000, "전화문의", None, False, Refusal.NOT_DISPLAYED),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_the_truth_table(row: Row) -> None:
    """R30, R31: displayed is all it takes; no product is marked as Checkout's."""
    displayed, for_sale, price, text, left, feed, refusal = row
    offer = Offer(displayed, for_sale, Won(price), text, left)
    info = purchase_info(offer)
    absence = absence_of(offer, has_picture=True)
    assert (absence is None, absence and absence.value, info.refusal) == (feed, refusal and refusal.value, refusal)
    assert absence_of(offer, has_picture=False) is (Absence.NO_PICTURE if feed else absence)
    assert (info.price, info.price_text, info.buyable) == (Won(price), text, refusal is None)


offers = st.builds(
    Offer,
    displayed=st.booleans(),
    for_sale=st.booleans(),
    price=st.integers(0, 3).map(Won),
    price_text=st.sampled_from(["", "문의"]),
    left=st.none() | st.integers(0, 2),
)


@given(offers)
def test_what_is_fed_can_be_bought_and_is_on_the_front(offer: Offer) -> None:
    assert absence_of(offer, has_picture=True) or (purchase_info(offer).buyable and offer.displayed)
    assert not purchase_info(offer).buyable or (offer.price > 0 and not offer.price_text and offer.left != 0)
