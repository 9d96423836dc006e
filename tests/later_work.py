"""나중 일, as every service's operators see it and act on it: the same page at ``work``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.page_lines import lines

from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.kernel.clock import utc_now

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def assert_it_costs_no_more_for_more_dead_jobs(operator: Client, work: str, most: DjangoAssertNumQueries) -> None:
    """A page of it takes so many statements, however much there is."""
    Job.objects.bulk_create(Job(task="t", state="dead", created_at=NOON) for _ in range(60))
    with most(24):
        operator.get(work)


def assert_dead_work_is_begun_anew_or_discarded(operator: Client, work: str) -> None:
    """Each press does it once, says so, and leads back."""
    again, gone = (Job.objects.create(task="t", state="dead", created_at=NOON, losses=3) for _ in range(2))
    for deed, job, words in (("retrial", again, "작업을 다시 시작합니다."), ("discarding", gone, "작업을 버렸습니다.")):
        address = f"{work}jobs/{job.id}/{deed}/"
        assert f"POST {address}>" in " ".join(lines(operator.get(work)))
        answer = operator.post(address, follow=True)
        assert answer.redirect_chain[-1][0] == work
        assert words in lines(answer)
        assert operator.post(address).status_code == 404, "it is no longer dead"
    assert [(job.id, job.state, job.losses) for job in Job.objects.all()] == [(again.id, "ready", 0)]


def assert_a_parked_host_is_tried_now(operator: Client, work: str) -> None:
    """One that is parked, and no other."""
    until, address = utc_now() + timedelta(minutes=1), f"{work}hosts/trial/"
    StrangerHost.objects.create(host="a.example", failures=3, parked_until=until, changed_at=NOON)
    assert f"<지금 다시 시도 → POST {address} host=a.example>" in " ".join(lines(operator.get(work)))
    assert operator.post(address, {"host": "b.example"}).status_code == 404
    answer = operator.post(address, {"host": "a.example"}, follow=True)
    assert "지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요." in lines(answer)
    assert StrangerHost.objects.get().parked_until is None
