"""오래된 알림: hints that arrived go after a month, with their attempts; those that did not stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.checkout.worlds import NOW, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.hints.models import DeliveryAttempt, OutboxMessage
from minishop.checkout.hints.tasks import forget_old_hints


@pytest.mark.django_db
def test_hints_that_arrived_go_after_thirty_days() -> None:
    merchant = make_merchant()
    with scope(merchant.id):
        for key, state, days in (("old", "sent", 31), ("young", "sent", 30), ("parked", "parked", None)):
            sent_at = None if days is None else NOW - timedelta(days=days)
            made = OutboxMessage.objects.create(
                merchant=merchant, kind="changes", payload={}, idempotency_key=key, state=state, created_at=NOW, sent_at=sent_at
            )
            DeliveryAttempt.objects.create(merchant=merchant, message_id=made.id, at=NOW, outcome="sent")
    for _turn in range(2):
        forget_old_hints.run(now=NOW)
        with scope(merchant.id):
            assert set(OutboxMessage.objects.values_list("idempotency_key", flat=True)) == {"young", "parked"}
            assert DeliveryAttempt.objects.count() == 2
