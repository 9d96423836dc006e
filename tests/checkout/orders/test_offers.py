"""구매불가: what the shop says now against what was registered (protocols 01, 1C)."""

from __future__ import annotations

import pytest

from minishop.checkout.orders.domain.offers import Offer, Unsellable, Wanted, unsellable
from minishop.kernel.won import Won

WANTED = Wanted("P1", Won(12000), 2)


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        (Offer(Won(12000), 2), None),
        (Offer(Won(12000), 100), None),
        (None, Unsellable.MISSING),
        (Offer(Won(12000), 0), Unsellable.SOLD_OUT),
        (Offer(Won(11999), 9), Unsellable.PRICE_CHANGED),
        (Offer(Won(13000), 0), Unsellable.SOLD_OUT),
        (Offer(Won(12000), 1), Unsellable.TOO_FEW),
    ],
    ids=["딱 맞음", "넉넉함", "없는 상품", "품절", "가격이 내림", "품절이고 가격도 바뀜", "수량 부족"],
)
def test_why_a_line_cannot_be_bought(offer: Offer | None, reason: Unsellable | None) -> None:
    assert unsellable([WANTED], {"P1": offer} if offer else {}) == [reason]


def test_each_line_is_judged_alone() -> None:
    lines = [WANTED, Wanted("P2", Won(500), 1), Wanted("P1", Won(12000), 9)]
    assert unsellable(lines, {"P1": Offer(Won(12000), 5)}) == [None, Unsellable.MISSING, Unsellable.TOO_FEW]
