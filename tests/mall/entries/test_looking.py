"""입점 신청을 보는 일: each undecided application has its own next look, and what has lost it is found (R3, R70)."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.mall.entries.test_applications import Others
from tests.mall.worlds import NOW
from tests.plans import plans_of

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.mall.entries import tasks
from minishop.mall.entries.adapters import applications
from minishop.mall.entries.domain import pause_after
from minishop.mall.entries.services.applying import apply
from minishop.mall.entries.services.looking import look_for_lost
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry

PG = EntryKind.PG


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Others:
    fake = Others()
    monkeypatch.setattr(applications, "exchange", fake)
    for method in ("POST", "GET"):
        fake.answer(f"{method} contracts", {"contractId": "c1", "status": "REQUESTED"}, 201)
    return fake


@pytest.mark.parametrize(
    ("waited", "pause"),
    [(-10, 5), (0, 5), (59, 5), (60, 10), (69, 10), (70, 20), (89, 20), (90, 40), (130, 80), (209, 80), (210, 160), (370, 320),
     (689, 320), (690, 600), (10**6, 600)],
)  # fmt: skip
def test_the_pause_doubles_after_the_first_minute(waited: int, pause: int) -> None:
    assert pause_after(timedelta(seconds=waited)) == timedelta(seconds=pause)


def look_at() -> datetime | None:
    return Entry.objects.get(kind=PG).look_at


def looks(others: Others, until: timedelta) -> list[int]:
    """The seconds at which the application is looked at, up to ``until``."""
    seen, clock = [], timedelta()
    while clock <= until:
        before = len(others.asked)
        run_due(lambda at=NOW + clock: at)  # type: ignore[misc]  # bound for this turn
        seen += [int(clock.total_seconds())] * (len(others.asked) - before)
        clock += timedelta(seconds=5)
    return seen


def test_an_application_is_looked_at_from_when_it_was_handed_in(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=PG, now=NOW)
    assert looks(others, timedelta(seconds=210)) == [*range(0, 61, 5), 70, 90, 130, 210]
    assert Job.objects.count() == 1


def test_a_party_that_is_away_is_asked_on(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)
    del others.answers["GET contracts"]
    run_due(lambda: NOW + timedelta(seconds=5))
    assert look_at() == NOW + timedelta(seconds=10)
    assert Job.objects.count() == 1


def test_a_decided_application_is_looked_at_no_more(shop: Shop, others: Others) -> None:
    """The decision came another way: by the look that ran twice, or by a person."""
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)
    decide_entry(shop=shop, kind=PG, event=EntryEvent.REJECT, now=NOW)
    asked = len(others.asked)
    run_due(lambda: NOW + timedelta(seconds=5))
    assert (Job.objects.count(), len(others.asked)) == (0, asked)


def test_an_application_decided_while_it_is_looked_at_is_not_looked_at_again(
    shop: Shop, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)

    def decide(*_: Any, **__: Any) -> Answer:
        decide_entry(shop=shop, kind=PG, event=EntryEvent.REJECT, now=NOW)
        return Answer(Outcome.UNREACHABLE, reason="away")

    monkeypatch.setattr(applications, "exchange", decide)
    run_due(lambda: NOW + timedelta(seconds=5))
    assert Job.objects.count() == 0


def test_a_second_application_begins_with_short_pauses(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)
    decide_entry(shop=shop, kind=PG, event=EntryEvent.REJECT, now=NOW)
    day = NOW + timedelta(days=1)
    apply(shop=shop, kind=PG, now=day)
    run_due(lambda: day)
    assert look_at() == day + timedelta(seconds=5)


def test_lost_looks_are_found_again(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)
    Job.objects.all().delete()
    assert not look_for_lost(now=NOW + timedelta(minutes=20))
    assert Job.objects.count() == 0
    found = NOW + timedelta(minutes=21)
    tasks.look_after_applications.run(now=found)
    tasks.look_after_applications.run(now=found)
    assert [job.arguments for job in Job.objects.all()] == [{"shop_id": shop.id, "kind": "pg"}]
    assert look_at() == found


def test_what_is_not_handed_in_yet_is_not_looked_at(shop: Shop, others: Others) -> None:
    others.answers.clear()
    apply(shop=shop, kind=PG, now=NOW)
    run_due(lambda: NOW)
    Job.objects.all().delete()
    tasks.look_after_applications.run(now=NOW + timedelta(days=1))
    assert Job.objects.count() == 0


def test_the_lost_are_found_by_their_index_a_batch_at_a_time(shop: Shop, others: Others, monkeypatch: pytest.MonkeyPatch) -> None:
    (plan,) = plans_of(lambda: look_for_lost(now=NOW), table="mall_shops_entry")
    assert "shops_entries_to_look_at" in plan
    monkeypatch.setattr("minishop.mall.entries.services.looking._BATCH", 2)
    for kind in EntryKind:
        Entry.objects.create(shop=shop, kind=kind, state="requested", requested_at=NOW, look_at=NOW, external_id=kind.value)
    later = NOW + timedelta(hours=1)
    assert [look_for_lost(now=later), look_for_lost(now=later)] == [True, False]
    assert Job.objects.count() == 3


def test_applications_that_were_handed_in_before_are_found_at_once(shop: Shop, others: Others) -> None:
    for kind, external_id in ((PG, "c1"), (EntryKind.SHOPPING, "")):
        Entry.objects.create(shop=shop, kind=kind, state="requested", requested_at=NOW, external_id=external_id)
    migration = import_module("minishop.mall.shops.migrations.0003_entries_know_their_next_look")
    migration.begin(apps, SimpleNamespace(connection=connection))
    tasks.look_after_applications.run(now=NOW + timedelta(hours=1))
    assert [job.arguments["kind"] for job in Job.objects.all()] == ["pg"]
