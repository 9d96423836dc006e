"""Reading payments and balances."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.queries import held_until
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.payments.domain import life
from minishop.checkout.payments.domain.contracts import ContractState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.proceeds import ProceedsKind
from minishop.checkout.payments.domain.refunds import UNDER_WAY, RefundState, refundable
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.payments.models import (
    Payment,
    PgContract,
    PgContractEvent,
    PgDifference,
    Posting,
    ProceedsEntry,
    Refund,
    Transfer,
)
from minishop.kernel.won import Won, total

STUCK_AFTER = timedelta(minutes=5)


def payment_by_key(key: str) -> Payment | None:
    """The attempt that the PG calls so (index ``payments_by_key``), with its order and merchant, or None."""
    if not key.isprintable():
        return None
    with across_tenants("the PG names only the attempt"):
        return Payment.objects.select_related("merchant", "order", "contract").filter(key=key[:40]).first()


def live_contract(merchant: Merchant) -> PgContract | None:
    """The contract that the merchant's new attempts are opened with, or None; in the merchant's scope."""
    return PgContract.objects.filter(merchant_id=merchant.id, state=ContractState.LIVE.value).first()


def waiting_contract(merchant: Merchant) -> PgContract | None:
    """The contract that the merchant wants to change to, while an operator has not decided; in the merchant's scope."""
    return PgContract.objects.filter(merchant_id=merchant.id, state=ContractState.REQUESTED.value).first()


def with_live_contract(merchants: QuerySet[Merchant]) -> QuerySet[Merchant]:
    """The same merchants, each with the ``provider`` of its live contract or None; to be read across tenants."""
    live = PgContract.objects.filter(merchant_id=OuterRef("id"), state=ContractState.LIVE.value)
    return merchants.annotate(provider=Subquery(live.values("provider")[:1]))


def contracts_waiting() -> QuerySet[PgContract]:
    """심사 대기: contracts that trading merchants want to change to, oldest first; for an operator, across merchants."""
    return PgContract.objects.filter(state=ContractState.REQUESTED.value).select_related("merchant").order_by("requested_at", "id")


def contract_history(merchant: Merchant) -> QuerySet[PgContractEvent]:
    """Every change of a merchant's contracts, newest first, in the merchant's scope."""
    return PgContractEvent.objects.filter(merchant_id=merchant.id).select_related("contract").order_by("-at", "-id")


def paid_payment(order: Order) -> Payment | None:
    """The attempt that paid an order, with its contract, in the merchant's scope; None for one that cost no money."""
    found = _attempts(order).filter(state=PaymentState.PAID.value)
    return found.select_related("contract", "order", "merchant").first()


def _attempts(order: Order) -> QuerySet[Payment]:
    """What was tried to pay an order itself, not the fees of its claims."""
    return Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, purpose=Purpose.ORDER.value)


def claim_fee_attempts(order: Order, claim_id: int) -> QuerySet[Payment]:
    """What was tried to pay the fee of a claim of an order, oldest first, in the merchant's scope."""
    found = Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, claim_id=claim_id)
    return found.order_by("opened_at", "id")


def paid_claim_fee(order: Order, claim_id: int) -> Payment | None:
    """The attempt that paid the fee of a claim, in the merchant's scope; None while none has."""
    return claim_fee_attempts(order, claim_id).filter(state=PaymentState.PAID.value).first()


def paid_claim_fees(order: Order, claim_ids: Collection[int]) -> list[Payment]:
    """The attempts that paid fees of these claims of an order, oldest first, in the merchant's scope."""
    found = Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, claim_id__in=claim_ids)
    return list(found.filter(state=PaymentState.PAID.value).order_by("opened_at", "id"))


def money_left(payment: Payment) -> Won:
    """What of an attempt may still go back, in the merchant's scope."""
    refunds = Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id)
    return refundable(payment.amount, [one.place for one in refunds])


def has_refund_under_way(payment: Payment) -> bool:
    """Whether the PG is being asked to give back money of an attempt."""
    under_way = sorted(state.value for state in UNDER_WAY)
    return Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id, state__in=under_way).exists()


def newest_payment(order: Order) -> Payment | None:
    """The latest attempt to pay an order, in the merchant's scope."""
    return _attempts(order).order_by("opened_at", "id").last()


def is_confirming(order: Order) -> bool:
    """Whether the PG has been asked for an order's money and has not said, in the merchant's scope."""
    return _attempts(order).filter(state=PaymentState.CONFIRMING.value).exists()


def being_confirmed(orders: Iterable[Order]) -> set[int]:
    """Of a buyer's own orders, the ids of those for which the PG has been asked to take the money and has not said (index
    ``payments_of_order``); to be read across tenants. One statement, and none for no orders."""
    wanted = [(order.merchant_id, order.id) for order in orders]
    if not wanted:
        return set()
    attempts = Payment.objects.filter(
        merchant_id__in={merchant_id for merchant_id, _ in wanted},
        order_id__in=[order_id for _, order_id in wanted],
        purpose=Purpose.ORDER.value,
        state=PaymentState.CONFIRMING.value,
    )
    return set(attempts.values_list("order_id", flat=True))


def is_open(attempt: Payment, now: datetime) -> bool:
    """Whether an attempt keeps its order payable, whatever the sheet's own time says."""
    state = PaymentState(attempt.state)
    return life.keeps_open(state, opened_at=attempt.opened_at, settled_at=attempt.settled_at, now=now)


