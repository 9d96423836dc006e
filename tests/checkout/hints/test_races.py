"""알림: a change that is committed while a hint is on its way is hinted at, once."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.checkout.fakes import answered
from tests.checkout.machines import HintReceiver
from tests.checkout.worlds import NOW, make_merchant
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs import attempts
from minishop.chassis.jobs.domain.lines import Pool
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimer
from minishop.chassis.tenancy import scope
from minishop.checkout.hints import services
from minishop.checkout.hints.models import DeliveryAttempt, OutboxMessage
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.merchants.services import lock_counter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.hints.services"


@pytest.fixture
def merchant(several_connections: None, receiver: HintReceiver) -> Merchant:
    return make_merchant()


def change(merchant: Merchant, latest: int) -> None:
    """What recording changes does, under the merchant's counter."""
    with scope(merchant.id), transaction.atomic():
        counter = lock_counter(merchant)
        services.post_hint(merchant=merchant, latest=latest, now=NOW)
        counter.changes_made = latest
        counter.save(update_fields=["changes_made"])


def test_two_who_see_a_change_that_nobody_hinted_at_leave_one_hint(merchant: Merchant) -> None:
    change(merchant, 1)
    with scope(merchant.id):
        OutboxMessage.objects.update(state="sent")
        MerchantCounter.objects.update(changes_made=2)
    with meanwhile(f"{SERVICES}.post_hint", lambda: change(merchant, 3)) as rival, scope(merchant.id), transaction.atomic():
        services._hint_at_what_came_meanwhile(merchant, 1, NOW)
    assert rival.raised == []
    with scope(merchant.id):
        assert OutboxMessage.objects.filter(state="waiting").count() == 1


def test_hints_that_arrive_together_are_written_down_one_by_one(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each merchant's counter is the last lock of its transaction: nobody's changes wait for another merchant's."""
    for each in (merchant, make_merchant()):
        change(each, 1)
    told: list[str] = []

    def locked(each: Merchant) -> MerchantCounter:
        told.append("locked")
        transaction.on_commit(lambda: told.append("committed"))
        return lock_counter(each)

    monkeypatch.setattr(services, "lock_counter", locked)
    moment = Moment(true=NOW, calendar=NOW)
    attempts.run(Claimer(7, Pool.STRANGERS).claim(2), worker=7, clock=lambda: moment)
    assert told == ["locked", "committed"] * 2
    assert not Job.objects.exists()


def test_an_answer_that_dies_half_way_is_none(merchant: Merchant) -> None:
    """What came meanwhile would not be hinted at any more, since a hint that was sent is not sent again."""
    change(merchant, 1)
    before = stored(OutboxMessage, DeliveryAttempt)
    with scope(merchant.id), broken(f"{SERVICES}.lock_counter"):
        services.take_answer(merchant=merchant, message_id=OutboxMessage.objects.get().id, answer=answered({}), now=NOW)
    assert stored(OutboxMessage, DeliveryAttempt) == before


def test_a_change_that_still_saw_the_hint_waiting_when_it_had_arrived_is_hinted_at(merchant: Merchant) -> None:
    change(merchant, 1)

    def arrive() -> None:
        with scope(merchant.id), transaction.atomic():
            OutboxMessage.objects.update(state="sent")
            services._hint_at_what_came_meanwhile(merchant, 1, NOW)

    with meanwhile("minishop.checkout.merchants.models.MerchantCounter.save", arrive) as rival:
        change(merchant, 2)
    assert rival.raised == []
    with scope(merchant.id):
        assert [hint.payload["latest"] for hint in OutboxMessage.objects.filter(state="waiting")] == ["2"]
