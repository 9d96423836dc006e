"""What the hub's tests stand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.checkout.fakes import Outside
from tests.checkout.machines import Carriers, Clock, HintReceiver
from tests.checkout.worlds import NOW


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, receiver: HintReceiver) -> Outside:
    """The outside world at the seam of HTTP: shops, the PG, messages."""
    fake = Outside()
    receiver.shop = fake.hear
    for module in (
        "orders.adapters.product_info",
        "orders.adapters.sale_check",
        "payments.adapters.sandbox",
    ):
        monkeypatch.setattr(f"minishop.checkout.{module}.exchange", fake.exchange)
    monkeypatch.setattr("minishop.chassis.messages.exchange", fake.exchange)
    return fake


@pytest.fixture(autouse=True)
def ledger_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit empty the tables at their end, which the ledger's guards refuse: they step aside for that."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker is not None and marker.kwargs.get("transaction"))
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    from django.db import connection

    from minishop.checkout.payments.guards import drop_guards, make_guards

    make_guards(connection)
    yield
    drop_guards(connection)


@pytest.fixture
def guarded_ledger(db: None) -> None:
    """The guards, whatever an earlier test did to them."""
    from django.db import connection

    from minishop.checkout.payments.guards import make_guards

    make_guards(connection)


@pytest.fixture(autouse=True)
def carriers(monkeypatch: pytest.MonkeyPatch) -> Carriers:
    """The carriers, at the seam of HTTP."""
    fake = Carriers()
    monkeypatch.setattr("minishop.checkout.parcels.adapters.sandbox.exchange", fake.exchange)
    return fake


@pytest.fixture(autouse=True)
def receiver(monkeypatch: pytest.MonkeyPatch) -> HintReceiver:
    """The merchants' hint receivers, at the seam of HTTP."""
    fake = HintReceiver()
    monkeypatch.setattr("minishop.chassis.jobs.attempts.send", fake.send)
    return fake


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands at NOW until a test moves it, also for the API."""
    fake = Clock(NOW)
    for module in ("endpoint", "host_endpoint", "gateway", "views.token", "views.applications"):
        monkeypatch.setattr(f"minishop.checkout.api.{module}.now", fake)
    return fake
