"""돈이 돌아가는 길: how a claim's money goes back, as it is said before anybody presses and after (claims 7.3)."""

from __future__ import annotations

from enum import StrEnum

from minishop.checkout.claims.domain.states import OPEN, ClaimKind, ClaimState
from minishop.checkout.payments.domain.abilities import Means, RefundWay


class MoneyWay(StrEnum):
    """``CARD``: the card's payment is cancelled, whole or in part. ``TRANSFER``: the PG gives a transfer back to the account it came from.

    ``ACCOUNT``: the hub transfers it to an account that the buyer names.
    """

    CARD = "card"
    TRANSFER = "transfer"
    ACCOUNT = "account"


def money_way(means: Means, way: RefundWay) -> MoneyWay | None:
    """How money that was paid by these means goes back; None where none does."""
    match way:
        case RefundWay.NONE:
            return None
        case RefundWay.ACCOUNT:
            return MoneyWay.ACCOUNT
    return MoneyWay.CARD if means is Means.CARD else MoneyWay.TRANSFER


def asks_for_account(kind: ClaimKind, state: ClaimState, way: MoneyWay | None) -> bool:
    """Whether a claim will give its money back to an account, so that the buyer may name it before the claim is agreed to."""
    return way is MoneyWay.ACCOUNT and state in OPEN and kind is not ClaimKind.EXCHANGE
