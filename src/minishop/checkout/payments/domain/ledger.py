"""원장: what a movement of money or points is in double entry (docs/rules/ledger.md). Debits are positive, credits negative, the sum is 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from minishop.checkout.payments.domain.fees import Fees
from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won, total


class AccountKind(StrEnum):
    """The hub's accounts: what is owed to it or costs it, then what it owes and what it earns.

    ``MERCHANT_PENDING``: sales that nobody has finalized; ``MERCHANT_PAYABLE``: what is due to the merchant now. Points, refunds by
    account and fees of open claims are owed to a buyer. ``PG_FEE``: charged to merchants, and not withheld by the PG yet.
    """

    PG_RECEIVABLE = "pg_receivable"
    BANK = "bank"
    BENEFIT_EXPENSE = "benefit_expense"
    POINTS_EXPENSE = "points_expense"
    LOSS = "loss"
    MERCHANT_PENDING = "merchant_pending"
    MERCHANT_PAYABLE = "merchant_payable"
    REFUND_OWED = "refund_owed"
    CLAIM_FEES_HELD = "claim_fees_held"
    POINTS_OWED = "points_owed"
    POINTS_LAPSED = "points_lapsed"
    PG_FEE = "pg_fee"
    FEE_INCOME = "fee_income"
    VAT_OWED = "vat_owed"
    CARRIAGE_OWED = "carriage_owed"


OF_BUYERS = frozenset({AccountKind.REFUND_OWED, AccountKind.CLAIM_FEES_HELD, AccountKind.POINTS_OWED})


class Unbalanced(DomainError):
    """The postings do not add up to 0, or there are fewer than two."""

    code: ClassVar[str] = "unbalanced"


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting to be made."""

    account: AccountKind
    amount: Won

    @property
    def of_buyer(self) -> bool:
        """Whether it belongs to a buyer's own account."""
        return self.account in OF_BUYERS


@dataclass(frozen=True, slots=True)
class Given:
    """What the hub adds to a buyer's money, or gets back of it: points used, and its share of the discounts."""

    points: Won = Won(0)
    discounts: Won = Won(0)

    @property
    def sum(self) -> Won:
        """Both."""
        return self.points + self.discounts


_A = AccountKind


def payment_entries(money: Won, given: Given = Given()) -> tuple[Entry, ...]:
    """A paid order: what the buyer and the hub gave for it is the merchant's, once it is finalized. Nothing for an order that cost nothing."""
    pending = Entry(_A.MERCHANT_PENDING, -(money + given.sum))
    return balanced([Entry(_A.PG_RECEIVABLE, money), *_given(given), pending], may_be_empty=True)


def _given(given: Given) -> list[Entry]:
    return [Entry(_A.POINTS_OWED, given.points), Entry(_A.BENEFIT_EXPENSE, given.discounts)]


def surplus_entries(amount: Won) -> tuple[Entry, ...]:
    """Money that was taken and pays nothing: the PG owes the hub, the hub owes the buyer."""
    return _move(amount, _A.PG_RECEIVABLE, _A.REFUND_OWED)


def refund_entries(amount: Won) -> tuple[Entry, ...]:
    """Money that the PG gave back to the buyer: the hub owes it no more, and the PG owes the hub that much less."""
    return _move(amount, _A.REFUND_OWED, _A.PG_RECEIVABLE)


def paid_out_entries(amount: Won) -> tuple[Entry, ...]:
    """계좌 환불: money that the hub transferred to a buyer's account."""
    return _move(amount, _A.REFUND_OWED, _A.BANK)


def due_entries(amount: Won) -> tuple[Entry, ...]:
    """구매확정: sales that have become due to the merchant."""
    return _move(amount, _A.MERCHANT_PENDING, _A.MERCHANT_PAYABLE)


def fee_entries(fees: Fees) -> tuple[Entry, ...]:
    """이용료: what the merchant is charged; negative fees are given back."""
    charged = Entry(_A.MERCHANT_PAYABLE, fees.total)
    return balanced([charged, Entry(_A.PG_FEE, -fees.pg), Entry(_A.FEE_INCOME, -fees.hub), Entry(_A.VAT_OWED, -fees.vat)])


