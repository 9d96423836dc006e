"""A hub that had shops before it could ask them what they sell is brought up: it asks those of its own host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.checkout.worlds import NOW

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("checkout_merchants", "0007_tokens_are_kept_as_digests")]
AFTER = [("checkout_merchants", "0008_ask_the_shops_that_were_here_before")]
MERCHANT = {"state": "requested", "requested_at": NOW, "shop_url": "http://h.example/", "product_info_url": "http://h.example/p"}


def migrate(targets: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model("checkout_merchants", "Merchant").objects


@pytest.fixture
def newest() -> Iterator[None]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("checkout_")]
    yield
    MigrationExecutor(connection).migrate(targets)


@pytest.mark.parametrize(
    ("hint_url", "asked_at"),
    [
        pytest.param(
            "https://mall.example/channel/hints/haru/", "https://mall.example/channel/holds/haru/", id="우리 호스트의 상점"
        ),
        pytest.param(
            "http://mall.localhost:8100/channel/hints/a-1/", "http://mall.localhost:8100/channel/holds/a-1/", id="포트가 있음"
        ),
        pytest.param("https://other.example/webhooks/naverpay", "", id="다른 소프트웨어"),
        pytest.param("https://other.example/channel/hints/a/?x=/channel/hints/b/", "", id="비슷한 주소"),
        pytest.param("", "", id="알림 주소가 없음"),
    ],
)
def test_the_address_to_ask_stands_beside_the_one_for_hints(newest: None, hint_url: str, asked_at: str) -> None:
    old = migrate(BEFORE)
    merchant = old.create(**MERCHANT, application_key="a", hint_url=hint_url)
    assert migrate(AFTER).get(pk=merchant.pk).hold_url == asked_at


def test_an_address_that_is_known_stays(newest: None) -> None:
    old = migrate(BEFORE)
    known = {"hint_url": "https://mall.example/channel/hints/haru/", "hold_url": "https://mall.example/elsewhere/"}
    merchant = old.create(**MERCHANT, application_key="a", **known)
    assert migrate(AFTER).get(pk=merchant.pk).hold_url == "https://mall.example/elsewhere/"
