"""Reading what has to agree, a batch of orders or of buyers in a fixed number of statements; and what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, F, Q, QuerySet, Sum

from minishop.chassis import clock
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import CouponState
from minishop.checkout.benefits.domain.uses import UseState
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon, PointLot, Wallet
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.models import Claim, ClaimProposal
from minishop.checkout.holds.domain.states import LIVE
from minishop.checkout.holds.models import StockHold
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.proceeds import ProceedsKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.payments.models import Payment, PgDifference, Posting, ProceedsEntry, Refund, Transfer
from minishop.checkout.reconcile.domain.benefits import PurseFacts, UseFacts
from minishop.checkout.reconcile.domain.claims import ClaimFacts
from minishop.checkout.reconcile.domain.facts import Attempt, Back, Line
from minishop.checkout.reconcile.domain.judging import OrderFacts
from minishop.checkout.reconcile.domain.kinds import Finding, FindingKind
from minishop.checkout.reconcile.models import Finding as Found
from minishop.checkout.reconcile.models import PurseFinding
from minishop.kernel.won import Won

BATCH = 500
T = TypeVar("T")


def orders_to_judge(merchant_id: int) -> Iterator[list[int]]:
    """The ids of a merchant's orders that reached payment, in its scope, a batch at a time."""
    last = 0
    while found := list(
        Order.objects.filter(merchant_id=merchant_id, id__gt=last).order_by("id").only("id", "reached_payment")[:BATCH]
    ):
        yield [order.id for order in found if order.reached_payment]
        last = found[-1].id


def facts_of(merchant_id: int, ids: Sequence[int]) -> list[OrderFacts]:
    """What there is about orders of one merchant."""
    orders = list(Order.objects.filter(merchant_id=merchant_id, id__in=ids).order_by("id"))
    numbers = [order.number for order in orders]
    payments = list(Payment.objects.filter(merchant_id=merchant_id, order_id__in=ids))
    attempts = _by((payment.order_id, _attempt(payment)) for payment in payments)
    order_of = {payment.id: payment.order_id for payment in payments}
    refunds = _by(
        (order_of[one.payment_id], _back(one)) for one in Refund.objects.filter(merchant_id=merchant_id, payment_id__in=order_of)
    )
    rows = OrderLine.objects.filter(merchant_id=merchant_id, order_id__in=ids).order_by("position")
    lines = _by((line.order_id, _line(line)) for line in rows)
    claims, uses = _claims(merchant_id, ids), _uses(merchant_id, ids)
    posted, proceeds, holds = _posted(merchant_id, numbers), _proceeds(merchant_id, ids), _holds(merchant_id, ids)
    return [
        OrderFacts(
            number=order.number,
            pay_total=order.pay_total,
            is_paid=order.paid_at is not None,
            attempts=tuple(attempts[order.id]),
            refunds=tuple(refunds[order.id]),
            lines=tuple(lines[order.id]),
            posted=posted[order.number],
            hold_since=holds.get(order.id),
            points_used=order.points_used,
            use=uses.get(order.id),
            claims=tuple(claims[order.id]),
            **proceeds.get(order.id, {}),
        )
        for order in orders
    ]


