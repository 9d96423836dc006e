"""A hub that speaks the public REST order API and nothing else (protocol/rest), at the seam where the mall's client asks.

Written from the documents, not from our own hub. It knows no change feed, checks signatures, tokens, sizes and periods, counts requests, and
shows what changed by the time of its own clock. The longest period of a day is the documented default, and refusing a longer one with 104139 is
[INF].
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import bcrypt
from tests.mall.fake_hub import line

from minishop.chassis.http import Answer, Outcome
from minishop.kernel.clock import KST

PREFIX = "/npay/partner"
ORDERS = f"{PREFIX}/v1/pay-order/mall/product-orders"
TOKEN = f"{PREFIX}/v1/oauth2/token"
LIFE, LEFT_TO_BE_GIVEN_AGAIN = timedelta(hours=3), timedelta(minutes=30)
LONGEST_PERIOD, MOST_ROWS, MOST_ASKED, MOST_ACTED = timedelta(hours=24), 300, 300, 30


class Refused(Exception):
    """The hub says no: a status, and the code and words of its body."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Change:
    """A row of last-changed-statuses; ``shown_at`` is when the hub begins to show it."""

    at: datetime
    number: str
    order: str
    kind: str
    status: str
    shown_at: datetime


@dataclass
class NaverHub:
    """``clock`` is the hub's own. ``rate`` requests a second and API, twice that at once; ``most`` rows a page."""

    client_id: str
    client_secret: str
    clock: Callable[[], datetime]
    rate: float = 1000.0
    most: int = MOST_ROWS
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    said: list[Any] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    tokens_made: int = 0
    _token: tuple[str, datetime] | None = None
    _buckets: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    # What happens at the hub

    def sell(self, order: str, *numbers: str, at: datetime, late: timedelta = timedelta(), status: str = "PAYED") -> None:
        """An order of one or more lines appears, paid unless told otherwise."""
        for position, number in enumerate(numbers):
            self.lines[number] = line(order, number, fee=2_500 if position == 0 else 0, count=len(numbers))
            self.change(number, status, {"PAYMENT_WAITING": "PAY_WAITING"}.get(status, "PAYED"), at=at, late=late)

    def change(self, number: str, status: str, kind: str, *, at: datetime, late: timedelta = timedelta()) -> None:
        """A line changes its status."""
        told = self.lines[number]
        told["productOrder"]["productOrderStatus"] = status
        if "delivery" in told and status in ("DELIVERING", "DELIVERED"):
            told["delivery"]["deliveryStatus"] = {"DELIVERED": "DELIVERY_COMPLETION"}.get(status, status)
        self.changes.append(Change(at, number, told["order"]["orderId"], kind, status, at + late))

    def forget_tokens(self) -> None:
        """Whatever token was given is void."""
        self._token = None

    # How it answers

    def __call__(self, method: str, url: str, *, content: bytes | None = None, headers: dict[str, str], **bounds: Any) -> Answer:
        parts = urlsplit(url)
        try:
            body = self._answer(method, parts.path, dict(parse_qsl(parts.query)), content, headers)
        except Refused as refused:
            self.refusals.append(refused.code)
            told = {"code": refused.code, "message": refused.message, "timestamp": _kst(self.clock()), "traceId": "t-1"}
            self.said.append(told)
            return Answer(Outcome.REFUSED, refused.status, json.dumps(told).encode(), reason=f"HTTP {refused.status}")
        self.said.append(body)
        return Answer(Outcome.SENT, 200, json.dumps(body, ensure_ascii=False).encode())

    def _answer(self, method: str, path: str, query: dict[str, str], content: bytes | None, headers: dict[str, str]) -> Any:
        if (method, path) == ("POST", TOKEN):
            return self._give_token(headers, content or b"")
        api = path.removeprefix(f"{ORDERS}/")
        known = {
            ("GET", "last-changed-statuses"): self._last_changed, ("POST", "query"): self._query, ("POST", "confirm"): self._confirm,
            ("POST", "dispatch"): self._dispatch,
        }  # fmt: skip
        if not path.startswith(f"{ORDERS}/") or (method, api) not in known:
            raise Refused(404, "GW.NOT_FOUND", "요청하신 리소스를 찾을 수 없습니다.")
        if self._token is None or headers.get("Authorization") != f"Bearer {self._token[0]}" or self._token[1] <= self.clock():
            raise Refused(401, "GW.AUTHN", "요청을 보낼 권한이 없습니다.")
        self._count(api)
        asked = query if method == "GET" else self._json(headers, content)
        self.asked.append((api, asked))
        return {"timestamp": _kst(self.clock()), "traceId": "t-1", "data": known[method, api](asked)}

    def _give_token(self, headers: dict[str, str], content: bytes) -> dict[str, Any]:
        if headers.get("Content-Type") != "application/x-www-form-urlencoded":
            raise Refused(415, "UNSUPPORTED_MEDIA_TYPE")
        form = dict(parse_qsl(content.decode()))
        now = self.clock()
        age = abs(now.timestamp() * 1000 - int(form["timestamp"]))
        signed = bcrypt.hashpw(f"{form['client_id']}_{form['timestamp']}".encode(), self.client_secret.encode())
        if form["client_id"] != self.client_id or form["grant_type"] != "client_credentials" or form["type"] != "SELF":
            raise Refused(400, "BAD_REQUEST")
        if age > 300_000 or base64.b64decode(form["client_secret_sign"]) != signed:
            raise Refused(400, "BAD_REQUEST", "client_secret_sign 항목이 유효하지 않습니다.")
        if self._token is None or self._token[1] - now < LEFT_TO_BE_GIVEN_AGAIN:
            self.tokens_made += 1
            self._token = f"token-{self.tokens_made}", now + LIFE
        return {"access_token": self._token[0], "expires_in": int((self._token[1] - now).total_seconds()), "token_type": "Bearer"}

    def _count(self, api: str) -> None:
        """The bucket of an API: twice the rate at once, filled again by the rate."""
        now = self.clock()
        left, since = self._buckets.get(api, (2 * self.rate, now))
        left = min(2 * self.rate, left + self.rate * (now - since).total_seconds())
        if left < 1:
            raise Refused(429, "GW.RATE_LIMIT", "요청이 많아 서비스를 일시적으로 사용할 수 없습니다.")
        self._buckets[api] = left - 1, now

    def _json(self, headers: dict[str, str], content: bytes | None) -> Any:
        if headers.get("Content-Type") != "application/json":
            raise Refused(415, "UNSUPPORTED_MEDIA_TYPE")
        return json.loads(content or b"")

    def _last_changed(self, query: dict[str, str]) -> dict[str, Any]:
        since = _instant(query.get("lastChangedFrom", ""))
        until = _instant(query["lastChangedTo"]) if "lastChangedTo" in query else since + LONGEST_PERIOD
        if until < since or until - since > LONGEST_PERIOD:
            raise Refused(400, "104139", "조회 기간이 너무 깁니다.")
        most = min(int(query.get("limitCount", MOST_ROWS)), MOST_ROWS, self.most)
        first = (since, query.get("moreSequence", ""))
        visible = [change for change in self.changes if change.shown_at <= self.clock() and _ms(change.at) <= until]
        rows = sorted((one for one in visible if _place(one) >= first), key=_place)
        told: dict[str, Any] = {"count": len(rows[:most]), "lastChangeStatuses": [_row(one) for one in rows[:most]]}
        if len(rows) > most:
            told["more"] = {"moreFrom": _kst(rows[most].at), "moreSequence": rows[most].number}
        return told

    def _query(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        numbers = _numbers(body["productOrderIds"], MOST_ASKED)
        return [self.lines[number] for number in numbers if number in self.lines]

    def _confirm(self, body: dict[str, Any]) -> dict[str, Any]:
        done, failed = self._each(_numbers(body["productOrderIds"], MOST_ACTED), self._confirm_one)
        told = [{"productOrderId": number, "isReceiverAddressChanged": False} for number in done]
        return {"successProductOrderInfos": told, "failProductOrderInfos": failed}

    def _confirm_one(self, number: str) -> None:
        told = self.lines[number]["productOrder"]
        if told["productOrderStatus"] != "PAYED":
            raise Refused(200, "104133", "발주확인할 수 없는 상태입니다.")
        if told["placeOrderStatus"] == "OK":
            raise Refused(200, "105306", "이미 처리된 상태입니다.")
        told["placeOrderStatus"] = "OK"

    def _dispatch(self, body: dict[str, Any]) -> dict[str, Any]:
        wanted = {one["productOrderId"]: one for one in body["dispatchProductOrders"]}
        done, failed = self._each(_numbers(list(wanted), MOST_ACTED), lambda number: self._dispatch_one(number, wanted[number]))
        return {"successProductOrderIds": done, "failProductOrderInfos": failed}

    def _dispatch_one(self, number: str, wanted: dict[str, str]) -> None:
        if wanted["deliveryMethod"] == "DELIVERY" and not wanted.get("deliveryCompanyCode"):
            raise Refused(200, "104118", "택배사 코드가 없습니다.")
        if wanted["deliveryMethod"] == "DELIVERY" and not wanted.get("trackingNumber"):
            raise Refused(200, "104120", "송장번호가 없습니다.")
        if wanted["trackingNumber"].startswith("0000"):
            raise Refused(200, "104122", "송장번호가 유효하지 않습니다.")
        _instant(wanted["dispatchDate"])
        if self.lines[number]["productOrder"]["productOrderStatus"] != "PAYED":
            raise Refused(200, "104133", "발송처리할 수 없는 상태입니다.")
        told = {"trackingNumber": wanted["trackingNumber"], "deliveryCompany": wanted["deliveryCompanyCode"]}
        self.lines[number]["delivery"] = {**told, "deliveryStatus": "DELIVERING", "isWrongTrackingNumber": False}
        self.change(number, "DELIVERING", "DISPATCHED", at=self.clock())

    def _each(self, numbers: list[str], act: Callable[[str], None]) -> tuple[list[str], list[dict[str, str]]]:
        done, failed = [], []
        for number in numbers:
            try:
                if number not in self.lines:
                    raise Refused(200, "100001", "상품주문이 존재하지 않습니다.")
                act(number)
                done.append(number)
            except Refused as refused:
                failed.append({"productOrderId": number, "code": refused.code, "message": refused.message})
        return done, failed


def _numbers(numbers: list[str], most: int) -> list[str]:
    if not 1 <= len(numbers) <= most:
        raise Refused(400, "4000", "productOrderIds")
    if len(set(numbers)) != len(numbers):
        raise Refused(400, "104131", "중복된 상품주문번호가 있습니다.")
    return numbers


def _place(change: Change) -> tuple[datetime, str]:
    return _ms(change.at), change.number


def _row(change: Change) -> dict[str, Any]:
    return {
        "orderId": change.order, "productOrderId": change.number, "lastChangedType": change.kind, "lastChangedDate": _kst(change.at),
        "productOrderStatus": change.status, "receiverAddressChanged": False,
    }  # fmt: skip


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, "4000", text) from None
    if instant.tzinfo is None:
        raise Refused(400, "4000", text)
    return instant


def _ms(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def _kst(instant: datetime) -> str:
    return instant.astimezone(KST).isoformat(timespec="milliseconds")
