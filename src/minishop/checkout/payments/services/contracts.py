"""What a merchant's PG contract allows; pages ask here before they offer anything."""

from __future__ import annotations

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.adapters.port import Means


def why_closed(merchant: Merchant) -> str:
    """Why nothing can be paid at this merchant: ``not_approved`` or ``no_pg``; empty when it can."""
    if merchant.state != Merchant.State.APPROVED:
        return "not_approved"
    return "" if gateway_of(merchant) else "no_pg"


def means_of(merchant: Merchant) -> tuple[Means, ...]:
    """결제수단: what the merchant's gateway takes."""
    gateway = gateway_of(merchant)
    return gateway.abilities.means if gateway else ()
