"""The change feed: no gap, in the order of commits, also when lines change at the same time."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.checkout.machines import Clock, bearer
from tests.checkout.worlds import MUG, NOW, World, make_paid_order, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.transition import transition


def ask(client: Client, headers: dict[str, str], **query: str) -> Any:
    return client.get("/v1/minishop/changes", query_params=query, headers=headers)


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["1", "2", "300"])
def test_following_the_cursor_shows_every_change_of_ones_own_once(clock: Clock, client: Client, limit: str) -> None:
    world = make_world()
    for merchant in (world.merchant, world.other_merchant, world.merchant):
        make_paid_order(merchant, world.buyer, MUG)
    headers, after, seen = bearer(world.merchant, clock()), "", []
    while True:
        data = ask(client, headers, after=after, limit=limit).json()["data"]
        seen += [change["cursor"] for change in data["changes"]]
        after = data["nextCursor"]
        if not data["hasMore"]:
            break
    assert (seen, after) == (["1", "2"], "2")
    empty = ask(client, headers, after=after).json()["data"]
    assert empty == {"changes": [], "nextCursor": "2", "hasMore": False}


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"after": "x"}, {"after": "-1"}, {"after": "9" * 30}, {"limit": "0"}, {"limit": "x"}])
def test_an_unreadable_cursor_or_limit_is_4000(clock: Clock, client: Client, query: dict[str, str]) -> None:
    answer = ask(client, bearer(make_world().merchant, clock()), **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "status"), [("2", 200), ("3", 409)], ids=["끝", "끝보다 뒤"])
def test_a_cursor_beyond_the_end_is_never_answered_as_if_nothing_had_changed(
    clock: Clock, client: Client, after: str, status: int
) -> None:
    """R42: the hub was restored from a backup and has lost what this cursor has read."""
    world = make_world()
    for merchant in (world.merchant, world.merchant, world.other_merchant, world.other_merchant, world.other_merchant):
        make_paid_order(merchant, world.buyer, MUG)
    answer = ask(client, bearer(world.merchant, clock()), after=after)
    assert answer.status_code == status
    if status == 409:
        assert (answer.json()["code"], answer.json()["lastCursor"]) == ("CURSOR_AHEAD", "2")


def test_lines_that_change_at_once_leave_no_gap(transactional_db: None) -> None:
    """Eight threads move eight orders of one merchant; a reader never sees a number whose predecessor is missing."""
    world = make_world()
    orders = [make_paid_order(world.merchant, world.buyer, MUG) for _ in range(8)]
    gate, gaps, errors = threading.Barrier(9), list[int](), list[Exception]()

    def move(order: Order) -> None:
        try:
            gate.wait()
            request_dispatch(world, order)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    gate.wait()
    while any(thread.is_alive() for thread in threads):
        gaps += missing(world)
    for thread in threads:
        thread.join()
    assert errors == []
    assert gaps + missing(world) == []
    with scope(world.merchant.id):
        assert Change.objects.count() == 16


def request_dispatch(world: World, order: Order) -> None:
    with scope(world.merchant.id), transaction.atomic():
        lines = list(OrderLine.objects.filter(order_id=order.id))
        moved = transition(lines=lines, event=LineEvent.REQUEST_DISPATCH, actor=Actor.MERCHANT, now=NOW)
        record_changes(merchant=world.merchant, lines=moved, kind=ChangeKind.DISPATCH_REQUESTED, now=NOW)


def missing(world: World) -> list[int]:
    # In a transaction, so that on SQLite in memory, where readers block writers, it takes its turn like them.
    with scope(world.merchant.id), transaction.atomic():
        seen = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
    return sorted(set(range(1, len(seen) + 1)) - set(seen))
