"""The hub, as it talks to a shop about goods: a clock, messages signed anew, and what was answered."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from tests.mall.worlds import KEYS, NOW

from minishop.kernel.won import Won
from minishop.mall.api import signed
from minishop.mall.catalog.models import Variant
from minishop.mall.channel.models import Registration
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockHold, StockLevel

CODE = "K7Q2M9X4T8BA"


class Hub:
    """Speaks of one order of a shop, at ``at``. ``lines`` are (product, pieces); the goods cost 10,000 won."""

    def __init__(self, shop: Shop, order: str = "2026112312345678", at: datetime = NOW) -> None:
        self.shop, self.order, self.at, self.client = shop, order, at, Client()

    def say(self, kind: str, attempt: int = 1, /, *lines: tuple[str, int], seconds: int = 600, **changed: Any) -> Any:
        """A message; what was answered, with its status where that is not 200."""
        body: dict[str, Any] = {"type": kind, "merchantId": KEYS["merchant_id"], "orderNo": self.order, "attempt": attempt}
        if kind != "release":
            body |= {"registration": CODE, "lines": [self._line(n, *one) for n, one in enumerate(lines or [("P1", 1)], start=1)]}
        if kind in ("hold", "extend"):
            body["holdSeconds"] = seconds
        response = self.post(json.dumps(body | changed).encode())
        return response.json() if response.status_code == 200 else response.status_code

    def post(self, body: bytes) -> Any:
        """A body, signed."""
        stamp = str(int(self.at.timestamp()))
        head = {"webhook-id": "msg_1", "webhook-timestamp": stamp}
        head["webhook-signature"] = f"v1,{signed.signature(KEYS['hint_secret'], 'msg_1', stamp, body)}"
        return self.client.post(f"/channel/holds/{self.shop.code}/", body, content_type="application/json", headers=head)

    def later(self, seconds: float) -> Hub:
        """The same order, some time after."""
        return Hub(self.shop, self.order, self.at + timedelta(seconds=seconds))

    def row(self) -> tuple[str, int] | None:
        """What the shop knows of the order."""
        return StockHold.objects.filter(order_no=self.order).values_list("state", "attempt").first()

    def _line(self, number: int, product: str, pieces: int) -> dict[str, Any]:
        code = Variant.objects.get(product__code=product).code
        money = {"unitPrice": 10_000, "lineTotal": 10_000 * pieces}
        return {"line": number, "productId": product, "optionCode": code, "quantity": pieces, **money}


def register(shop: Shop, *products: str) -> None:
    """Registers products, one a line, under ``CODE``."""
    lines = [{"product": one, "variant": f"{one}-1", "choices": [], "option": "", "quantity": 1, "total": 1} for one in products]
    facts = {"hub_key": CODE, "total": Won(1), "shipping_fee": Won(0), "fee_breakdown": {}, "made_at": NOW}
    Registration.objects.create(shop=shop, code=CODE, lines=lines, **facts)


def numbers(product: str = "P1") -> tuple[int | None, int, int]:
    """재고, 선점, 출고 전 of a product."""
    level = StockLevel.objects.get(variant__product__code=product)
    return level.quantity, level.held, level.unshipped
