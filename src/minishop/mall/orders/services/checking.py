"""The one writer of a dispatch's check."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from minishop.mall.orders.domain.checking import MACHINE, CheckEvent, CheckState
from minishop.mall.orders.models import Dispatch
from minishop.mall.orders.services.transition import note
from minishop.mall.shops.models import Shop


@transaction.atomic
def check_tracking(
    *, shop: Shop, dispatch_ids: Collection[int], event: CheckEvent, actor: str = "hub", reason: str = "", now: datetime
) -> None:
    """Takes dispatches through an event of their check, each with a row in its line's history (R47, R49, Q9).

    One for which the table has no such step stays as it is: what is reported twice, or late, changes nothing.
    """
    found = Dispatch.objects.select_for_update(of=("self",)).select_related("line").filter(shop=shop, id__in=dispatch_ids)
    for dispatch in found.order_by("id"):
        if event in MACHINE.allowed(CheckState(dispatch.check_state)):
            _write(dispatch, event, actor, reason, now)


def _write(dispatch: Dispatch, event: CheckEvent, actor: str, reason: str, now: datetime) -> None:
    state = MACHINE.next_state(CheckState(dispatch.check_state), event)
    dispatch.check_state, dispatch.reason = state.value, reason[:500]
    dispatch.checked_at = None if state is CheckState.PENDING else now
    dispatch.save(update_fields=["check_state", "reason", "checked_at"])
    evidence = {"carrier": dispatch.carrier, "number": dispatch.tracking_number}
    note(line=dispatch.line, event=f"tracking_{event}", actor=actor, reason=reason, evidence=evidence, now=now)
