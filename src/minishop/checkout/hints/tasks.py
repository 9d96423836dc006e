"""Work of hints that is done later."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis.jobs.registry import task
from minishop.chassis.outbox.domain import GIVE_UP_AFTER
from minishop.chassis.tenancy import scope
from minishop.checkout.hints import services
from minishop.checkout.merchants.models import Merchant


@task(max_attempts=2 * GIVE_UP_AFTER)
def deliver_hint(merchant_id: int, message_id: int, now: datetime) -> None:
    """Sends one hint; the outbox, not the job, decides when to give up."""
    with scope(merchant_id):
        services.deliver(merchant=Merchant.objects.get(id=merchant_id), message_id=message_id, now=now)
