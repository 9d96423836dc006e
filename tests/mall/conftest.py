"""What the mall's tests stand on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.mall.front import opened, visitor
from tests.mall.worlds import KEYS, NOW, SEARCH, Cast, make_cast
from tests.migrating import State, migrate, newest_of

from minishop.chassis.tenancy import scope
from minishop.mall.channel.adapters import rest
from minishop.mall.channel.models import HubConnection
from minishop.mall.feed.models import SearchConnection
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test go into the test's own folder."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def cast(db: None) -> Cast:
    """Two shops with something to leak, their owners, a member of staff, the host's operator."""
    return make_cast()


@pytest.fixture
def shop(cast: Cast) -> Iterator[Shop]:
    """The shop haru, inside its scope."""
    with scope(cast.haru.id):
        yield cast.haru


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    """The hub that the client reaches."""
    fake = FakeHub()
    monkeypatch.setattr(rest, "exchange", fake)
    monkeypatch.setattr(rest, "_tokens", {})
    return fake


@pytest.fixture
def connected(shop: Shop) -> Shop:
    """The shop, open since yesterday, with its keys."""
    for kind in EntryKind:
        long_ago = NOW - timedelta(days=2)
        Entry.objects.create(shop=shop, kind=kind, state=EntryState.APPROVED, requested_at=long_ago, decided_at=long_ago)
    HubConnection.objects.create(shop=shop, **KEYS)
    return shop


@pytest.fixture
def listed(connected: Shop) -> Shop:
    """The shop with its keys at the hub and at the search, which has said nothing yet."""
    SearchConnection.objects.create(shop=connected, **SEARCH)
    return connected


@pytest.fixture
def front(shop: Shop) -> Client:
    """A visitor of the shop haru, which is open."""
    return visitor(opened(shop))


@pytest.fixture
def newest() -> Iterator[State]:
    """The newest state of the mall's tables, to which the database comes back after the test."""
    targets = newest_of("mall")
    yield targets
    migrate(targets)
