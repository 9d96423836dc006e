"""입점 신청: two people apply at once, or one applies while the other party decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.mall.worlds import NOW, make_cast
from tests.racing import meanwhile

from minishop.chassis.tenancy import scope
from minishop.kernel.machine import IllegalTransition
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry, request_entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


def requesting(shop: Shop, external_id: str) -> Callable[[], Any]:
    def request() -> None:
        with scope(shop.id):
            request_entry(shop=shop, kind=EntryKind.PG, external_id=external_id, now=NOW)

    return request


def deciding(shop: Shop, event: EntryEvent) -> Callable[[], Any]:
    def decide() -> None:
        with scope(shop.id):
            decide_entry(shop=shop, kind=EntryKind.PG, event=event, reason="서류", now=NOW + timedelta(hours=1))

    return decide


def test_two_first_applications_are_one(shop: Shop) -> None:
    with meanwhile("minishop.kernel.machine.Machine.next_state", requesting(shop, "b")) as rival:
        requesting(shop, "a")()
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    with scope(shop.id):
        assert Entry.objects.get().external_id == "a"


def test_a_rejected_one_is_made_again_once(shop: Shop) -> None:
    requesting(shop, "a")()
    deciding(shop, EntryEvent.REJECT)()
    with meanwhile("minishop.kernel.machine.Machine.next_state", requesting(shop, "c")) as rival:
        requesting(shop, "b")()
    assert [type(error) for error in rival.raised] == [IllegalTransition]


def test_of_two_decisions_the_first_stands(shop: Shop) -> None:
    requesting(shop, "a")()
    with meanwhile("minishop.kernel.machine.Machine.next_state", deciding(shop, EntryEvent.REJECT)) as rival:
        deciding(shop, EntryEvent.APPROVE)()
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    with scope(shop.id):
        assert Entry.objects.get().state == "approved"
