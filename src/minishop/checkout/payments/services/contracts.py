"""What a merchant's PG contract allows; pages ask here before they offer anything."""

from __future__ import annotations

from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.adapters.contracts import gateway_of, pg_of
from minishop.checkout.payments.adapters.port import Means, Pg
from minishop.checkout.payments.queries import live_contract


def why_closed(merchant: Merchant) -> str:
    """Why nothing can be paid at this merchant: ``not_approved`` or ``no_pg``; empty when it can. In its scope."""
    if merchant.state != MerchantState.APPROVED:
        return "not_approved"
    return "" if _usable_pg(merchant) else "no_pg"


def means_of(merchant: Merchant) -> tuple[Means, ...]:
    """결제수단: what the merchant's gateway takes. In its scope."""
    pg = _usable_pg(merchant)
    return pg.abilities.means if pg else ()


def _usable_pg(merchant: Merchant) -> Pg | None:
    contract = live_contract(merchant)
    return pg_of(contract) if contract and gateway_of(contract) else None
