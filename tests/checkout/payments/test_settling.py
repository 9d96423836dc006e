"""From the PG's word to a paid order: one payment, one posting, one change, however often, in whatever order, wherever broken off."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from tests.checkout.fakes import Outside
from tests.checkout.worlds import APRON, MUG, NOW, balance, make_account, make_merchant, make_order, make_payment
from tests.one_world import expect_each

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine
from minishop.checkout.payments.adapters.sandbox import CONFIRM_SECONDS
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.models import Payment, Posting, Transfer
from minishop.checkout.payments.services import settling
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.paying import abandon_payment
from minishop.checkout.payments.services.settling import RECOVERY_AFTER, ask_later, ask_now, find_out, take_return

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def payment(outside: Outside) -> Payment:
    """An open attempt to pay an order of two lines; hints go nowhere."""
    order = make_order(make_merchant(hint_url=""), make_account(), MUG, APRON)
    opened = make_payment(order, "opened", key="attempt-1")
    outside.pg.sessions["attempt-1"] = int(order.pay_total)
    return opened


def go_back(payment: Payment) -> Payment:
    with scope(payment.merchant_id):
        return take_return(payment=payment, pg_payment_key="pk-1", now=NOW)


def ask(payment: Payment) -> Payment:
    with scope(payment.merchant_id):
        return find_out(payment=payment, now=LATER)


def expect_paid_once(payment: Payment) -> None:
    with scope(payment.merchant_id):
        order = Order.objects.select_related("merchant").get(merchant_id=payment.merchant_id, id=payment.order_id)
        assert [one.state for one in Payment.objects.all()] == ["paid"]
        assert {line.state for line in order.lines.all()} == {LineState.PAID}
        assert order.paid_at is not None
        assert "신한" in order.payment_means
        assert Transfer.objects.count() == 1
        assert Posting.objects.count() == 2
        assert balance(order.merchant, AccountKind.PG_RECEIVABLE) == order.pay_total
        assert Counter(Change.objects.values_list("kind", flat=True)) == {"PAYED": 2}
        assert Counter(LineEvent.objects.values_list("event", flat=True)) == {"pay": 2}
    assert Job.objects.filter(task__endswith="send_receipt").count() == 2


def expect_unpaid(payment: Payment, state: str) -> None:
    with scope(payment.merchant_id):
        assert [one.state for one in Payment.objects.all()] == [state]
        assert set(OrderLine.objects.values_list("state", flat=True)) == {LineState.AWAITING_PAYMENT}
        assert not Transfer.objects.exists()
        assert not Change.objects.exists()
    assert not Job.objects.filter(task__endswith="send_receipt").exists()


def test_a_return_pays(payment: Payment, outside: Outside) -> None:
    assert go_back(payment).state == "paid"
    expect_paid_once(payment)


def test_a_decline_leaves_the_order_to_be_paid(payment: Payment, outside: Outside) -> None:
    outside.pg.next = "decline"
    declined = go_back(payment)
    assert (declined.state, declined.reason) == ("declined", "한도를 초과한 카드입니다.")
    expect_unpaid(payment, "declined")


@pytest.mark.parametrize("lost", ["timeout_taken", "timeout_lost"], ids=["빠져나갔지만 답이 없음", "빠져나가지 않고 답이 없음"])
def test_a_lost_answer_is_found_out(payment: Payment, outside: Outside, lost: str) -> None:
    outside.pg.next = lost
    assert go_back(payment).state == "confirming"
    expect_unpaid(payment, "confirming")
    assert ask(payment).state == "paid"
    expect_paid_once(payment)


def test_the_job_finds_out_by_itself(payment: Payment, outside: Outside) -> None:
    outside.pg.next = "timeout_taken"
    go_back(payment)
    assert timedelta(seconds=CONFIRM_SECONDS) < RECOVERY_AFTER, "the one that asks at once has had its time"
    assert run_due(lambda: NOW + timedelta(seconds=1)) == 0
    run_due(lambda: NOW + RECOVERY_AFTER)
    with scope(payment.merchant_id):
        assert Payment.objects.get(merchant_id=payment.merchant_id, id=payment.id).state == "paid"
    assert set(outside.messages) == {f"receipt:{payment.order.number}:{way}" for way in ("sms", "mail")}


def test_a_silent_pg_is_asked_until_it_answers(payment: Payment, outside: Outside) -> None:
    outside.pg.silent = True
    assert go_back(payment).state == "confirming"
    for minutes in (1, 2, 3):
        run_due(lambda at=NOW + timedelta(minutes=minutes): at)  # type: ignore[misc]
        expect_unpaid(payment, "confirming")
    outside.pg.silent = False
    run_due(lambda: NOW + timedelta(minutes=20))
    with scope(payment.merchant_id):
        assert Payment.objects.get(merchant_id=payment.merchant_id, id=payment.id).state == "paid"


STEPS = {"돌아옴": go_back, "알림": ask}


@pytest.mark.parametrize("chosen", ["approve", "timeout_taken", "timeout_lost"], ids=["승인", "답 잃음", "돈도 답도 잃음"])
def test_returns_and_notices_in_any_order_pay_once(payment: Payment, outside: Outside, chosen: str) -> None:
    """Two of each, in every order that there is of them."""
    opened = deepcopy((payment, outside.pg))

    def look(order: tuple[str, ...]) -> None:
        tried, outside.pg = deepcopy(opened)
        outside.pg.next = chosen
        for name in order:
            STEPS[name](tried)
        ask(tried)
        expect_paid_once(tried)
        assert outside.pg.taken == {"attempt-1": int(tried.amount)}

    expect_each({"-".join(order): order for order in sorted(set(permutations([*STEPS, *STEPS])))}, look)


def test_a_second_return_while_the_first_asks(payment: Payment, outside: Outside) -> None:
    """Both tabs come back at once: the second runs whole between the first's question and its answer."""

    def meanwhile(url: str) -> None:
        outside.before = None
        assert go_back(payment).state == "confirming"
        assert ask(payment).state == "paid"

    outside.before = meanwhile
    assert go_back(payment).state == "paid"
    expect_paid_once(payment)


