"""The merchant's system, as the hub reaches it: one POST per hint (protocol/minishop, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from minishop.chassis.http import Request
from minishop.chassis.webhooks import signed_headers
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import STRANGERS_AT_ONCE, is_own


def hint_request(merchant: Merchant, *, message_id: int, payload: Mapping[str, str], now: datetime) -> Request:
    """A hint to the merchant's address, signed for ``now``; the same message carries the same identity on every try."""
    # In the protocol's order: PostgreSQL gives a stored object back in an order of its own.
    body = msgspec.json.encode({name: payload[name] for name in ("type", "merchantId", "latest")})
    headers = signed_headers(merchant.hint_secret, message_id=f"msg_{message_id}", timestamp=int(now.timestamp()), body=body)
    return Request("POST", merchant.hint_url, body, headers, at_once=None if is_own(merchant.hint_url) else STRANGERS_AT_ONCE)