def _by(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _attempt(one: Payment) -> Attempt:
    return Attempt(one.id, one.key, PaymentState(one.state), Purpose(one.purpose), one.amount, one.opened_at)


def _back(one: Refund) -> Back:
    return Back(
        one.key,
        one.payment_id,
        RefundState(one.state),
        RefundCause(one.cause),
        one.amount,
        one.intended_at,
        one.not_before,
        by_account=bool(one.transfer_number),
        found=one.found_there,
    )


def _line(one: OrderLine) -> Line:
    return Line(LineState(one.state), one.quantity, one.remaining, one.open_claim)


def _claims(merchant_id: int, ids: Sequence[int]) -> Mapping[int, list[ClaimFacts]]:
    found = list(Claim.objects.filter(merchant_id=merchant_id, order_id__in=ids).order_by("id"))
    keys = [f"claim:{claim.number}" for claim in found]
    versions = ClaimProposal.objects.filter(merchant_id=merchant_id, claim_id__in=[claim.id for claim in found])
    shown = {(one.claim_id, one.version): one for one in versions}
    posted = _posted_by("transfer__key", Posting.objects.filter(merchant_id=merchant_id, transfer__key__in=keys))
    lots = dict(PointLot.objects.filter(merchant_id=merchant_id, key__in=keys).values_list("key", "amount"))
    return _by(
        (one.order_id, _claim(one, shown[one.id, one.version], posted[key], lots.get(key, Won(0))))
        for one, key in zip(found, keys, strict=True)
    )


def _claim(one: Claim, shown: ClaimProposal, posted: Mapping[AccountKind, Won], restored: Won) -> ClaimFacts:
    return ClaimFacts(
        id=one.id,
        number=one.number,
        kind=ClaimKind(one.kind),
        state=ClaimState(one.state),
        since=one.stands_since,
        pieces=one.wanted.lines,
        money=shown.money,
        points=shown.points,
        benefits=shown.benefits,
        kept=shown.points_short,
        posted=posted,
        restored=restored,
    )


def _uses(merchant_id: int, ids: Sequence[int]) -> Mapping[int, UseFacts]:
    found = list(BenefitUse.objects.filter(merchant_id=merchant_id, order_id__in=ids))
    named = BuyerCoupon.objects.filter(id__in=[one.coupon_id for one in found if one.coupon_id], order_merchant_id=merchant_id)
    coupons = {
        (coupon_id, order_id): CouponState(state) for coupon_id, order_id, state in named.values_list("id", "order_id", "state")
    }
    return {
        one.order_id: UseFacts(
            UseState(one.state), one.points, one.coupon_id is not None, coupons.get((one.coupon_id or 0, one.order_id)), one.at
        )
        for one in found
    }


def _posted(merchant_id: int, numbers: Sequence[str]) -> Mapping[str, Mapping[AccountKind, Won]]:
    rows = Posting.objects.filter(merchant_id=merchant_id, transfer__order_number__in=numbers).exclude(
        transfer__kind__in=_NOT_OF_ORDERS
    )
    return _posted_by("transfer__order_number", rows)


def _posted_by(name: str, rows: QuerySet[Posting]) -> Mapping[str, Mapping[AccountKind, Won]]:
    sums: defaultdict[str, dict[AccountKind, Won]] = defaultdict(dict)
    for key, account, amount in rows.values_list(name, "account").annotate(sum=Sum("amount")):
        sums[key][AccountKind(account)] = Won(int(amount))
    return sums


# What moves money of a merchant as a whole, under whichever order's number it stands.
_NOT_OF_ORDERS = ("remit", "payout", "pickup")
_PENDING = F("pending_money") + F("pending_benefits")
_DUE = F("due_money") + F("due_benefits")
_FEES = F("pg_fee") + F("hub_fee") + F("vat")


def _proceeds(merchant_id: int, ids: Sequence[int]) -> Mapping[int, Mapping[str, Won]]:
    rows = ProceedsEntry.objects.filter(merchant_id=merchant_id, order_id__in=ids).values_list("order_id")
    earned = Sum("due_money", filter=Q(kind=ProceedsKind.CLAIM_FEE.value))
    sums = rows.annotate(pending=Sum(_PENDING), due=Sum(_DUE), fees=Sum(_FEES), earned=earned)
    names = ("pending", "due", "fees", "earned")
    return {order: {name: Won(int(sum_ or 0)) for name, sum_ in zip(names, told, strict=True)} for order, *told in sums}


def _holds(merchant_id: int, ids: Sequence[int]) -> Mapping[int, datetime]:
    live = StockHold.objects.filter(merchant_id=merchant_id, order_id__in=ids, state__in=sorted(LIVE))
    # Holds go by true time.
    return {
        order_id: moved_at + clock.shift() for order_id, moved_at in live.order_by("-moved_at").values_list("order_id", "moved_at")
    }


def unbalanced_transfers(merchant_id: int) -> Iterator[Finding]:
    """The transfers whose postings do not add up to 0, or that have fewer than two."""
    last = 0
    while keys := dict(
        Transfer.objects.filter(merchant_id=merchant_id, id__gt=last).order_by("id").values_list("id", "key")[:BATCH]
    ):
        rows = Posting.objects.filter(merchant_id=merchant_id, transfer_id__in=keys).values_list("transfer_id")
        sums = {transfer: (int(amount), count) for transfer, amount, count in rows.annotate(sum=Sum("amount"), count=Count("id"))}
        for transfer, key in keys.items():
            amount, count = sums.get(transfer, (0, 0))
            if amount or count < 2:
                yield Finding(FindingKind.UNBALANCED, key, ours=amount, theirs=0)
        last = max(keys)


def differences_with_pgs(merchant_id: int) -> Iterator[Finding]:
    """What the comparison with the PGs has found and nobody has resolved, at most a batch."""
    open_ = PgDifference.objects.filter(merchant_id=merchant_id, resolved_at=None).order_by("found_at")[:BATCH]
    for one in open_:
        yield Finding(FindingKind.PG, f"{one.kind}:{one.key}"[:200], ours=one.facts.get("ours"), theirs=one.facts.get("theirs"))


def open_findings() -> QuerySet[Found]:
    """What does not agree, oldest first; for an operator, across merchants (index ``reconcile_findings_open``)."""
    return Found.objects.filter(resolved_at=None).select_related("merchant").order_by("found_at", "id")


def buyers_after(last: int) -> list[int]:
    """The ids of the next buyers, at most a batch."""
    return list(Account.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH])


