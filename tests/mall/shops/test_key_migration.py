"""A running installation is brought up: shops that were there before are found by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minishop.chassis.finding import found
from minishop.mall.shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_shops", "0003_entries_know_their_next_look")]


def migrate(targets: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("mall_")]
    yield targets
    MigrationExecutor(connection).migrate(targets)


def test_shops_of_before_are_found(newest: list[tuple[str, str]]) -> None:
    shops = migrate(BEFORE)("mall_shops", "Shop").objects
    shops.create(code="haru", name="ＨＡＲＵ 상점", business_number="1234567891", created_at=datetime(2025, 1, 1, tzinfo=UTC))
    migrate(newest)
    for word, column in (("haru상", "name_key"), ("haru", "code_key"), ("123-45", "business_number_key")):
        assert [shop.code for shop in found(Shop.objects.all(), word, column).rows] == ["haru"]
