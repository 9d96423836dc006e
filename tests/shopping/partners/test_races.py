"""입점 심사: two operators at one partner, or an operator and its crawl: the second finds it decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.racing import meanwhile
from tests.shopping.worlds import NOON, applied, approved

from minishop.kernel.machine import IllegalTransition
from minishop.shopping.partners import services
from minishop.shopping.partners.models import Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
Deed = Callable[[Partner], object]


def approve(partner: Partner) -> object:
    return services.approve(partner=partner, now=NOON)


def reject(partner: Partner) -> object:
    return services.reject(partner=partner, reason="상품 정보 부족", now=NOON)


def suspend(partner: Partner) -> object:
    return services.suspend(partner=partner, fault="unreachable", now=NOON)


def resume(partner: Partner) -> object:
    return services.resume(partner=partner)


def suspended() -> Partner:
    partner = approved()
    suspend(partner)
    return partner


@pytest.mark.parametrize(
    ("made", "first", "second", "left"),
    [
        pytest.param(applied, approve, reject, "approved", id="승인과 반려"),
        pytest.param(applied, reject, approve, "rejected", id="반려와 승인"),
        pytest.param(approved, suspend, suspend, "suspended", id="두 번 중지"),
        pytest.param(suspended, resume, resume, "approved", id="두 번 재개"),
    ],
)
def test_of_two_who_decide_the_second_finds_it_decided(made: Callable[[], Partner], first: Deed, second: Deed, left: str) -> None:
    partner = made()
    with meanwhile("minishop.shopping.partners.models.Partner.save", lambda: second(partner)) as rival:
        first(partner)
    assert [type(error) for error in rival.raised] == [IllegalTransition]
    assert Partner.objects.get().state == left
