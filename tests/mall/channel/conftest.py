"""A shop that is open, connected to a fake hub."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.mall.channel.adapters import rest
from minishop.mall.channel.models import HubConnection
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop

KEYS = {
    "merchant_id": "np_abcde123456",
    "certi_key": "0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "button_key": "1F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E",
    "client_id": "haruClientId00000001",
    "client_secret": "$2a$04$abcdefghijklmnopqrstuu",
    "hint_secret": "whsec_bWluaXNob3AtZ29sZGVuLWhpbnQtc2VjcmV0LTMyISE=",
}


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
