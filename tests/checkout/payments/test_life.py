"""How an attempt to pay keeps its sheet and its order open (docs/rules/selling.md)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.checkout.worlds import DETAILS, NOW, make_account, make_merchant, make_payment, make_sheet

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.placing import awaits_payment, place_order
from minishop.checkout.payments.domain.life import keeps_open
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.queries import is_over
from minishop.checkout.payments.services.expiry import expire_unpaid

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
S = PaymentState
TABLE = {
    "결제창이 열려 있음": (S.OPENED, None, 30 * MINUTE - SECOND, True),
    "결제창의 반시간이 지남": (S.OPENED, None, 30 * MINUTE, False),
    "답을 모름": (S.CONFIRMING, None, timedelta(days=3), True),
    "결제됨": (S.PAID, 2 * MINUTE, timedelta(days=3), True),
    "거절된 지 4분": (S.DECLINED, 20 * MINUTE, 25 * MINUTE - SECOND, True),
    "거절된 지 5분": (S.DECLINED, 20 * MINUTE, 25 * MINUTE, False),
    "취소한 지 4분": (S.ABANDONED, 29 * MINUTE, 34 * MINUTE - SECOND, True),
    "돌려줄 돈": (S.SURPLUS, MINUTE, 2 * MINUTE, False),
    "취소한 지 5분": (S.ABANDONED, 29 * MINUTE, 34 * MINUTE, False),
}


@pytest.mark.parametrize(("state", "settled", "after", "open_still"), TABLE.values(), ids=TABLE)
def test_how_long_an_attempt_keeps_its_order_open(
    state: PaymentState, settled: timedelta | None, after: timedelta, open_still: bool
) -> None:
    settled_at = None if settled is None else NOW + settled
    assert keeps_open(state, opened_at=NOW, settled_at=settled_at, now=NOW + after) is open_still


@pytest.fixture
def order(db: None) -> Order:
    merchant = make_merchant(hint_url="")
    sheet = make_sheet(merchant)
    with scope(merchant.id):
        return place_order(merchant=merchant, sheet=sheet, buyer=make_account(), details=DETAILS, now=NOW)


def sheet_ends(order: Order, at: datetime) -> OrderSheet:
    sheets = OrderSheet.objects.filter(merchant_id=order.merchant_id, id=order.sheet_id)
    sheets.update(expires_at=at)
    return sheets.get()


def test_an_unpaid_order_ends_with_its_sheet_however_old_it_is(order: Order) -> None:
    """A sheet renewed at 10:29 keeps its order until 10:59."""
    with scope(order.merchant_id):
        sheet_ends(order, NOW + 59 * MINUTE)
        assert expire_unpaid(now=NOW + 59 * MINUTE - SECOND) == 0
        assert awaits_payment(order)
    assert expire_unpaid(now=NOW + 59 * MINUTE) == 1
    with scope(order.merchant_id):
        assert not awaits_payment(order)


@pytest.mark.parametrize("state", ["declined", "abandoned"])
def test_five_minutes_are_left_after_an_attempt_that_ended_unpaid(order: Order, state: str) -> None:
    with scope(order.merchant_id):
        payment = make_payment(order, state)
        Payment.objects.filter(merchant_id=order.merchant_id, id=payment.id).update(settled_at=NOW + 40 * MINUTE)
        sheet = sheet_ends(order, NOW + 30 * MINUTE)
        assert not is_over(sheet, order, NOW + 45 * MINUTE - SECOND)
        assert is_over(sheet, order, NOW + 45 * MINUTE)
    assert expire_unpaid(now=NOW + 45 * MINUTE - SECOND) == 0
    assert expire_unpaid(now=NOW + 45 * MINUTE) == 1


def test_a_sheet_without_an_order_ends_by_its_own_time(order: Order) -> None:
    with scope(order.merchant_id):
        sheet = sheet_ends(order, NOW + 30 * MINUTE)
        assert [is_over(sheet, None, NOW + at) for at in (30 * MINUTE - SECOND, 30 * MINUTE)] == [False, True]


def test_a_sheet_does_not_end_under_an_answer_that_is_unknown(order: Order) -> None:
    with scope(order.merchant_id):
        make_payment(order, "confirming")
        assert not is_over(sheet_ends(order, NOW), order, NOW + timedelta(days=1))
    assert expire_unpaid(now=NOW + timedelta(days=1)) == 0
