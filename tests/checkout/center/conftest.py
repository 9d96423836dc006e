"""What the centre's tests stand on."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import World, make_account, make_world
from tests.logins import log_in


@pytest.fixture
def world(outside: Outside) -> World:
    return make_world()


@pytest.fixture
def operator(db: None) -> Client:
    """The operator, logged in."""
    client = Client()
    log_in(client, make_account("operator", operator=True))
    return client
