"""접근 토큰: issuing and recognising the bearer tokens of the REST order API."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction

from minishop.chassis.secrets.sealing import Hidden, derived
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.domain.signature import matches
from minishop.checkout.merchants.models import ApiToken, Merchant
from minishop.kernel.errors import DomainError

LIFE = timedelta(hours=3)
RENEWED_WITHIN = timedelta(minutes=30)
CLOCKS_DIFFER_AT_MOST = timedelta(minutes=5)
# Compared against when there is no such client, so that the answer takes as long.
_NOBODY = "$2a$04$abcdefghijklmnopqrstuu"


class TokenRefused(DomainError):
    """The request does not prove that it comes from the client. ``field`` names what is wrong."""

    code: ClassVar[str] = "token_refused"


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as it is told to its client; the service itself keeps its digest only."""

    merchant: Merchant
    text: Hidden
    expires_at: datetime


def issue(*, client_id: str, timestamp: int, sign: str, now: datetime) -> Issued:
    """The token of the client that signed: the present one while it has half an hour left, else a new one of three hours.

    ``timestamp`` is in milliseconds. Raises TokenRefused; an unknown client is refused as a wrong signature is.
    """
    if abs(int(now.timestamp() * 1000) - timestamp) > CLOCKS_DIFFER_AT_MOST / timedelta(milliseconds=1):
        raise TokenRefused(field="timestamp")
    merchant = Merchant.objects.filter(client_id=client_id, state=MerchantState.APPROVED).first()
    secret = merchant.client_secret if merchant else _NOBODY
    signed = matches(sign, client_id=client_id, client_secret=secret, timestamp=timestamp)
    if merchant is None or not signed:
        raise TokenRefused(field="client_secret_sign")
    with transaction.atomic(), scope(merchant.id):
        return _present_or_new(merchant, now)


def merchant_of_token(token: str, now: datetime) -> Merchant | None:
    """The merchant whose token this is (index ``merchants_token_lookup``), or None for an unknown or expired one."""
    with across_tenants("a bearer token names its merchant"):
        found = ApiToken.objects.select_related("merchant").filter(digest=_digest(token), expires_at__gt=now).first()
    return found.merchant if found and found.merchant.state == MerchantState.APPROVED else None


def _present_or_new(merchant: Merchant, now: datetime) -> Issued:
    Merchant.objects.select_for_update().get(id=merchant.id)
    tokens = ApiToken.objects.filter(merchant_id=merchant.id)
    present = tokens.filter(expires_at__gte=now + RENEWED_WITHIN).order_by("-expires_at").first()
    text = _text_of(present) if present is not None else None
    if present is not None and text is not None:
        return Issued(merchant, text, present.expires_at)
    tokens.filter(expires_at__lt=now).delete()
    return _new(merchant, now)


def _new(merchant: Merchant, now: datetime) -> Issued:
    token = ApiToken(merchant=merchant, issued_at=now, expires_at=now + LIFE)
    text = next(iter(_texts(token)))
    token.digest = _digest(text)
    token.save(force_insert=True)
    return Issued(merchant, text, token.expires_at)


def _text_of(token: ApiToken) -> Hidden | None:
    """A token is made of its row and the service's key, so that it can be told again without being kept (decision 0019).

    None for one that was made with a key which is in use no more: it still opens, but nobody can tell it again.
    """
    return next((text for text in _texts(token) if hmac.compare_digest(_digest(text), token.digest)), None)


def _texts(token: ApiToken) -> Iterable[Hidden]:
    return derived("api-token", f"{token.merchant_id}\n{token.id}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
