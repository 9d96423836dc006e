"""What happens at the PG: money is taken once, and refusals change nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.sandbox.worlds import NOON, approved, contract, order, payment, session

from minishop.chassis.http import Answer as Reply
from minishop.chassis.http import Outcome
from minishop.kernel.machine import IllegalTransition
from minishop.kernel.won import Won
from minishop.sandbox.pg.domain.instruments import UnknownInstrument
from minishop.sandbox.pg.domain.states import ContractEvent
from minishop.sandbox.pg.errors import AlreadyCancelled, AlreadyPaid, Mismatch, NotFound
from minishop.sandbox.pg.models import Contract, Movement, Payment, PaymentSession
from minishop.sandbox.pg.queries import authenticated, payment_of_order
from minishop.sandbox.pg.services import (
    Application,
    Cancellation,
    Terms,
    Wanted,
    apply_for_contract,
    cancel,
    cancel_by_hand,
    choose_instrument,
    confirm,
    decide_contract,
    open_session,
)
from minishop.sandbox.requests.models import Sending
from minishop.sandbox.requests.services import send
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import choose

pytestmark = pytest.mark.django_db
APPLICATION = Application("haru", "하루상점", "하루상사", "김하루", "1234567891", "02-123-4500", "owner@haru.example")


def test_the_same_key_applies_once() -> None:
    first, created = apply_for_contract(application=APPLICATION, idempotency_key="k", now=NOON)
    again, created_again = apply_for_contract(application=APPLICATION, idempotency_key="k", now=NOON)
    assert (first.pk, created, created_again) == (again.pk, True, False)
    assert Contract.objects.count() == 1


def test_approval_makes_keys_that_open_the_door() -> None:
    decided = decide_contract(contract_id=contract().pk, event=ContractEvent.APPROVE, now=NOON)
    assert decided.mid is not None
    found = authenticated(decided.mid, decided.secret_key)
    assert found is not None
    assert found.pk == decided.pk
    assert authenticated(decided.mid, "sk_other") is None


@pytest.mark.parametrize("event", list(ContractEvent), ids=["승인", "반려"])
def test_a_decision_is_final(event: ContractEvent) -> None:
    made = contract()
    decide_contract(contract_id=made.pk, event=ContractEvent.REJECT, reason="서류 부족", now=NOON)
    before = Contract.objects.values().get()
    with pytest.raises(IllegalTransition):
        decide_contract(contract_id=made.pk, event=event, now=NOON)
    assert Contract.objects.values().get() == before


def test_an_order_has_one_session() -> None:
    shop = approved()
    first, _ = open_session(contract=shop, order=order(), now=NOON)
    again, created = open_session(contract=shop, order=order(), now=NOON)
    assert (again.key, created) == (first.key, False)
    with pytest.raises(Mismatch):
        open_session(contract=shop, order=order(amount=100), now=NOON)
    assert PaymentSession.objects.count() == 1


def test_pressing_pay_again_changes_only_the_card() -> None:
    opened = session(approved())
    first = choose_instrument(session_key=opened.key, code="hana", now=NOON)
    again = choose_instrument(session_key=opened.key, code="kookmin", now=NOON)
    assert (again.key, again.instrument, Payment.objects.count()) == (first.key, "kookmin", 1)


def test_a_declined_card_leaves_the_session_open_for_another() -> None:
    shop = approved()
    opened = session(shop)
    bad = choose_instrument(session_key=opened.key, code="over-limit", now=NOON)
    declined = _confirm(shop, bad)
    good = choose_instrument(session_key=opened.key, code="hana", now=NOON)
    assert (declined.payment.state, _confirm(shop, good).payment.state) == ("declined", "done")
    found = payment_of_order(shop, opened.order_key)
    assert found is not None
    assert found.key == good.key


def test_money_is_taken_once_however_often_it_is_asked_for() -> None:
    shop = approved()
    paid = payment(session(shop))
    first, again = _confirm(shop, paid), _confirm(shop, paid)
    assert (first.payment.settled_at, first.payment.state) == (again.payment.settled_at, "done")
    assert Sending.objects.count() == 1
    with pytest.raises(AlreadyPaid):
        choose_instrument(session_key="sess_golden", code="hana", now=NOON)


@pytest.mark.parametrize(
    ("answer", "state", "answered", "notices"),
    [
        ("approve", "done", True, 1),
        ("decline", "declined", True, 0),
        ("timeout_taken", "done", False, 1),
        ("timeout_lost", "ready", False, 0),
        ("twice", "done", True, 2),
        ("late", "done", True, 1),
    ],
    ids=["승인", "거절", "받고 무응답", "안 받고 무응답", "두 번", "늦은 승인"],
)
def test_the_chosen_answer_is_used_up_by_one_confirm(answer: str, state: str, answered: bool, notices: int) -> None:
    shop = approved()
    choose(channel="pg", answer=answer, now=NOON)
    confirmation = _confirm(shop, payment(session(shop)))
    assert (confirmation.payment.state, confirmation.answered) == (state, answered)
    assert (Sending.objects.filter(purpose="notification").count(), chosen_answer("pg")) == (notices, None)


def test_a_lost_confirm_succeeds_when_repeated() -> None:
    shop = approved()
    choose(channel="pg", answer="timeout_lost", now=NOON)
    lost = payment(session(shop))
    assert [_confirm(shop, lost).payment.state for _ in range(2)] == ["ready", "done"]


def test_twice_sends_the_return_beside_the_browsers() -> None:
    choose(channel="pg", answer="twice", now=NOON)
    chosen = choose_instrument(session_key=session(approved()).key, code="hana", now=NOON)
    sent = Sending.objects.get()
    assert (sent.purpose, sent.method, chosen.key in sent.url) == ("return", "GET", True)


@pytest.mark.parametrize("wrong", ["amount", "order_key", "merchant", "payment"], ids=["금액", "주문", "다른 상점", "없는 결제"])
def test_a_confirm_that_does_not_fit_changes_nothing(wrong: str) -> None:
    shop = approved()
    asked = payment(session(shop))
    choose(channel="pg", answer="decline", now=NOON)
    told: dict[str, Any] = {"contract": shop, "payment_key": asked.key, "order_key": asked.session.order_key, "amount": 30500}
    changes: dict[str, dict[str, Any]] = {
        "amount": {"amount": 30499},
        "order_key": {"order_key": "other"},
        "payment": {"payment_key": "none"},
    }
    told |= changes.get(wrong, {})
    if wrong == "merchant":
        told["contract"] = approved("bom")
    with pytest.raises((Mismatch, NotFound)):
        confirm(**told, now=NOON)
    assert (Payment.objects.get().state, chosen_answer("pg"), Sending.objects.count()) == ("ready", "decline", 0)


def test_a_notification_is_sent_after_commit_and_its_outcome_kept(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[tuple[str, str, bytes | None]] = []

    def answer(method: str, url: str, *, content: bytes | None = None, **_: object) -> Reply:
        asked.append((method, url, content))
        return Reply(Outcome.TIMED_OUT, reason="no answer in 5 s")

    monkeypatch.setattr("minishop.sandbox.requests.services.exchange", answer)
    shop = approved()
    with django_capture_on_commit_callbacks() as callbacks:
        _confirm(shop, payment(session(shop)))
    assert (len(callbacks), asked) == (1, [])
    send(Sending.objects.get().pk)
    assert asked[0][:2] == ("POST", "http://checkout.localhost:8200/payments/notify/")
    assert (Sending.objects.get().outcome, Sending.objects.get().reason) == ("timed_out", "no answer in 5 s")


def _confirm(shop: Contract, asked: Payment) -> Any:
    return confirm(contract=shop, payment_key=asked.key, order_key="pay_2026112312345678_1", amount=Won(30500), now=NOON)


def _paid(shop: Contract) -> Payment:
    confirmed: Payment = _confirm(shop, payment(session(shop))).payment
    return confirmed


def _cancel(shop: Contract, made: Payment, key: str = "k", amount: int = 30500) -> Cancellation:
    return cancel(contract=shop, payment_key=made.key, wanted=Wanted(amount, key), now=NOON)


@pytest.mark.parametrize(
    ("answer", "state", "done", "answered", "notices"),
    [
        ("approve", "cancelled", True, True, 1),
        ("decline", "done", False, True, 0),
        ("timeout_taken", "cancelled", True, False, 1),
        ("timeout_lost", "done", False, False, 0),
        ("twice", "cancelled", True, True, 2),
        ("late", "cancelled", True, True, 1),
    ],
    ids=["취소", "거절", "취소하고 무응답", "취소 없이 무응답", "두 번", "거절이라 하고 취소"],
)
def test_the_chosen_answer_is_used_up_by_one_cancel(answer: str, state: str, done: bool, answered: bool, notices: int) -> None:
    shop = approved()
    paid = _paid(shop)
    Sending.objects.all().delete()
    choose(channel="pg-cancel", answer=answer, now=NOON)
    cancellation = _cancel(shop, paid)
    paid.refresh_from_db()
    assert (paid.state, cancellation.movement is not None, cancellation.answered) == (state, done, answered)
    assert (Sending.objects.count(), chosen_answer("pg-cancel")) == (notices, None)
    assert _cancel(shop, paid).movement is not None
    assert Movement.objects.filter(kind="cancel").count() == 1


def test_what_is_refused_gives_nothing_back() -> None:
    shop, other = approved(), approved("byeol")
    paid = _paid(shop)
    for asking, amount, error in ((other, 30500, NotFound), (shop, 30501, Mismatch)):
        with pytest.raises(error):
            _cancel(asking, paid, amount=amount)
    unpaid = payment(session(shop, key="s2", order_key="o2"), key="p2")
    with pytest.raises(AlreadyCancelled):
        _cancel(shop, unpaid)
    paid.refresh_from_db()
    assert (paid.state, Movement.objects.filter(kind="cancel").count()) == ("done", 0)


def test_a_key_belongs_to_one_cancel() -> None:
    shop = approved()
    paid = _paid(shop)
    _cancel(shop, paid)
    second = payment(session(shop, key="s2", order_key="o2"), key="p2")
    confirm(contract=shop, payment_key="p2", order_key="o2", amount=30500, now=NOON)
    with pytest.raises(Mismatch):
        _cancel(shop, second)
    second.refresh_from_db()
    assert second.state == "done"


def test_money_given_back_is_not_taken_again() -> None:
    shop = approved()
    paid = _paid(shop)
    cancel_by_hand(payment_key=paid.key, now=NOON)
    with pytest.raises(AlreadyPaid):
        choose_instrument(session_key="sess_golden", code="hana", now=NOON)
    with pytest.raises(AlreadyCancelled):
        cancel_by_hand(payment_key=paid.key, now=NOON)
    found = payment_of_order(shop, paid.session.order_key)
    assert found is not None
    assert found.state == "cancelled"
    assert list(Movement.objects.order_by("id").values_list("kind", "amount")) == [("payment", 30500), ("cancel", 30500)]


def test_a_cancel_that_is_put_off_gives_nothing_back_until_then() -> None:
    shop = approved()
    paid = _paid(shop)
    choose(channel="pg-cancel", answer="not_now", now=NOON)
    assert _cancel(shop, paid).retry_at == NOON + timedelta(minutes=30)
    assert (chosen_answer("pg-cancel"), Movement.objects.filter(kind="cancel").count()) == (None, 0)
    assert _cancel(shop, paid).movement is not None


def test_parts_go_back_until_nothing_is_left() -> None:
    shop = approved()
    paid = _paid(shop)
    given_back = []
    for key, amount, remaining in (("a", 500, 30500), ("b", 20000, 30000), ("b", 20000, None), ("c", 10000, 10000)):
        cancel(contract=shop, payment_key=paid.key, wanted=Wanted(amount, key, remaining), now=NOON)
        paid.refresh_from_db()
        given_back.append((int(paid.given_back), paid.state))
    assert given_back == [(500, "done"), (20500, "done"), (20500, "done"), (30500, "cancelled")]
    with pytest.raises(Mismatch):
        _cancel(shop, paid, "b", 20001)
    with pytest.raises(AlreadyCancelled):
        _cancel(shop, paid, "d", 1)
    assert Movement.objects.filter(kind="cancel").count() == 3


def test_what_is_left_is_cancelled_by_hand() -> None:
    shop = approved()
    paid = _paid(shop)
    _cancel(shop, paid, amount=500)
    cancel_by_hand(payment_key=paid.key, now=NOON)
    assert list(Movement.objects.filter(kind="cancel").order_by("id").values_list("amount", flat=True)) == [500, 30000]


def test_a_card_does_not_pay_a_transfer() -> None:
    opened = session(approved(), method="TRANSFER")
    with pytest.raises(UnknownInstrument):
        choose_instrument(session_key=opened.key, code="hana", now=NOON)
    empty = choose_instrument(session_key=opened.key, code="empty", now=NOON)
    assert _confirm(opened.contract, empty).payment.state == "declined"


def test_a_contract_has_the_means_that_were_granted() -> None:
    usual = decide_contract(contract_id=contract().pk, event=ContractEvent.APPROVE, now=NOON)
    assert (usual.methods, usual.in_parts) == (["CARD", "TRANSFER"], ["CARD"])
    granted = Terms(["CARD"], ["CARD", "TRANSFER"])
    made = contract(idempotency_key="k-2")
    other = decide_contract(contract_id=made.pk, event=ContractEvent.APPROVE, terms=granted, now=NOON)
    assert (other.methods, other.in_parts) == (["CARD"], ["CARD"])


def test_a_mood_answers_as_often_badly_as_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = approved()
    paid = _paid(shop)
    choose(channel="pg-mood", answer="10", now=NOON)
    lots = iter([0.1, 0.09])
    monkeypatch.setattr("minishop.sandbox.pg.services.random.random", lambda: next(lots))
    assert _cancel(shop, paid, amount=500).says_no is False
    assert _cancel(shop, paid, "late", 500).says_no is True
