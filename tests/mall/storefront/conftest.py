"""The hub that takes a shop's orders."""

from __future__ import annotations

import pytest
from tests.mall.front import RegistrationDesk

from minishop.mall.channel.services import registering


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> RegistrationDesk:
    """The hub's end of order registration."""
    fake = RegistrationDesk()
    monkeypatch.setattr(registering, "exchange", fake)
    return fake
