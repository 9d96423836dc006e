"""Bills kept in words become facts again, in both languages they were kept in; what says nothing known stays as it is."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.mall.backoffice.offices import make_order

from minishop.chassis.tenancy import across_tenants
from minishop.kernel.won import Won
from minishop.mall.channel.models import Registration
from minishop.mall.orders.models import Order
from minishop.mall.shipping.domain.breakdown import read_rows
from minishop.mall.shipping.domain.worded_rows import facts_of
from minishop.mall.shops.models import Shop

SAID: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "기준 미만": (
        {"why": "below_threshold", "label": "기본 배송비 – 일반 상품 10,000원, 50,000원 미만"},
        {"about": 10_000, "threshold": 50_000, "name": ""},
    ),
    "기준 미만, 영어": (
        {"why": "below_threshold", "label": "Basic shipping fee – general products ₩10,000, below ₩50,000"},
        {"about": 10_000, "threshold": 50_000, "name": ""},
    ),
    "기준 이상": (
        {"why": "reached_threshold", "label": "기본 배송비 – 일반 상품 60,000원, 50,000원 이상 무료"},
        {"about": 60_000, "threshold": 50_000, "name": ""},
    ),
    "기준 이상, 영어": (
        {"why": "reached_threshold", "label": "Basic shipping fee – general products ₩60,000, free from ₩50,000"},
        {"about": 60_000, "threshold": 50_000, "name": ""},
    ),
    "구간": ({"why": "tier", "label": "기본 배송비 – 일반 상품 0원 구간"}, {"about": 0, "threshold": 0, "name": ""}),
    "구간, 영어": (
        {"why": "tier", "label": "Basic shipping fee – tier for ₩1,234,567 of general products"},
        {"about": 1_234_567, "threshold": 0, "name": ""},
    ),
    "무료 상점": ({"why": "shop_free", "label": "기본 배송비 – 무료배송 상점"}, {"about": 0, "threshold": 0, "name": ""}),
    "착불, 영어": ({"why": "paid_at_the_door", "label": "Basic shipping fee – paid on delivery"}, {"about": 0, "threshold": 0, "name": ""}),
    "개별": ({"why": "per_product", "label": "머그 – 큰 것 – 개별 배송비"}, {"about": 0, "threshold": 0, "name": "머그 – 큰 것"}),
    "수량별": ({"why": "per_block", "label": "머그 – 수량별 배송비 3회"}, {"about": 3, "threshold": 0, "name": "머그"}),
    "수량별, 영어": ({"why": "per_block", "label": "Mug (50%) – shipping fee by quantity × 3"}, {"about": 3, "threshold": 0, "name": "Mug (50%)"}),
    "기본 면제": (
        {"why": "waived_by_free_product", "label": "기본 배송비 – 무료배송 상품이 함께 있어 면제"},
        {"about": 0, "threshold": 0, "name": ""},
    ),
    "개별 면제, 영어": (
        {"why": "waived_by_free_product", "label": "Mug – own fee waived, since a free-shipping product is in the order"},
        {"about": 0, "threshold": 0, "name": "Mug"},
    ),
    "지역": ({"why": "region", "label": "지역별 추가 배송비"}, {"about": 0, "threshold": 0, "name": ""}),
}  # fmt: skip
ROW = {"part": "base", "amount": 2_500, "product": ""}


@pytest.mark.parametrize(("said", "facts"), SAID.values(), ids=SAID)
def test_a_sentence_becomes_facts(said: dict[str, Any], facts: dict[str, Any]) -> None:
    assert facts_of({"version": 1, "rows": [{**ROW, **said}]}) == {"version": 1, "rows": [{**ROW, "why": said["why"], **facts}]}


UNKNOWN: dict[str, dict[str, Any]] = {
    "모르는 말": {"rows": [{**ROW, "why": "tier", "label": "Etwas ganz anderes"}]},
    "모르는 까닭": {"rows": [{**ROW, "why": "per_moon", "label": "기본 배송비 – 무료배송 상점"}]},
    "까닭 없음": {"rows": [{"label": "기본"}]},
    "줄 없음": {},
    "이미 사실": {"rows": [{**ROW, "why": "tier", "about": 5, "threshold": 0, "name": ""}]},
}


@pytest.mark.parametrize("breakdown", UNKNOWN.values(), ids=UNKNOWN)
def test_what_says_nothing_known_stays(breakdown: dict[str, Any]) -> None:
    assert facts_of(breakdown) == breakdown


@pytest.mark.parametrize("app", ["channel", "orders"])
def test_the_migration_mends_the_rows_of_every_shop(shop: Shop, app: str) -> None:
    worded = {"rows": [{**ROW, "why": "per_block", "label": "Mug – shipping fee by quantity × 3"}, {"amount": 1, "label": "기타"}]}
    make_order(shop)
    Order.objects.update(fee_breakdown=worded)
    Registration.objects.create(
        shop=shop, code="R", total=Won(1), shipping_fee=Won(1), lines=[], fee_breakdown=worded, made_at="2026-11-23T00:00:00Z"
    )
    model = {"channel": Registration, "orders": Order}[app]
    migration = import_module(f"minishop.mall.{app}.migrations.0002_fee_rows_are_facts")
    for _twice in range(2):
        with across_tenants("a migration mends the rows of every shop"):
            migration.facts_for_sentences(apps, SimpleNamespace(connection=connection))
    block, other = read_rows(model._default_manager.get().fee_breakdown)  # type: ignore[attr-defined]
    assert (block.name, block.about, other.given) == ("Mug", 3, "기타")
