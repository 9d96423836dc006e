"""A hub that had shops before there were hosts is brought up: they are its own host's, and their feeds count on where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.checkout.worlds import NOW

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.hosting.services import configured_host
from minishop.checkout.merchants.models import Merchant, MerchantCounter

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("checkout_merchants", "0008_ask_the_shops_that_were_here_before")]
MERCHANT = {"requested_at": NOW, "shop_url": "http://h.example/", "product_info_url": "http://h.example/p"}


def migrate(targets: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model("checkout_merchants", "Merchant").objects


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("checkout_")]
    yield targets
    MigrationExecutor(connection).migrate(targets)


def test_shops_of_before_are_the_own_hosts_and_count_on(newest: list[tuple[str, str]]) -> None:
    old = migrate(BEFORE)
    trading = old.create(**MERCHANT, application_key="a", state="approved", public_id="np_aaaaa000001", changes_made=294)
    waiting = old.create(**MERCHANT, application_key="b", state="requested")
    migrate(newest)
    host = configured_host()
    assert dict(Merchant.objects.values_list("id", "host_id")) == {trading.pk: host.id, waiting.pk: host.id}
    with across_tenants("every counter"):
        counters = list(MerchantCounter.objects.values_list("merchant_id", "host_id", "public_id", "changes_made"))
    assert counters == [(trading.pk, host.id, "np_aaaaa000001", 294)]
    assert dict(migrate(BEFORE).values_list("id", "changes_made")) == {trading.pk: 294, waiting.pk: 0}
