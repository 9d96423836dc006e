"""A small trial of ``./minishop chaos money``: a PG that answers a fifth of its requests badly, claims, and killed processes leave no difference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.chaos import money
from tests.running import Running

ORDERS, KILLS, SEED = 14, 4, 8


@pytest.fixture
def misbehaving(system: Running) -> Iterator[Running]:
    """A system whose PG answers badly meanwhile."""
    money.misbehave(system, money.MOOD)
    yield system
    money.misbehave(system, 0)


def test_what_a_misbehaving_pg_and_kills_leave_agrees(misbehaving: Running, product: str) -> None:
    """L25: after the PG has answered all look-ups its net is ours, and killing changes no final figure."""
    trial = money.Trial(misbehaving, product, ORDERS, SEED, KILLS)
    trial.play()
    trial.walk_on()
    assert trial.faults == []
    assert (sum(trial.ends.values()), trial.killed) == (ORDERS, KILLS)
    assert trial.ends["order"], trial.ends
    assert money.differences(misbehaving, days=1) == []