@pytest.mark.parametrize("broken", ["record_verdict", "pay_order", "record_payment", "transition_lines", "record_changes"])
def test_killed_anywhere_after_the_question(
    payment: Payment, outside: Outside, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """The process dies with the money taken: nothing half done stands, and the job that was enqueued first ends it right."""

    def die(*args: Any, **named: Any) -> Any:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(settling, broken, die)
        with pytest.raises(SystemExit):
            go_back(payment)
    expect_unpaid(payment, "confirming")
    assert outside.pg.taken
    assert Job.objects.filter(task__endswith="find_out_later").count() == 1
    ask(payment)
    expect_paid_once(payment)


def test_another_amount_taken_is_never_a_paid_order(payment: Payment, outside: Outside) -> None:
    outside.pg.taken["attempt-1"] = 1
    assert go_back(payment).state == "confirming"
    expect_unpaid(payment, "confirming")


def test_an_abandoned_attempt_takes_no_money(payment: Payment, outside: Outside) -> None:
    with scope(payment.merchant_id):
        assert abandon_payment(payment=payment, now=NOW).state == "abandoned"
    assert go_back(payment).state == "abandoned"
    assert not outside.pg.taken
    expect_unpaid(payment, "abandoned")


def test_a_paid_attempt_cannot_be_abandoned(payment: Payment, outside: Outside) -> None:
    go_back(payment)
    with scope(payment.merchant_id):
        assert abandon_payment(payment=payment, now=NOW).state == "paid"
    expect_paid_once(payment)


def lines_of(payment: Payment) -> set[str]:
    with scope(payment.merchant_id):
        return set(OrderLine.objects.values_list("state", flat=True))


def test_an_order_nobody_pays_expires(payment: Payment, outside: Outside) -> None:
    assert expire_unpaid(now=NOW + UNPAID_LIFE - timedelta(seconds=1)) == 0
    assert lines_of(payment) == {LineState.AWAITING_PAYMENT}
    assert expire_unpaid(now=NOW + UNPAID_LIFE) == 1
    assert lines_of(payment) == {LineState.UNPAID_CANCELLED}
    assert expire_unpaid(now=NOW + UNPAID_LIFE) == 0
    assert go_back(payment).state == "abandoned"
    assert not outside.pg.taken


def test_an_order_whose_payment_is_unknown_never_expires(payment: Payment, outside: Outside) -> None:
    outside.pg.next = "timeout_taken"
    go_back(payment)
    assert expire_unpaid(now=NOW + timedelta(days=3)) == 0
    assert lines_of(payment) == {LineState.AWAITING_PAYMENT}
    ask(payment)
    expect_paid_once(payment)


def test_a_new_attempt_gives_the_order_its_time_again(payment: Payment, outside: Outside) -> None:
    outside.pg.next = "decline"
    go_back(payment)
    make_payment(payment.order, "opened", key="attempt-2", now=NOW + timedelta(minutes=20))
    assert expire_unpaid(now=NOW + timedelta(minutes=40)) == 0
    assert expire_unpaid(now=NOW + timedelta(minutes=50)) == 1


def asked(payment: Payment, **how: Any) -> Job:
    with scope(payment.merchant_id), transaction.atomic():
        ask_later(payment=payment, **how)
    return Job.objects.get(task__endswith="find_out_later")


def test_a_stream_of_notices_is_one_job(payment: Payment, outside: Outside) -> None:
    """The PG's notices are signed by nobody: whoever knows a payment's key can send them."""
    asked(payment, now=NOW, run_at=NOW + RECOVERY_AFTER)
    for second in range(5):
        at = NOW + timedelta(seconds=second)
        assert asked(payment, now=at, run_at=at).state == "ready"


def test_what_has_asked_in_vain_is_hastened_by_a_person_alone_and_asks_every_two_minutes(
    payment: Payment, outside: Outside
) -> None:
    outside.pg.silent = True
    go_back(payment)
    at = NOW + RECOVERY_AFTER
    for _try in range(12):
        run_due(lambda: at)  # noqa: B023  # run at once
        waits = Job.objects.get(task__endswith="find_out_later")
        assert waits.run_at is not None
        assert waits.run_at - millis(at) <= 120_000
        assert asked(payment, now=at, run_at=at).run_at == waits.run_at
        at = datetime.fromtimestamp(waits.run_at / 1000, UTC)
    with scope(payment.merchant_id), transaction.atomic():
        ask_now(payment=payment, now=NOW + RECOVERY_AFTER)
    assert Job.objects.get(task__endswith="find_out_later").state == "ready"
