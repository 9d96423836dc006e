"""오래된 편지: what arrived goes when it is old, with its attempts; what did not arrive stays."""

from __future__ import annotations

from datetime import timedelta

from tests.mall.worlds import NOW

from minishop.mall.channel.models import DeliveryAttempt, InboxMessage, OutboxMessage, Registration
from minishop.mall.channel.tasks import forget_old_hints, forget_old_messages, forget_old_registrations
from minishop.mall.shops.models import Shop

DAY = timedelta(days=1)


def message(shop: Shop, key: str, state: str, sent_ago: timedelta | None) -> None:
    sent_at = None if sent_ago is None else NOW - sent_ago
    facts = {
        "kind": "dispatch",
        "payload": {},
        "idempotency_key": key,
        "state": state,
        "created_at": NOW - 200 * DAY,
        "sent_at": sent_at,
    }
    made = OutboxMessage.objects.create(shop=shop, **facts)
    DeliveryAttempt.objects.create(shop=shop, message_id=made.id, at=NOW - 200 * DAY, outcome="sent")


def test_what_the_hub_took_goes_after_ninety_days(shop: Shop) -> None:
    message(shop, "old", "sent", 91 * DAY)
    message(shop, "young", "sent", 90 * DAY)
    message(shop, "refused", "refused", None)
    for _turn in range(2):
        forget_old_messages.run(now=NOW)
        assert set(OutboxMessage.objects.values_list("idempotency_key", flat=True)) == {"young", "refused"}
        assert DeliveryAttempt.objects.count() == 2


def test_hints_go_after_thirty_days(shop: Shop) -> None:
    for days in (30, 31):
        InboxMessage.objects.create(shop=shop, message_key=f"m{days}", kind="changes", received_at=NOW - days * DAY)
    for _turn in range(2):
        forget_old_hints.run(now=NOW)
        assert [hint.message_key for hint in InboxMessage.objects.all()] == ["m30"]


def test_registrations_go_after_half_a_year(shop: Shop) -> None:
    for days in (180, 181):
        facts = {"total": 1, "shipping_fee": 0, "lines": [], "fee_breakdown": []}
        Registration.objects.create(shop=shop, code=f"r{days}", made_at=NOW - days * DAY, **facts)
    for _turn in range(2):
        forget_old_registrations.run(now=NOW)
        assert [registration.code for registration in Registration.objects.all()] == ["r180"]
