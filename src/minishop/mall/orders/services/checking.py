"""The one writer of a dispatch's check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from minishop.chassis import sets
from minishop.mall.orders.domain.checking import MACHINE, CheckEvent, CheckState
from minishop.mall.orders.models import Dispatch, OrderLine
from minishop.mall.orders.services.transition import Steps, steps
from minishop.mall.shops.models import Shop

_NO_LINES: Mapping[int, OrderLine] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of a number, and why."""

    event: CheckEvent
    reason: str = ""


@transaction.atomic
def check_tracking(
    *, shop: Shop, dispatch_ids: Collection[int], event: CheckEvent, actor: str = "hub", reason: str = "", now: datetime
) -> None:
    """Takes dispatches through an event of their check, each with a row in its line's history (R47, R49, Q9).

    One for which the table has no such step stays as it is: what is reported twice, or late, changes nothing.
    """
    with steps(now) as taken:
        check_all(shop=shop, heard=dict.fromkeys(dispatch_ids, Heard(event, reason)), taken=taken, actor=actor, now=now)


def check_all(
    *,
    shop: Shop,
    heard: Mapping[int, Heard],
    taken: Steps,
    lines: Mapping[int, OrderLine] = _NO_LINES,
    actor: str = "hub",
    now: datetime,
) -> None:
    """The same for what was ``heard`` of each dispatch by its id, in the open transaction; the histories go with steps that are taken of their
    ``lines``, by id, where these have been moved and not been written yet."""
    found = Dispatch.objects.select_for_update(of=("self",)).select_related("line").filter(shop=shop, id__in=heard)
    moved = []
    for dispatch in found.order_by("id") if heard else ():
        event, reason = heard[dispatch.id].event, heard[dispatch.id].reason
        if event in MACHINE.allowed(CheckState(dispatch.check_state)):
            _move(dispatch, event, reason, now)
            evidence = {"carrier": dispatch.carrier, "number": dispatch.tracking_number}
            line = lines.get(dispatch.line_id) or dispatch.line
            taken.note(line, f"tracking_{event}", actor=actor, reason=reason, evidence=evidence)
            moved.append(dispatch)
    sets.update(moved, ("check_state", "reason", "checked_at"))


def _move(dispatch: Dispatch, event: CheckEvent, reason: str, now: datetime) -> None:
    state = MACHINE.next_state(CheckState(dispatch.check_state), event)
    dispatch.check_state, dispatch.reason = state.value, reason[:500]
    dispatch.checked_at = None if state is CheckState.PENDING else now
