"""What a merchant's PG contract allows; pages ask here before they offer anything."""

from __future__ import annotations

from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.adapters.contracts import abilities_of, gateway_of
from minishop.checkout.payments.domain.abilities import Abilities, Means
from minishop.checkout.payments.queries import live_contract
from minishop.kernel.won import Won


def why_closed(merchant: Merchant) -> str:
    """Why nothing can be paid at this merchant: ``not_approved`` or ``no_pg``; empty when it can. In its scope."""
    if merchant.state != MerchantState.APPROVED:
        return "not_approved"
    return "" if _usable(merchant) else "no_pg"


def means_of(merchant: Merchant) -> tuple[Means, ...]:
    """결제수단: what the merchant may be paid with, as its contract declares (R27, R92, Q12). In its scope."""
    return what_is_taken(merchant)[0]


def what_is_taken(merchant: Merchant) -> tuple[tuple[Means, ...], Won]:
    """The means of the merchant's contract and the least that its gateway takes; none and 0 where it can take nothing. In its scope."""
    abilities = _usable(merchant)
    return (abilities.means, abilities.minimum) if abilities else ((), Won(0))


def _usable(merchant: Merchant) -> Abilities | None:
    contract = live_contract(merchant)
    return abilities_of(contract) if contract and gateway_of(contract) else None
