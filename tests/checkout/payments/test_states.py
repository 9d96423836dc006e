"""What a PG's word causes: the whole matrix (architecture, rule 7)."""

from __future__ import annotations

from itertools import product

import pytest

from minishop.checkout.payments.domain.states import (
    MACHINE,
    PaymentEvent,
    PaymentState,
)
from minishop.checkout.payments.domain.verdicts import Fate, Verdict, events_after
from minishop.checkout.payments.labels import STATE
from minishop.kernel.won import Won

S, E = PaymentState, PaymentEvent
CAUSED = {
    (S.OPENED, Fate.TAKEN): (E.CONFIRM, E.APPROVE),
    (S.CONFIRMING, Fate.TAKEN): (E.APPROVE,),
    (S.CONFIRMING, Fate.DECLINED): (E.DECLINE,),
}


@pytest.mark.parametrize(("state", "fate"), list(product(S, Fate)), ids=lambda value: value.value)
def test_every_pair_of_state_and_fate(state: PaymentState, fate: Fate) -> None:
    events = events_after(state, Verdict(fate, amount=Won(100)), amount=Won(100))
    assert events == CAUSED.get((state, fate), ())
    for event in events:
        state = MACHINE.next_state(state, event)


def test_another_amount_than_ours_settles_nothing() -> None:
    assert events_after(S.CONFIRMING, Verdict(Fate.TAKEN, amount=Won(99)), amount=Won(100)) == ()


def test_every_state_has_korean() -> None:
    assert set(S) == set(STATE)
