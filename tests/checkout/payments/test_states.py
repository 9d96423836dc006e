"""The attempt's machine and what a PG's word causes: whole matrices (architecture, rule 7)."""

from __future__ import annotations

from itertools import product

import pytest

from minishop.checkout.payments.domain.states import (
    TRANSITIONS,
    IllegalTransition,
    PaymentEvent,
    PaymentState,
    next_state,
)
from minishop.checkout.payments.domain.verdicts import Fate, Verdict, events_after
from minishop.checkout.payments.labels import STATE
from minishop.kernel.won import Won

S, E = PaymentState, PaymentEvent
EXPECTED = {
    (S.OPENED, E.CONFIRM): S.CONFIRMING,
    (S.OPENED, E.ABANDON): S.ABANDONED,
    (S.CONFIRMING, E.APPROVE): S.PAID,
    (S.CONFIRMING, E.DECLINE): S.DECLINED,
}
CAUSED = {
    (S.OPENED, Fate.TAKEN): (E.CONFIRM, E.APPROVE),
    (S.CONFIRMING, Fate.TAKEN): (E.APPROVE,),
    (S.CONFIRMING, Fate.DECLINED): (E.DECLINE,),
}


@pytest.mark.parametrize(("state", "event"), list(product(S, E)), ids=lambda value: value.value)
def test_every_pair_of_state_and_event(state: PaymentState, event: PaymentEvent) -> None:
    if (state, event) in EXPECTED:
        assert next_state(state, event) is EXPECTED[state, event]
    else:
        with pytest.raises(IllegalTransition):
            next_state(state, event)


@pytest.mark.parametrize(("state", "fate"), list(product(S, Fate)), ids=lambda value: value.value)
def test_every_pair_of_state_and_fate(state: PaymentState, fate: Fate) -> None:
    events = events_after(state, Verdict(fate, amount=Won(100)), amount=Won(100))
    assert events == CAUSED.get((state, fate), ())
    for event in events:
        state = next_state(state, event)


def test_another_amount_than_ours_settles_nothing() -> None:
    assert events_after(S.CONFIRMING, Verdict(Fate.TAKEN, amount=Won(99)), amount=Won(100)) == ()


def test_every_state_is_reached_and_has_korean() -> None:
    assert {S.OPENED, *TRANSITIONS.values()} == set(S) == set(STATE)
