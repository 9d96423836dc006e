"""Applying at the other parties: the same form of application, one counter each."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings

from minishop.chassis.http import Answer, Terms, exchange
from minishop.mall.entries.adapters.counters import BadAnswer, Counter, read_decision
from minishop.mall.entries.adapters.pgs import open_pgs
from minishop.mall.entries.domain import Decision
from minishop.mall.entries.models import PgContract
from minishop.mall.shops.domain.opening import EntryKind

_HUB_KEYS = {
    "merchantId": "merchant_id",
    "certiKey": "certi_key",
    "buttonKey": "button_key",
    "clientId": "client_id",
    "clientSecret": "client_secret",
    "hintSecret": "hint_secret",
}
_TERMS = {"means": "means", "partial_cancel": "partialCancel"}


class Unanswered(Exception):
    """The other party could not take or show the application now; asking again may help."""


class Refused(Exception):
    """The other party refused the application as it is; asking again with the same one will not help."""


def counter(kind: EntryKind, party: str = "") -> Counter:
    """Where applications of a kind go in this installation; ``party`` is the PG's code. Raises Unanswered where there is nobody."""
    match kind:
        case EntryKind.PG:
            pg = open_pgs().get(party)
            at = pg.counter() if pg else None
            if at is None:
                raise Unanswered(f"no PG {party!r} in this installation")
            return at
        case EntryKind.CHECKOUT:
            return Counter(f"{settings.CHECKOUT.url}/v1/minishop/merchant-applications", "applicationId", "merchant", _HUB_KEYS)
        case EntryKind.SHOPPING:
            url = f"{settings.SHOPPING.url}/v1/minishop/partner-applications"
            return Counter(url, "applicationId", "partner", {"partnerId": "partner_id"}, {"reportSecret": "report_secret"})


def send(kind: EntryKind, application: Mapping[str, str], *, party: str = "", idempotency_key: str) -> Decision:
    """Hands in an application; the same key again answers as the first time. Raises Unanswered or Refused."""
    at = counter(kind, party)
    return _read(at, _ask(kind, "POST", at.url, application, {"Idempotency-Key": idempotency_key}))


def look(kind: EntryKind, application_id: str, *, party: str = "") -> Decision:
    """Asks where an application stands. Raises Unanswered or Refused."""
    at = counter(kind, party)
    return _read(at, _ask(kind, "GET", f"{at.url}/{application_id}", None, {}))


def hand_over_pg(application_id: str, contract: PgContract) -> Decision:
    """Tells the hub which PG contract pays for the merchant's orders, and its terms (R27). Raises Unanswered or Refused."""
    at = counter(EntryKind.CHECKOUT)
    body: dict[str, object] = {"provider": contract.provider, "mid": contract.mid, "secretKey": contract.secret_key}
    body |= {_TERMS[name]: means for name, means in contract.terms.items()}
    return _read(at, _ask(EntryKind.CHECKOUT, "PUT", f"{at.url}/{application_id}/pg", body, {}), with_keys=False)


def ask_to_crawl(application_id: str) -> None:
    """Asks the search to fetch the shop's feed soon. Raises Unanswered or Refused."""
    answer = _ask(EntryKind.SHOPPING, "POST", f"{counter(EntryKind.SHOPPING).url}/{application_id}/crawls", None, {})
    if not answer.ok:
        raise (Unanswered if answer.retryable else Refused)(_reason(answer))


def _read(at: Counter, answer: Answer, *, with_keys: bool = True) -> Decision:
    """What an answer says. Raises Unanswered or Refused."""
    if not answer.ok:
        raise (Unanswered if answer.retryable else Refused)(_reason(answer))
    try:
        return read_decision(json.loads(answer.body), at, with_keys=with_keys)
    except (ValueError, BadAnswer) as error:
        raise Unanswered(str(error)) from None


def _ask(kind: EntryKind, method: str, url: str, body: Mapping[str, object] | None, headers: Mapping[str, str]) -> Answer:
    sent = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Content-Type": "application/json", **headers}
    content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    return exchange(method, url, content=content, headers=sent, terms=Terms(f"application_{kind.value}"))


def _reason(answer: Answer) -> str:
    try:
        decoded = json.loads(answer.body)
    except ValueError:
        decoded = None
    message = decoded.get("message") if isinstance(decoded, dict) else None
    return str(message or answer.reason)
