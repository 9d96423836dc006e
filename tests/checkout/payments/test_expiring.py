"""미결제 주문의 끝: each order has a job of its own, and what has lost it is found by the order's age."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.checkout.worlds import DETAILS, NOW, make_account, make_merchant, make_payment, make_sheet
from tests.plans import plans_of

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.orders.errors import NotYourOrder
from minishop.checkout.orders.models import Order, OrderLine, OrderSheet
from minishop.checkout.orders.services.placing import place_order
from minishop.checkout.payments import tasks
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services import expiry
from minishop.checkout.payments.services.expiry import expire_unpaid

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HALF = 30 * MINUTE


def placed(at: timedelta = timedelta(), shop: str = "하루상점") -> Order:
    merchant = make_merchant(shop_name=shop, hint_url="")
    sheet = make_sheet(merchant)
    with scope(merchant.id):
        return place_order(
            merchant=merchant, sheet=sheet, buyer=Account.objects.first() or make_account(), details=DETAILS, now=NOW + at
        )


@pytest.fixture
def order(db: None) -> Order:
    return placed()


def states(order: Order) -> set[str]:
    with scope(order.merchant_id):
        return set(OrderLine.objects.filter(order_id=order.id).values_list("state", flat=True))


def work(at: timedelta) -> None:
    run_due(lambda: NOW + at)


def next_run() -> timedelta:
    due = Job.objects.get().due
    assert due is not None
    return due - NOW


def test_an_order_ends_by_its_own_job_half_an_hour_after_it_was_placed(order: Order) -> None:
    work(HALF - SECOND)
    assert states(order) == {"awaiting_payment"}
    work(HALF)
    assert states(order) == {"unpaid_cancelled"}
    assert Job.objects.count() == 0


def test_pressing_pay_again_makes_no_second_job(order: Order) -> None:
    with scope(order.merchant_id):
        place_order(merchant=order.merchant, sheet=order.sheet, buyer=order.buyer, details=DETAILS, now=NOW + MINUTE)
    assert next_run() == HALF


def test_an_order_with_more_time_is_looked_at_when_that_is_over(order: Order) -> None:
    with scope(order.merchant_id):
        OrderSheet.objects.update(expires_at=NOW + 59 * MINUTE)
    work(HALF)
    assert (states(order), next_run()) == ({"awaiting_payment"}, 59 * MINUTE)
    work(59 * MINUTE)
    assert states(order) == {"unpaid_cancelled"}


@pytest.mark.parametrize(
    ("state", "settled", "again"),
    [("opened", None, 55 * MINUTE), ("declined", 29 * MINUTE, 34 * MINUTE), ("confirming", None, 35 * MINUTE)],
    ids=["결제창", "거절", "답을 모름"],
)
def test_an_attempt_gives_an_order_time(order: Order, state: str, settled: timedelta | None, again: timedelta) -> None:
    with scope(order.merchant_id):
        make_payment(order, state, now=NOW + 25 * MINUTE)
        Payment.objects.update(settled_at=None if settled is None else NOW + settled)
    work(HALF)
    assert (states(order), next_run()) == ({"awaiting_payment"}, again)


def test_a_paid_order_stays_and_its_job_goes(order: Order) -> None:
    with scope(order.merchant_id):
        OrderLine.objects.update(state="paid")
    work(HALF)
    assert (states(order), Job.objects.count()) == ({"paid"}, 0)


def test_ending_twice_ends_once(order: Order) -> None:
    for _turn in range(2):
        tasks.expire_order.run(merchant_id=order.merchant_id, order_id=order.id, now=NOW + HALF)
    with scope(order.merchant_id):
        assert [event.event for line in OrderLine.objects.all() for event in line.events.all()] == [
            "expire"
        ] * OrderLine.objects.count()


def test_an_order_whose_job_was_lost_is_ended_by_the_hour(order: Order) -> None:
    Job.objects.all().delete()
    tasks.expire_unpaid_orders.run(now=NOW + HALF)
    tasks.expire_unpaid_orders.run(now=NOW + HALF)
    assert states(order) == {"unpaid_cancelled"}


def test_open_orders_hold_up_nobody(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two whose answer is unknown stand before one that is over, in batches of one line."""
    monkeypatch.setattr("minishop.checkout.payments.services.expiry._BATCH", 1)
    others = [placed(shop=f"상점{number}") for number in range(2)]
    for waiting in (order, others[0]):
        with scope(waiting.merchant_id):
            make_payment(waiting, "confirming", key=f"k{waiting.id}")
    assert expire_unpaid(now=NOW + HALF) == 1
    assert [states(each) for each in (order, *others)] == [{"awaiting_payment"}, {"awaiting_payment"}, {"unpaid_cancelled"}]


def test_an_order_that_fails_holds_up_none_behind_it(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = placed(shop="뒷가게")
    end = expiry.expire_order

    def failing(*, merchant_id: int, order_id: int, now: datetime) -> bool:
        if order_id == order.id:
            raise RuntimeError("an order in a state that nobody thought of")
        return end(merchant_id=merchant_id, order_id=order_id, now=now)

    monkeypatch.setattr(expiry, "expire_order", failing)
    with pytest.raises(RuntimeError, match="nobody thought of"):
        expire_unpaid(now=NOW + HALF)
    assert (states(order), states(behind)) == ({"awaiting_payment"}, {"unpaid_cancelled"})


def test_lost_orders_are_found_by_their_index(order: Order, django_assert_num_queries: Any) -> None:
    (plan,) = plans_of(lambda: expire_unpaid(now=NOW), table="checkout_orders_orderline")
    assert "orders_lines_unpaid" in plan
    assert "TEMP B-TREE" not in plan
    with django_assert_num_queries(1):
        expire_unpaid(now=NOW)


def test_only_its_buyer_removes_an_order(order: Order) -> None:
    stranger = make_account("stranger")
    with scope(order.merchant_id), pytest.raises(NotYourOrder):
        expiry.withdraw_order(order=order, buyer=stranger, now=NOW)
    assert states(order) == {"awaiting_payment"}
    with scope(order.merchant_id):
        expiry.withdraw_order(order=order, buyer=order.buyer, now=NOW)
    assert states(order) == {"unpaid_cancelled"}
