"""The line's machine: who may cause what (architecture, rule 7)."""

from __future__ import annotations

from itertools import product

import pytest

from minishop.checkout.orders.domain.states import (
    CAUSED_BY,
    MACHINE,
    Actor,
    LineEvent,
    allowed,
    step,
)
from minishop.kernel.machine import IllegalTransition

E = LineEvent


@pytest.mark.parametrize(("event", "actor"), list(product(E, Actor)), ids=lambda value: value.value)
def test_only_its_own_actor_causes_an_event(event: LineEvent, actor: Actor) -> None:
    state = next(at for (at, caused) in MACHINE.table if caused is event)
    if CAUSED_BY[event] is actor:
        assert step(state, event, actor) is MACHINE.table[state, event]
        assert event in allowed(state, actor)
    else:
        assert event not in allowed(state, actor)
        with pytest.raises(IllegalTransition):
            step(state, event, actor)
