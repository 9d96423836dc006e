"""결제 알림: the PG's word and the job that asks are there together."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.worlds import make_account, make_merchant, make_order, make_payment

from minishop.chassis.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]


def test_a_notice_of_the_pg_leaves_a_job_that_asks(outside: Outside) -> None:
    payment = make_payment(make_order(make_merchant(), make_account()), "opened")
    told = json.dumps({"orderKey": payment.key})
    assert Client().post("/payments/notify/", told, content_type="application/json").status_code == 200
    assert [job.arguments["payment_id"] for job in Job.objects.filter(task__endswith="find_out_later")] == [payment.id]
