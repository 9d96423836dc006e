"""첫 차례: an open connected shop has a turn, whatever became of the job of its opening (R6, R42)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import product

import pytest
from tests.mall.worlds import KEYS, NOW, approve_all, make_cast
from tests.plans import plans_of

from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import across_tenants, scope
from minishop.kernel.clock import next_day_start
from minishop.mall.channel import tasks
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.channel.services import opening
from minishop.mall.channel.services.opening import begin_lost, expect_opening
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import open_at, opening_of

TOMORROW = next_day_start(NOW)


@pytest.fixture
def approved(shop: Shop) -> Shop:
    """Connected, and opens tomorrow."""
    approve_all(shop, NOW)
    HubConnection.objects.create(shop=shop, **KEYS)
    return shop


def test_the_turn_begins_on_the_day_of_the_opening(approved: Shop) -> None:
    """R6."""
    expect_opening(shop=approved, now=NOW)
    run_due(lambda: TOMORROW - timedelta(seconds=1))
    assert not Poll.objects.exists()
    run_due(lambda: TOMORROW)
    assert Poll.objects.get().merchant == KEYS["merchant_id"]


def test_a_shop_that_does_not_open_yet_when_its_turn_would_begin_is_expected_again(approved: Shop) -> None:
    """R6, R42: the calendar was set back, say."""
    tasks.begin_collecting.enqueue(now=NOW, key=str(approved.id), shop_id=approved.id)
    run_due(lambda: NOW)
    turns = Job.objects.filter(task="mall.channel.tasks.begin_collecting")
    assert (Poll.objects.count(), turns.get().last_error) == (0, "")
    run_due(lambda: TOMORROW)
    assert (Poll.objects.count(), turns.count()) == (1, 0)


def test_a_shop_whose_opening_was_lost_gets_its_turn_within_the_hour(approved: Shop) -> None:
    """R6, R42: and not before it opens."""
    tasks.begin_lost_turns.run(now=TOMORROW - timedelta(seconds=1))
    assert not Poll.objects.exists()
    tasks.begin_lost_turns.run(now=TOMORROW)
    poll = Poll.objects.get()
    assert (poll.merchant, poll.due_at, poll.phase) == (KEYS["merchant_id"], millis(TOMORROW), phase_of(approved.id))
    Poll.objects.update(cursor="7")
    tasks.begin_lost_turns.run(now=TOMORROW)
    assert Poll.objects.get().cursor == "7"


def test_every_lost_turn_is_begun_a_batch_at_a_time_by_an_index(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """R42."""
    cast = make_cast()
    for shop in (cast.haru, cast.maru):
        with scope(shop.id):
            approve_all(shop, NOW)
            HubConnection.objects.create(shop=shop, **KEYS)
    (plan,) = plans_of(lambda: begin_lost(now=NOW), table="mall_channel_hubconnection")
    assert re.search(r"channel_one_connection|USING INDEX sqlite_autoindex_mall_channel_hubconnection", plan)
    assert "TEMP B-TREE" not in plan
    monkeypatch.setattr(opening, "_BATCH", 1)
    tasks.begin_lost_turns.run(now=TOMORROW)
    with across_tenants("a test looks at all rows"):
        assert Poll.objects.count() == 2


@pytest.mark.parametrize("states", list(product(["approved", "requested", None], repeat=3)), ids=str)
@pytest.mark.parametrize("decided", [TOMORROW - timedelta(seconds=1), TOMORROW], ids=["그날", "다음 날"])
def test_the_database_finds_the_shops_that_are_open(shop: Shop, states: tuple[str | None, ...], decided: datetime) -> None:
    """R6: by the same rule."""
    for kind, state in zip(EntryKind, states, strict=True):
        if state is not None:
            at = {
                "requested_at": NOW,
                "decided_at": (decided if kind is EntryKind.SHOPPING else NOW) if state == "approved" else None,
            }
            Entry.objects.create(shop=shop, kind=kind, state=state, **at)
    for now in (TOMORROW - timedelta(seconds=1), TOMORROW, TOMORROW + timedelta(days=1)):
        found = Shop.objects.filter(*open_at("id", now), id=shop.id).exists()
        assert found is opening_of(shop, now).is_open