@dataclass(frozen=True, slots=True)
class ClaimPosting:
    """What a claim that is done gives back: ``money`` to the buyer and ``given`` to the buyer (points) and the hub (discounts).

    ``kept`` is what of the money stays with the hub for points that were granted and cannot be taken back (C38).
    ``by_account``: what of it the PG could not give back and the hub owes. ``settled`` of the sum had become due to the merchant before.
    """

    money: Won
    given: Given = Given()
    kept: Won = Won(0)
    by_account: Won = Won(0)
    settled: Won = Won(0)

    @property
    def sum(self) -> Won:
        """What the merchant no longer gets."""
        return self.money + self.kept + self.given.sum


def claim_entries(claim: ClaimPosting) -> tuple[Entry, ...]:
    """클레임 완료: money, points and discounts of ended lines go back to where they came from. Nothing where nothing goes back."""
    made = [
        Entry(_A.MERCHANT_PENDING, claim.sum - claim.settled),
        Entry(_A.MERCHANT_PAYABLE, claim.settled),
        Entry(_A.REFUND_OWED, -claim.by_account),
        Entry(_A.PG_RECEIVABLE, claim.by_account - claim.money),
        Entry(_A.POINTS_OWED, -claim.given.points),
        Entry(_A.BENEFIT_EXPENSE, -claim.given.discounts),
        Entry(_A.POINTS_EXPENSE, -claim.kept),
    ]
    return balanced(made, may_be_empty=True)


def claim_fee_entries(amount: Won) -> tuple[Entry, ...]:
    """클레임 배송비: what a buyer paid for a claim that is not over."""
    return _move(amount, _A.PG_RECEIVABLE, _A.CLAIM_FEES_HELD)


def claim_fee_earned_entries(amount: Won) -> tuple[Entry, ...]:
    """The merchant has earned it; a negative amount is kept for the buyer again."""
    return _move(amount, _A.CLAIM_FEES_HELD, _A.MERCHANT_PAYABLE)


def claim_fee_back_entries(amount: Won, *, by_account: Won = Won(0)) -> tuple[Entry, ...]:
    """The PG gave it back, but for what the hub owes by account."""
    owed, back = Entry(_A.REFUND_OWED, -by_account), Entry(_A.PG_RECEIVABLE, by_account - amount)
    return balanced([Entry(_A.CLAIM_FEES_HELD, amount), owed, back])


def points_entries(points: Won) -> tuple[Entry, ...]:
    """적립: points granted to a buyer at the hub's expense (R87); negative ones are taken back."""
    return _move(points, _A.POINTS_EXPENSE, _A.POINTS_OWED)


def lapse_entries(points: Won) -> tuple[Entry, ...]:
    """소멸: points that nobody used in their year."""
    return _move(points, _A.POINTS_OWED, _A.POINTS_LAPSED)


def pickup_entries(amount: Won) -> tuple[Entry, ...]:
    """회수 배송비: a pickup that the hub booked, at the merchant's cost."""
    return _move(amount, _A.MERCHANT_PAYABLE, _A.CARRIAGE_OWED)


def remit_entries(amount: Won, fee: Won) -> tuple[Entry, ...]:
    """PG 입금: the PG pays what it took, less its fee; negative where it nets a refund off."""
    return balanced([Entry(_A.BANK, amount - fee), Entry(_A.PG_FEE, fee), Entry(_A.PG_RECEIVABLE, -amount)])


def payout_entries(amount: Won) -> tuple[Entry, ...]:
    """지급: the merchant gets what is due to it."""
    return _move(amount, _A.MERCHANT_PAYABLE, _A.BANK)


def _move(amount: Won, debit: AccountKind, credit: AccountKind) -> tuple[Entry, ...]:
    return balanced([Entry(debit, amount), Entry(credit, -amount)])


def balanced(entries: Sequence[Entry], *, may_be_empty: bool = False) -> tuple[Entry, ...]:
    """The entries without the zero ones; raises Unbalanced unless at least two remain, or none may, and they add up to 0."""
    kept = tuple(entry for entry in entries if entry.amount)
    if may_be_empty and not kept:
        return ()
    if len(kept) < 2 or total(entry.amount for entry in kept) != 0:
        raise Unbalanced(amounts=[int(entry.amount) for entry in entries])
    return kept
