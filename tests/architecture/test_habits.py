"""Tests look at what happened, not at the clock on the wall, and each can fail (tools/habits.py)."""

from __future__ import annotations

from tools.habits import PROJECT, bad_habits


def test_no_test_has_a_bad_habit() -> None:
    assert [str(habit) for habit in bad_habits(PROJECT / "tests")] == []
