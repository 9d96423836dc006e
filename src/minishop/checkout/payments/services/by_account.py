"""계좌 환불: what the PG does not give back the hub owes to the buyer, and transfers to an account that is forgotten once it is done."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.domain.ledger import paid_out_entries
from minishop.checkout.payments.domain.refunds import RefundCause, RefundEvent, RefundState, why_no_transfer
from minishop.checkout.payments.domain.verdicts import Fate
from minishop.checkout.payments.errors import GatewaySilent, MoneyMovedThere, NothingMovedThere, RefundUnderWay, TransferIncomplete
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.queries import given_back_by_pg, has_refund_under_way
from minishop.checkout.payments.services.ledger import post
from minishop.checkout.payments.services.refund_effects import ask_for_account, follow, let_others_by
from minishop.checkout.payments.services.refund_steps import lock_refund, require_left, step
from minishop.checkout.payments.services.refunding import retry_refund
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won


def take_other_way(*, refund: Refund, account: BankAccount | None = None, now: datetime) -> Refund:
    """다른 방법으로: what the PG has refused for good is owed to the buyer instead, who may name the account now or later.

    The PG is asked once more before: raises GatewaySilent when it does not say, and MoneyMovedThere when more went back there than we
    know of, which nobody may pay a second time. Raises RefundTooLarge when another refund took its place meanwhile.
    """
    there = given_back_there(refund)
    with transaction.atomic():
        locked = lock_refund(refund)
        if unknown_there(locked, there):
            raise MoneyMovedThere(refund=locked.key)
        if locked.state == RefundState.REFUSED:
            require_left(locked)
            step(refund=locked, event=RefundEvent.TAKE_OTHER_WAY, now=now, reason=locked.reason)
            follow(refund=locked, now=now)
            if locked.cause != RefundCause.CLAIM:
                ask_for_account(refund=locked, now=now)
        _note(locked, account)
        return locked


@transaction.atomic
def leave_to_people(*, refund: Refund, now: datetime) -> None:
    """What goes no other way by itself stands with the operator, and the order's other claims go on meanwhile. Again, it changes nothing."""
    locked = lock_refund(refund)
    if locked.state == RefundState.REFUSED:
        let_others_by(refund=locked, now=now)


def given_back_there(refund: Refund) -> Won | None:
    """What of the payment of a refund has gone back, by the PG's word; None where there is no PG to ask. Outside of transactions.

    Raises GatewaySilent when it does not say.
    """
    gateway = gateway_of(refund.payment.contract)
    if gateway is None:
        return None
    there = gateway.look_up(refund.payment.key)
    if there.fate not in (Fate.TAKEN, Fate.CANCELLED):
        raise GatewaySilent(reason=there.reason)
    return there.given_back


def unknown_there(refund: Refund, there: Won | None) -> Won:
    """How much more went back ``there`` than we know of, of the payment of a locked refund."""
    known = given_back_by_pg(refund.payment)
    return Won(0) if there is None or there <= known else there - known


def write_down_part(*, refund: Refund, now: datetime) -> Refund:
    """돌아간 만큼 적기 by an operator: what of a refused refund's payment went back at the PG without our knowing is a part of that refund, and only
    the rest is asked for again. In the merchant's scope; returns the refund.

    Raises GatewaySilent when the PG does not say, RefundUnderWay while another of the payment is, whose money it may be that went back there,
    NothingMovedThere where the PG knows of no more than we, MoneyMovedThere where more went back than the refund is of, and RefundTooLarge
    as asking again does.
    """
    there = given_back_there(refund)
    with transaction.atomic():
        locked = lock_refund(refund)
        if locked.state == RefundState.REFUSED and has_refund_under_way(locked.payment):
            raise RefundUnderWay(refund=locked.key)
        part = unknown_there(locked, there)
        if locked.state != RefundState.REFUSED or not part:
            raise NothingMovedThere(refund=locked.key)
        if part > locked.rest:
            raise MoneyMovedThere(refund=locked.key)
        # All of the rest is found by asking: the PG says that it is gone, and it is just as much as is missing.
        if part < locked.rest:
            locked.found_there += part
            locked.save(update_fields=["found_there"])
        return retry_refund(refund=locked, now=now)


@transaction.atomic
def name_account(*, refund: Refund, account: BankAccount) -> Refund:
    """환불 계좌 입력 by the buyer: where to transfer what is owed. One that was named before is replaced, until it is paid."""
    locked = lock_refund(refund)
    _note(locked, account)
    return locked


def give_up(*, refund: Refund, now: datetime) -> None:
    """환불 안 함: what a refused refund was for has been given up. In the open transaction; raises IllegalTransition for any other."""
    locked = lock_refund(refund)
    step(refund=locked, event=RefundEvent.GIVE_UP, now=now, reason=locked.reason)


def _note(refund: Refund, account: BankAccount | None) -> None:
    if account is not None and refund.state == RefundState.BY_ACCOUNT:
        refund.account = account.stored()
        refund.save(update_fields=["account"])


@transaction.atomic
def confirm_transfer(*, refund: Refund, number: str, on: date, now: datetime) -> Refund:
    """이체 확인: the hub has transferred it, under the bank's number, on a day. The account is forgotten. Again, it changes nothing.

    Raises TransferIncomplete with ``why`` (``domain.refunds.why_no_transfer``), IllegalTransition for one that is not owed.
    """
    locked = lock_refund(refund)
    if locked.state == RefundState.DONE and locked.transfer_number:
        return locked
    owed = locked.state == RefundState.BY_ACCOUNT
    since, has_account = kst_day(locked.intended_at), bool(locked.account)
    if owed and (why := why_no_transfer(number=number, on=on, has_account=has_account, since=since, today=kst_day(now))):
        raise TransferIncomplete(refund=locked.key, why=why)
    locked.transfer_number, locked.transferred_on, locked.account = number.strip()[:40], on, ""
    step(refund=locked, event=RefundEvent.TRANSFER, now=now)
    order = locked.payment.order
    post(
        merchant=locked.merchant,
        key=f"refund:{locked.key}",
        kind="paid_out",
        order_number=order.number,
        entries=paid_out_entries(locked.rest),
        buyer=order.buyer,
        now=now,
    )
    return locked