def purses_of(buyers: Sequence[int]) -> list[PurseFacts]:
    """What buyers' purses hold, and what lots, ledger and orders of all merchants say of them."""
    wallets = {one.buyer_id: one for one in Wallet.objects.filter(buyer_id__in=buyers)}
    lots = _summed(PointLot.objects.filter(buyer_id__in=buyers, left__gt=0).values_list("buyer_id").annotate(sum=Sum("left")))
    with across_tenants("a buyer has one purse, whoever the merchants are"):
        owed = Posting.objects.filter(buyer_id__in=buyers, account=AccountKind.POINTS_OWED.value)
        posted = _summed(owed.values_list("buyer_id").annotate(sum=Sum("amount")))
        held = BenefitUse.objects.filter(order__buyer_id__in=buyers, state=UseState.HELD.value)
        orders = _summed(held.values_list("order__buyer_id").annotate(sum=Sum("points")))
        strays = _strays(buyers)
    return [
        PurseFacts(
            buyer=buyer,
            balance=wallets[buyer].balance if buyer in wallets else Won(0),
            held=wallets[buyer].held if buyer in wallets else Won(0),
            lots=lots[buyer],
            owed=-posted[buyer],
            orders=orders[buyer],
            strays=strays[buyer],
        )
        for buyer in buyers
    ]


def _summed(rows: Iterable[tuple[Any, Any]]) -> Mapping[int, Won]:
    sums: defaultdict[int, Won] = defaultdict(lambda: Won(0))
    for buyer, amount in rows:
        sums[buyer] = Won(int(amount))
    return sums


_OF_AN_ORDER = {CouponState.HELD.value: UseState.HELD.value, CouponState.USED.value: UseState.USED.value}


def _strays(buyers: Sequence[int]) -> Mapping[int, list[int]]:
    """Coupons that are held or used for an order that does not say so, by their buyers."""
    said = list(BuyerCoupon.objects.filter(buyer_id__in=buyers, state__in=_OF_AN_ORDER).order_by("id"))
    uses = BenefitUse.objects.filter(coupon_id__in=[one.id for one in said])
    there = set(uses.values_list("merchant_id", "order_id", "coupon_id", "state"))
    return _by(
        (one.buyer_id, one.id)
        for one in said
        if (one.order_merchant_id, one.order_id, one.id, _OF_AN_ORDER[one.state]) not in there
    )


def open_purse_findings() -> QuerySet[PurseFinding]:
    """What does not agree of buyers' purses, oldest first (index ``reconcile_purses_open``)."""
    return PurseFinding.objects.filter(resolved_at=None).order_by("found_at", "id")
