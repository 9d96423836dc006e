"""A running installation is brought up: shops that were there before are found by their keys."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.migrating import State, migrate

from minishop.chassis.finding import found
from minishop.mall.shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_shops", "0003_entries_know_their_next_look")]


def test_shops_of_before_are_found(newest: State) -> None:
    shops = migrate(BEFORE)("mall_shops", "Shop").objects
    shops.create(code="haru", name="ＨＡＲＵ 상점", business_number="1234567891", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    migrate(newest)
    for word, column in (("haru상", "name_key"), ("haru", "code_key"), ("123-45", "business_number_key")):
        assert [shop.code for shop in found(Shop.objects.all(), word, column).rows] == ["haru"]
