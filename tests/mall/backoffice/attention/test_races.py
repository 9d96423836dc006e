"""확인할 일: failed work is begun anew by one of two presses."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.backoffice.offices import make_failed_job
from tests.mall.worlds import make_cast
from tests.page_lines import lines
from tests.racing import meanwhile

from minishop.chassis.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]

BEGUN, OVER = "작업을 다시 시작합니다.", "멈춘 작업이 아닙니다. 이미 다시 시작했거나 버린 작업입니다."


def test_failed_work_is_begun_anew_by_one_of_two_presses() -> None:
    cast = make_cast()
    job, answers = make_failed_job(cast.haru), list[str]()

    def press() -> None:
        owner = Client()
        owner.force_login(cast.owner)
        said = lines(owner.post(f"/office/haru/attention/jobs/{job.id}/retry/", follow=True))
        answers.extend(words for words in (BEGUN, OVER) if words in said)

    with meanwhile("minishop.chassis.jobs.queue.revive", press) as rival:
        press()
    assert (rival.raised, sorted(answers)) == ([], sorted([BEGUN, OVER]))
    assert Job.objects.get().state == "ready"
