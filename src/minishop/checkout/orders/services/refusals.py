"""거절된 걸음: what was tried with a line and refused for how it stood is kept, as of claims (L24)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState, actor_name
from minishop.checkout.orders.models import RefusedLineStep
from minishop.checkout.orders.queries import line_by_number

MOST = 100  # a line; whoever goes on trying is told, and no more is written


@transaction.atomic
def keep_refused_step(
    *, merchant: Merchant, line_number: str, event: LineEvent, stood: LineState, actor: Actor, who: str, reason: str, now: datetime
) -> None:
    """Writes it down, in the merchant's scope, after what it would have done was undone; nothing for a line that is none of the merchant's.

    ``stood``: how the line stood when it was refused; it may have moved since.
    """
    line = line_by_number(merchant, line_number)
    if line is None or RefusedLineStep.objects.filter(merchant_id=merchant.id, line_id=line.id).count() >= MOST:
        return
    name = actor_name(actor, who)
    RefusedLineStep.objects.create(
        merchant_id=merchant.id, line_id=line.id, event=event.value, stood=stood.value, actor=name, reason=reason[:30], at=now
    )
