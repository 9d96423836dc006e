"""Applying at the other parties: the same form of application, three addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from minishop.chassis.http import Answer, Terms, exchange
from minishop.mall.entries.domain import BadAnswer, Decision, read_decision
from minishop.mall.shops.domain.opening import EntryKind


@dataclass(frozen=True, slots=True)
class Counter:
    """창구: where applications of a kind go, and how the answer names its parts."""

    url: str
    id_name: str
    keys_name: str | None
    required: tuple[str, ...]


class Unanswered(Exception):
    """The other party could not take or show the application now; asking again may help."""


class Refused(Exception):
    """The other party refused the application as it is; asking again with the same one will not help."""


def counter(kind: EntryKind) -> Counter:
    """Where applications of a kind go in this installation."""
    match kind:
        case EntryKind.PG:
            base = settings.SANDBOX.url if settings.SANDBOX else ""
            return Counter(f"{base}/pg/v1/contracts", "contractId", None, ("mid", "secretKey"))
        case EntryKind.CHECKOUT:
            keys = ("merchantId", "certiKey", "buttonKey", "clientId", "clientSecret", "hintSecret")
            return Counter(f"{settings.CHECKOUT.url}/v1/minishop/merchant-applications", "applicationId", "merchant", keys)
        case EntryKind.SHOPPING:
            return Counter(f"{settings.SHOPPING.url}/v1/minishop/partner-applications", "applicationId", "partner", ("partnerId",))


def send(kind: EntryKind, application: Mapping[str, str], *, idempotency_key: str) -> Decision:
    """Hands in an application; the same key again answers as the first time. Raises Unanswered or Refused."""
    return _ask("POST", kind, "", application, {"Idempotency-Key": idempotency_key})


def look(kind: EntryKind, application_id: str) -> Decision:
    """Asks where an application stands. Raises Unanswered or Refused."""
    return _ask("GET", kind, f"/{application_id}", None, {})


def hand_over_pg(application_id: str, *, provider: str, mid: str, secret_key: str) -> Decision:
    """Tells the hub which PG contract pays for the merchant's orders. Raises Unanswered or Refused."""
    body = {"provider": provider, "mid": mid, "secretKey": secret_key}
    return _ask("PUT", EntryKind.CHECKOUT, f"/{application_id}/pg", body, {}, with_keys=False)


def _ask(
    method: str, kind: EntryKind, path: str, body: Mapping[str, str] | None, headers: Mapping[str, str], *, with_keys: bool = True
) -> Decision:
    at = counter(kind)
    sent = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Content-Type": "application/json", **headers}
    content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    answer = exchange(method, f"{at.url}{path}", content=content, headers=sent, terms=Terms(f"application_{kind.value}"))
    if not answer.ok:
        raise (Unanswered if answer.retryable else Refused)(_reason(answer))
    try:
        decoded = json.loads(answer.body)
        return read_decision(decoded, id_name=at.id_name, keys_name=at.keys_name, required=at.required if with_keys else ())
    except (ValueError, BadAnswer) as error:
        raise Unanswered(str(error)) from None


def _reason(answer: Answer) -> str:
    try:
        decoded = json.loads(answer.body)
    except ValueError:
        decoded = None
    message = decoded.get("message") if isinstance(decoded, dict) else None
    return str(message or answer.reason)
