"""The one writer of a line's state: what it moves, what it refuses, and what it writes down of both (architecture, rule 7)."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW

from minishop.kernel.machine import IllegalTransition
from minishop.mall.orders.domain import states
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import LineEvent, OrderLine
from minishop.mall.orders.services.transition import follow_hub, move

E = states.LineEvent


def history() -> list[tuple[str, str, str, str, str]]:
    return list(
        LineEvent.objects.exclude(event="collected")
        .order_by("id")
        .values_list("event", "from_state", "to_state", "actor", "reason")
    )


def stored() -> tuple[str, str]:
    return OrderLine.objects.values_list("state", "hub_state").get()


def test_a_step_is_written_down_with_who_and_why(line: OrderLine) -> None:
    move(line=line, event=E.HOLD, actor="owner@haru.example", reason="재입고 대기", evidence={"memo": "1"}, now=NOW)
    assert stored() == ("on_hold", "paid")
    assert history() == [("hold", "preparing", "on_hold", "owner@haru.example", "재입고 대기")]
    assert LineEvent.objects.get(event="hold").evidence == {"memo": "1"}


def test_a_sellers_step_that_the_table_has_not_changes_and_writes_nothing(line: OrderLine) -> None:
    with pytest.raises(IllegalTransition):
        move(line=line, event=E.RELEASE, actor="owner@haru.example", now=NOW)
    assert stored() == ("preparing", "paid")
    assert history() == []


def test_a_step_of_the_hub_that_the_table_has_not_is_refused_and_written_down(line: OrderLine) -> None:
    """What the hub says is kept; our line stays where it is, and its history says that and why."""
    follow_hub(line=line, hub_state=HubState.FINALIZED, now=NOW)
    follow_hub(line=line, hub_state=HubState.DELIVERING, now=NOW)
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
    for _ in range(2):
        follow_hub(line=line, hub_state=HubState.DELIVERING, now=NOW)
    assert [event for event, *_ in history()] == ["hub_in_transit"]


def test_an_exchange_is_only_noted(line: OrderLine) -> None:
    """R51."""
    follow_hub(line=line, hub_state=HubState.EXCHANGED, now=NOW)
    assert stored() == ("preparing", "exchanged")
    assert history() == [("hub_exchanged", "preparing", "preparing", "hub", "")]
