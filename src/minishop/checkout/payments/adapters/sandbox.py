"""The sandbox's PG (protocol/sandbox)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from minishop.chassis.http import Answer, Terms, exchange
from minishop.checkout.payments.adapters.port import Keys, Pg, Session, Window
from minishop.checkout.payments.domain.abilities import Abilities, Means
from minishop.checkout.payments.domain.comparison import Movement, MovementKind, Page
from minishop.checkout.payments.domain.refunds import RefundFate, RefundVerdict
from minishop.checkout.payments.domain.verdicts import Fate, Verdict
from minishop.checkout.payments.errors import GatewaySilent
from minishop.kernel.won import Won

WINDOW_SECONDS, CONFIRM_SECONDS, LOOK_UP_SECONDS = 3.0, 10.0, 5.0
# Three calls to the gateway at once; a page waits for a turn a little longer than at a stranger's. Whether money has moved is asked
# whatever happened before.
_AT_ONCE, _PATIENCE = 3, 0.5
_WINDOW = Terms("pg_window", at_once=_AT_ONCE, patience=_PATIENCE)
_CONFIRM = Terms("pg_confirm", at_once=_AT_ONCE, patience=_PATIENCE, breaks=False)
_CANCEL = Terms("pg_cancel", at_once=_AT_ONCE, patience=_PATIENCE, breaks=False)
_LOOK_UP = Terms("pg_look_up", at_once=_AT_ONCE, patience=_PATIENCE, breaks=False)
# Rows of a day asked for at once: they fit the limit of an answer.
MOVEMENTS = 200
_FATES = {"DONE": Fate.TAKEN, "READY": Fate.NOT_TAKEN, "DECLINED": Fate.DECLINED, "CANCELLED": Fate.CANCELLED}


@dataclass(frozen=True, slots=True)
class SandboxGateway:
    """A contract with the sandbox's PG."""

    base_url: str
    mid: str
    secret: str

    def open_window(self, window: Window) -> Session:
        body = {
            "orderKey": window.key,
            "method": window.means.value.upper(),
            "amount": int(window.amount),
            "orderName": window.title,
            "buyerName": window.buyer_name,
            "returnUrl": window.return_url,
            "cancelUrl": window.cancel_url,
            "notifyUrl": window.notify_url,
        }
        answer = self._ask("POST", "sessions", WINDOW_SECONDS, _WINDOW, body)
        read = _object(answer)
        if not answer.ok or not isinstance(read.get("payUrl"), str):
            raise GatewaySilent(reason=answer.reason or "unreadable answer")
        return Session(session=str(read.get("sessionId", "")), url=read["payUrl"])

    def confirm(self, key: str, pg_payment_key: str, amount: Won) -> Verdict:
        body = {"orderKey": key, "amount": int(amount)}
        answer = self._ask("POST", f"payments/{quote(pg_payment_key, safe='')}/confirm", CONFIRM_SECONDS, _CONFIRM, body)
        read = _object(answer)
        if answer.ok:
            return _verdict(read)
        if answer.status == 404:
            return Verdict(Fate.NOT_FOUND, reason=str(read.get("message") or answer.reason))
        if answer.status in (402, 409):
            return Verdict(Fate.DECLINED, reason=str(read.get("message") or answer.reason))
        return Verdict(Fate.UNKNOWN, reason=answer.reason)

    def look_up(self, key: str) -> Verdict:
        answer = self._ask("GET", f"payments?{urlencode({'orderKey': key})}", LOOK_UP_SECONDS, _LOOK_UP)
        read = _object(answer)
        if not answer.ok or "payment" not in read:
            return Verdict(Fate.UNKNOWN, reason=answer.reason or "unreadable answer")
        found = read["payment"]
        return _verdict(found) if isinstance(found, dict) else Verdict(Fate.NOT_TAKEN)

    def cancel(self, refund_key: str, pg_payment_key: str, amount: Won, left: Won) -> RefundVerdict:
        path = f"payments/{quote(pg_payment_key, safe='')}/cancel"
        body = {"amount": int(amount), "remaining": int(left)}
        answer = self._ask("POST", path, CONFIRM_SECONDS, _CANCEL, body, {"Idempotency-Key": refund_key})
        read = _object(answer)
        if answer.ok:
            return _refund_verdict(read)
        reason = str(read.get("message") or answer.reason)
        return RefundVerdict(_refused(answer.status, read), reason=reason, retry_at=_moment(read.get("retryAt")))

    def look_up_cancel(self, refund_key: str) -> RefundVerdict:
        answer = self._ask("GET", f"cancels?{urlencode({'key': refund_key})}", LOOK_UP_SECONDS, _LOOK_UP)
        read = _object(answer)
        if not answer.ok or "cancel" not in read:
            return RefundVerdict(RefundFate.UNKNOWN, reason=answer.reason or "unreadable answer")
        found = read["cancel"]
        return _refund_verdict(found) if isinstance(found, dict) else RefundVerdict(RefundFate.NOT_DONE)

    def movements(self, day: date, after: str) -> Page:
        query = {"date": day.isoformat(), "limit": MOVEMENTS, **({"after": after} if after else {})}
        answer = self._ask("GET", f"transactions?{urlencode(query)}", LOOK_UP_SECONDS, _LOOK_UP)
        read = _object(answer)
        try:
            if answer.ok:
                return Page(tuple(_movement(row) for row in read["transactions"]), read["next"] or "")
        except (KeyError, TypeError, ValueError):
            raise GatewaySilent(reason="unreadable answer") from None
        raise GatewaySilent(reason=answer.reason)

    def _ask(
        self,
        method: str,
        path: str,
        timeout: float,
        terms: Terms,
        body: dict[str, Any] | None = None,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        credentials = base64.b64encode(f"{self.mid}:{self.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json", **more}
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        url = f"{self.base_url}/pg/v1/{path}"
        return exchange(method, url, content=content, headers=headers, timeout=timeout, max_bytes=100_000, terms=terms)


def _object(answer: Answer) -> dict[str, Any]:
    try:
        read = json.loads(answer.body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _refused(status: int | None, read: Mapping[str, Any]) -> RefundFate:
    if status == 409 and read.get("code") == "NOT_NOW":
        return RefundFate.NOT_NOW
    # Another remainder than ours is money that went back under a name that we do not know, as is nothing left at all.
    if status == 409 and read.get("code") in ("ALREADY_CANCELLED", "MISMATCH"):
        return RefundFate.ALREADY
    return RefundFate.REFUSED if status in (402, 404, 409) else RefundFate.UNKNOWN


def _moment(told: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _verdict(payment: dict[str, Any]) -> Verdict:
    fate, amount = _FATES.get(str(payment.get("status"))), payment.get("amount")
    if fate is None or (fate is Fate.TAKEN and (isinstance(amount, bool) or not isinstance(amount, int))):
        return Verdict(Fate.UNKNOWN, reason="unreadable answer")
    back = payment.get("cancelledAmount")
    return Verdict(
        fate,
        amount=Won(amount) if isinstance(amount, int) else Won(0),
        given_back=Won(back) if isinstance(back, int) else Won(0),
        means=_shown(payment)[:100],
        pg_payment_key=str(payment.get("paymentKey", ""))[:80],
        reason=str(payment.get("reason") or payment.get("message") or ""),
    )


def _shown(payment: dict[str, Any]) -> str:
    for used, names in (("card", ("company", "number")), ("transfer", ("bank", "account"))):
        if isinstance(found := payment.get(used), dict):
            return " ".join(str(found[name]) for name in names if found.get(name))
    return ""


def _refund_verdict(cancel: dict[str, Any]) -> RefundVerdict:
    amount = cancel.get("amount")
    if cancel.get("status") != "DONE" or isinstance(amount, bool) or not isinstance(amount, int):
        return RefundVerdict(RefundFate.UNKNOWN, reason="unreadable answer")
    return RefundVerdict(RefundFate.DONE, amount=Won(amount))


def _movement(row: dict[str, Any]) -> Movement:
    kind, amount = MovementKind(row["type"].lower()), row["amount"]
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError("an amount is a whole number")
    key = row["cancelKey"] if kind is MovementKind.CANCEL else row["orderKey"]
    return Movement(kind, str(key), str(row["orderKey"]), Won(amount))


def _gateway(keys: Keys) -> SandboxGateway | None:
    return SandboxGateway(settings.SANDBOX.url, keys.mid, keys.secret) if settings.SANDBOX is not None else None


PG = Pg(
    code="sandbox",
    name="샌드박스 PG",
    name_en="Sandbox PG",
    abilities=Abilities(
        means=(Means.CARD, Means.TRANSFER),
        partial_cancel=frozenset({Means.CARD}),
        cancel_days={Means.CARD: 365, Means.TRANSFER: 180},
        minimum=Won(100),
    ),
    gateway=_gateway,
)
