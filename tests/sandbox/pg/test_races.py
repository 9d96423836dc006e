"""PG: two requests at one payment: money is taken once and given back once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.racing import broken, meanwhile, stored
from tests.sandbox.worlds import NOON, approved, contract, payment, session

from minishop.kernel.machine import IllegalTransition
from minishop.sandbox.pg import services
from minishop.sandbox.pg.domain.states import ContractEvent
from minishop.sandbox.pg.errors import AlreadyCancelled
from minishop.sandbox.pg.models import Contract, Movement, Payment
from minishop.sandbox.switches.models import NextAnswer
from minishop.sandbox.switches.services import choose, use_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.sandbox.pg.services"
KINDS = (Payment, Movement, NextAnswer)
Deed = Callable[[Payment], object]


@pytest.fixture(autouse=True)
def nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{SERVICES}.send_after_commit", lambda **_: None)


def confirm(of: Payment) -> object:
    named = {"payment_key": of.key, "order_key": of.session.order_key, "amount": int(of.session.amount)}
    return services.confirm(contract=of.session.contract, **named, now=NOON)  # type: ignore[arg-type]


def cancel(of: Payment) -> object:
    return services.cancel(
        contract=of.session.contract, payment_key=of.key, wanted=services.Wanted(int(of.session.amount), "r1"), now=NOON
    )


def cancel_by_hand(of: Payment) -> object:
    return services.cancel_by_hand(payment_key=of.key, now=NOON)


@pytest.fixture
def chosen(several_connections: None) -> Payment:
    """A card that was chosen."""
    return payment(session(approved()))


@pytest.fixture
def taken(chosen: Payment) -> Payment:
    """A payment whose money was taken."""
    confirm(chosen)
    return Payment.objects.select_related("session__contract").get()


def movements() -> list[str]:
    return list(Movement.objects.order_by("id").values_list("kind", flat=True))


def test_a_shop_is_decided_about_once(several_connections: None) -> None:
    waiting = contract()

    def decide(event: ContractEvent) -> None:
        services.decide_contract(contract_id=waiting.pk, event=event, now=NOON)

    with meanwhile("minishop.sandbox.pg.models.Contract.save", lambda: decide(ContractEvent.REJECT)) as rival:
        decide(ContractEvent.APPROVE)
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    assert Contract.objects.get().state == "approved"


def test_pay_pressed_twice_at_once_is_one_payment(several_connections: None) -> None:
    opened = session(approved())

    def press() -> None:
        services.choose_instrument(session_key=opened.key, code="hana", now=NOON)

    with meanwhile("minishop.sandbox.pg.models.Payment.save", press) as rival:
        press()
    assert rival.raised == []
    assert Payment.objects.count() == 1


def test_money_asked_for_twice_at_once_is_taken_once(chosen: Payment) -> None:
    with meanwhile(f"{SERVICES}._settle", lambda: confirm(chosen)) as rival:
        confirm(chosen)
    assert rival.raised == []
    assert movements() == ["payment"]


@pytest.mark.parametrize(
    ("first", "second", "raised"),
    [
        pytest.param(cancel, cancel, [], id="두 번 요청"),
        pytest.param(cancel, cancel_by_hand, [AlreadyCancelled], id="요청과 콘솔"),
        pytest.param(cancel_by_hand, cancel, [AlreadyCancelled], id="콘솔과 요청"),
    ],
)
def test_money_given_back_twice_at_once_goes_back_once(taken: Payment, first: Deed, second: Deed, raised: list[type]) -> None:
    with meanwhile(f"{SERVICES}._give_back", lambda: second(taken)) as rival:
        first(taken)
    assert [type(error) for error in rival.raised] == raised
    assert movements() == ["payment", "cancel"]


def test_a_confirmation_that_dies_half_way_leaves_the_money_and_the_chosen_answer(chosen: Payment) -> None:
    choose(channel=services.CHANNEL, answer="approve", now=NOON)
    before = stored(*KINDS)
    with broken(f"{SERVICES}._move"):
        confirm(chosen)
    assert stored(*KINDS) == before


@pytest.mark.parametrize("act", [cancel, cancel_by_hand], ids=["요청", "콘솔"])
def test_a_cancel_that_dies_half_way_leaves_the_payment_as_it_was(taken: Payment, act: Deed) -> None:
    before = stored(*KINDS)
    with broken(f"{SERVICES}._move"):
        act(taken)
    assert stored(*KINDS) == before


def test_a_chosen_answer_is_used_up_by_one_of_two(several_connections: None) -> None:
    choose(channel=services.CHANNEL, answer="decline", now=NOON)
    got: list[str | None] = []
    with meanwhile("django.db.models.query.QuerySet.delete", lambda: got.append(use_up(channel=services.CHANNEL))) as rival:
        got.append(use_up(channel=services.CHANNEL))
    assert (rival.raised, sorted(map(str, got))) == ([], ["None", "decline"])
