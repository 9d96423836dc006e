"""A hub with merchants and payments is brought up: what stood in the merchants' columns becomes rows, and every attempt has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.checkout.worlds import NOW

from minishop.chassis.tenancy import across_tenants

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("checkout_payments", "0002_posted_rows_stand"), ("checkout_merchants", "0001_initial")]
MERCHANT = {"state": "requested", "requested_at": NOW, "shop_url": "http://h.example/", "product_info_url": "http://h.example/p"}


def migrate(targets: list[tuple[str, str]]) -> Any:
    with across_tenants("a migration brings every merchant's rows along"):
        MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("checkout_")]
    yield targets
    migrate(targets)


def test_columns_become_rows_and_payments_point_at_them(newest: list[tuple[str, str]]) -> None:
    with across_tenants("the rows of every merchant"):
        old = migrate(BEFORE)
        merchants = old.get_model("checkout_merchants", "Merchant").objects
        with_pg = merchants.create(**MERCHANT, application_key="a", pg_provider="sandbox", pg_mid="mid-1", pg_secret="s-1")
        without = merchants.create(**MERCHANT, application_key="b")
        attempt = {"order_id": 1, "amount": 1000, "state": "declined", "opened_at": NOW}
        old.get_model("checkout_payments", "Payment").objects.create(merchant_id=with_pg.id, key="k-1", **attempt)
        new = migrate(newest)
        contract = new.get_model("checkout_payments", "PgContract").objects.get()
        payment = new.get_model("checkout_payments", "Payment").objects.get()
        assert (contract.merchant_id, contract.provider, contract.mid, contract.state) == (with_pg.id, "sandbox", "mid-1", "live")
        assert (payment.key, payment.contract_id) == ("k-1", contract.id)
        assert new.get_model("checkout_payments", "PgContractEvent").objects.get().to_state == "live"
        assert new.get_model("checkout_merchants", "Merchant").objects.filter(id=without.id).exists()
        back = migrate(BEFORE).get_model("checkout_merchants", "Merchant").objects
        assert back.get(id=with_pg.id).pg_mid == "mid-1"
