"""An installation of yesterday owed its merchants what nobody had finalized: by opposite transfers it waits now."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from tests.checkout.worlds import APRON, MUG, NOW, balance, make_account, make_merchant, make_order

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.payments.domain.ledger import AccountKind, Entry
from minishop.checkout.payments.models import ProceedsEntry, Transfer
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db
begin = import_module("minishop.checkout.payments.migrations.0014_proceeds_of_before").begin


def paid_as_yesterday(*states: str) -> Order:
    order = make_order(make_merchant(), make_account(), MUG, APRON)
    with scope(order.merchant_id):
        entries = [Entry(AccountKind.PG_RECEIVABLE, order.pay_total), Entry(AccountKind.MERCHANT_PAYABLE, -order.pay_total)]
        key = "payment:yesterday"
        post(merchant=order.merchant, key=key, kind="payment", order_number=order.number, entries=entries, buyer=None, now=NOW)
        Order.objects.update(paid_at=NOW)
        for line, state in zip(OrderLine.objects.order_by("position"), states, strict=True):
            OrderLine.objects.filter(id=line.id).update(state=state)
    return order


def bring_up() -> None:
    begin(apps, SimpleNamespace(connection=connection))


CASES = {
    "확정 전": (["paid", "delivering"], 65500, 0, (0, 0, 0)),
    "한 줄 확정": (["finalized", "delivering"], 39000, 26500 - 768, (556, 193, 19)),
    "모두 확정": (["finalized", "finalized"], 0, 65500 - 1899, (1375, 477, 47)),
}


@pytest.mark.parametrize(("states", "pending", "payable", "fees"), CASES.values(), ids=CASES)
def test_what_nobody_has_finalized_waits(states: list[str], pending: int, payable: int, fees: tuple[int, int, int]) -> None:
    order = paid_as_yesterday(*states)
    bring_up()
    bring_up()
    with scope(order.merchant_id):
        found = {kind: int(balance(order.merchant, kind)) for kind in AccountKind}
        assert found[AccountKind.PG_RECEIVABLE] == 65500
        assert (found[AccountKind.MERCHANT_PENDING], found[AccountKind.MERCHANT_PAYABLE]) == (-pending, -payable)
        assert (-found[AccountKind.PG_FEE], -found[AccountKind.FEE_INCOME], -found[AccountKind.VAT_OWED]) == fees
        assert total(Won(amount) for amount in found.values()) == 0
        assert {total(transfer.postings.values_list("amount", flat=True)) for transfer in Transfer.objects.all()} == {0}
        assert total(ProceedsEntry.objects.values_list("pending_money", flat=True)) == pending
        assert total(ProceedsEntry.objects.values_list("due_money", flat=True)) == 65500 - pending
