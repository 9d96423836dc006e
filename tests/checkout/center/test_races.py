"""운영 센터: two operators press the same button; work begins anew with its trace or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from tests.checkout.worlds import NOW, PASSWORD, make_account, make_merchant, make_order, make_payment
from tests.racing import meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.center.attention import stuck
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.hints.services import post_hint
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.models import PgContract, PgDifference

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
STUCK = "minishop.checkout.center.attention.stuck"


@pytest.fixture
def merchant(several_connections: None) -> Merchant:
    return make_merchant()


@pytest.fixture
def refused(merchant: Merchant) -> OutboxMessage:
    """A hint that its receiver refused."""
    with scope(merchant.id), transaction.atomic():
        post_hint(merchant=merchant, latest=1, now=NOW)
        OutboxMessage.objects.update(state="refused")
        Job.objects.all().delete()
        return OutboxMessage.objects.get()


def test_a_hint_is_put_back_once_by_two_operators(merchant: Merchant, refused: OutboxMessage) -> None:
    pressed: list[bool] = []

    def press() -> None:
        pressed.append(stuck.resend_hint(merchant, refused.id, NOW))

    with meanwhile(f"{STUCK}.find_task", press) as rival:
        press()
    assert (rival.raised, sorted(pressed)) == ([], [False, True])
    assert len(stored(Job)) == 1


@pytest.fixture
def operator(merchant: Merchant) -> Client:
    client = Client()
    make_account("operator", operator=True)
    assert client.login(username="operator", password=PASSWORD)
    return client


def test_a_payment_is_asked_about_by_a_press(operator: Client, merchant: Merchant) -> None:
    payment = make_payment(make_order(merchant, make_account("buyer")))
    assert operator.post(f"/center/payments/{payment.key}/question/").status_code == 302
    assert [job.arguments["payment_id"] for job in Job.objects.exclude(state="later")] == [payment.id]
    Job.objects.update(state="later", attempts=3, run_at=2**50, ready_at=None)
    operator.post(f"/center/payments/{payment.key}/question/")
    assert [job.state for job in Job.objects.filter(task__endswith="find_out_later")] == ["ready"]


def test_a_day_that_differs_is_compared_again_by_a_press(operator: Client, merchant: Merchant) -> None:
    with scope(merchant.id):
        found = PgDifference.objects.create(
            merchant=merchant, contract_id=PgContract.objects.get().id, day=date(2026, 11, 22), kind="amount_differs", key="attempt-9",
            facts={}, found_at=NOW,
        )  # fmt: skip
    assert operator.post(f"/center/differences/{merchant.id}/{found.id}/comparison/").status_code == 302
    assert [job.arguments["day"] for job in Job.objects.all()] == ["2026-11-22"]
