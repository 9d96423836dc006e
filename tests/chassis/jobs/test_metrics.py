"""Later work as numbers for a collector: what they say, what they cost, and who may read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from minishop.chassis.jobs import metrics, upkeep
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.jumps import note_jump
from minishop.chassis.jobs.metrics import metrics_page
from minishop.chassis.jobs.models import Job, StrangerHost, Worker
from minishop.chassis.jobs.queue import millis

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TOKEN = "a token of a test"
LABELS = ("pool", "line", "state")


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "utc_now", lambda: NOON)


def asked(method: str = "get", **headers: str) -> HttpRequest:
    return getattr(RequestFactory(), method)("/metrics", headers=headers)  # type: ignore[no-any-return]


def read() -> dict[str, float]:
    answer: HttpResponse = metrics_page(lambda _: True)(asked())
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    samples = [sample for family in text_string_to_metric_families(answer.content.decode()) for sample in family.samples]
    return {
        ",".join(
            [sample.name.removeprefix("minishop_"), *(sample.labels[name] for name in LABELS if name in sample.labels)]
        ): sample.value
        for sample in samples
    }


def waits(line: Line, seconds: int, pool: Pool = Pool.INSIDE) -> None:
    since = millis(NOON) - 1_000 * seconds
    Job.objects.create(task="t", line=line, pool=pool, turn=since, ready_at=since, created_at=NOON)


def test_every_number_is_told() -> None:
    waits(Line.MONEY, 5)
    waits(Line.MONEY, 90)
    waits(Line.FEEDS, 7, Pool.STRANGERS)
    for _ in range(3):
        Job.objects.create(task="t", state="dead", created_at=NOON)
    for attempts in (0, 1):
        Job.objects.create(task="t", state="later", run_at=1, attempts=attempts, created_at=NOON)
    for gone, ago in ((False, 0), (False, 59), (False, 60), (True, 0)):
        beat_at = NOON - timedelta(seconds=ago)
        Worker.objects.create(roles="worker", host="h", place="", pid=1, gone=gone, started_at=NOON, beat_at=beat_at)
    for minutes in (-1, 1, 2):
        until = NOON + timedelta(minutes=minutes)
        StrangerHost.objects.create(host=f"{minutes}.example", failures=3, parked_until=until, changed_at=NOON)
    note_jump(timedelta(hours=1), true_now=NOON)
    found = read()
    assert {name: value for name, value in found.items() if value} == {
        "jobs_waiting,inside,money": 2,
        "jobs_oldest_seconds,inside,money": 90,
        "jobs_waiting,strangers,feeds": 1,
        "jobs_oldest_seconds,strangers,feeds": 7,
        "jobs_dead": 3,
        "jobs_later": 2,
        "jobs_failing": 1,
        "workers,alive": 2,
        "workers,silent": 1,
        "workers,gone": 1,
        "hosts_parked": 2,
        "clock_jumps": 1,
    }
    assert len(found) == 2 * 2 * len(Line) + 8


def test_nothing_is_counted_to_its_end(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    monkeypatch.setattr(upkeep, "MOST_COUNTED", 3)
    for number in range(9):
        waits(Line.MONEY, 5)
        Job.objects.create(task="t", state="dead", created_at=NOON)
        until = NOON + timedelta(minutes=1)
        StrangerHost.objects.create(host=f"{number}.example", failures=3, parked_until=until, changed_at=NOON)
    with django_assert_num_queries(2 * len(Line) + 5):
        found = read()
    assert (found["jobs_waiting,inside,money"], found["jobs_dead"], found["hosts_parked"]) == (4, 4, 4)


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer another", "Bearer é", f"Basic {TOKEN}", TOKEN])
@pytest.mark.parametrize("token", ["", TOKEN], ids=["꺼짐", "켜짐"])
def test_who_shows_no_token_finds_nothing(settings: Settings, token: str, shown: str) -> None:
    settings.METRICS_TOKEN = token
    with pytest.raises(Http404):
        metrics_page(lambda _: False)(asked(authorization=shown))


def test_who_shows_the_token_reads(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert metrics_page(lambda _: False)(asked(authorization=f"Bearer {TOKEN}")).status_code == 200
    assert metrics_page(lambda _: False)(asked("post", authorization=f"Bearer {TOKEN}")).status_code == 405


def test_the_service_answers_a_collector_at_its_address(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert reverse("metrics") == "/metrics"
    host = settings.ALLOWED_HOSTS[0]
    assert Client().get("/metrics", headers={"host": host}).status_code == 404
    answer = Client().get("/metrics", headers={"host": host, "authorization": f"Bearer {TOKEN}"})
    assert b"minishop_jobs_dead 0.0" in answer.content
