"""거절된 걸음: what a claim's table of states refused is kept, since who tried what and when is asked about in every quarrel (L24)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import RefusedStep

MOST = 100  # a claim; whoever goes on pressing is told, and no more is written


@transaction.atomic
def keep_refusal(refused: ClaimRefused, *, now: datetime) -> None:
    """Writes a step down that a machine refused; nothing for what was refused for another reason. After what it would have done was undone."""
    step = refused.step
    if step is None:
        return
    with scope(step.merchant_id):
        kept = RefusedStep.objects.filter(merchant_id=step.merchant_id, claim_id=step.claim_id)
        if kept.count() < MOST:
            RefusedStep.objects.create(
                merchant_id=step.merchant_id, claim_id=step.claim_id, event=step.event, stood=step.state, actor=step.actor, at=now
            )
