"""결제와 환불: whoever ends an attempt or a refund, whoever answers for it and whoever tidies up act one after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, make_account, make_merchant, make_order, make_payment
from tests.racing import meanwhile

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.domain.refunds import RefundFate, RefundVerdict
from minishop.checkout.payments.models import Payment, Refund, Transfer
from minishop.checkout.payments.services import refunding
from minishop.checkout.payments.services.expiry import expire_unpaid, withdraw_order
from minishop.checkout.payments.services.paying import abandon_payment, withdraw_attempts
from minishop.checkout.payments.services.refunding import chase_refunds, record_refund, retry_refund
from minishop.checkout.payments.services.settling import find_out, take_return

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.payments.services"
MUCH_LATER = NOW + UNPAID_LIFE
Deed = Callable[[], Any]


@pytest.fixture
def merchant(several_connections: None, outside: Outside) -> Merchant:
    return make_merchant(hint_url="")


@pytest.fixture
def order(merchant: Merchant) -> Order:
    return make_order(merchant, make_account())


@pytest.fixture
def opened(order: Order, outside: Outside) -> Payment:
    """A window that is open at the PG."""
    outside.pg.sessions["attempt-1"] = int(order.pay_total)
    return make_payment(order, "opened", key="attempt-1")


def in_scope(of: Merchant, act: Callable[..., Any], **named: Any) -> Deed:
    def run() -> Any:
        with scope(of.id):
            return act(**named)

    return run


def leaving(payment: Payment) -> Deed:
    return in_scope(payment.merchant, abandon_payment, payment=payment, now=NOW)


def withdrawing(payment: Payment) -> Deed:
    return in_scope(payment.merchant, withdraw_attempts, sheet=payment.order.sheet, now=NOW)


def expiring(payment: Payment) -> Deed:
    return lambda: expire_unpaid(now=MUCH_LATER)


def removing(payment: Payment) -> Deed:
    return in_scope(payment.merchant, withdraw_order, order=payment.order, buyer=payment.order.buyer, now=NOW)


@pytest.mark.parametrize(
    ("ending", "moment"),
    [
        (leaving, "paying.transition"),
        (withdrawing, "paying.transition"),
        (expiring, "expiry.transition"),
        (removing, "expiry.transition"),
    ],
    ids=["구매자가 나감", "상점이 팔지 않음", "기한이 지남", "구매자가 지움"],
)
def test_no_money_is_taken_for_an_attempt_that_is_being_ended(
    opened: Payment, outside: Outside, ending: Callable[[Payment], Deed], moment: str
) -> None:
    back = in_scope(opened.merchant, take_return, payment=opened, pg_payment_key="pk-1", now=NOW)
    with meanwhile(f"{SERVICES}.{moment}", back) as rival:
        ending(opened)()
    assert (rival.raised, outside.pg.taken) == ([], {})
    with scope(opened.merchant_id):
        assert Payment.objects.get().state == "abandoned"
        assert OrderLine.objects.get().state == ("unpaid_cancelled" if ending in (expiring, removing) else "awaiting_payment")


@pytest.fixture
def asking(merchant: Merchant, order: Order, outside: Outside) -> Refund:
    """Money beside an order's price, which the PG has been asked to give back."""
    payment = make_payment(order, "declined", key="late")
    outside.pg.taken["late"] = int(order.pay_total)
    expire_unpaid(now=MUCH_LATER)
    with scope(merchant.id):
        find_out(payment=payment, now=NOW)
        return refunding._begin(Refund.objects.get(), NOW)[0]


def answering(refund: Refund, fate: RefundFate) -> Deed:
    verdict = RefundVerdict(fate, refund.amount)
    return in_scope(refund.merchant, record_refund, refund=refund, verdict=verdict, now=NOW)


def test_of_two_answers_about_a_refund_the_first_counts(merchant: Merchant, asking: Refund) -> None:
    with meanwhile(f"{SERVICES}.refunding.step", answering(asking, RefundFate.DONE)) as rival:
        answering(asking, RefundFate.REFUSED)()
    assert rival.raised == []
    with scope(merchant.id):
        assert Refund.objects.get().state == "refused"
        assert not Transfer.objects.filter(kind="refund").exists()


def test_a_refused_refund_that_is_asked_for_again_is_intended_with_its_job(merchant: Merchant, asking: Refund) -> None:
    answering(asking, RefundFate.REFUSED)()
    Job.objects.all().delete()
    in_scope(merchant, retry_refund, refund=asking, now=NOW)()
    with scope(merchant.id):
        assert Refund.objects.get().state == "intended"
    assert [job.arguments["refund_id"] for job in Job.objects.all()] == [asking.id]


def test_a_refund_whose_fate_is_unknown_is_chased_by_a_job(asking: Refund) -> None:
    Job.objects.all().delete()
    assert chase_refunds(now=NOW + timedelta(hours=1)) == 1
    assert [job.arguments["refund_id"] for job in Job.objects.all()] == [asking.id]
