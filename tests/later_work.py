"""나중 일, as every service's operators see it and act on it: the same page at ``work``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tests.page_lines import lines

from minishop.chassis.jobs.labels import title_of
from minishop.chassis.jobs.models import Job, StrangerHost
from minishop.chassis.jobs.registry import tasks
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
        for over in (job.id, 2**63, "9" * 200):  # it is no longer dead; it never was
            address = f"{work}jobs/{over}/{deed}/"
            assert "멈춘 작업이 아닙니다. 이미 다시 시작했거나 버린 작업입니다." in lines(operator.post(address, follow=True))
        assert operator.get(address).headers["Location"] == work
    assert [(job.id, job.state, job.losses) for job in Job.objects.all()] == [(again.id, "ready", 0)]


def assert_all_dead_work_is_begun_anew(operator: Client, work: str, most: int) -> None:
    """The oldest ``most`` at a press, but what ended its workers; a share's one behind the other. One piece alone has its own button."""
    address, over = f"{work}jobs/retrial/", "멈춘 작업이 아닙니다. 이미 다시 시작했거나 버린 작업입니다."
    poison = Job.objects.create(task="t", state="dead", created_at=NOON, losses=3)
    assert "모두 다시 하기" not in " ".join(lines(operator.get(work)))
    for _ in range(most + 1):
        Job.objects.create(task="t", state="dead", created_at=NOON, share=7)
    assert f"<모두 다시 하기 → POST {address}>" in lines(operator.get(work))
    words = f"오래된 것부터 작업 {most}건을 다시 시작합니다. 남은 것은 다시 눌러 주세요."
    assert words in lines(operator.post(address, follow=True))
    turns = sorted(Job.objects.filter(state="ready").values_list("turn", flat=True))
    assert [turn - turns[0] for turn in turns] == [200 * place for place in range(most)]
    assert "작업 1건을 다시 시작합니다." in lines(operator.post(address, follow=True))
    assert over in lines(operator.post(address, follow=True))
    assert operator.get(address).headers["Location"] == work
    assert Job.objects.get(state="dead") == poison


def assert_a_parked_host_is_tried_now(operator: Client, work: str) -> None:
    """One that is parked, and no other."""
    until, address = utc_now() + timedelta(minutes=1), f"{work}hosts/trial/"
    StrangerHost.objects.create(host="a.example", failures=3, parked_until=until, changed_at=NOON)
    assert f"<지금 다시 시도 → POST {address} host=a.example>" in " ".join(lines(operator.get(work)))
    over = "쉬게 한 주소가 아닙니다. 이미 다시 시도했거나 쉬는 시간이 끝났습니다."
    for host in ("b.example", "", "a" * 10_000):
        assert over in lines(operator.post(address, {"host": host}, follow=True))
    assert StrangerHost.objects.get().parked_until == until
    answer = operator.post(address, {"host": "a.example"}, follow=True)
    assert "지금 다시 시도합니다. 잠시 뒤 새로고침해 주세요." in lines(answer)
    assert StrangerHost.objects.get().parked_until is None
    assert over in lines(operator.post(address, {"host": "a.example"}, follow=True))


def assert_failed_work_names_whom_it_is_for(operator: Client, work: str, tenant: int, link: str) -> None:
    """A tenant's work leads to the tenant; nobody's, or that of one who is no longer there, stands without."""
    for number in (tenant, 0, 1):
        Job.objects.create(task="t", tenant=number, state="dead", created_at=NOON)
    found = [line for line in lines(operator.get(work)) if line.startswith("t ·")]
    assert found == [f"t · {link} · 2026.11.23 12:00", "t · 2026.11.23 12:00", "t · 2026.11.23 12:00"]


def assert_every_task_says_what_it_does(service: str) -> None:
    """In both languages: a page shows it where the work failed."""
    own = [task for task in tasks() if task.name.startswith((f"{service}.", "chassis."))]
    assert own
    for language in ("ko", "en"):
        with translation.override(language):
            assert [task.name for task in own if title_of(task.name) == task.name] == []