def open_until(attempt: Payment, now: datetime) -> datetime | None:
    """When an attempt stops keeping its order payable, or is to be asked again; None for one that keeps nothing."""
    state = PaymentState(attempt.state)
    return life.open_until(state, opened_at=attempt.opened_at, settled_at=attempt.settled_at, now=now)


def is_over(sheet: OrderSheet, order: Order | None, now: datetime) -> bool:
    """Whether a sheet's time has passed and no attempt to pay its order keeps it open."""
    if now < sheet.expires_at:
        return False
    if order is None:
        return True
    newest, held = newest_payment(order), held_until(order, now)
    return not (newest is not None and is_open(newest, now)) and (held is None or held <= now)


def stuck_payments(now: datetime) -> QuerySet[Payment]:
    """Attempts whose answer has been unknown for a while, oldest first; for an operator, across merchants."""
    waiting = Payment.objects.filter(state=PaymentState.CONFIRMING.value, opened_at__lte=now - STUCK_AFTER)
    return waiting.select_related("merchant", "order").order_by("opened_at")


def open_refunds(now: datetime) -> QuerySet[Refund]:
    """Refunds that were refused, are owed by account, or whose fate is unknown for long, oldest first; for an operator, across merchants."""
    waiting = Q(state__in=[RefundState.REFUSED.value, RefundState.BY_ACCOUNT.value]) | Q(
        state__in=[state.value for state in UNDER_WAY], intended_at__lte=now - STUCK_AFTER
    )
    return Refund.objects.filter(waiting).select_related("merchant", "payment__order").order_by("intended_at")


def open_differences() -> QuerySet[PgDifference]:
    """What does not agree with the PG, oldest first; for an operator, across merchants."""
    return PgDifference.objects.filter(resolved_at=None).select_related("merchant", "contract").order_by("found_at", "id")


def refund_by_key(key: str) -> Refund | None:
    """The refund that the PG calls so (index ``payments_refunds_by_key``), with its merchant, or None; for an operator, across merchants."""
    with across_tenants("an operator sees every merchant's refunds"):
        return Refund.objects.select_related("merchant").filter(key=key[:60]).first() if key.isprintable() else None


def refunds_of(order: Order) -> list[Refund]:
    """What goes back of an order's payments, oldest first, in the merchant's scope."""
    found = Refund.objects.filter(merchant_id=order.merchant_id, payment__order_id=order.id).select_related("payment")
    return list(found.order_by("intended_at", "id"))


def owed_by_account(order: Order) -> list[Refund]:
    """What of an order the hub owes its buyer by account, oldest first, in the merchant's scope."""
    return [refund for refund in refunds_of(order) if refund.state == RefundState.BY_ACCOUNT]


def given_back_by_pg(payment: Payment) -> Won:
    """How much of a payment the PG has given back, as far as we know; what went by account is not in it, but for what was found there. In the
    merchant's scope."""
    refunds = Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id)
    return total(one.amount if one.state == RefundState.DONE and not one.transfer_number else one.found_there for one in refunds)


def points_of(buyer: Account) -> Won:
    """적립금: the points a buyer has, at all merchants together."""
    with across_tenants("a buyer's points are one purse"):
        owed = Posting.objects.filter(buyer=buyer, account=AccountKind.POINTS_OWED.value).aggregate(sum=Sum("amount"))
    return Won(-int(owed["sum"] or 0))


def money_kept(order: Order) -> Won:
    """What of the money that was paid for an order has not gone back by claims, in the merchant's scope."""
    claims = ProceedsEntry.objects.filter(merchant_id=order.merchant_id, order_id=order.id, kind=ProceedsKind.CLAIM.value)
    return order.pay_total + total(pending + due for pending, due in claims.values_list("pending_money", "due_money"))


def with_money_back(orders: QuerySet[Order]) -> QuerySet[Any]:
    """Orders with ``money_back``, what of their money has gone back by claims, in won; to be read in their scope."""
    claims = ProceedsEntry.objects.filter(
        merchant_id=OuterRef("merchant_id"), order_id=OuterRef("id"), kind=ProceedsKind.CLAIM.value
    )
    gone = claims.order_by().values("order_id").annotate(gone=-Sum("pending_money") - Sum("due_money")).values("gone")
    return orders.annotate(money_back=Coalesce(Subquery(gone, output_field=BigIntegerField()), 0, output_field=BigIntegerField()))


def has_transfer(order: Order, key: str) -> bool:
    """Whether something was posted under a key, in the merchant's scope."""
    return Transfer.objects.filter(merchant_id=order.merchant_id, key=key).exists()


def pickup_posted(merchant_id: int, number: str) -> Won:
    """회수 배송비: what was charged to a merchant for the pickup of claim ``number``, in the merchant's scope; 0 where nothing was."""
    charged = Posting.objects.filter(
        merchant_id=merchant_id, transfer__key=f"pickup:{number}", account=AccountKind.MERCHANT_PAYABLE.value
    )
    return Won(int(charged.aggregate(sum=Sum("amount"))["sum"] or 0))


def points_moves(buyer: Account, *, limit: int) -> list[Posting]:
    """What came to a buyer's points and went of them, the newest first, at most ``limit``, each with its transfer."""
    with across_tenants("a buyer's points are one purse"):
        moves = Posting.objects.filter(buyer=buyer, account=AccountKind.POINTS_OWED.value).select_related("transfer", "merchant")
        return list(moves.order_by("-transfer__at", "-id")[:limit])
