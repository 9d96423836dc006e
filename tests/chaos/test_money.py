"""A small trial of ``./minishop chaos money``: a PG that answers a fifth of its requests badly, claims, and killed processes leave no difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.chaos import money
from tests.running import running

ORDERS, KILLS, SEED = 14, 4, 8


def test_what_a_misbehaving_pg_and_kills_leave_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """L25: after the PG has answered all look-ups its net is ours, and killing changes no final figure."""
    monkeypatch.setenv("SANDBOX_HOLD_SECONDS", "0.3")
    with running(tmp_path / "var") as system:
        trial = money.Trial(system, money.opened(system), ORDERS, SEED, KILLS)
        money.misbehave(system, money.MOOD)
        trial.play()
        trial.walk_on()
        assert trial.faults == []
        assert (sum(trial.ends.values()), trial.killed) == (ORDERS, KILLS)
        assert trial.ends["order"], trial.ends
        assert money.differences(system, days=1) == []
