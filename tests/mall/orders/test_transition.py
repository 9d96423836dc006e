"""The one writer of a line's state: what it moves, what it refuses, and what it writes down of both (architecture, rule 7)."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW

from minishop.kernel.machine import IllegalTransition
from minishop.mall.orders.domain import states
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import LineEvent, OrderLine
from minishop.mall.orders.services.transition import steps

E = states.LineEvent


def history() -> list[tuple[str, str, str, str, str]]:
    return list(
        LineEvent.objects.exclude(event="collected")
        .order_by("id")
        .values_list("event", "from_state", "to_state", "actor", "reason")
    )


def follow(line: OrderLine, *told: HubState) -> None:
    with steps(NOW) as taken:
        for hub_state in told:
            taken.follow_hub(line, hub_state=hub_state)


def stored() -> tuple[str, str]:
    return OrderLine.objects.values_list("state", "hub_state").get()


def test_a_step_is_written_down_with_who_and_why(line: OrderLine) -> None:
    with steps(NOW) as taken:
        taken.move(line, E.HOLD, actor="owner@haru.example", reason="재입고 대기", evidence={"memo": "1"})
    assert stored() == ("on_hold", "paid")
    assert history() == [("hold", "preparing", "on_hold", "owner@haru.example", "재입고 대기")]
    assert LineEvent.objects.get(event="hold").evidence == {"memo": "1"}


def test_a_sellers_step_that_the_table_has_not_changes_and_writes_nothing(line: OrderLine) -> None:
    with pytest.raises(IllegalTransition), steps(NOW) as taken:
        taken.move(line, E.HOLD, actor="owner@haru.example")
        taken.move(line, E.HOLD, actor="owner@haru.example")
    assert stored() == ("preparing", "paid")
    assert history() == []


def test_a_step_of_the_hub_that_the_table_has_not_is_refused_and_written_down(line: OrderLine) -> None:
    """What the hub says is kept; our line stays where it is, and its history says that and why."""
    follow(line, HubState.FINALIZED, HubState.DELIVERING)
    assert stored() == ("finalized", "delivering")
    assert history() == [
        ("hub_finalized", "preparing", "finalized", "hub", ""),
        (
            "hub_in_transit",
            "finalized",
            "finalized",
            "hub",
            "illegal_transition(state='finalized', event='hub_in_transit')",
        ),
    ]


def test_the_same_word_of_the_hub_again_writes_nothing(line: OrderLine) -> None:
    follow(line, HubState.DELIVERING, HubState.DELIVERING)
    follow(line, HubState.DELIVERING)
    assert [event for event, *_ in history()] == ["hub_in_transit"]


def test_an_exchange_is_only_noted(line: OrderLine) -> None:
    """R51."""
    follow(line, HubState.EXCHANGED)
    assert stored() == ("preparing", "exchanged")
    assert history() == [("hub_exchanged", "preparing", "preparing", "hub", "")]
