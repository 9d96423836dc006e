"""가맹점 심사: an application is decided once, and an approved merchant has keys that everyone's software accepts."""

from __future__ import annotations

import re

import bcrypt
import pytest
from tests.checkout.worlds import APPLICATION, NOW, make_application, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.hosting.services import configured_host
from minishop.checkout.merchants import services
from minishop.checkout.merchants.errors import ReasonMissing
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.merchants.queries import merchant_by_certi_key, merchant_by_public_id
from minishop.kernel.machine import IllegalTransition

pytestmark = pytest.mark.django_db
UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def test_the_same_key_applies_once() -> None:
    first = services.apply(host=configured_host(), application_key="k", application=APPLICATION, now=NOW)
    second = services.apply(host=configured_host(), application_key="k", application=APPLICATION, now=NOW)
    assert (first[1], second[1]) == (True, False)
    assert first[0].id == second[0].id
    assert Merchant.objects.count() == 1


def test_approval_gives_keys_once() -> None:
    application = make_application()
    merchant = services.approve(merchant=application, now=NOW)
    assert re.fullmatch(r"np_[a-z]{5}[0-9]{6}", merchant.public_id or "")
    assert UUID.fullmatch(merchant.certi_key)
    assert UUID.fullmatch(merchant.button_key)
    assert re.fullmatch(r"[A-Za-z0-9]{22}", merchant.client_id or "")
    assert merchant.hint_secret.startswith("whsec_")
    again = services.approve(merchant=application, now=NOW)
    assert (again.public_id, again.certi_key, again.client_secret) == (
        merchant.public_id,
        merchant.certi_key,
        merchant.client_secret,
    )


def test_the_client_secret_is_a_canonical_salt() -> None:
    """bcrypt libraries that check the salt's unused bits accept it: hashing gives the salt back unchanged (protocols 05, 2)."""
    secret = make_merchant().client_secret
    assert re.fullmatch(r"\$2a\$04\$[./A-Za-z0-9]{21}[.Oeu]", secret)
    assert bcrypt.hashpw(b"client_1700000000000", secret.encode()).decode().startswith(secret)


def test_a_rejection_needs_a_reason() -> None:
    application = make_application()
    with pytest.raises(ReasonMissing):
        services.reject(merchant=application, reason="  ", now=NOW)
    application.refresh_from_db()
    assert application.state == "requested"
    assert services.reject(merchant=application, reason="서류 없음", now=NOW).reason == "서류 없음"


def test_a_decision_stands() -> None:
    approved, rejected = make_merchant(), make_application()
    services.reject(merchant=rejected, reason="서류 없음", now=NOW)
    with pytest.raises(IllegalTransition):
        services.reject(merchant=approved, reason="늦음", now=NOW)
    with pytest.raises(IllegalTransition):
        services.approve(merchant=rejected, now=NOW)
    assert sorted(Merchant.objects.values_list("state", flat=True)) == ["approved", "rejected"]
    rejected.refresh_from_db()
    assert rejected.public_id is None


def test_credentials_name_an_approved_merchant_only() -> None:
    merchant, other = make_merchant(), make_merchant(shop_name="남의상점")
    public_id = merchant.public_id or ""
    assert merchant_by_certi_key(public_id, merchant.certi_key) == merchant
    for name, key in ((public_id, other.certi_key), (public_id, ""), ("", ""), ("np_\0", ""), (public_id, "인증키")):
        assert merchant_by_certi_key(name, key) is None
    Merchant.objects.filter(id=merchant.id).update(state="requested")
    assert merchant_by_certi_key(public_id, merchant.certi_key) is None
    assert merchant_by_public_id(public_id) is None


def counter_of(merchant: Merchant) -> tuple[int | None, str, int]:
    with scope(merchant.id):
        return MerchantCounter.objects.values_list("host_id", "public_id", "changes_made").get()


def test_approval_gives_a_counter_of_its_host() -> None:
    merchant = make_merchant()
    services.approve(merchant=merchant, now=NOW)
    assert counter_of(merchant) == (configured_host().id, merchant.public_id, 0)


def test_a_merchant_leaves_its_host_with_its_counter() -> None:
    merchant, other = make_merchant(), make_merchant(shop_name="남의상점")
    with scope(merchant.id):
        services.leave_host(merchant=merchant)
    assert (Merchant.objects.get(id=merchant.id).host, counter_of(merchant)) == (None, (None, merchant.public_id, 0))
    assert (Merchant.objects.get(id=other.id).host, counter_of(other)[0]) == (configured_host(), configured_host().id)


def test_who_left_before_the_decision_is_approved_without_a_host() -> None:
    application = make_application()
    with scope(application.id):
        services.leave_host(merchant=application)
    merchant = services.approve(merchant=application, now=NOW)
    assert counter_of(merchant) == (None, merchant.public_id, 0)
