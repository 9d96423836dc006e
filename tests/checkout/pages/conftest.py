"""What the tests of the buyer's pages stand on: two merchants, two buyers, and a clock that stands still."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World, make_world
from tests.logins import log_in


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is opened at NOW."""
    views = (
        "sheet.views",
        "payment.views",
        "my.views",
        "my.deciding",
        "claims.views.account",
        "claims.views.cancelling",
        "claims.views.applying",
        "claims.views.progress",
    )
    for module in views:
        monkeypatch.setattr(f"minishop.checkout.pages.{module}.now", lambda: NOW)


@pytest.fixture
def world(outside: Outside) -> World:
    return make_world()


@pytest.fixture
def buyer(world: World) -> Client:
    """The browser of the world's buyer, logged in."""
    client = Client()
    log_in(client, world.buyer)
    return client
