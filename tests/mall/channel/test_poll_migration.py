"""A running installation is brought up: every open shop gets its turn, with how far it has read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.tenancy import across_tenants

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_channel", "0005_secrets_are_sealed"), ("mall_shops", "0002_entries_name_their_party")]
AFTER = [("mall_channel", "0008_connections_keep_no_cursor"), ("mall_shops", "0002_entries_name_their_party")]
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def migrate(targets: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model


@pytest.fixture
def newest() -> Iterator[None]:
    targets = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0].startswith("mall_")]
    yield
    with across_tenants("other capabilities' migrations are made anew"):
        MigrationExecutor(connection).migrate(targets)


def make_shop(models: Any, code: str, *, cursor: str, approved: int) -> int:
    shop = models("mall_shops", "Shop").objects.create(code=code, name=code, created_at=LONG_AGO)
    models("mall_channel", "HubConnection").objects.create(
        shop=shop, merchant_id=f"np_{code}", button_key="b", client_id="c", cursor=cursor
    )
    for kind in ("pg", "checkout", "shopping")[:approved]:
        times = {"requested_at": LONG_AGO, "decided_at": LONG_AGO}
        models("mall_shops", "Entry").objects.create(shop=shop, kind=kind, state="approved", **times)
    return int(shop.pk)


def test_open_shops_get_their_turn_with_their_cursor_and_give_it_back(newest: None) -> None:
    """R42, R6."""
    models = migrate(BEFORE)
    with across_tenants("a test builds an old installation"):
        trading = make_shop(models, "trading", cursor="294", approved=3)
        quiet = make_shop(models, "quiet", cursor="", approved=3)
        make_shop(models, "preparing", cursor="", approved=2)
        models = migrate(AFTER)
        polls = models("mall_channel", "Poll").objects.order_by("shop_id")
        assert list(polls.values_list("shop_id", "merchant", "cursor", "phase")) == [
            (trading, "np_trading", "294", phase_of(trading)),
            (quiet, "np_quiet", "", phase_of(quiet)),
        ]
        models = migrate(BEFORE)
        kept = models("mall_channel", "HubConnection").objects.order_by("shop_id").values_list("cursor", flat=True)
        assert list(kept) == ["294", "", ""]
