"""되돌아간 체크아웃: a hub that was restored from a backup has lost changes that it told once. What we know is never passed over in silence.

Its feed goes on from where it ends now; what changed meanwhile is read again by time; then our open orders are compared with the hub's.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.mall.channel.adapters.changes import LOOK_BACK
from minishop.mall.channel.adapters.rest import QUERY_LIMIT, OrderApi
from minishop.mall.channel.domain.setback import MOST_NAMED, is_behind
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.queries import open_lines
from minishop.mall.shops.models import Shop

_log = logging.getLogger(__name__)


def begin_again(shop_ids: Sequence[int], *, now: datetime) -> None:
    """Marks these shops, in the open transaction: their changes are read again from a week back, and their sellers see it."""
    if not shop_ids:
        return
    with across_tenants("the hub names several shops whose changes it has lost"):
        Poll.objects.filter(shop_id__in=shop_ids, rereading="").update(rereading=(now - LOOK_BACK).isoformat())
        marked = HubConnection.objects.filter(shop_id__in=shop_ids, set_back_at=None).update(set_back_at=now, forgotten=[])
    if marked:
        _log.warning("the hub has lost changes that it told: %d more shops are read again from a week back", marked)


def compare_later(shop: Shop, *, now: datetime) -> None:
    """Has all of the shop's open orders compared with the hub's, from the newest, in the open transaction."""
    HubConnection.objects.filter(shop=shop).update(compared_down_to=None)
    find_task("mall.channel.tasks.compare_orders").enqueue(now=now, key=str(shop.id), shop_id=shop.id)


def compare_batch(*, shop: Shop, api: OrderApi, now: datetime) -> bool:
    """Compares the shop's next open lines with the hub's, and says whether there are more. Keeps the numbers of those about which the hub
    knows less than it told; where there are any, the seller is shown them, also one who took note before they were known."""
    place = HubConnection.objects.values_list("compared_down_to", flat=True).get(shop=shop)
    lines = list(open_lines(shop, below=place)[:QUERY_LIMIT])
    behind = _behind(lines, api) if lines else []
    return _keep(shop, behind, place, lines[-1].id if len(lines) == QUERY_LIMIT else None, now)


@transaction.atomic
def _keep(shop: Shop, behind: Sequence[str], place: int | None, following: int | None, now: datetime) -> bool:
    found = HubConnection.objects.select_for_update().get(shop=shop)
    if found.compared_down_to != place:  # begun anew meanwhile
        return True
    found.forgotten = [*(found.forgotten if place else ()), *behind][: MOST_NAMED + 1]
    found.compared_down_to = following if len(found.forgotten) <= MOST_NAMED else None
    if behind:
        found.set_back_at = found.set_back_at or now
    found.save(update_fields=["forgotten", "compared_down_to", "set_back_at"])
    return found.compared_down_to is not None


def take_note(*, shop: Shop) -> None:
    """확인: the seller has seen it."""
    HubConnection.objects.filter(shop=shop).update(set_back_at=None, forgotten=[])


def _behind(lines: Sequence[OrderLine], api: OrderApi) -> list[str]:
    told = {line.hub_number: line for line in api.lines([line.hub_number for line in lines])}
    return [line.hub_number for line in lines if _is_behind(line, told.get(line.hub_number))]


def _is_behind(line: OrderLine, told: CollectedLine | None) -> bool:
    return is_behind(
        HubState(line.hub_state),
        told.hub_state if told else None,
        acknowledged=line.acknowledged_at is not None,
        told_acknowledged=told is not None and told.acknowledged,
    )
