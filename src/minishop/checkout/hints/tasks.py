"""Work of hints that is done later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.outbox.domain import GIVE_UP_AFTER, State
from minishop.chassis.retention.keeping import Kept, Part, keep, remove_old
from minishop.chassis.tenancy import scope
from minishop.checkout.hints import services
from minishop.checkout.hints.models import DeliveryAttempt, OutboxMessage
from minishop.checkout.merchants.models import Merchant

SENT = keep(
    Kept(
        OutboxMessage,
        "sent_at",
        timedelta(days=30),
        index="hints_outbox_sent",
        only=Q(state=State.SENT.value),
        parts=[Part(DeliveryAttempt, "message_id")],
    )
)


@task(every=timedelta(days=1))
def forget_old_hints(now: datetime) -> None:
    """Deletes hints that arrived a month ago; what did not arrive stays and is shown."""
    remove_old(SENT, now=now)


def prepare_hint(merchant_id: int, message_id: int, now: datetime) -> Request | None:
    """The request of one hint, if it still waits."""
    with scope(merchant_id):
        return services.request_of(merchant=Merchant.objects.get(id=merchant_id), message_id=message_id, now=now)


# Not short: several of those end in one transaction, where a merchant's counter would not be the last lock.
@task(line=Line.HINTED, max_attempts=2 * GIVE_UP_AFTER, prepare=prepare_hint)
def deliver_hint(merchant_id: int, message_id: int, answer: Answer, now: datetime) -> None:
    """Writes down how one hint arrived; the outbox, not the job, decides when to give up."""
    with scope(merchant_id):
        merchant = Merchant.objects.get(id=merchant_id)
        message = services.take_answer(merchant=merchant, message_id=message_id, answer=answer, now=now)
    if message.state == State.WAITING:
        raise Later(answer.reason, asked=answer.retry_after)
