"""환불 계좌: where a buyer wants what the PG does not give back. It is kept sealed with the claim until there is a refund, and with that until
it has been transferred (claims 7.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.money_ways import asks_for_account
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.ways import way_among
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.queries import refunds_of
from minishop.checkout.payments.services.by_account import name_account


def owed_or_to_be(order: Order, now: datetime) -> tuple[list[Refund], list[Claim]]:
    """What of an order goes to an account, and the open claims of which it will; in the merchant's scope."""
    refunds = refunds_of(order)
    open_ones = [claim for claim in queries.claims_of_order(order) if claim.ended_at is None]
    waiting = [
        claim
        for claim in open_ones
        if asks_for_account(ClaimKind(claim.kind), ClaimState(claim.state), way_among(claim, order, refunds, now))
    ]
    return [refund for refund in refunds if refund.state == RefundState.BY_ACCOUNT], waiting


@transaction.atomic
def name_refund_account(*, order: Order, buyer: Account, account: BankAccount, now: datetime) -> None:
    """환불 계좌 입력 by the buyer, in the merchant's scope: where all of an order goes that the PG does not give back, now and by its open
    claims. One that was named before is replaced until it is paid. Raises ClaimRefused (NOT_YOURS, NOT_NOW where nothing goes there)."""
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    locked = Order.objects.select_for_update().get(merchant_id=order.merchant_id, id=order.id)
    owed, waiting = owed_or_to_be(locked, now)
    if not owed and not waiting:
        raise refused(Refusal.NOT_NOW)
    for refund in owed:
        name_account(refund=refund, account=account)
    for claim in waiting:
        claim.account = account.stored()
        claim.save(update_fields=["account"])
