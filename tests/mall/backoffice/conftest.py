"""What tests of the back office stand on."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import Cast


@pytest.fixture
def owner(cast: Cast) -> Client:
    """haru's owner, logged in."""
    client = Client()
    client.force_login(cast.owner)
    return client


@pytest.fixture
def stranger(cast: Cast) -> Client:
    """Someone with another shop, logged in."""
    client = Client()
    client.force_login(cast.stranger)
    return client
