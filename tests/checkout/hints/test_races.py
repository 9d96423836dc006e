"""알림: a change that is committed while a hint is on its way is hinted at, once."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.checkout.machines import HintReceiver
from tests.checkout.worlds import NOW, make_merchant
from tests.racing import meanwhile

from minishop.chassis.tenancy import scope
from minishop.checkout.hints import services
from minishop.checkout.hints.models import OutboxMessage
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
    with meanwhile(f"{SERVICES}.post_hint", lambda: change(merchant, 3)) as rival, scope(merchant.id):
        services._hint_at_what_came_meanwhile(merchant, 1, NOW)
    assert rival.raised == []
    with scope(merchant.id):
        assert OutboxMessage.objects.filter(state="waiting").count() == 1


def test_a_change_that_still_saw_the_hint_waiting_when_it_had_arrived_is_hinted_at(merchant: Merchant) -> None:
    change(merchant, 1)

    def arrive() -> None:
        with scope(merchant.id):
            OutboxMessage.objects.update(state="sent")
            services._hint_at_what_came_meanwhile(merchant, 1, NOW)

    with meanwhile("minishop.checkout.merchants.models.MerchantCounter.save", arrive) as rival:
        change(merchant, 2)
    assert rival.raised == []
    with scope(merchant.id):
        assert [hint.payload["latest"] for hint in OutboxMessage.objects.filter(state="waiting")] == ["2"]
