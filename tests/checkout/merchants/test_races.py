"""입점 심사: two operators at one application."""

from __future__ import annotations

import pytest
from tests.checkout.worlds import NOW, make_application
from tests.racing import meanwhile

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.services import approve, reject
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
