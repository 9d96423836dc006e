"""What the tests of holds stand on."""

from __future__ import annotations

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.holds.trials import Trial, make_trial


@pytest.fixture
def trial(db: None, outside: Outside) -> Trial:
    """One mug, and a buyer before its sheet at a merchant that requires its shop's word."""
    return make_trial(outside)


@pytest.fixture
def selling(db: None, outside: Outside) -> Trial:
    """The same at a merchant that sells without it."""
    return make_trial(outside, policy="sell")
