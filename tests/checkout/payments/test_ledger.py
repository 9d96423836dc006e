"""원장: posted once a key, added up, and never changed again: the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checkout.worlds import NOW, balance, make_account, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.ledger import AccountKind, Entry, Unbalanced, payment_entries, points_entries
from minishop.checkout.payments.models import Posting, Transfer
from minishop.checkout.payments.queries import points_of
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db


def post_payment(merchant: Merchant, key: str, amount: int) -> Transfer:
    with scope(merchant.id):
        entries = payment_entries(Won(amount))
        return post(merchant=merchant, key=key, kind="payment", order_number="1" * 16, entries=entries, buyer=None, now=NOW)


def test_the_same_key_posts_once() -> None:
    merchant = make_merchant()
    assert post_payment(merchant, "k", 1000).id == post_payment(merchant, "k", 1000).id
    with scope(merchant.id):
        assert balance(merchant, AccountKind.PG_RECEIVABLE) == Won(1000)
        assert balance(merchant, AccountKind.MERCHANT_PENDING) == Won(-1000)


def test_balances_of_merchants_stay_apart() -> None:
    merchant, other = make_merchant(), make_merchant(shop_name="남의상점")
    post_payment(merchant, "k", 1000)
    post_payment(other, "k", 500)
    with scope(other.id):
        assert balance(other, AccountKind.PG_RECEIVABLE) == Won(500)


def test_points_belong_to_their_buyer() -> None:
    merchant, buyer, stranger = make_merchant(), make_account("buyer"), make_account("stranger")
    with scope(merchant.id):
        post(merchant=merchant, key="p", kind="points", order_number="", entries=points_entries(Won(82)), buyer=buyer, now=NOW)
        with pytest.raises(ValueError, match="needs the buyer"):
            post(merchant=merchant, key="q", kind="points", order_number="", entries=points_entries(Won(9)), buyer=None, now=NOW)
    assert (points_of(buyer), points_of(stranger)) == (Won(82), Won(0))


def test_what_does_not_balance_is_not_posted() -> None:
    merchant = make_merchant()
    lopsided = [Entry(AccountKind.PG_RECEIVABLE, Won(2)), Entry(AccountKind.MERCHANT_PAYABLE, Won(-1))]
    with scope(merchant.id):
        with pytest.raises(Unbalanced):
            post(merchant=merchant, key="k", kind="payment", order_number="", entries=lopsided, buyer=None, now=NOW)
        assert not Transfer.objects.exists()
        assert not Posting.objects.exists()


@pytest.mark.parametrize("model", [Transfer, Posting], ids=["분개", "분개 줄"])
@pytest.mark.parametrize("deed", ["update", "delete"], ids=["고치기", "지우기"])
def test_a_posted_row_stands(guarded_ledger: None, model: Any, deed: str) -> None:
    merchant = make_merchant()
    post_payment(merchant, "k", 1000)
    with scope(merchant.id):
        before = list(model.objects.values())
        rows = model.objects.filter(merchant_id=merchant.id)
        with pytest.raises(DatabaseError, match="neither edited nor deleted"), transaction.atomic():
            if deed == "delete":
                rows._raw_delete(rows.db)
            else:
                rows.update(**({"kind": "other"} if model is Transfer else {"amount": 1}))
        assert list(model.objects.values()) == before


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 10**9), max_size=5))
def test_all_accounts_together_are_always_zero(amounts: list[int]) -> None:
    with transaction.atomic():
        merchant = make_merchant()
        for number, amount in enumerate(amounts):
            post_payment(merchant, f"k{number}", amount)
        with scope(merchant.id):
            assert total(balance(merchant, account) for account in AccountKind) == 0
            assert balance(merchant, AccountKind.PG_RECEIVABLE) == sum(amounts)
        transaction.set_rollback(True)
