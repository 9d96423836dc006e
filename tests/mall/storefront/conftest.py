"""An open shop, its visitor, and the hub that takes its orders."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.front import RegistrationDesk, opened, visitor

from minishop.mall.channel.services import registering
from minishop.mall.shops.models import Shop


@pytest.fixture
def front(shop: Shop) -> Client:
    """A visitor of the shop haru, which is open."""
    return visitor(opened(shop))


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> RegistrationDesk:
    """The hub's end of order registration."""
    fake = RegistrationDesk()
    monkeypatch.setattr(registering, "exchange", fake)
    return fake
