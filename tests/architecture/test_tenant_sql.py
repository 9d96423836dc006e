"""The lint over executed SQL finds what it is for. Runs with the mall's settings."""

from __future__ import annotations

import os

import pytest
from tests.tenant_sql import table_without_tenant

pytestmark = pytest.mark.skipif(
    os.environ.get("DJANGO_SETTINGS_MODULE") != "minishop.mall.settings", reason="its examples are the mall's tables"
)


@pytest.mark.parametrize(
    ("sql", "caught"),
    [
        ('SELECT * FROM "mall_orders_order" WHERE "mall_orders_order"."number" = %s', True),
        ('SELECT * FROM "mall_orders_order" WHERE "mall_orders_order"."shop_id" = %s', False),
        ('SELECT * FROM "mall_orders_order" WHERE "mall_orders_order"."shop_id" IN (%s, %s)', False),
        ('UPDATE "mall_orders_order" SET "memo" = %s WHERE "mall_orders_order"."id" = %s', True),
        ('UPDATE "mall_orders_order" SET "memo" = %s WHERE ("mall_orders_order"."shop_id" = %s)', False),
        (
            'UPDATE "mall_orders_order" SET "memo" = %s WHERE ("mall_orders_order"."shop_id", "mall_orders_order"."id") = (%s, %s)',
            False,
        ),
        ('DELETE FROM "mall_orders_order" WHERE "mall_orders_order"."id" = %s', True),
        ('SELECT * FROM "mall_shops_shop"', False),
        ('INSERT INTO "mall_orders_order" ("shop_id") VALUES (%s)', False),
    ],
    ids=[
        "상점 없는 조회",
        "상점 조회",
        "여러 상점",
        "상점 없는 수정",
        "상점 수정",
        "열쇠 전체로 수정",
        "상점 없는 삭제",
        "상점 표 자체",
        "넣기",
    ],
)
def test_a_statement_without_its_tenant_is_caught(sql: str, caught: bool) -> None:
    assert (table_without_tenant(sql) == "mall_orders_order") is caught
