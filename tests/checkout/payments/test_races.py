"""Two at once, in real threads with connections of their own: one order, one attempt, one payment, one posting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from tests.checkout.fakes import Outside
from tests.checkout.payments.test_paying import ADDRESSES
from tests.checkout.worlds import DETAILS, MUG, NOW, make_account, make_merchant, make_order, make_payment, make_sheet
from tests.racing import at_once, meanwhile

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.models import Change, Order, OrderLine, OrderSheet
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.models import Payment, Posting, Refund, Transfer
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.paying import start_payment
from minishop.checkout.payments.services.refunding import give_back
from minishop.checkout.payments.services.settling import find_out, take_return

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


@pytest.fixture
def merchant(several_connections: None, outside: Outside) -> Merchant:
    return make_merchant(hint_url="")


def press(merchant: Merchant, sheet: OrderSheet, buyer: Account) -> None:
    with scope(merchant.id):
        start_payment(merchant=merchant, sheet=sheet, buyer=buyer, details=DETAILS, addresses=ADDRESSES, now=NOW)


def test_pressing_pay_in_four_tabs(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with scope(merchant.id):
        list(sheet.lines.all())
    assert at_once(*[lambda: press(merchant, sheet, buyer)] * 4) == []
    with scope(merchant.id):
        assert (Order.objects.count(), OrderLine.objects.count(), Payment.objects.count()) == (1, 1, 1)


def test_a_press_that_comes_while_the_attempt_is_made_gets_that_one(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with meanwhile("minishop.checkout.payments.services.paying.new_attempt", lambda: press(merchant, sheet, buyer)) as rival:
        press(merchant, sheet, buyer)
    assert rival.raised == []
    with scope(merchant.id):
        assert Payment.objects.count() == 1


def test_coming_back_four_times_while_the_job_and_the_expiry_run(merchant: Merchant, outside: Outside) -> None:
    payment = make_payment(make_order(merchant, make_account()), "opened", key="attempt-1")
    outside.pg.sessions["attempt-1"] = int(payment.amount)

    def scoped(deed: Callable[..., Any], **named: Any) -> Callable[[], Any]:
        def run() -> Any:
            with scope(merchant.id):
                return deed(payment=payment, now=NOW, **named)

        return run

    back, ask = scoped(take_return, pg_payment_key="pk-1"), scoped(find_out)
    assert at_once(back, back, ask, back, back, lambda: expire_unpaid(now=NOW + UNPAID_LIFE)) == []
    with scope(merchant.id):
        state = Payment.objects.get().state
        paid = state == "paid"
        assert state in ("paid", "abandoned")
        assert (Transfer.objects.count(), Posting.objects.count(), Change.objects.count()) == ((1, 2, 1) if paid else (0, 0, 0))
        assert set(OrderLine.objects.values_list("state", flat=True)) == {"paid" if paid else "unpaid_cancelled"}
    assert bool(outside.pg.taken) is paid


def test_a_late_approval_and_a_second_payment_at_once(merchant: Merchant, outside: Outside) -> None:
    """Both PG answers are taken: one pays the order, the other goes back; never both, never neither."""
    order = make_order(merchant, make_account())
    late = make_payment(order, "declined", key="late")
    second = make_payment(order, "opened", key="second")
    outside.pg.sessions["second"] = outside.pg.taken["late"] = int(order.pay_total)

    def run(deed: Callable[..., Any], payment: Payment, **named: Any) -> Callable[[], Any]:
        def scoped() -> Any:
            with scope(merchant.id):
                return deed(payment=payment, now=NOW, **named)

        return scoped

    ask = run(find_out, late)
    assert at_once(ask, run(take_return, second, pg_payment_key="pk-1"), ask) == []
    with scope(merchant.id):
        states = sorted(Payment.objects.values_list("state", flat=True))
        assert states in (["paid", "surplus"], ["abandoned", "paid"])
        assert Refund.objects.count() == states.count("surplus")
        assert Transfer.objects.filter(kind="payment").count() == 1
        assert Transfer.objects.count() == len(outside.pg.taken)


def test_two_notices_of_a_refund_at_once(merchant: Merchant, outside: Outside) -> None:
    order = make_order(merchant, make_account())
    payment = make_payment(order, "declined", key="late")
    outside.pg.taken["late"] = int(order.pay_total)
    expire_unpaid(now=NOW + UNPAID_LIFE)

    def ask() -> None:
        with scope(merchant.id):
            find_out(payment=payment, now=NOW)

    assert at_once(ask, ask) == []
    with scope(merchant.id):
        refund = Refund.objects.get()

    def back() -> None:
        with scope(merchant.id):
            give_back(refund=refund, now=NOW)

    assert at_once(back, back, back) == []
    with scope(merchant.id):
        assert Refund.objects.get().state == "done"
        assert sorted(Transfer.objects.values_list("kind", flat=True)) == ["refund", "surplus"]
    assert set(outside.pg.cancels_asked) == {"late-r1"}


def test_the_feed_has_no_gap_when_many_write_it(merchant: Merchant) -> None:
    order = make_order(merchant, make_account(), MUG, MUG)

    def record() -> None:
        with scope(merchant.id), transaction.atomic():
            lines = list(OrderLine.objects.filter(merchant_id=merchant.id, order_id=order.id))
            record_changes(merchant=merchant, lines=lines, kind=ChangeKind.PAYED, now=NOW)

    assert at_once(*[record] * 5) == []
    with scope(merchant.id):
        assert sorted(Change.objects.values_list("sequence", flat=True)) == list(range(1, 11))
