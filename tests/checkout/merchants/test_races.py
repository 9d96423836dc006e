"""입점 심사: two operators at one application, two processes of one client."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.checkout.machines import signature_text
from tests.checkout.worlds import NOW, make_account, make_application, make_merchant, make_order
from tests.racing import broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import ApiToken, Merchant, MerchantCounter
from minishop.checkout.merchants.services import approve, leave_host, reject
from minishop.checkout.merchants.tokens import issue
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.kernel.machine import IllegalTransition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
KEYS = "minishop.checkout.merchants.services.new_key"


def test_who_is_approved_twice_gets_one_set_of_keys() -> None:
    application, given = make_application(), list[str]()
    with meanwhile(KEYS, lambda: given.append(approve(merchant=application, now=NOW).certi_key)) as rival:
        given.append(approve(merchant=application, now=NOW).certi_key)
    assert rival.raised == []
    assert set(given) == {Merchant.objects.get().certi_key}


def test_one_of_two_decisions_stands() -> None:
    application = make_application()
    with meanwhile(KEYS, lambda: reject(merchant=application, reason="서류 없음", now=NOW)) as rival:
        approve(merchant=application, now=NOW)
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    assert Merchant.objects.values_list("state", "reason").get() == ("approved", "")


def test_two_processes_of_a_client_that_ask_at_once_get_one_token() -> None:
    merchant = make_merchant(pg=False)
    at, told = int(NOW.timestamp() * 1000), list[str]()

    def ask() -> None:
        signed = signature_text(merchant, at)
        told.append(str(issue(client_id=str(merchant.client_id), timestamp=at, sign=signed, now=NOW).text))

    with meanwhile("minishop.checkout.merchants.tokens._new", ask) as rival:
        ask()
    assert rival.raised == []
    assert (len(stored(ApiToken)), len(set(told))) == (1, 1)


def test_a_merchant_that_leaves_its_host_while_an_order_changes_stands_in_nobodys_way() -> None:
    """Who holds the counter refers to the merchant's row afterwards: that must not wait for the one who waits for the counter."""
    merchant = make_merchant()
    order = make_order(merchant, make_account())

    def leave() -> None:
        with scope(merchant.id):
            leave_host(merchant=merchant)

    with meanwhile("minishop.checkout.orders.models.Change.__init__", leave) as rival, scope(merchant.id), transaction.atomic():
        lines = list(OrderLine.objects.filter(merchant_id=merchant.id, order_id=order.id))
        record_changes(merchant=merchant, lines=lines, kind=ChangeKind.PAYED, now=NOW)
    assert rival.raised == []
    with scope(merchant.id):
        assert MerchantCounter.objects.values_list("host_id", "changes_made").get() == (None, 1)


def test_a_merchant_whose_leaving_dies_half_way_stays() -> None:
    merchant = make_merchant()
    before = stored(Merchant, MerchantCounter)
    with scope(merchant.id), broken("django.db.models.query.QuerySet.update"):
        leave_host(merchant=merchant)
    assert stored(Merchant, MerchantCounter) == before
