"""Hints: one waits at a time, none is lost that matters, and what cannot be delivered is kept with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from tests.checkout.fakes import TIMED_OUT, answered
from tests.checkout.machines import Clock, HintReceiver
from tests.checkout.worlds import NOW, make_merchant

from minishop.chassis.jobs.models import Job
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import GIVE_UP_AFTER
from minishop.chassis.tenancy import scope
from minishop.chassis.webhooks import sign
from minishop.checkout.hints.models import DeliveryAttempt, OutboxMessage
from minishop.checkout.hints.services import post_hint
from minishop.checkout.merchants.models import Merchant, MerchantCounter

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


def change(merchant: Merchant, latest: int) -> None:
    """What recording changes does to the merchant and its hints."""
    with transaction.atomic(), scope(merchant.id):
        MerchantCounter.objects.update(changes_made=latest)
        post_hint(merchant=merchant, latest=latest, now=NOW)


def messages(merchant: Merchant) -> list[tuple[str, str]]:
    with scope(merchant.id):
        return [(message.state, message.payload["latest"]) for message in OutboxMessage.objects.order_by("id")]


def test_a_hint_says_where_the_feed_ends_and_is_signed(merchant: Merchant, clock: Clock, receiver: HintReceiver) -> None:
    change(merchant, 12)
    clock.work()
    [(headers, body)] = receiver.hints
    assert body == f'{{"type":"changes","merchantId":"{merchant.public_id}","latest":"12"}}'.encode()
    timestamp = int(NOW.timestamp())
    expected = sign(merchant.hint_secret, message_id=headers["webhook-id"], timestamp=timestamp, body=body)
    assert (headers["webhook-signature"], headers["webhook-timestamp"]) == (expected, str(timestamp))
    assert messages(merchant) == [("sent", "12")]


def test_one_waiting_hint_is_enough(merchant: Merchant, clock: Clock, receiver: HintReceiver) -> None:
    for latest in range(1, 6):
        change(merchant, latest)
    assert messages(merchant) == [("waiting", "1")]
    clock.work()
    assert messages(merchant)[-1] == ("sent", "5")


def test_a_change_that_came_while_the_hint_was_on_its_way_is_hinted_at(
    merchant: Merchant, clock: Clock, receiver: HintReceiver
) -> None:
    receiver.while_answering = lambda: change(merchant, 2)
    change(merchant, 1)
    clock.work()
    assert receiver.latest == ["1", "2"]


def test_a_merchant_without_an_address_gets_none(clock: Clock, receiver: HintReceiver) -> None:
    quiet = make_merchant(hint_url="")
    change(quiet, 1)
    assert clock.work() == 0
    assert messages(quiet) == []


def test_a_hint_is_tried_again_under_the_same_identity_with_a_fresh_time(
    merchant: Merchant, clock: Clock, receiver: HintReceiver
) -> None:
    receiver.answers = [TIMED_OUT, answered({}, 503)]
    change(merchant, 1)
    clock.work()
    assert messages(merchant) == [("waiting", "1")]
    clock.work(seconds=2)
    clock.work(seconds=4)
    assert messages(merchant) == [("sent", "1")]
    assert len({headers["webhook-id"] for headers, _ in receiver.hints}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.hints}) == 3
    with scope(merchant.id):
        assert list(DeliveryAttempt.objects.order_by("id").values_list("outcome", flat=True)) == ["timed_out", "refused", "sent"]


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refused_hint_is_kept_with_its_reason_and_the_next_change_makes_a_new_one(
    merchant: Merchant, clock: Clock, receiver: HintReceiver, status: int
) -> None:
    receiver.answers = [answered({}, status)]
    change(merchant, 1)
    clock.work()
    with scope(merchant.id):
        assert OutboxMessage.objects.get().last_reason == f"HTTP {status}"
    change(merchant, 2)
    clock.work()
    assert messages(merchant) == [("refused", "1"), ("sent", "2")]


def test_a_receiver_that_stays_away_is_parked_at_last(merchant: Merchant, clock: Clock, receiver: HintReceiver) -> None:
    receiver.answers = [TIMED_OUT] * 40
    change(merchant, 1)
    for _ in range(GIVE_UP_AFTER + 2):
        clock.work(minutes=10)
    assert messages(merchant) == [("parked", "1")]
    assert len(receiver.hints) == GIVE_UP_AFTER
    assert not Job.objects.exists()
    with scope(merchant.id), transaction.atomic():
        from minishop.checkout.hints.tasks import deliver_hint

        outbox.resend(OutboxMessage.objects.get(), deliver=deliver_hint, tenant={"merchant_id": merchant.id}, now=clock())
    receiver.answers = []
    clock.work(seconds=1)
    assert messages(merchant) == [("sent", "1")]


def test_a_rolled_back_change_hints_at_nothing(merchant: Merchant, clock: Clock, receiver: HintReceiver) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), scope(merchant.id):
        post_hint(merchant=merchant, latest=1, now=NOW - timedelta(seconds=1))
        raise RuntimeError
    assert clock.work() == 0
    assert receiver.hints == []
