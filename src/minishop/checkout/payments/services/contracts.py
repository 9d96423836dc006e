"""What a merchant's PG contract allows; pages ask here before they offer anything."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.checkout.merchants.domain.review import MerchantState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.adapters.contracts import abilities_of, gateway_of
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.models import PgContract
from minishop.checkout.payments.queries import live_contract
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Taken:
    """How a merchant is paid: by what means, and the least that its gateway takes. ``closed``: why nothing can be paid there,
    ``not_approved`` or ``no_pg``; empty when it can."""

    closed: str
    means: tuple[Means, ...] = ()
    least: Won = Won(0)


def means_of(merchant: Merchant) -> tuple[Means, ...]:
    """결제수단: what the merchant may be paid with, as its contract declares (R27, R92, Q12). In its scope."""
    return what_is_taken(merchant).means


def what_is_taken(merchant: Merchant) -> Taken:
    """How the merchant is paid, as its contract declares. In its scope."""
    contract = usable_contract(merchant)
    abilities = abilities_of(contract) if contract else None
    closed = "" if contract else "no_pg"
    if merchant.state != MerchantState.APPROVED:
        closed = "not_approved"
    return Taken(closed, abilities.means, abilities.minimum) if abilities else Taken(closed)


def usable_contract(merchant: Merchant) -> PgContract | None:
    """The contract that new attempts are opened with, of a PG that can be asked; None where there is none. In the merchant's scope."""
    contract = live_contract(merchant)
    return contract if contract and gateway_of(contract) else None
