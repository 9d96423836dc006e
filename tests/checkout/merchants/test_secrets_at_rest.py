"""What merchants entrust to the hub does not stand in its database for everyone to read (decision 0019)."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from tests.checkout.worlds import make_merchant

from minishop.chassis.secrets.management.commands.reseal_secrets import sealed_columns
from minishop.chassis.secrets.sealing import SecretUnreadable, is_of_first_key
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.merchants.models import ApiToken, Merchant
from minishop.checkout.merchants.queries import merchant_by_certi_key
from minishop.checkout.payments.models import PgContract

pytestmark = pytest.mark.django_db
SECRETS = ("certi_key", "client_secret", "hint_secret")


def stored(table: str, column: str) -> list[str]:
    with across_tenants("the table itself is looked at"), connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return [value for (value,) in cursor.fetchall()]


def test_the_keys_of_a_merchant_and_of_its_pg_are_sealed() -> None:
    merchant = make_merchant()
    for column in SECRETS:
        secret = getattr(Merchant.objects.get(), column)
        assert secret
        assert stored("checkout_merchants_merchant", column)[0].startswith("f1:")
        assert secret not in stored("checkout_merchants_merchant", column)[0]
    with scope(merchant.id):
        assert PgContract.objects.get().secret
    assert stored("checkout_payments_pgcontract", "secret")[0].startswith("f1:")


def test_which_columns_are_sealed_is_known() -> None:
    """A column taken out of this list would be written in clear again."""
    found = {f"{model._meta.label}.{column}" for model, column in sealed_columns()}
    of_merchants = {f"checkout_merchants.Merchant.{column}" for column in SECRETS}
    of_buyers = {"checkout_claims.Claim.account", "checkout_payments.Refund.account"}
    assert found == {*of_merchants, *of_buyers, "checkout_payments.PgContract.secret"}


def test_no_column_that_is_named_for_a_secret_is_left_in_clear() -> None:
    from django.apps import apps

    sealed = {(model, column) for model, column in sealed_columns()}
    named = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in ("secret", "certi_key", "token", "password", "api_key"))
    }
    hashed = {"password"}  # Argon2, see tests/checkout/accounts/test_hashes.py
    assert {(model, column) for model, column in named if column not in hashed} <= sealed


def test_a_merchant_is_still_known_by_its_key_and_not_found_by_it() -> None:
    merchant = make_merchant()
    public_id, key = merchant.public_id or "", Merchant.objects.get().certi_key
    assert merchant_by_certi_key(public_id, key) == merchant
    assert merchant_by_certi_key(public_id, "") is None
    with pytest.raises(FieldError):
        Merchant.objects.filter(certi_key=key).exists()


def test_after_a_new_key_all_is_sealed_with_it_and_the_old_one_can_go(settings: Any) -> None:
    merchant = make_merchant()
    before = {column: str(getattr(Merchant.objects.get(), column)) for column in SECRETS}
    settings.ENCRYPTION_KEYS = ("a-new-key", *settings.ENCRYPTION_KEYS)
    said = StringIO()
    call_command("reseal_secrets", stdout=said)
    assert said.getvalue() == "4 secrets, 4 sealed anew\n"
    assert all(is_of_first_key(text) for column in SECRETS for text in stored("checkout_merchants_merchant", column))
    settings.ENCRYPTION_KEYS = ("a-new-key",)
    assert {column: getattr(Merchant.objects.get(), column) for column in SECRETS} == before
    with scope(merchant.id):
        assert PgContract.objects.get().secret
    said = StringIO()
    call_command("reseal_secrets", stdout=said)
    assert said.getvalue() == "4 secrets, 0 sealed anew\n"


def test_without_the_right_key_nothing_opens_and_the_command_says_where(settings: Any) -> None:
    make_merchant()
    settings.ENCRYPTION_KEYS = ("another-key",)
    with pytest.raises(SecretUnreadable):
        Merchant.objects.get()
    with pytest.raises(CommandError, match=r"Merchant\.certi_key: a stored secret cannot be read"):
        call_command("reseal_secrets")


def test_no_token_stands_in_the_table() -> None:
    assert {field.name for field in ApiToken._meta.concrete_fields} == {"merchant", "id", "digest", "issued_at", "expires_at"}


def test_what_is_shown_of_a_merchant_hides_its_secrets(client: Client) -> None:
    make_merchant()
    shown = repr({name: value for name, value in vars(Merchant.objects.get()).items() if name in SECRETS})
    assert shown == repr(dict.fromkeys(SECRETS)).replace("None", "'…'")
