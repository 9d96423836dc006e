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
from minishop.checkout.merchants.models import MerchantCounter
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
    with scope(world.merchant.id):
        told = [f"{change.sequence}.{change.id:x}" for change in Change.objects.order_by("sequence")]
    assert (seen, after) == (told, told[-1])
    assert [cursor.partition(".")[0] for cursor in told] == ["1", "2"]
    empty = ask(client, headers, after=after).json()["data"]
    assert empty == {"changes": [], "nextCursor": told[-1], "hasMore": False}


@pytest.mark.django_db
def test_a_cursor_of_before_is_read_on_and_becomes_one_that_says_which_change_it_was(clock: Clock, client: Client) -> None:
    world = make_world()
    for _ in range(2):
        make_paid_order(world.merchant, world.buyer, MUG)
    headers = bearer(world.merchant, clock())
    [change] = ask(client, headers, after="1").json()["data"]["changes"]
    assert change["cursor"].startswith("2.")
    assert ask(client, headers, after="2").json()["data"] == {"changes": [], "nextCursor": change["cursor"], "hasMore": False}
    assert ask(client, headers, after="").json()["data"]["nextCursor"] == change["cursor"]
    assert ask(client, bearer(world.other_merchant, clock()), after="").json()["data"]["nextCursor"] == "0"


@pytest.mark.django_db
@pytest.mark.parametrize("sold", [1, 2], ids=["따라잡음", "앞지름"])
def test_a_restored_feed_that_caught_up_with_a_cursor_is_not_the_one_that_was_read(clock: Clock, client: Client, sold: int) -> None:
    """R42: going on from there would pass over what was sold since in silence."""
    world = make_world()
    make_paid_order(world.merchant, world.buyer, MUG)
    headers = bearer(world.merchant, clock())
    kept = ask(client, headers).json()["data"]["nextCursor"]
    make_paid_order(world.merchant, world.buyer, MUG)
    lost = ask(client, headers).json()["data"]["nextCursor"]
    restore(world, changes=1)
    for _ in range(sold):
        make_paid_order(world.merchant, world.buyer, MUG)
    answer = ask(client, headers, after=lost)
    end = ask(client, headers).json()["data"]["nextCursor"]
    assert (answer.status_code, answer.json()["code"], answer.json()["lastCursor"]) == (409, "CURSOR_AHEAD", end)
    assert ask(client, headers, after=end).json()["data"]["changes"] == []
    assert len(ask(client, headers, after=kept).json()["data"]["changes"]) == sold


def restore(world: World, *, changes: int) -> None:
    """The merchant's feed as it was when it had so many changes."""
    with scope(world.merchant.id):
        Change.objects.filter(sequence__gt=changes).delete()
        last = Change.objects.get(sequence=changes)
        MerchantCounter.objects.update(changes_made=changes, last_number=changes, last_change=last.id)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"after": "-1"}, {"after": "9" * 30}, {"after": "1.g"}, {"limit": "0"}, {"limit": "x"}]
)
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
        assert answer.json()["code"] == "CURSOR_AHEAD"
        assert answer.json()["lastCursor"] == ask(client, bearer(world.merchant, clock()), after="2").json()["data"]["nextCursor"]


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
