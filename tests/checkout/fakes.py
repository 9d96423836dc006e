"""The outside world of the hub's tests, at the seam where it is spoken to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.checkout.answers import TIMED_OUT, UNREACHABLE, answered
from tests.checkout.shelf import FakeShelf

from minishop.chassis.http import Answer, Request

__all__ = ["TIMED_OUT", "UNREACHABLE", "FakePg", "FakeShelf", "Outside", "answered"]


@dataclass
class FakePg:
    """A PG that takes money once a key, however often it is asked; ``next`` chooses the answer of one confirm."""

    sessions: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    cancelled: dict[str, int] = field(default_factory=dict)
    next: str = "approve"
    next_cancel: str = "approve"
    silent: bool = False
    forgetful: bool = False
    gone: set[str] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)
    cancels_asked: list[str] = field(default_factory=list)
    amounts_asked: dict[str, int] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)
    put_off_until: str = ""

    def session(self, body: Mapping[str, Any]) -> Answer:
        key = body["orderKey"]
        self.sessions.setdefault(key, body["amount"])
        self.methods[key] = body["method"]
        return answered({"sessionId": f"s-{key}", "payUrl": f"http://sandbox.localhost:8400/pg/pay/s-{key}/"}, 201)

    def confirm(self, body: Mapping[str, Any]) -> Answer:
        key, chosen = body["orderKey"], self.next
        self.next = "approve"
        if chosen == "decline":
            self.declined.add(key)
            return answered({"code": "DECLINED", "message": "한도를 초과한 카드입니다."}, 402)
        if chosen == "timeout_lost":
            return TIMED_OUT
        if self.forgetful:
            return answered({"code": "NOT_FOUND", "message": "그런 것이 없습니다."}, 404)
        self.taken.setdefault(key, body["amount"])
        if chosen == "late":
            return answered({"code": "DECLINED", "message": "한도를 초과한 카드입니다."}, 402)
        return TIMED_OUT if chosen == "timeout_taken" else answered(self._payment(key))

    def look_up(self, key: str) -> Answer:
        if key in self.taken:
            return answered({"payment": self._payment(key)})
        if key in self.declined:
            return answered({"payment": {"status": "DECLINED", "orderKey": key, "amount": self.sessions.get(key, 0)}})
        return answered(
            {"payment": {"status": "READY", "orderKey": key, "amount": self.sessions[key]} if key in self.sessions else None}
        )

    def cancel(self, payment_key: str, refund_key: str, amount: int) -> Answer:
        """Gives a payment or a part of it back, once a refund's key; ``next_cancel`` chooses the answer of one.

        Of which payment it is only a surplus's key tells; ``back``: what went back of one by other names. A key that was asked with one amount
        is refused with another, whatever became of the first.
        """
        if self.amounts_asked.setdefault(refund_key, amount) != amount:
            return answered({"code": "KEY_REUSED", "message": "같은 키로 다른 금액을 요청했습니다."}, 409)
        chosen, self.next_cancel = self.next_cancel, "approve"
        if chosen == "timeout_lost":
            return TIMED_OUT
        if chosen == "decline":
            return answered({"code": "CANCEL_REFUSED", "message": "카드사가 취소를 거절했습니다."}, 402)
        if chosen == "not_now":
            return answered({"code": "NOT_NOW", "message": "지금은 취소할 수 없습니다.", "retryAt": self.put_off_until}, 409)
        if chosen == "already" or (refund_key not in self.cancelled and refund_key.rpartition("-r")[0] in self.gone):
            return answered({"code": "ALREADY_CANCELLED", "message": "이미 취소한 결제입니다."}, 409)
        self.cancelled.setdefault(refund_key, amount)
        self.cancels_asked.append(refund_key)
        if chosen == "late":
            return answered({"code": "CANCEL_REFUSED", "message": "카드사가 취소를 거절했습니다."}, 402)
        return TIMED_OUT if chosen == "timeout_taken" else answered(self._cancel(refund_key))

    def look_up_cancel(self, refund_key: str) -> Answer:
        return answered({"cancel": self._cancel(refund_key) if refund_key in self.cancelled else None})

    def transactions(self, query: Mapping[str, list[str]]) -> Answer:
        """What the PG lists, whatever day is asked for, two rows a page; what is in ``unlisted`` belongs to another day."""
        payments = [{"type": "PAYMENT", "orderKey": key, "amount": amount} for key, amount in self.taken.items()]
        cancels = [
            {"type": "CANCEL", "orderKey": key.rpartition("-r")[0], "cancelKey": key, "amount": amount}
            for key, amount in self.cancelled.items()
        ] + [{"type": "CANCEL", "orderKey": key, "cancelKey": f"console-{key}", "amount": self.taken[key]} for key in self.gone]
        cancels += [
            {"type": "CANCEL", "orderKey": key, "cancelKey": f"hand-{key}", "amount": back} for key, back in self.back.items()
        ]
        rows = [row for row in [*payments, *cancels] if row["orderKey"] not in self.unlisted]
        begins = int(query.get("after", ["0"])[0])
        more = str(begins + 2) if len(rows) > begins + 2 else None
        return answered({"transactions": rows[begins : begins + 2], "next": more})

    def _cancel(self, refund_key: str) -> dict[str, Any]:
        return {"cancelKey": refund_key, "status": "DONE", "amount": self.cancelled[refund_key]}

    def _payment(self, key: str) -> dict[str, Any]:
        card = {"company": "신한", "number": "1234-****-****-5678"}
        ours = sum(amount for refund, amount in self.cancelled.items() if refund.rpartition("-r")[0] == key)
        back = self.taken[key] if key in self.gone else ours + self.back.get(key, 0)
        told = {"paymentKey": "pk-1", "orderKey": key, "amount": self.taken[key], "cancelledAmount": back, "card": card}
        return {**told, "status": "CANCELLED" if back == self.taken[key] else "DONE", "method": self.methods.get(key, "CARD")}


@dataclass
class Outside:
    """Everything outside: each shop's offers, one PG, the messages that were sent."""

    shelf: FakeShelf = field(default_factory=lambda: FakeShelf(clock=lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC)))
    offers: dict[str, tuple[int, int]] = field(default_factory=lambda: {"P1001": (12000, 9), "P1002": (39000, 3)})
    shop_answer: Answer | None = None
    pg: FakePg = field(default_factory=FakePg)
    other_pgs: dict[str, FakePg] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages_answer: Answer | None = None
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] | None = None

    def exchange(self, method: str, url: str, *, content: bytes | None = None, headers: Any = None, **bounds: Any) -> Answer:
        self.asked.append(f"{method} {url}")
        if self.before:
            self.before(url)
        body = json.loads(content) if content else {}
        if "/messages/v1/" in url:
            return self._message(headers["Idempotency-Key"], body)
        if "/pg/v1/" in url:
            return self._pg(method, url, body, headers)
        if self.shop_answer is not None:
            return self.shop_answer
        return self.shelf.hear(body) if "/channel/holds/" in url else answered(self._product_info(url))

    def hear(self, request: Request) -> Answer:
        """A message to a shop that a job sends."""
        self.asked.append(f"{request.method} {request.url}")
        if self.shop_answer is not None:
            return self.shop_answer
        return self.shelf.hear(json.loads(request.content or b""))

    def _pg(self, method: str, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        mid = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode().partition(":")[0]
        pg = self.other_pgs.get(mid, self.pg)
        if pg.silent:
            return TIMED_OUT
        match method, url.partition("?")[0].rpartition("/")[2]:
            case "POST", "sessions":
                return pg.session(body)
            case "POST", "cancel":
                return pg.cancel(url.split("/")[-2], headers["Idempotency-Key"], body["amount"])
            case "POST", _:
                return pg.confirm(body)
            case _, "transactions":
                return pg.transactions(parse_qs(urlsplit(url).query))
            case _, "cancels":
                return pg.look_up_cancel(url.rpartition("key=")[2])
            case _:
                return pg.look_up(url.rpartition("orderKey=")[2])

    def _message(self, key: str, body: dict[str, Any]) -> Answer:
        if self.messages_answer is not None:
            return self.messages_answer
        self.messages[key] = body
        return answered({"messageId": "m-1"}, 202)

    def _product_info(self, url: str) -> bytes:
        asked = [part.removeprefix("ITEM_ID=") for part in url.partition("?")[2].split("&")]
        items = (
            f'<item id="{name}"><price>{self.offers[name][0]}</price><quantity>{self.offers[name][1]}</quantity></item>'
            for name in asked
            if name in self.offers
        )
        return f"<response>{''.join(items)}</response>".encode()
