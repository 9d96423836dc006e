"""혜택의 대사: what an order takes of points and coupons, and what a buyer's purse holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from minishop.checkout.benefits.domain.coupons import CouponState
from minishop.checkout.benefits.domain.uses import UseState
from minishop.checkout.reconcile.domain.kinds import Finding, FindingKind
from minishop.kernel.won import Won

HELD_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UseFacts:
    """What an order takes. ``coupon``: the state of its coupon where that says it is this order's; None where it does not, or there is none."""

    state: UseState
    points: Won
    has_coupon: bool
    coupon: CouponState | None
    at: datetime


def judge_use(
    order: str,
    use: UseFacts | None,
    points_used: Won,
    *,
    is_paid: bool,
    is_over: bool,
    lives: bool,
    keeps_goods: bool,
    now: datetime,
) -> Iterator[Finding]:
    """What an order took, against its own amounts. ``is_over``: it ended unpaid; ``lives``: not all of it is cancelled or returned;
    ``keeps_goods``: its pieces are kept while it is being paid, and so is what it holds of the purse."""
    if use is None:
        if points_used:
            yield Finding(FindingKind.BENEFIT_USE, order, 0, int(points_used))
        return
    is_held = use.state is UseState.HELD
    wrong_state = (use.state is UseState.USED) is not is_paid or (
        is_held and (is_over or (use.at <= now - HELD_FOR and not keeps_goods))
    )
    if wrong_state or (use.state is not UseState.RELEASED and use.points != points_used):
        yield Finding(FindingKind.BENEFIT_USE, order, int(use.points), int(points_used))
    if use.has_coupon and use.coupon is not _coupon_of(use.state, lives=lives):
        yield Finding(FindingKind.COUPON, order)


def _coupon_of(state: UseState, *, lives: bool) -> CouponState | None:
    """As what an order's coupon belongs to it; None where it must not."""
    if state is UseState.HELD:
        return CouponState.HELD
    return CouponState.USED if state is UseState.USED and lives else None


@dataclass(frozen=True, slots=True)
class PurseFacts:
    """A buyer's wallet beside what its lots hold, what the ledger owes the buyer, and what orders hold of it. ``strays``: coupons that say an
    order has them which does not."""

    buyer: int
    balance: Won = Won(0)
    held: Won = Won(0)
    lots: Won = Won(0)
    owed: Won = Won(0)
    orders: Won = Won(0)
    strays: Sequence[int] = ()


def judge_purse(purse: PurseFacts) -> Iterator[Finding]:
    """What of a buyer's purse does not agree."""
    for kind, ours, theirs in (
        (FindingKind.WALLET_LOTS, purse.balance, purse.lots),
        (FindingKind.WALLET_LEDGER, purse.balance, purse.owed),
        (FindingKind.WALLET_HELD, purse.held, purse.orders),
    ):
        if ours != theirs:
            yield Finding(kind, str(purse.buyer), int(ours), int(theirs))
    for coupon in purse.strays:
        yield Finding(FindingKind.COUPON, str(purse.buyer), coupon)
