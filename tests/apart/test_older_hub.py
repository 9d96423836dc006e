"""A hub that has run for long is brought up in one go, and can be put back: what its merchants had follows them through every table.

One walk each way: rendering the models of so many migrations is what costs, not their rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.checkout.worlds import NOW, make_merchant

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.hosting.services import configured_host
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.merchants.queries import find_merchants
from minishop.checkout.payments.models import Payment, PgContract, PgContractEvent

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = [("checkout_payments", "0002_posted_rows_stand"), ("checkout_merchants", "0002_merchant_hold_url")]
SECRETS = ("certi_key", "client_secret", "hint_secret")
MERCHANT = {"state": "requested", "requested_at": NOW, "shop_url": "http://h.example/", "product_info_url": "http://h.example/p"}
# Where a shop is told of changes → where it is asked what it sells.
ASKED_AT = {
    "https://mall.example/channel/hints/haru/": "https://mall.example/channel/holds/haru/",
    "http://mall.localhost:8100/channel/hints/a-1/": "http://mall.localhost:8100/channel/holds/a-1/",
    "https://other.example/webhooks/naverpay": "",
    "https://other.example/channel/hints/a/?x=/channel/hints/b/": "",
    "": "",
}


def migrate(targets: list[tuple[str, str]]) -> Any:
    with across_tenants("a migration brings every merchant's rows along"):
        MigrationExecutor(connection).migrate(targets)


def merchants_of(targets: list[tuple[str, str]]) -> Any:
    apps = MigrationExecutor(connection).loader.project_state(targets).apps
    return apps.get_model("checkout_merchants", "Merchant").objects, apps.get_model("checkout_payments", "Payment").objects


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "checkout_merchants_merchant" ORDER BY id')
        return [value for (value,) in cursor.fetchall()]


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("checkout_")]
    yield targets
    migrate(targets)


def test_a_hub_is_put_back_and_brought_up_with_all_that_its_merchants_had(newest: list[tuple[str, str]]) -> None:
    present = make_merchant()
    secrets = {column: str(getattr(Merchant.objects.get(), column)) for column in SECRETS}
    with scope(present.id):
        MerchantCounter.objects.update(changes_made=294)

    migrate(LONG_AGO)
    old, payments = merchants_of(LONG_AGO)
    assert {column: stored(column) for column in SECRETS} == {column: [secret] for column, secret in secrets.items()}
    assert old.values_list("changes_made", "pg_mid").get() == (294, "mid-1")
    with_pg = old.create(**MERCHANT, application_key="pg", pg_provider="sandbox", pg_mid="mid-2", pg_secret="s-1")
    told = [old.create(**MERCHANT, application_key=f"told-{number}", hint_url=url) for number, url in enumerate(ASKED_AT)]
    asked_elsewhere = {"hint_url": next(iter(ASKED_AT)), "hold_url": "https://mall.example/asked/"}
    known = old.create(**MERCHANT, application_key="known", shop_name="새벽 빵집", **asked_elsewhere)
    tried = {"order_id": 1, "amount": 1000, "state": "declined", "opened_at": NOW}
    with across_tenants("a payment of before"):
        payments.create(merchant_id=with_pg.id, key="k-1", **tried)

    migrate(newest)
    with across_tenants("all that is there now"):
        contract, payment = PgContract.objects.get(merchant_id=with_pg.id), Payment.objects.get()
        assert (contract.provider, contract.mid, contract.state, contract.secret) == ("sandbox", "mid-2", "live", "s-1")
        assert PgContractEvent.objects.get(merchant_id=with_pg.id).to_state == "live"
        assert set(PgContract.objects.values_list("merchant_id", flat=True)) == {present.id, with_pg.id}
        assert (payment.key, payment.contract_id) == ("k-1", contract.id)
        counters = list(MerchantCounter.objects.values_list("merchant_id", "host_id", "public_id", "changes_made"))
    asked = dict(Merchant.objects.values_list("id", "hold_url"))
    assert [asked[merchant.id] for merchant in told] == list(ASKED_AT.values())
    assert asked[known.id] == "https://mall.example/asked/"
    assert find_merchants("새벽빵").rows.get().id == known.id
    assert set(Merchant.objects.values_list("host_id", flat=True)) == {configured_host().id}
    assert counters == [(present.id, configured_host().id, present.public_id, 294)]
    found = Merchant.objects.get(id=present.id)
    assert {column: getattr(found, column) for column in SECRETS} == secrets
    assert all(text.startswith("f1:") for column in SECRETS for text in stored(column) if text)
