"""A hub of ten lines, at the seam where the mall's client asks: lines that change, a change feed, and what it was told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from minishop.chassis.http import Answer, Outcome


@dataclass
class FakeHub:
    """Set ``lines`` and ``feed`` (line numbers in the order of their changes); read ``told``. ``down`` answers nothing. ``overtaken`` are
    cursors in whose place the feed has other changes by now. ``proposal`` is what it would give back; without one it cannot say."""

    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    feed: list[str] = field(default_factory=list)
    told: list[tuple[str, Any]] = field(default_factory=list)
    refuse: dict[str, tuple[str, str]] = field(default_factory=dict)
    down: bool = False
    page: int = 300
    periods: list[tuple[str, str]] = field(default_factory=list)
    overtaken: set[str] = field(default_factory=set)
    proposal: Any = None
    proposed: list[Any] = field(default_factory=list)

    def __call__(self, method: str, url: str, *, content: bytes | None = None, headers: object = None, **bounds: Any) -> Answer:
        if self.down:
            return Answer(Outcome.UNREACHABLE, reason="connection refused")
        parts = urlsplit(url)
        if (cursor := self._beyond(parts.path, parse_qs(parts.query))) is not None:
            told = {"code": "CURSOR_AHEAD", "message": "no", "lastCursor": cursor}
            return Answer(Outcome.REFUSED, 409, json.dumps(told).encode(), reason="HTTP 409")
        body = json.loads(content) if content and parts.path != "/v1/oauth2/token" else None
        return Answer(Outcome.SENT, 200, json.dumps(self._answer(parts.path, parse_qs(parts.query), body)).encode())

    def _answer(self, path: str, query: dict[str, list[str]], body: Any) -> Any:
        match path.rpartition("/")[2]:
            case "token":
                return {"access_token": "t", "expires_in": 10_800}
            case "changes":
                after = int(query.get("after", ["0"])[0] or 0)
                rows = [{"productOrderId": number} for number in self.feed[after : after + self.page]]
                end = after + len(rows)
                return {"data": {"changes": rows, "nextCursor": str(end), "hasMore": end < len(self.feed)}}
            case "last-changed-statuses":
                self.periods.append((query["lastChangedFrom"][0], query["lastChangedTo"][0]))
                rows = [{"productOrderId": number} for number in self.feed]
                return {"timestamp": query["lastChangedTo"][0], "data": {"lastChangeStatuses": rows}}
            case "query":
                return {"data": [self.lines[number] for number in body["productOrderIds"] if number in self.lines]}
            case "claim-proposals":
                self.proposed.append(body)
                return {"data": self.proposal}
            case action if "/claim/" in path:
                number, _, act = path.rpartition("/product-orders/")[2].partition("/claim/")
                self.told.append((f"{number} {act}", body))
                failed = [self._failure(number)] if number in self.refuse else []
                return {"data": {"successProductOrderIds": [] if failed else [number], "failProductOrderInfos": failed}}
            case action:
                self.told.append((action, body))
                for number in _numbers(body) if action == "confirm" else ():
                    if number in self.lines and number not in self.refuse:
                        self.lines[number]["productOrder"]["placeOrderStatus"] = "OK"
                return {
                    "data": {"failProductOrderInfos": [self._failure(number) for number in _numbers(body) if number in self.refuse]}
                }

    def _beyond(self, path: str, query: dict[str, list[str]]) -> str | None:
        asked = query.get("after", ["0"])[0] if path.endswith("/changes") else "0"
        return str(len(self.feed)) if asked in self.overtaken or int(asked) > len(self.feed) else None

    def lose(self, changes: int) -> None:
        """The hub is restored: it has forgotten its last changes, and the lines that came with them."""
        lost = self.feed[-changes:]
        del self.feed[-changes:]
        for number in set(lost) - set(self.feed):
            del self.lines[number]

    def claim(self, number: str, kind: str, status: str, *, line: str = "", remains: int | None = None, **facts: Any) -> None:
        """A claim on a line stands so; ``line`` is the line's own status with it, ``remains`` what it leaves of its pieces."""
        told = self.lines[number]
        name = {"CANCEL": "cancel", "RETURN": "return", "EXCHANGE": "exchange", "ADMIN_CANCEL": "cancel"}[kind]
        about = {"claimId": "C1", "claimStatus": status, "claimRequestDate": "2026-11-23T12:00:00.000+09:00", **facts}
        told["currentClaim"] = {name: {**(told.get("currentClaim") or {}).get(name, {}), **about}}
        told["productOrder"] |= {"claimType": kind, "claimStatus": status, "claimId": about["claimId"]}
        if remains is not None:
            told["productOrder"]["remainQuantity"] = remains
        self.change(number, line or told["productOrder"]["productOrderStatus"])

    def _failure(self, number: str) -> dict[str, str]:
        code, message = self.refuse[number]
        return {"productOrderId": number, "code": code, "message": message}

    def sell(self, order: str, *numbers: str, **facts: Any) -> None:
        """A paid order of one or more lines appears in the feed."""
        for position, number in enumerate(numbers):
            self.lines[number] = line(order, number, fee=2_500 if position == 0 else 0, count=len(numbers), **facts)
            self.feed.append(number)

    def change(self, number: str, status: str, **delivery: Any) -> None:
        """A line changes its status; ``delivery`` are the fields of the delivery object."""
        self.lines[number]["productOrder"]["productOrderStatus"] = status
        if delivery:
            self.lines[number]["delivery"] = delivery
        self.feed.append(number)


def line(
    order: str,
    number: str,
    *,
    fee: int,
    count: int = 1,
    quantity: int = 2,
    variant: str = "P1-1",
    code: str = "",
    paid: int | None = None,
) -> dict[str, Any]:
    """A line of 10,000 won apiece, as the hub's query answers it."""
    total = 10_000 * quantity
    return {
        "order": {
            "orderId": order,
            "orderDate": "2026-11-23T11:58:00.000+09:00",
            "paymentDate": "2026-11-23T11:59:58.120+09:00",
            "ordererName": "김구매",
            "ordererTel": "010-1234-5678",
            "paymentMeans": "신용카드",
            "generalPaymentAmount": total * count + 2_500 if paid is None else paid,
        },
        "productOrder": {
            "productOrderId": number,
            "productId": "P1",
            "optionManageCode": variant,
            "sellerCustomCode1": code,
            "productOrderStatus": "PAYED",
            "placeOrderStatus": "NOT_YET",
            "productName": "상품 P1",
            "quantity": quantity,
            "unitPrice": 10_000,
            "totalProductAmount": total,
            "shippingAddress": {
                "name": "이수령",
                "tel1": "010-2345-6789",
                "zipCode": "04524",
                "baseAddress": "서울시 중구",
                "detailedAddress": "3층",
            },
            "deliveryFeeAmount": fee,
        },
    }


def _numbers(body: Any) -> list[str]:
    return (
        [one["productOrderId"] for one in body["dispatchProductOrders"]]
        if "dispatchProductOrders" in body
        else body["productOrderIds"]
    )
