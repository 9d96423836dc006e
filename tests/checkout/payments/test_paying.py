"""결제하기: one order a sheet, one open attempt an order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.worlds import APRON, DETAILS, MUG, NOW, make_account, make_contract, make_merchant, make_sheet

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.errors import MerchantClosed, NotYourOrder, OrderClosed
from minishop.checkout.orders.models import Order, OrderLine, OrderSheet
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services import paying
from minishop.checkout.payments.services.contracting import approve_contract
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.paying import Addresses, abandon_payment, start_payment
from minishop.checkout.payments.services.settling import take_return

pytestmark = pytest.mark.django_db
ADDRESSES = Addresses("http://hub/return/", "http://hub/cancel/", "http://hub/notify/")


@pytest.fixture
def merchant(outside: Outside) -> Merchant:
    return make_merchant(hint_url="")


@pytest.fixture
def sheet(merchant: Merchant) -> OrderSheet:
    return make_sheet(merchant, MUG, APRON)


def press(merchant: Merchant, sheet: OrderSheet, buyer: Account, **changed: str) -> Payment:
    with scope(merchant.id):
        payment = start_payment(
            merchant=merchant,
            sheet=sheet,
            buyer=buyer,
            details=replace(DETAILS, **changed),
            addresses=ADDRESSES,
            now=NOW,
        )
    assert payment is not None
    return payment


def counted(merchant: Merchant) -> tuple[int, int, int]:
    with scope(merchant.id):
        return Order.objects.count(), OrderLine.objects.count(), Payment.objects.count()


def test_a_press_makes_the_order_as_it_was_registered(merchant: Merchant, sheet: OrderSheet) -> None:
    payment = press(merchant, sheet, make_account())
    with scope(merchant.id):
        order = Order.objects.get(merchant_id=merchant.id, id=payment.order_id)
        lines = list(order.lines.order_by("position"))
    assert payment.pg_url.startswith("http://sandbox.localhost:8400/pg/pay/")
    assert (order.goods_total, order.shipping_fee, order.pay_total) == (63000, 2500, 65500)
    assert order.pay_total == sheet.total == payment.amount
    assert order.manage_code == "R7K2M9QX4T"
    assert [(line.product_id, line.option_code, line.quantity, line.line_total) for line in lines] == [
        ("P1001", "V1", 2, 24000),
        ("P1002", "", 1, 39000),
    ]
    assert len({order.number, *(line.number for line in lines)}) == 3
    assert order.number.startswith("20261123")


def test_pressing_twice_is_pressing_once(merchant: Merchant, sheet: OrderSheet, outside: Outside) -> None:
    buyer = make_account()
    first, second = press(merchant, sheet, buyer), press(merchant, sheet, buyer, recipient_name="새받음")
    assert (first.key, first.pg_url) == (second.key, second.pg_url)
    assert counted(merchant) == (1, 2, 1)
    with scope(merchant.id):
        assert Order.objects.get(merchant_id=merchant.id, id=first.order_id).recipient_name == "새받음"


def test_a_window_that_did_not_open_is_opened_by_the_next_press(merchant: Merchant, sheet: OrderSheet, outside: Outside) -> None:
    buyer = make_account()
    outside.pg.silent = True
    with pytest.raises(GatewaySilent):
        press(merchant, sheet, buyer)
    outside.pg.silent = False
    assert press(merchant, sheet, buyer).pg_url
    assert counted(merchant) == (1, 2, 1)


def test_after_leaving_the_window_a_new_attempt_begins(merchant: Merchant, sheet: OrderSheet) -> None:
    buyer = make_account()
    first = press(merchant, sheet, buyer)
    with scope(merchant.id):
        abandon_payment(payment=first, now=NOW)
    assert press(merchant, sheet, buyer).key != first.key
    assert counted(merchant) == (1, 2, 2)


def test_a_window_at_a_contract_no_longer_used_is_left_for_one_at_the_new(merchant: Merchant, sheet: OrderSheet) -> None:
    buyer = make_account()
    first = press(merchant, sheet, buyer)
    asked = make_contract(merchant, "mid-2")
    assert press(merchant, sheet, buyer).key == first.key
    with scope(merchant.id):
        approve_contract(contract=asked, who="operator:kim", now=NOW)
    second = press(merchant, sheet, buyer)
    first.refresh_from_db()
    assert (first.state, second.state, second.contract_id) == ("abandoned", "opened", asked.id)


def test_while_the_answer_is_unknown_no_second_attempt_begins(merchant: Merchant, sheet: OrderSheet, outside: Outside) -> None:
    buyer = make_account()
    first = press(merchant, sheet, buyer)
    outside.pg.next = "timeout_taken"
    with scope(merchant.id):
        take_return(payment=first, pg_payment_key="pk-1", now=NOW)
    again = press(merchant, sheet, buyer)
    assert (again.key, again.state) == (first.key, "confirming")
    assert counted(merchant) == (1, 2, 1)


def test_a_paid_order_is_not_paid_again_nor_its_address_changed(merchant: Merchant, sheet: OrderSheet, outside: Outside) -> None:
    buyer = make_account()
    first = press(merchant, sheet, buyer)
    with scope(merchant.id):
        take_return(payment=first, pg_payment_key="pk-1", now=NOW)
    with pytest.raises(OrderClosed):
        press(merchant, sheet, buyer, recipient_name="나중")
    with scope(merchant.id):
        assert Order.objects.get(merchant_id=merchant.id, id=first.order_id).recipient_name == DETAILS.recipient_name
    assert counted(merchant) == (1, 2, 1)


def test_an_expired_order_is_not_paid(merchant: Merchant, sheet: OrderSheet) -> None:
    buyer = make_account()
    press(merchant, sheet, buyer)
    expire_unpaid(now=NOW + UNPAID_LIFE)
    with pytest.raises(OrderClosed):
        press(merchant, sheet, buyer)


def test_somebody_elses_order_is_not_taken_over(merchant: Merchant, sheet: OrderSheet) -> None:
    press(merchant, sheet, make_account("buyer"))
    with pytest.raises(NotYourOrder):
        press(merchant, sheet, make_account("stranger"))
    assert counted(merchant) == (1, 2, 1)


def test_a_pg_that_goes_away_between_the_press_and_its_window_is_said(
    merchant: Merchant, sheet: OrderSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contract was usable when the press came, and no gateway is there to open a window at any more."""
    buyer = make_account()
    with monkeypatch.context() as gone:
        gone.setattr(paying, "gateway_of", lambda _contract: None)
        with pytest.raises(MerchantClosed) as closed:
            press(merchant, sheet, buyer)
    assert closed.value.facts == {"why": "no_pg"}
    assert press(merchant, sheet, buyer).pg_url
    assert counted(merchant) == (1, 2, 1)


def test_a_merchant_without_a_contract_cannot_be_paid(outside: Outside) -> None:
    """R23."""
    merchant = make_merchant(pg=False)
    with pytest.raises(MerchantClosed):
        press(merchant, make_sheet(merchant), make_account())
    assert counted(merchant) == (0, 0, 0)
