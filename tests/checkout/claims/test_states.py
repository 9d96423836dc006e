"""The claims' machines: who may cause what, and what their words have in common (architecture, rule 7)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from minishop.checkout.claims.domain.states import (
    CAUSED_BY,
    ENDED,
    MACHINES,
    OPEN,
    ClaimKind,
    ClaimState,
    allowed,
    step,
)
from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import IllegalTransition

STEPS = [
    pytest.param(kind, event, actor, id=f"{kind} {event} {actor}")
    for kind in ClaimKind
    for event, actor in product(CAUSED_BY[kind], Actor)
]


@pytest.mark.parametrize(("kind", "event", "actor"), STEPS)
def test_only_its_own_actors_cause_an_event(kind: ClaimKind, event: Any, actor: Actor) -> None:
    """L24: no step outside the tables, whoever tries it."""
    machine = MACHINES[kind]
    known = next((at for at, caused in machine.table if caused is event), None)
    state = None if known is None else ClaimState(known.value)
    if actor in CAUSED_BY[kind][event]:
        assert step(kind, state, event, actor) == machine.next_state(known, event)
    else:
        with pytest.raises(IllegalTransition) as refused:
            step(kind, state, event, actor)
        assert refused.value.facts["actor"] == actor.value
    if state is not None:
        assert (event in allowed(kind, state, actor)) is (actor in CAUSED_BY[kind][event])


def test_every_event_has_its_actors() -> None:
    for kind, machine in MACHINES.items():
        assert set(CAUSED_BY[kind]) == {event for _, event in machine.table} | set(machine.made_by)


def test_the_states_of_a_claim_are_those_of_its_machines() -> None:
    assert {state.value for state in ClaimState} == {state.value for machine in MACHINES.values() for state in machine.states}


@pytest.mark.parametrize("kind", ClaimKind)
def test_an_open_claim_has_something_to_come_and_an_ended_one_has_not(kind: ClaimKind) -> None:
    states = MACHINES[kind].states
    assert {state.value for state in states if MACHINES[kind].allowed(state)} == {s.value for s in states if s.value in OPEN}
    assert frozenset(ClaimState) == OPEN | ENDED
