"""배송비 안내: what a registration says in words. The wire is Korean whatever the buyer's language; nothing here is translated."""

from __future__ import annotations

from collections.abc import Sequence

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.breakdown import dearest_regions
from minishop.mall.shipping.domain.fee import Bill

MOST_REGIONS = 6


def shipping_note(bill: Bill, surcharges: Sequence[tuple[str, Won]]) -> str:
    """SHIPPING_ADDITIONAL_PRICE: that the base fee is paid at the door beside prepaid ones, and what some regions cost besides."""
    door = "기본 배송비는 착불입니다." if bill.paid_at_the_door and bill.total else ""
    return " ".join(note for note in (door, _regions(surcharges)) if note)


def _regions(surcharges: Sequence[tuple[str, Won]]) -> str:
    named = [f"{name} {amount.grouped()}원" for name, amount in dearest_regions(surcharges)]
    if not named:
        return ""
    more = " 등" if len(named) > MOST_REGIONS else ""
    return f"지역별 추가 배송비({', '.join(named[:MOST_REGIONS])}{more})는 결제금액에 들어 있지 않습니다."
