"""The merchant's system, as the hub reaches it: one POST per hint (protocol/minishop, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from minishop.chassis.http import Answer, exchange
from minishop.checkout.hints.domain.signature import signed_headers
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import terms_for

__all__ = ["Answer", "send_hint"]


def send_hint(merchant: Merchant, *, message_id: int, payload: Mapping[str, str], now: datetime) -> Answer:
    """Posts a hint to the merchant's address, signed for ``now``; the same message carries the same identity on every try."""
    # In the protocol's order: PostgreSQL gives a stored object back in an order of its own.
    body = msgspec.json.encode({name: payload[name] for name in ("type", "merchantId", "latest")})
    headers = signed_headers(merchant.hint_secret, message_id=f"msg_{message_id}", timestamp=int(now.timestamp()), body=body)
    terms = terms_for(merchant, merchant.hint_url, "hint")
    return exchange("POST", merchant.hint_url, content=body, headers=headers, terms=terms)
