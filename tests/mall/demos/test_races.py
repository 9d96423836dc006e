"""체험 상점: two presses open one shop, and one that broke off left nothing."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW, Cast, make_cast
from tests.racing import broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.kernel.clock import utc_now
from minishop.mall.demos.services.opening import open_demo
from minishop.mall.demos.services.removal import remove_piece
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, Membership

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
OPENING = "minishop.mall.demos.services.opening"
REMOVAL = "minishop.mall.demos.services.removal"


@pytest.fixture
def cast(several_connections: None) -> Cast:
    return make_cast()


def press(cast: Cast, account: Account | None) -> Shop:
    return open_demo(sample=cast.haru, account=account, asker="a", now=NOW, true_now=utc_now())[0]


def test_two_presses_of_one_person_open_one_shop(cast: Cast) -> None:
    with meanwhile(f"{OPENING}.open_shop", lambda: press(cast, cast.stranger)) as rival:
        press(cast, cast.stranger)
    assert rival.raised == []
    assert Shop.objects.filter(demo_until__isnull=False).count() == 1


def test_an_opening_that_dies_half_way_left_neither_visitor_nor_shop(cast: Cast) -> None:
    before = stored(Shop, Account, Membership)
    with broken(f"{OPENING}.copy_levels"):
        press(cast, None)
    assert stored(Shop, Account, Membership) == before


def test_a_removal_that_dies_half_way_goes_on_later_and_leaves_no_visitor(cast: Cast) -> None:
    shop = press(cast, None)
    Shop.objects.filter(id=shop.id).update(demo_until=NOW)
    with broken(f"{REMOVAL}.across_tenants"):
        remove_all()
    with scope(shop.id):
        assert Membership.objects.filter(shop=shop).count() == 1
    remove_all()
    assert not Shop.objects.filter(id=shop.id).exists()
    assert not Account.objects.filter(is_demo=True).exists()


def remove_all() -> None:
    while remove_piece(true_now=utc_now()):
        pass
