"""나중 일: what the operators see and do, in the shopping centre."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.logins import log_in
from tests.page_lines import lacking, lines
from tests.shopping.worlds import operator as an_operator

from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WORK = "/center/later/"


@pytest.fixture
def operator() -> Client:
    """The operator, logged in."""
    client = Client(headers={"host": "shopping.localhost"})
    log_in(client, an_operator())
    return client


def test_the_page_is_for_operators(operator: Client) -> None:
    assert (
        lacking(
            operator.get(WORK),
            """
        # 나중 일
        ## 기다리는 일
        ## 끝내지 못한 작업
    """,
        )
        == []
    )
    assert Client(headers={"host": "shopping.localhost"}).get(WORK).status_code == 302


def test_what_it_costs_does_not_grow(operator: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    Job.objects.bulk_create(Job(task="t", state="dead", created_at=NOON) for _ in range(60))
    with django_assert_max_num_queries(24):
        operator.get(WORK)


def test_dead_work_is_begun_anew_or_discarded(operator: Client) -> None:
    again, gone = (Job.objects.create(task="t", state="dead", created_at=NOON, losses=3) for _ in range(2))
    for deed, job, words in (("retrial", again, "작업을 다시 시작합니다."), ("discarding", gone, "작업을 버렸습니다.")):
        address = f"{WORK}jobs/{job.id}/{deed}/"
        assert f"POST {address}>" in " ".join(lines(operator.get(WORK)))
        answer = operator.post(address, follow=True)
        assert answer.redirect_chain[-1][0] == WORK
        assert words in lines(answer)
        assert operator.post(address).status_code == 404, "it is no longer dead"
    assert [(job.id, job.state, job.losses) for job in Job.objects.all()] == [(again.id, "ready", 0)]


def test_a_parked_host_is_tried_now(operator: Client) -> None:
    until, address = utc_now() + timedelta(minutes=1), f"{WORK}hosts/trial/"
    StrangerHost.objects.create(host="a.example", failures=3, parked_until=until, changed_at=NOON)
    assert f"<지금 다시 시도 → POST {address} host=a.example>" in " ".join(lines(operator.get(WORK)))
    assert operator.post(address, {"host": "b.example"}).status_code == 404
    answer = operator.post(address, {"host": "a.example"}, follow=True)
    assert "지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요." in lines(answer)
    assert StrangerHost.objects.get().parked_until is None


def test_the_numbers_are_for_operators_too(operator: Client) -> None:
    assert b"minishop_jobs_dead 0.0" in operator.get("/metrics").content
    assert Client(headers={"host": "shopping.localhost"}).get("/metrics").status_code == 404
