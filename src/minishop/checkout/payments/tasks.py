"""The payments' work for later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from minishop.chassis import messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.refunds import UNDER_WAY, RefundState, RefundTooLarge
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.errors import GatewaySilent, MoneyMovedThere
from minishop.checkout.payments.letters import account_request, receipt
from minishop.checkout.payments.models import Payment, PgContract, Refund
from minishop.checkout.payments.services import expiry
from minishop.checkout.payments.services.by_account import leave_to_people, take_other_way
from minishop.checkout.payments.services.comparing import compare_day
from minishop.checkout.payments.services.comparisons import begin_comparisons, note_compared
from minishop.checkout.payments.services.refunding import chase_refunds, give_back, retry_refund
from minishop.checkout.payments.services.settling import find_out


# A notice of the PG hastens nothing that has asked in vain, so the pauses are short: for some eight hours.
@task(line=Line.MONEY, max_attempts=300, cap=timedelta(minutes=2))
def find_out_later(*, merchant_id: int, payment_id: int, now: datetime) -> None:
    """Asks the PG what became of an attempt, until it is known."""
    with scope(merchant_id):
        payment = find_out(payment=Payment.objects.get(merchant_id=merchant_id, id=payment_id), now=now)
        if payment.state == PaymentState.CONFIRMING:
            raise Later("the PG has not said yet")


@task(line=Line.MONEY, max_attempts=60)
def give_back_later(*, merchant_id: int, refund_id: int, now: datetime) -> None:
    """Asks the PG for a refund, until its fate is known."""
    with scope(merchant_id):
        refund = give_back(refund=Refund.objects.get(merchant_id=merchant_id, id=refund_id), now=now)
        if refund.state in UNDER_WAY and refund.not_before is None:
            raise Later("the PG has not said yet")


@task(line=Line.MONEY, max_attempts=60)
def take_other_way_later(*, merchant_id: int, refund_id: int, now: datetime) -> None:
    """Has the hub owe what the PG has refused for good. What more went back of there than we know of waits for an operator,
    and nothing else waits for that."""
    with scope(merchant_id):
        refund = Refund.objects.select_related("payment__contract").get(merchant_id=merchant_id, id=refund_id)
        if refund.state != RefundState.REFUSED:
            return
        try:
            take_other_way(refund=refund, now=now)
        except GatewaySilent as silent:
            raise Later(str(silent)) from None
        except (MoneyMovedThere, RefundTooLarge):
            leave_to_people(refund=refund, now=now)


@task(short=True, calendar=True)
def take_up_refund(*, merchant_id: int, refund_id: int, now: datetime) -> None:
    """Has a refund asked for again that the PG had put off until now."""
    with scope(merchant_id):
        retry_refund(refund=Refund.objects.get(merchant_id=merchant_id, id=refund_id), now=now)


@task(line=Line.MONEY, every=timedelta(minutes=10))
def chase_open_refunds(*, now: datetime) -> None:
    """Has refunds asked for again that nobody asks for any more."""
    chase_refunds(now=now)


@task(line=Line.MONEY, max_attempts=20)
def compare_contract(*, merchant_id: int, contract_id: int, day: str, now: datetime) -> None:
    """Holds a contract's day at the PG against ours; again while the PG does not answer."""
    with scope(merchant_id):
        contract = PgContract.objects.get(merchant_id=merchant_id, id=contract_id)
        try:
            compare_day(contract=contract, day=date.fromisoformat(day), now=now)
        except GatewaySilent as silent:
            raise Later(str(silent)) from None
        note_compared(contract=contract, day=date.fromisoformat(day))


@task(line=Line.MONEY, every=timedelta(hours=1))
def compare_with_pgs(*, now: datetime) -> None:
    """Begins the comparisons that are due: the last day of each contract, and again the days on which something differs."""
    begin_comparisons(now=now)


@task(line=Line.MESSAGES, max_attempts=10)
def send_receipt(*, merchant_id: int, order_id: int, way: str, now: datetime) -> None:
    """Tells the buyer by SMS or mail that the order is paid."""
    with scope(merchant_id):
        order = Order.objects.select_related("merchant").get(merchant_id=merchant_id, id=order_id)
        key, letter = f"receipt:{order.number}:{way}", receipt(order, way)
        messages.by(way, letter, mobile=order.orderer_mobile, email=order.orderer_email, sender=order.merchant.phone, key=key)


@task(line=Line.MESSAGES, max_attempts=10)
def ask_for_account(*, merchant_id: int, refund_id: int, way: str, now: datetime) -> None:
    """Asks the buyer by SMS or mail for the account of money that the hub owes, unless it has been named meanwhile."""
    with scope(merchant_id):
        refund = Refund.objects.select_related("payment__order__merchant").get(merchant_id=merchant_id, id=refund_id)
        if refund.state != RefundState.BY_ACCOUNT or refund.account:
            return
        order, key, letter = refund.payment.order, f"account:{refund.key}:{way}", account_request(refund, way)
        messages.by(way, letter, mobile=order.orderer_mobile, email=order.orderer_email, sender=order.merchant.phone, key=key)


@task(short=True, calendar=True)
def expire_order(*, merchant_id: int, order_id: int, now: datetime) -> None:
    """Ends an order that nobody paid in its time."""
    with scope(merchant_id):
        expiry.expire_order(merchant_id=merchant_id, order_id=order_id, now=now)


@task(every=timedelta(hours=1))
def expire_unpaid_orders(*, now: datetime) -> None:
    """Ends unpaid orders whose own job was lost."""
    expiry.expire_unpaid(now=now)
