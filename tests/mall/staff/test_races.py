"""쇼핑몰 만들기: a shop is there with its owner or not at all."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW
from tests.racing import broken, stored

from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Membership
from minishop.mall.staff.services import open_shop, sign_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_a_shop_whose_making_dies_half_way_is_not_there() -> None:
    owner = sign_up(email="owner@mall.example", name="김하루", password="correct horse battery", now=NOW)
    with broken("minishop.mall.shops.models.Shop.save"):
        open_shop(owner=owner, code="haru", name="하루상점", now=NOW)
    assert stored(Shop, Membership) == []
