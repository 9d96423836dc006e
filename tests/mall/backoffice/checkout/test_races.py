"""체크아웃 설정: a press on collecting leaves the job that collects."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import make_cast

from minishop.chassis.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_orders_are_collected_by_a_press() -> None:
    cast = make_cast()
    owner = Client()
    owner.force_login(cast.owner)
    assert owner.post("/office/haru/checkout/collection/").status_code == 302
    assert [job.arguments for job in Job.objects.all()] == [{"shop_id": cast.haru.id}]
