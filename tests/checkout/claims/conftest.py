"""What the tests of claims stand on."""

from __future__ import annotations

import pytest
from tests.checkout.worlds import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
