"""클레임 비용: what a claim asks for beside giving back, by fault and way, and what that falls on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from minishop.checkout.claims.domain.standing import NOTHING, Paid
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault, Fee, Wanted, Way
from minishop.checkout.orders.domain.contract import Contract
from minishop.checkout.orders.domain.shares import Share
from minishop.checkout.orders.domain.tariff import PartKey
from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won, total

EXTRA_FEE_AT_MOST = 9_000  # ten-thousandths


class ExtraFeeTooHigh(DomainError):
    """An extra fee is at most nine tenths of what the claim's lines cost after discounts (C30). ``limit`` tells how much that is."""

    code: ClassVar[str] = "extra_fee_too_high"


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount that a claim keeps. ``full``: by the contract; ``asked``: as lowered; ``part``: whose due it is."""

    fee: Fee
    full: Won
    asked: Won
    part: PartKey | None = None
    paid: Paid = NOTHING

    @property
    def kept(self) -> Won:
        """What of it is paid by the buyer, in whatever way."""
        return self.paid.amount - self.paid.waived


def extra_fee_limit(items: Iterable[Share]) -> Won:
    """추가 비용: the most that a seller may name for some lines."""
    return total(share.amount - share.discount for share in items).share_floor(EXTRA_FEE_AT_MOST)


def charges(wanted: Wanted, contract: Contract, items: Iterable[Share], dues: Iterable[tuple[PartKey, Won]]) -> list[Charge]:
    """What a claim keeps, in its order: dues, then fees; what seller or operator lowered to nothing stays, asking for nothing.

    Raises ExtraFeeTooHigh.
    """
    limit = extra_fee_limit(items)
    if wanted.extra_fee > limit:
        raise ExtraFeeTooHigh(limit=int(limit))
    left = dict(wanted.lowered)
    found = [*((Fee.DUE, amount, key) for key, amount in dues), *((fee, amount, None) for fee, amount in _fees(wanted, contract))]
    asked = []
    for fee, full, key in found:
        lowered = min(full, left.get(fee, full))
        left |= {fee: left[fee] - lowered} if fee in left else {}
        asked.append(Charge(fee, full, lowered, key))
    return asked


def _fees(wanted: Wanted, contract: Contract) -> Iterator[tuple[Fee, Won]]:
    if wanted.fault is Fault.BUYER and wanted.kind is ClaimKind.EXCHANGE:
        yield Fee.EXCHANGE_FEE, contract.exchange_fee
        yield Fee.REGION, contract.regional(wanted.pickup) * 2
    elif wanted.fault is Fault.BUYER and _is_fetched(wanted):
        yield Fee.RETURN_FEE, contract.return_fee
        yield Fee.REGION, contract.regional(wanted.pickup)
    if wanted.extra_fee:
        yield Fee.EXTRA_FEE, wanted.extra_fee


def _is_fetched(wanted: Wanted) -> bool:
    travelled = wanted.kind is ClaimKind.RETURN or not wanted.carried.isdisjoint(wanted.lines)
    return travelled and wanted.way is Way.COURIER


def withhold(asked: Iterable[Charge], money: Won, points: Won, *, waived: bool) -> list[Charge]:
    """The charges with what each is paid by: the money that the claim gives back, then its points, then the buyer, unless that is waived."""
    paid = []
    for charge in asked:
        from_money = min(charge.asked, money)
        from_points = min(charge.asked - from_money, points)
        rest = charge.asked - from_money - from_points
        money, points = money - from_money, points - from_points
        missing = charge.full - charge.asked + (rest if waived else Won(0))
        by_whom = Paid(from_money, from_points, Won(0) if waived else rest, missing)
        paid.append(Charge(charge.fee, charge.full, charge.asked, charge.part, by_whom))
    return paid
