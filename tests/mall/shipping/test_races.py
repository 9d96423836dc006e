"""배송비 설정: the version counts every change, and a page is saved whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mall.worlds import NOW, make_cast
from tests.racing import broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Mode, Policy
from minishop.mall.shipping.models import FeePolicy, RegionalSurcharge
from minishop.mall.shipping.services import Region, replace_surcharges, save_policy, save_settings
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.shipping.services"
JEJU, ULLEUNG = Region("제주", "63000", "63644", Won(3_000)), Region("울릉", "40200", "40240", Won(5_000))


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


def policy(fee: int) -> Policy:
    return Policy(mode=Mode.BELOW_AMOUNT, threshold=Won(50_000), fee=Won(fee))


def saving(shop: Shop, fee: int) -> Callable[[], Any]:
    def save() -> None:
        with scope(shop.id):
            save_policy(shop=shop, policy=policy(fee), now=NOW)

    return save


def test_two_changes_raise_the_version_twice(shop: Shop) -> None:
    saving(shop, 1_000)()
    with meanwhile(f"{SERVICES}.FeePolicy.save", saving(shop, 3_000)) as rival:
        saving(shop, 2_000)()
    assert rival.raised == []
    with scope(shop.id):
        assert (FeePolicy.objects.get().version, int(FeePolicy.objects.get().fee)) == (3, 3_000)


def test_a_page_that_dies_half_way_is_not_saved(shop: Shop) -> None:
    saving(shop, 1_000)()
    before = stored(FeePolicy, RegionalSurcharge)
    with scope(shop.id), broken(f"{SERVICES}.replace_surcharges"):
        save_settings(shop=shop, policy=policy(2_000), regions=[JEJU], now=NOW)
    assert stored(FeePolicy, RegionalSurcharge) == before


def test_surcharges_that_die_half_way_stay_as_they_were(shop: Shop) -> None:
    with scope(shop.id):
        replace_surcharges(shop=shop, regions=[JEJU])
    before = stored(RegionalSurcharge)
    with scope(shop.id), broken(f"{SERVICES}.RegionalSurcharge.save"):
        replace_surcharges(shop=shop, regions=[ULLEUNG, JEJU])
    assert stored(RegionalSurcharge) == before
