"""Every machine: its whole matrix as written down in grids.py, its reach, and random walks (architecture, rule 7)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.architecture.grids import GRIDS
from tests.architecture.machines import machines

from minishop.kernel.machine import IllegalTransition, Machine

MACHINES = machines()
ALL = pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))


def events_of(machine: Machine[Any, Any]) -> set[Any]:
    return {event for _, event in machine.table} | set(machine.made_by)


def cells() -> Iterator[Any]:
    """(machine, state, event, the value of the state after or "." ) for every cell of every grid."""
    for name, grid in GRIDS.items():
        head, *rows = [line.split() for line in grid.splitlines() if line.strip()]
        events = {event.value: event for event in events_of(MACHINES[name])}
        for state, *targets in rows:
            for event, target in zip(head, targets, strict=True):
                at = None if state == "new" else MACHINES[name].states(state.removeprefix(">"))
                yield pytest.param(MACHINES[name], at, events[event], target, id=f"{name} {at} {event}")


def test_every_machine_has_a_grid_of_all_its_states_and_events() -> None:
    assert set(GRIDS) == set(MACHINES)
    for name, machine in MACHINES.items():
        head, *rows = [line.split() for line in GRIDS[name].splitlines() if line.strip()]
        assert sorted(head) == sorted(event.value for event in events_of(machine)), name
        listed = [row[0].removeprefix(">") for row in rows]
        states: type[StrEnum] = machine.states
        assert sorted(listed) == sorted([*states, *(["new"] if machine.made_by else [])]), name
        assert {row[0].removeprefix(">") for row in rows if row[0].startswith(">")} == set(machine.begins), name


@pytest.mark.parametrize(("machine", "state", "event", "target"), list(cells()))
def test_every_cell_of_the_matrix(machine: Machine[Any, Any], state: Any, event: Any, target: str) -> None:
    assert (event in machine.allowed(state)) is (target != ".")
    if target != ".":
        assert machine.next_state(state, event) is machine.states(target)
        return
    with pytest.raises(IllegalTransition) as refused:
        machine.next_state(state, event)
    assert refused.value.facts == {"state": state and state.value, "event": event.value}


@ALL
def test_every_event_of_its_kind_is_in_the_table(machine: Machine[Any, Any]) -> None:
    events = events_of(machine)
    assert events == {event for kind in {type(event) for event in events} for event in kind}


@ALL
def test_every_state_is_reached(machine: Machine[Any, Any]) -> None:
    assert set(machine.made_by.values()) <= set(machine.begins)
    reached, before = set(machine.begins), set[Any]()
    while reached != before:
        before = set(reached)
        reached |= {target for (state, _), target in machine.table.items() if state in reached}
    states: type[StrEnum] = machine.states
    assert reached == set(states)


@given(st.data())
def test_a_random_walk_never_leaves_the_table(data: st.DataObject) -> None:
    machine = data.draw(st.sampled_from(list(MACHINES.values())))
    state = data.draw(st.sampled_from(machine.begins))
    for _ in range(20):
        if not machine.allowed(state):
            break
        state = machine.next_state(state, data.draw(st.sampled_from(sorted(machine.allowed(state)))))
        assert state in machine.states


@ALL
def test_where_an_event_leads_is_where_its_steps_end(machine: Machine[Any, Any]) -> None:
    for event in {event for _, event in machine.table}:
        ends = {machine.next_state(state, event) for state in machine.states if event in machine.allowed(state)}
        assert machine.leads_to(event) == ends
