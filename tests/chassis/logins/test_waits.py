"""How long guessing is slowed down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from minishop.chassis.logins.domain import FREE_TRIES, LONGEST_WAIT, wait_after

CASES = [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10**9, 900)]


@pytest.mark.parametrize(("failures", "seconds"), CASES)
def test_a_few_tries_are_free_then_each_waits_longer_up_to_a_quarter_hour(failures: int, seconds: int) -> None:
    assert wait_after(failures) == timedelta(seconds=seconds) <= LONGEST_WAIT


def test_a_day_of_guessing_is_about_a_hundred_guesses() -> None:
    tries, waited = FREE_TRIES, timedelta()
    while waited < timedelta(days=1):
        waited += wait_after(tries)
        tries += 1
    assert tries < 110
