"""Paging by time: each change once and in order, whatever the limit and however many share an instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from msgspec import UNSET
from tests.checkout.machines import Clock, bearer
from tests.checkout.worlds import APRON, MUG, NOW, World, make_paid_order, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.api import changed
from minishop.checkout.api.words import PUBLIC_KINDS
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.models import Change, OrderLine
from minishop.checkout.orders.services.changes import record_changes

pytestmark = pytest.mark.django_db
ADDRESS = "/v1/pay-order/mall/product-orders/last-changed-statuses"
FROM = "2026-11-23T10:00:00.000+09:00"


@pytest.fixture
def world() -> World:
    world = make_world()
    make_paid_order(world.merchant, world.buyer, MUG, APRON)
    make_paid_order(world.merchant, world.buyer, MUG)
    make_paid_order(world.other_merchant, world.buyer, MUG)
    return world


def ask(client: Client, world: World, clock: Clock, **query: str) -> Any:
    return client.get(ADDRESS, query_params=query, headers=bearer(world.merchant, clock()))


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from(list(ChangeKind))), min_size=1, max_size=12),
    limit=st.integers(1, 4),
)
def test_walking_the_pages_shows_each_public_change_once_in_order(
    world: World, moments: list[tuple[int, int, ChangeKind]], limit: int
) -> None:
    merchant, begins = world.merchant, NOW + timedelta(hours=1)
    with scope(merchant.id):
        Change.objects.filter(at__gte=begins).delete()
        lines = list(OrderLine.objects.order_by("number"))
        for millisecond, which, kind in moments:
            at = begins + timedelta(milliseconds=millisecond, microseconds=which)
            record_changes(merchant=merchant, lines=[lines[which]], kind=kind, now=at)
        rows = Change.objects.filter(at__gte=begins, kind__in=[kind.value for kind in PUBLIC_KINDS])
        expected = [(row.at, row.line_number, row.kind) for row in rows.order_by("at", "line_number", "sequence")]
        assert walk(merchant, begins, limit) == expected


def walk(merchant: Any, begins: datetime, limit: int) -> list[tuple[datetime, str, str]]:
    """What a client that follows ``more`` sees; every page but the last is full."""
    query, seen = {"lastChangedFrom": begins.isoformat(), "limitCount": str(limit)}, []
    for _ in range(60):
        asked = QueryDict(mutable=True)
        asked.update(query)
        page = changed.page(merchant, changed.read(asked))
        seen += [
            (datetime.fromisoformat(r.last_changed_date), r.product_order_id, r.last_changed_type)
            for r in page.last_change_statuses
        ]
        if page.more is UNSET:
            return seen
        assert page.count == limit
        query |= {"lastChangedFrom": page.more.more_from, "moreSequence": page.more.more_sequence}
    raise AssertionError("the pages have no end")


def test_both_ends_are_in_the_range_and_a_day_is_the_default(client: Client, world: World, clock: Clock) -> None:
    assert ask(client, world, clock, lastChangedFrom=FROM).json()["data"]["count"] == 3
    assert ask(client, world, clock, lastChangedFrom=FROM, lastChangedTo=FROM).json()["data"]["count"] == 3
    assert ask(client, world, clock, lastChangedFrom="2026-11-22T10:00:00.000+09:00").json()["data"]["count"] == 3
    assert ask(client, world, clock, lastChangedFrom="2026-11-22T09:59:59.999+09:00").json()["data"]["count"] == 0
    assert ask(client, world, clock, lastChangedFrom="2026-11-23T10:00:00.001+09:00").json()["data"]["count"] == 0


def test_our_further_types_are_not_shown_and_other_types_are_none(client: Client, world: World, clock: Clock) -> None:
    with scope(world.merchant.id):
        lines = list(OrderLine.objects.all())
        for kind in (ChangeKind.DISPATCH_REQUESTED, ChangeKind.TRACKING_INVALID, ChangeKind.DELIVERED):
            record_changes(merchant=world.merchant, lines=lines, kind=kind, now=NOW)
    assert ask(client, world, clock, lastChangedFrom=FROM).json()["data"]["count"] == 3
    assert ask(client, world, clock, lastChangedFrom=FROM, lastChangedType="PAYED").json()["data"]["count"] == 3
    assert ask(client, world, clock, lastChangedFrom=FROM, lastChangedType="CLAIM_REQUESTED").json()["data"]["count"] == 0


@pytest.mark.parametrize(
    "text",
    ["2026-11-23T10:00:00.000 09:00", "2026-11-23T01:00:00Z", "2026-11-23T10:00:00+09:00"],
    ids=["더하기가 빈칸이 됨", "UTC", "초까지"],
)
def test_any_zone_is_understood(client: Client, world: World, clock: Clock, text: str) -> None:
    assert ask(client, world, clock, lastChangedFrom=text).json()["data"]["count"] == 3


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({}, "lastChangedFrom"),
        ({"lastChangedFrom": "2026-11-23T10:00:00"}, "lastChangedFrom"),
        ({"lastChangedFrom": "2026-11-23"}, "lastChangedFrom"),
        ({"lastChangedFrom": "어제"}, "lastChangedFrom"),
        ({"lastChangedFrom": "9999-12-31T23:59:59+00:00"}, "lastChangedFrom"),
        ({"lastChangedFrom": FROM, "lastChangedTo": "2026-11-23T12:00:00"}, "lastChangedTo"),
        ({"lastChangedFrom": FROM, "lastChangedTo": "2026-11-23T09:00:00+09:00"}, "lastChangedTo"),
        ({"lastChangedFrom": FROM, "lastChangedType": "DISPATCH_REQUESTED"}, "lastChangedType"),
        ({"lastChangedFrom": FROM, "limitCount": "0"}, "limitCount"),
        ({"lastChangedFrom": FROM, "limitCount": "-1"}, "limitCount"),
        ({"lastChangedFrom": FROM, "limitCount": "많이"}, "limitCount"),
        ({"lastChangedFrom": FROM, "moreSequence": "x"}, "moreSequence"),
    ],
)
def test_a_query_that_does_not_fit_is_4000(client: Client, world: World, clock: Clock, query: dict[str, str], named: str) -> None:
    answer = ask(client, world, clock, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")
    assert answer.json()["invalidInputs"][0]["name"] == named


@pytest.mark.parametrize(("text", "expected"), [("", 300), ("300", 300), ("301", 300), ("99999999999", 300), ("7", 7)])
def test_the_limit_is_at_most_300(text: str, expected: int) -> None:
    assert changed.limit(text, "x", "limitCount") == expected


def test_a_bare_product_order_id_is_understood_as_sequence(world: World) -> None:
    query = QueryDict(mutable=True)
    query.update({"lastChangedFrom": FROM, "moreSequence": "2026112387654321"})
    asked = changed.read(query)
    assert (asked.line, asked.sequence, asked.begins) == ("2026112387654321", 0, datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
