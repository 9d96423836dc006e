"""Lines as the hub reports them, without a hub."""

from __future__ import annotations

from typing import Any

from tests.mall.worlds import NOW

from minishop.kernel.won import Won
from minishop.mall.orders.domain.collected import CollectedLine, CollectedOrder, Recipient
from minishop.mall.orders.domain.hub import HubState


def reported(order: str, line: str, state: HubState = HubState.PAID, **facts: Any) -> CollectedLine:
    """A line of two pieces for 20,000 won, in a state of the hub's."""
    paid = CollectedOrder(order, NOW, NOW, "김구매", "010-1234-5678", "", "신용카드", Won(20_000), Won(0), Won(0))
    to = Recipient("이수령", "", "010-2345-6789", "04524", "서울시 중구", "3층", "")
    said: dict[str, Any] = {
        "order": paid, "recipient": to, "hub_number": line, "hub_state": state, "acknowledged": False, "product_code": "P1",
        "variant_code": "P1-1", "product_name": "상품 P1", "option_text": "", "quantity": 2, "unit_price": Won(10_000),
        "line_total": Won(20_000), "shipping_fee": Won(0), "registration_code": "", "tracking": None, "remaining": 2, **facts,
    }  # fmt: skip
    return CollectedLine(**said)
