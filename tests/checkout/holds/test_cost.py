"""What a purchase costs the hub in statements, from the press on pay to the sale that is told: fewer is welcome, more has to be meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.checkout.holds.trials import Trial, another

pytestmark = pytest.mark.django_db
_TRANSACTION = ("SAVEPOINT", "RELEASE")


def statements(deed: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        deed()
    return sum(_is_its_own(one["sql"].strip()) for one in asked)


def _is_its_own(sql: str) -> bool:
    """Whether a statement is the purchase's: jobs are claimed, promoted and ended beside each other, in each database in its own way."""
    return not sql.startswith(_TRANSACTION) and (" jobs_job" not in sql or sql.startswith("INSERT"))


def test_what_the_usual_purchase_costs(trial: Trial) -> None:
    """The sheet's two look-ups and the test's two are among the press's."""
    assert {
        "press": statements(trial.press),
        "press again": statements(trial.press),
        "back": statements(trial.back),
        "told": statements(lambda: trial.work(seconds=1)),
    } == {"press": 30, "press again": 13, "back": 33, "told": 9}


def test_what_a_lost_hold_costs(trial: Trial) -> None:
    other = another(trial, "first")
    other.press()
    assert statements(trial.press) == 32
