"""Money that was taken is never ignored: it pays the order, or all of it goes back; and every question goes to the PG it was taken at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.checkout.fakes import FakePg, Outside
from tests.checkout.worlds import MUG, NOW, balance, make_account, make_contract, make_merchant, make_order, make_payment
from tests.plans import plans_of

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.domain.refunds import RefundCause, RefundTooLarge
from minishop.checkout.payments.models import Payment, Refund, Transfer
from minishop.checkout.payments.services import refunding
from minishop.checkout.payments.services.contracting import approve_contract
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.paying import abandon_payment
from minishop.checkout.payments.services.refunding import chase_refunds, give_back, intend_refund, retry_refund
from minishop.checkout.payments.services.settling import find_out, take_return
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def order(outside: Outside) -> Order:
    return make_order(make_merchant(hint_url=""), make_account(), MUG)


def attempt(order: Order, outside: Outside, key: str) -> Payment:
    outside.pg.sessions[key] = int(order.pay_total)
    return make_payment(order, "opened", key=key)


def go_back(payment: Payment) -> Payment:
    with scope(payment.merchant_id):
        return take_return(payment=payment, pg_payment_key="pk-1", now=NOW)


def ask(payment: Payment) -> Payment:
    with scope(payment.merchant_id):
        return find_out(payment=payment, now=LATER)


def declined(order: Order, outside: Outside, key: str = "first") -> Payment:
    """An attempt that the PG declined to our face, and whose money it took all the same."""
    outside.pg.next = "late"
    payment = go_back(attempt(order, outside, key))
    assert payment.state == "declined"
    return payment


def states(order: Order) -> dict[str, str]:
    with scope(order.merchant_id):
        return dict(Payment.objects.order_by("key").values_list("key", "state"))


def ledger(order: Order) -> tuple[int, int, int]:
    with scope(order.merchant_id):
        kinds = (AccountKind.PG_RECEIVABLE, AccountKind.MERCHANT_PENDING, AccountKind.REFUND_OWED)
        return tuple(int(balance(order.merchant, kind)) for kind in kinds)  # type: ignore[return-value]


def refund_of(order: Order) -> Refund:
    with scope(order.merchant_id):
        return Refund.objects.get()


@pytest.mark.parametrize("lost", ["timeout_taken", "timeout_lost"], ids=["빠져나갔지만 답이 없음", "빠져나가지 않고 답이 없음"])
@pytest.mark.parametrize("known", [True, False], ids=["새 PG도 앎", "새 PG는 모름"])
def test_a_contract_changed_while_an_answer_is_lost(order: Order, outside: Outside, lost: str, known: bool) -> None:
    """The buyer is charged once, at the PG where the attempt was opened; the new PG is never asked about it."""
    payment, amount = attempt(order, outside, "first"), int(order.pay_total)
    outside.pg.next = lost
    assert go_back(payment).state == "confirming"
    elsewhere = outside.other_pgs["mid-2"] = FakePg(sessions={"first": amount} if known else {}, forgetful=not known)
    asked = make_contract(order.merchant, "mid-2")
    with scope(order.merchant_id):
        approve_contract(contract=asked, who="operator:kim", now=NOW)
    run_due(lambda: NOW + timedelta(minutes=1))
    assert states(order) == {"first": "paid"}
    assert (outside.pg.taken, elsewhere.taken) == ({"first": amount}, {})
    assert ledger(order) == (amount, -amount, 0)


def test_a_payment_the_pg_does_not_know_is_no_decline_once_an_answer_was_lost(order: Order, outside: Outside) -> None:
    payment = attempt(order, outside, "first")
    outside.pg.next = "timeout_lost"
    go_back(payment)
    outside.pg.forgetful = True
    assert ask(payment).state == "confirming"
    with scope(order.merchant_id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {"awaiting_payment"}


def test_a_payment_the_pg_does_not_know_at_first_is_a_decline(order: Order, outside: Outside) -> None:
    payment = attempt(order, outside, "first")
    outside.pg.forgetful = True
    assert go_back(payment).state == "declined"


@pytest.mark.parametrize("left", ["declined", "abandoned"], ids=["거절된 뒤", "창을 떠난 뒤"])
def test_a_late_approval_pays_an_order_that_still_waits(order: Order, outside: Outside, left: str) -> None:
    if left == "declined":
        payment = declined(order, outside)
    else:
        payment = attempt(order, outside, "first")
        with scope(order.merchant_id):
            abandon_payment(payment=payment, now=NOW)
        outside.pg.taken["first"] = int(payment.amount)
    assert ask(payment).state == "paid"
    assert ask(payment).state == "paid"
    assert ledger(order) == (order.pay_total, -order.pay_total, 0)
    with scope(order.merchant_id):
        assert not Refund.objects.exists()
        assert Order.objects.get().paid_at == LATER


def test_the_window_still_open_beside_a_late_approval_takes_no_money(order: Order, outside: Outside) -> None:
    first, second = declined(order, outside), attempt(order, outside, "second")
    ask(first)
    assert states(order) == {"first": "paid", "second": "abandoned"}
    assert go_back(second).state == "abandoned"
    assert set(outside.pg.taken) == {"first"}


def test_a_return_to_an_order_paid_meanwhile_asks_for_no_money(order: Order, outside: Outside) -> None:
    go_back(attempt(order, outside, "first"))
    second = attempt(order, outside, "second")
    assert go_back(second).state == "abandoned"
    assert set(outside.pg.taken) == {"first"}


def test_a_late_approval_of_an_order_paid_otherwise_goes_back_whole(order: Order, outside: Outside) -> None:
    first = declined(order, outside)
    go_back(attempt(order, outside, "second"))
    assert ask(first).state == "surplus"
    assert ask(first).state == "surplus"
    assert states(order) == {"first": "surplus", "second": "paid"}
    amount = int(order.pay_total)
    assert ledger(order) == (2 * amount, -amount, -amount)
    run_due(lambda: LATER)
    assert refund_of(order).state == "done"
    assert outside.pg.cancelled == {"first-r1": amount}
    assert ledger(order) == (amount, -amount, 0)


def test_a_late_approval_of_an_order_that_ended_goes_back_whole(order: Order, outside: Outside) -> None:
    payment = declined(order, outside)
    expire_unpaid(now=NOW + UNPAID_LIFE)
    assert ask(payment).state == "surplus"
    run_due(lambda: LATER)
    assert (refund_of(order).state, ledger(order)) == ("done", (0, 0, 0))
    with scope(order.merchant_id):
        assert set(OrderLine.objects.values_list("state", flat=True)) == {"unpaid_cancelled"}


def surplus(order: Order, outside: Outside) -> Refund:
    payment = declined(order, outside)
    expire_unpaid(now=NOW + UNPAID_LIFE)
    ask(payment)
    return refund_of(order)


def asked_again(refund: Refund) -> Refund:
    with scope(refund.merchant_id):
        return give_back(refund=refund, now=LATER)


@pytest.mark.parametrize("lost", ["timeout_taken", "timeout_lost"], ids=["돌려주고 답이 없음", "돌려주지 않고 답이 없음"])
def test_a_refund_whose_answer_is_lost_is_found_out(order: Order, outside: Outside, lost: str) -> None:
    refund = surplus(order, outside)
    outside.pg.next_cancel = lost
    assert asked_again(refund).state == "asking"
    assert ledger(order)[2] == -order.pay_total
    assert asked_again(refund).state == "done"
    assert asked_again(refund).state == "done"
    assert outside.pg.cancels_asked == ["first-r1"]
    assert ledger(order) == (0, 0, 0)
    with scope(order.merchant_id):
        assert Transfer.objects.filter(kind="refund").count() == 1


def test_a_refund_goes_to_the_contract_that_took_the_money(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    outside.other_pgs["mid-2"] = FakePg()
    asked = make_contract(order.merchant, "mid-2")
    with scope(order.merchant_id):
        approve_contract(contract=asked, who="operator:kim", now=NOW)
    assert asked_again(refund).state == "done"
    assert (outside.pg.cancels_asked, outside.other_pgs["mid-2"].cancels_asked) == (["first-r1"], [])


def test_a_refused_refund_waits_for_an_operator(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    outside.pg.next_cancel = "decline"
    refused = asked_again(refund)
    assert (refused.state, refused.reason) == ("refused", "카드사가 취소를 거절했습니다.")
    assert asked_again(refund).state == "refused"
    assert ledger(order)[2] == -order.pay_total
    with scope(order.merchant_id):
        assert retry_refund(refund=refund, now=LATER).state == "intended"
    run_due(lambda: LATER)
    assert (refund_of(order).state, ledger(order)) == ("done", (0, 0, 0))


def test_money_that_went_back_at_the_pgs_own_desk_is_the_refund(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    outside.pg.gone.add("first")
    assert asked_again(refund).state == "done"
    assert (outside.pg.cancels_asked, ledger(order)) == ([], (0, 0, 0))


def test_another_amount_gone_at_the_pgs_own_desk_needs_somebody(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    outside.pg.gone.add("first")
    outside.pg.taken["first"] -= 1
    refused = asked_again(refund)
    assert (refused.state, refused.reason) == ("refused", "이미 취소한 결제입니다.")
    assert ledger(order)[2] == -order.pay_total


@pytest.mark.parametrize("broken", ["record_refund", "follow", "step"])
def test_killed_anywhere_around_the_question(order: Order, outside: Outside, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    refund = surplus(order, outside)

    def die(*args: object, **named: object) -> object:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(refunding, broken, die)
        with pytest.raises(SystemExit):
            asked_again(refund)
    assert refund_of(order).state in ("intended", "asking")
    assert Job.objects.filter(task__endswith="give_back_later").count() == 1
    assert asked_again(refund).state == "done"
    assert (outside.pg.cancels_asked, ledger(order)) == (["first-r1"], (0, 0, 0))


def test_refunds_that_nobody_asks_for_any_more_are_chased(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    Job.objects.all().delete()
    assert chase_refunds(now=refund.intended_at + timedelta(minutes=14)) == 0
    assert chase_refunds(now=refund.intended_at + timedelta(minutes=15)) == 1
    run_due(lambda: LATER + timedelta(minutes=20))
    assert refund_of(order).state == "done"
    assert chase_refunds(now=LATER + timedelta(days=1)) == 0


def test_refunds_are_chased_by_an_index_batch_after_batch(order: Order, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for in vain does not hold up the next batch."""
    refund = surplus(order, outside)
    monkeypatch.setattr(refunding, "_BATCH", 1)
    due = refund.intended_at + timedelta(minutes=15)
    assert [chase_refunds(now=due), chase_refunds(now=due)] == [1, 1]
    assert refunding._chase_after(refund, due) == []
    for last in (None, refund):
        (plan, *_) = plans_of(lambda last=last: refunding._chase_after(last, due), table="checkout_payments_refund")  # type: ignore[misc]
        assert "payments_refunds_under_way" in plan, plan
        assert "TEMP B-TREE" not in plan


def test_no_more_goes_back_than_was_paid(order: Order, outside: Outside) -> None:
    refund = surplus(order, outside)
    payment = refund.payment
    with scope(order.merchant_id), pytest.raises(RefundTooLarge):
        intend_refund(payment=payment, amount=Won(1), cause=RefundCause.SURPLUS, now=NOW)
    assert refund_of(order).id == refund.id
