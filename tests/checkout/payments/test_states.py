"""What a PG's word causes: the whole matrix (architecture, rule 7)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from minishop.checkout.payments.domain.refunds import (
    RefundEvent,
    RefundFate,
    RefundState,
    RefundVerdict,
    event_after,
    refundable,
)
from minishop.checkout.payments.domain.states import (
    MACHINE,
    PaymentEvent,
    PaymentState,
)
from minishop.checkout.payments.domain.verdicts import Fate, Verdict, events_after, first_answer, later_answer
from minishop.checkout.payments.labels import REFUND, STATE
from minishop.kernel.won import Won

S, E = PaymentState, PaymentEvent
CAUSED = {
    (S.OPENED, Fate.TAKEN): (E.CONFIRM, E.APPROVE),
    (S.CONFIRMING, Fate.TAKEN): (E.APPROVE,),
    (S.DECLINED, Fate.TAKEN): (E.APPROVE,),
    (S.ABANDONED, Fate.TAKEN): (E.APPROVE,),
    (S.CONFIRMING, Fate.DECLINED): (E.DECLINE,),
    (S.CONFIRMING, Fate.CANCELLED): (E.DECLINE,),
}


@pytest.mark.parametrize(("state", "fate"), list(product(S, Fate)), ids=lambda value: value.value)
def test_every_pair_of_state_and_fate(state: PaymentState, fate: Fate) -> None:
    for order_awaits in (True, False):
        events = events_after(state, Verdict(fate, amount=Won(100)), amount=Won(100), order_awaits=order_awaits)
        expected = CAUSED.get((state, fate), ())
        if not order_awaits:
            expected = tuple(E.TAKE_SURPLUS if event is E.APPROVE else event for event in expected)
        assert events == expected
        reached = state
        for event in events:
            reached = MACHINE.next_state(reached, event)


def test_only_the_first_answer_makes_an_unknown_payment_a_decline() -> None:
    assert {fate: first_answer(Verdict(fate)).fate for fate in Fate} == {fate: fate for fate in Fate} | {
        Fate.NOT_FOUND: Fate.DECLINED
    }


@pytest.mark.parametrize(("minutes", "fate"), [(30, Fate.NOT_FOUND), (31, Fate.DECLINED)])
def test_what_the_pg_still_does_not_know_when_no_window_is_open_any_more_is_a_decline(minutes: int, fate: Fate) -> None:
    open_for = timedelta(minutes=minutes)
    assert later_answer(Verdict(Fate.NOT_FOUND), open_for=open_for).fate is fate
    assert later_answer(Verdict(Fate.UNKNOWN), open_for=open_for).fate is Fate.UNKNOWN


def test_another_amount_than_ours_settles_nothing() -> None:
    assert events_after(S.CONFIRMING, Verdict(Fate.TAKEN, amount=Won(99)), amount=Won(100), order_awaits=True) == ()


def test_every_state_has_korean() -> None:
    assert set(S) == set(STATE)
    assert set(RefundState) == set(REFUND)


REFUNDED = {
    (RefundState.ASKING, RefundFate.DONE): RefundEvent.GIVE_BACK,
    (RefundState.ASKING, RefundFate.REFUSED): RefundEvent.REFUSE,
    (RefundState.ASKING, RefundFate.NOT_NOW): RefundEvent.PUT_OFF,
}


@pytest.mark.parametrize(("state", "fate"), list(product(RefundState, RefundFate)), ids=lambda value: value.value)
def test_every_pair_of_refund_and_answer(state: RefundState, fate: RefundFate) -> None:
    assert event_after(state, RefundVerdict(fate, amount=Won(100)), amount=Won(100)) == REFUNDED.get((state, fate))


def test_another_amount_given_back_settles_nothing() -> None:
    assert event_after(RefundState.ASKING, RefundVerdict(RefundFate.DONE, amount=Won(99)), amount=Won(100)) is None


def test_what_was_refused_can_go_back_again() -> None:
    states = {state: refundable(Won(100), [(state, Won(30))]) for state in RefundState}
    assert states == {
        RefundState.INTENDED: 70,
        RefundState.QUEUED: 70,
        RefundState.ASKING: 70,
        RefundState.DONE: 70,
        RefundState.REFUSED: 100,
    } | {
        RefundState.BY_ACCOUNT: 70,
        RefundState.GIVEN_UP: 100,
    }
