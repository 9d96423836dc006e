"""What a purchase costs the hub in statements, from the press on pay to the sale that is told: fewer is welcome, more has to be meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.checkout.holds.trials import Trial, another

pytestmark = pytest.mark.django_db
# Jobs are claimed and promoted beside each other: what that costs is no purchase's own.
_NOT_ITS_OWN = ("SAVEPOINT", "RELEASE", "SELECT 1 FROM jobs_job", "UPDATE jobs_job")


def statements(deed: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        deed()
    return sum(not one["sql"].strip().startswith(_NOT_ITS_OWN) for one in asked)


def test_what_the_usual_purchase_costs(trial: Trial) -> None:
    """The sheet's two look-ups and the test's two are among the press's."""
    assert {
        "press": statements(trial.press),
        "press again": statements(trial.press),
        "back": statements(trial.back),
        "told": statements(lambda: trial.work(seconds=1)),
    } == {"press": 30, "press again": 14, "back": 33, "told": 12}


def test_what_a_lost_hold_costs(trial: Trial) -> None:
    other = another(trial, "first")
    other.press()
    assert statements(trial.press) == 32
