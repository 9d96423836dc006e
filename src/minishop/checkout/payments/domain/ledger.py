"""원장: what a movement of money or points is in double entry. Debits are positive, credits negative, and the sum is 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won, total


class AccountKind(StrEnum):
    """The hub's accounts. Points and refunds are owed to a buyer; sales are owed to a merchant."""

    PG_RECEIVABLE = "pg_receivable"
    MERCHANT_PAYABLE = "merchant_payable"
    REFUND_OWED = "refund_owed"
    POINTS_EXPENSE = "points_expense"
    POINTS_OWED = "points_owed"


class Unbalanced(DomainError):
    """The postings do not add up to 0, or there are fewer than two."""

    code: ClassVar[str] = "unbalanced"


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting to be made; ``of_buyer`` says that it belongs to the buyer's own account."""

    account: AccountKind
    amount: Won
    of_buyer: bool = False


def payment_entries(amount: Won) -> tuple[Entry, ...]:
    """A buyer's payment through the PG: the PG owes the hub, the hub owes the merchant."""
    return balanced([Entry(AccountKind.PG_RECEIVABLE, amount), Entry(AccountKind.MERCHANT_PAYABLE, -amount)])


def surplus_entries(amount: Won) -> tuple[Entry, ...]:
    """Money that was taken and pays nothing: the PG owes the hub, the hub owes the buyer."""
    return balanced([Entry(AccountKind.PG_RECEIVABLE, amount), Entry(AccountKind.REFUND_OWED, -amount, of_buyer=True)])


def refund_entries(amount: Won) -> tuple[Entry, ...]:
    """Money that the PG gave back to the buyer: the hub owes it no more, and the PG owes the hub that much less."""
    return balanced([Entry(AccountKind.REFUND_OWED, amount, of_buyer=True), Entry(AccountKind.PG_RECEIVABLE, -amount)])


def points_entries(points: Won) -> tuple[Entry, ...]:
    """적립: points granted to a buyer at the hub's expense (R87)."""
    return balanced([Entry(AccountKind.POINTS_EXPENSE, points), Entry(AccountKind.POINTS_OWED, -points, of_buyer=True)])


def balanced(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries without the zero ones; raises Unbalanced unless at least two remain and they add up to 0."""
    kept = tuple(entry for entry in entries if entry.amount)
    if len(kept) < 2 or total(entry.amount for entry in kept) != 0:
        raise Unbalanced(amounts=[int(entry.amount) for entry in entries])
    return kept
