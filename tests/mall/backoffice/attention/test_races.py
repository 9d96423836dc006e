"""확인할 일: failed work is begun anew by one of two presses."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.backoffice.offices import make_failed_job
from tests.mall.worlds import make_cast
from tests.racing import meanwhile

from minishop.chassis.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_failed_work_is_begun_anew_by_one_of_two_presses() -> None:
    cast = make_cast()
    job, answers = make_failed_job(cast.haru), list[int]()

    def press() -> None:
        owner = Client()
        owner.force_login(cast.owner)
        answers.append(owner.post(f"/office/haru/attention/jobs/{job.id}/retry/").status_code)

    with meanwhile("minishop.chassis.jobs.queue.revive", press) as rival:
        press()
    assert (rival.raised, sorted(answers)) == ([], [302, 404])
    assert Job.objects.get().state == "ready"
