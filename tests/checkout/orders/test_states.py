"""The line's machine: the whole matrix, who may cause what, reachability (architecture, rule 7)."""

from __future__ import annotations

import random
from itertools import product

import pytest

from minishop.checkout.orders.domain.states import (
    CAUSED_BY,
    TRANSITIONS,
    Actor,
    IllegalTransition,
    LineEvent,
    LineState,
    allowed,
    next_state,
    step,
)

S, E = LineState, LineEvent

# Written out a second time on purpose: a change of the table has to be meant.
EXPECTED = {
    (S.AWAITING_PAYMENT, E.PAY): S.PAID,
    (S.AWAITING_PAYMENT, E.EXPIRE): S.UNPAID_CANCELLED,
    (S.PAID, E.REQUEST_DISPATCH): S.DISPATCH_REQUESTED,
    (S.DISPATCH_REQUESTED, E.REQUEST_DISPATCH): S.DISPATCH_REQUESTED,
    (S.DISPATCH_REQUESTED, E.TRACKING_VALID): S.DELIVERING,
    (S.DISPATCH_REQUESTED, E.TRACKING_INVALID): S.PAID,
    (S.DELIVERING, E.DELIVER): S.DELIVERED,
    (S.DELIVERING, E.FINALIZE): S.FINALIZED,
    (S.DELIVERED, E.FINALIZE): S.FINALIZED,
}


@pytest.mark.parametrize(("state", "event"), list(product(S, E)), ids=lambda value: value.value)
def test_every_pair_of_state_and_event(state: LineState, event: LineEvent) -> None:
    if (state, event) in EXPECTED:
        assert next_state(state, event) is EXPECTED[state, event]
    else:
        with pytest.raises(IllegalTransition):
            next_state(state, event)


@pytest.mark.parametrize(("event", "actor"), list(product(E, Actor)), ids=lambda value: value.value)
def test_only_its_own_actor_causes_an_event(event: LineEvent, actor: Actor) -> None:
    state = next(at for (at, caused) in TRANSITIONS if caused is event)
    if CAUSED_BY[event] is actor:
        assert step(state, event, actor) is TRANSITIONS[state, event]
        assert event in allowed(state, actor)
    else:
        assert event not in allowed(state, actor)
        with pytest.raises(IllegalTransition):
            step(state, event, actor)


def test_every_state_is_reached_and_every_event_used() -> None:
    reached, frontier = {S.AWAITING_PAYMENT}, {S.AWAITING_PAYMENT}
    while frontier:
        frontier = {target for (at, _), target in TRANSITIONS.items() if at in frontier} - reached
        reached |= frontier
    assert reached == set(S)
    assert {event for _, event in TRANSITIONS} == set(E) == set(CAUSED_BY)


def test_a_random_walk_stays_in_the_table() -> None:
    chance = random.Random(20110405)
    for _walk in range(200):
        state = S.AWAITING_PAYMENT
        while steps := [event for (at, event) in TRANSITIONS if at is state]:
            state = next_state(state, chance.choice(steps))
            if chance.random() < 0.1:
                break
        assert state in S
