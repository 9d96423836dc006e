"""The shop's keys at the hub and at its PG are sealed in the mall's database (decision 0019)."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.mall.worlds import NOW, Cast

from minishop.chassis.secrets.management.commands.reseal_secrets import sealed_columns
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.services.connection import KEYS, connect
from minishop.mall.entries.models import PgContract

pytestmark = pytest.mark.django_db
SAID = {name: f"{name}-1234" for name in KEYS}


def test_no_key_stands_in_the_tables_and_each_opens(cast: Cast) -> None:
    with scope(cast.haru.id):
        connect(shop=cast.haru, keys=SAID)
        PgContract.objects.create(shop=cast.haru, provider="sandbox", mid="m", secret_key="sk-1234", approved_at=NOW)
    with across_tenants("the tables themselves are looked at"), connection.cursor() as cursor:
        cursor.execute("SELECT certi_key, client_secret, hint_secret FROM mall_channel_hubconnection")
        row = cursor.fetchone()
        cursor.execute("SELECT secret_key FROM mall_entries_pgcontract")
        row += cursor.fetchone()
    assert [value[:3] for value in row] == ["f1:"] * 4
    assert not any("1234" in value for value in row)
    with scope(cast.haru.id):
        opened = HubConnection.objects.get()
        assert (opened.certi_key, opened.client_secret, opened.hint_secret) == (
            "certi_key-1234",
            "client_secret-1234",
            "hint_secret-1234",
        )
        assert PgContract.objects.get().secret_key == "sk-1234"


def test_which_columns_are_sealed_is_known() -> None:
    assert {f"{model._meta.label}.{column}" for model, column in sealed_columns()} == {
        *(f"mall_channel.HubConnection.{column}" for column in ("certi_key", "client_secret", "hint_secret")),
        "mall_entries.PgContract.secret_key",
        "mall_feed.SearchConnection.report_secret",
    }
