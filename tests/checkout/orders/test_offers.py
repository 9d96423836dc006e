"""구매불가: what a shop that speaks v1 says now against what was registered (protocols 01, 1C; docs/rules/selling.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minishop.checkout.orders.domain.offers import Offer, Refusal, Unsellable, Wanted, dearer_or_cheaper, unsellable
from minishop.kernel.won import Won

WANTED = Wanted("P1", "V1", 2, Won(12000), Won(25000))


@pytest.mark.parametrize(
    ("offer", "refusal"),
    [
        (Offer(Won(12000), 2), None),
        (Offer(Won(12000), 100), None),
        (None, Refusal(0, Unsellable.NOT_FOR_SALE)),
        (Offer(Won(12000), 0), Refusal(0, Unsellable.SOLD_OUT, left=0, wanted=2)),
        (Offer(Won(11999), 9), Refusal(0, Unsellable.PRICE_CHANGED, then=Won(12000), now=Won(11999))),
        (Offer(Won(13000), 0), Refusal(0, Unsellable.PRICE_CHANGED, then=Won(12000), now=Won(13000))),
        (Offer(Won(12000), 1), Refusal(0, Unsellable.TOO_FEW, left=1, wanted=2)),
    ],
    ids=["딱 맞음", "넉넉함", "없는 상품", "품절", "가격이 내림", "품절이고 가격도 바뀜", "수량 부족"],
)
def test_why_a_line_cannot_be_bought(offer: Offer | None, refusal: Refusal | None) -> None:
    assert unsellable([WANTED], {"P1": offer} if offer else {}) == ([refusal] if refusal else [])


def test_the_lines_of_a_product_are_judged_together() -> None:
    """At a shop that tells its stock by product: 2 + 3 of 4, whatever the options."""
    lines = [WANTED, Wanted("P2", "", 1, Won(500), Won(500)), replace(WANTED, option_code="V2", quantity=3)]
    short = [Refusal(place, Unsellable.TOO_FEW, left=4, wanted=5) for place in (0, 2)]
    other = {"P2": Offer(Won(500), 1)}
    assert unsellable(lines, {"P1": Offer(Won(12000), 4), **other}) == short
    assert unsellable(lines, {"P1": Offer(Won(12000), 5), **other}) == []


def test_a_new_price_is_told_by_the_total_or_by_the_piece() -> None:
    """The line's total of then and now; where that is the same, the price of a piece."""
    by_total = dearer_or_cheaper(0, WANTED, unit_price=Won(12000), line_total=Won(26800))
    by_piece = dearer_or_cheaper(0, WANTED, unit_price=Won(12100), line_total=Won(25000))
    assert (by_total.then, by_total.now) == (25000, 26800)
    assert (by_piece.then, by_piece.now) == (12000, 12100)
