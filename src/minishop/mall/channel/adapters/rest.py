"""The hub's REST order API, as its client."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from minishop.chassis.http import Answer, Terms, exchange
from minishop.kernel.clock import kst_iso
from minishop.mall.channel import endpoints
from minishop.mall.channel.domain.answers import (
    Changes,
    Failure,
    LastChanged,
    Unread,
    read_changes,
    read_cursor,
    read_each,
    read_failures,
    read_last_changed,
    read_lines,
)
from minishop.mall.channel.domain.claims import read_refund
from minishop.mall.channel.domain.signature import client_secret_sign
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.models import HubConnection
from minishop.mall.claims.domain.refunds import Refund
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.domain.collected import CollectedLine

QUERY_LIMIT = 300
ACTION_LIMIT = 30
_CURSOR_AHEAD = "CURSOR_AHEAD"
_RENEW_BEFORE = timedelta(minutes=30)
_ORDERS, _TOKEN = Terms("order_api"), Terms("token")
_JSON = {"Content-Type": "application/json"}


class HubUnavailable(Exception):
    """The hub did not answer, or is busy: asking again may help."""


class HubRefused(Exception):
    """The hub says no to the request as it is. ``code`` is the hub's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code} {message}".strip())
        self.code = code


class CursorAhead(Exception):
    """The change feed ends before the cursor: the hub has lost changes that it told. ``last`` is where the feed ends now."""

    def __init__(self, last: str) -> None:
        super().__init__(f"the change feed ends at {last!r}")
        self.last = last


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks."""

    client_id: str
    client_secret: str


_tokens: dict[str, tuple[str, datetime]] = {}
_tokens_guard = threading.Lock()


class OrderApi:
    """One merchant's view of the hub. Raises HubUnavailable, HubRefused or UnreadableAnswer from every call."""

    def __init__(self, credentials: Credentials, now: datetime) -> None:
        self._credentials = credentials
        self._now = now

    def changes(self, cursor: str) -> Changes:
        """A page of the change feed after a cursor. Raises CursorAhead for one beyond the feed's end."""
        return read_changes(self._ask("GET", f"{endpoints.changes()}?{urlencode({'after': cursor, 'limit': QUERY_LIMIT})}"))

    def last_changed(self, since: datetime, until: datetime, sequence: str = "") -> LastChanged:
        """A page of what changed in a period, both ends included."""
        query = {"lastChangedFrom": kst_iso(since), "lastChangedTo": kst_iso(until), "limitCount": QUERY_LIMIT}
        if sequence:
            query["moreSequence"] = sequence
        return read_last_changed(self._ask("GET", f"{endpoints.product_orders()}/last-changed-statuses?{urlencode(query)}"))

    def lines(self, numbers: Sequence[str]) -> list[CollectedLine]:
        """The lines of these numbers as they are now; at most 300."""
        return read_lines(self._query(numbers))

    def each_line(self, numbers: Sequence[str]) -> tuple[list[CollectedLine], list[Unread]]:
        """The same, and beside them those of which the answer cannot be read."""
        return read_each(self._query(numbers))

    def _query(self, numbers: Sequence[str]) -> Any:
        return self._ask("POST", f"{endpoints.product_orders()}/query", {"productOrderIds": list(numbers)})

    def acknowledge(self, numbers: Sequence[str]) -> list[Failure]:
        """발주확인 for at most 30 lines; returns the ones it failed for."""
        return read_failures(self._ask("POST", f"{endpoints.product_orders()}/confirm", {"productOrderIds": list(numbers)}))

    def dispatch(self, numbers: Sequence[str], *, carrier: str, tracking_number: str, at: datetime) -> list[Failure]:
        """발송처리 for at most 30 lines; returns the ones it failed for."""
        lines = [
            {
                "productOrderId": number,
                "deliveryMethod": "DELIVERY",
                "deliveryCompanyCode": carrier,
                "trackingNumber": tracking_number,
                "dispatchDate": kst_iso(at),
            }
            for number in numbers
        ]
        return read_failures(self._ask("POST", f"{endpoints.product_orders()}/dispatch", {"dispatchProductOrders": lines}))

    def claim(self, number: str, act: str, body: dict[str, Any] | None, *, key: str) -> list[Failure]:
        """An operation of a line's claim, by its path below ``claim/``, under a key that makes it happen once; returns what it failed for."""
        url = f"{endpoints.product_orders()}/{quote(number, safe='')}/claim/{act}"
        return read_failures(self._ask("POST", url, body or {}, {"Idempotency-Key": key}))

    def refund_of(self, pieces: Sequence[tuple[str, int | None]], reason: str, kind: ClaimKind = ClaimKind.CANCEL) -> Refund:
        """What a cancel, or a return, of so many pieces of these lines, None for all that remain, would give back now. Raises HubRefused where it
        cannot be."""
        lines = [{"productOrderId": number, **({} if quantity is None else {"quantity": quantity})} for number, quantity in pieces]
        return read_refund(self._ask("POST", endpoints.claim_proposals(), {f"{kind.value}Reason": reason, "productOrders": lines}))

    def _ask(
        self, method: str, url: str, body: dict[str, Any] | None = None, besides: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Any]:
        answer = self._send(method, url, body, {**besides, "Authorization": f"Bearer {self._token()}"})
        if answer.status == 401:
            self._forget_token()
            answer = self._send(method, url, body, {**besides, "Authorization": f"Bearer {self._token()}"})
        return decoded(answer)

    def _send(self, method: str, url: str, body: dict[str, Any] | None, besides: Mapping[str, str]) -> Answer:
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        headers = {**_JSON, **besides}
        return exchange(method, url, content=content, headers=headers, timeout=10.0, terms=_ORDERS)

    def _token(self) -> str:
        with _tokens_guard:
            known = _tokens.get(self._credentials.client_id)
        if known and known[1] - _RENEW_BEFORE > self._now:
            return known[0]
        answer = decoded(self._ask_for_token())
        token, seconds = str(answer.get("access_token") or ""), answer.get("expires_in")
        if not token or not isinstance(seconds, int):
            raise UnreadableAnswer(part="token")
        with _tokens_guard:
            _tokens[self._credentials.client_id] = (token, self._now + timedelta(seconds=seconds))
        return token

    def _ask_for_token(self) -> Answer:
        stamp = int(self._now.timestamp() * 1000)
        form = {
            "client_id": self._credentials.client_id,
            "timestamp": stamp,
            "client_secret_sign": client_secret_sign(self._credentials.client_id, self._credentials.client_secret, stamp),
            "grant_type": "client_credentials",
            "type": "SELF",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return exchange("POST", endpoints.token(), content=urlencode(form).encode(), headers=headers, timeout=10.0, terms=_TOKEN)

    def _forget_token(self) -> None:
        with _tokens_guard:
            _tokens.pop(self._credentials.client_id, None)


def api_of(connection: HubConnection, now: datetime) -> OrderApi:
    """The hub's order API, asked as this shop."""
    return OrderApi(Credentials(connection.client_id, connection.client_secret), now)


def decoded(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer that is one. Raises HubUnavailable, HubRefused, CursorAhead or UnreadableAnswer."""
    if not answer.ok and answer.retryable:
        raise HubUnavailable(answer.reason)
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise (UnreadableAnswer(part="body") if answer.ok else HubUnavailable(answer.reason or "unreadable answer"))
    if answer.status == 409 and told.get("code") == _CURSOR_AHEAD:
        raise CursorAhead(read_cursor(told.get("lastCursor")))
    if not answer.ok:
        raise HubRefused(str(told.get("code", answer.status)), str(told.get("message", "")))
    return told
