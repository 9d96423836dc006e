"""되돌아간 체크아웃: a hub that was restored from a backup has lost changes that it told once. What we know is never passed over in silence.

Its feed goes on from where it ends now; what changed meanwhile is read again by time; then our open orders are compared with the hub's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

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

MOST_COMPARED = 3_000


def begin_again(shop_ids: Sequence[int], *, now: datetime) -> None:
    """Marks these shops, in the open transaction: their changes are read again from a week back, and their sellers see it."""
    if not shop_ids:
        return
    with across_tenants("the hub names several shops whose changes it has lost"):
        Poll.objects.filter(shop_id__in=shop_ids, rereading="").update(rereading=(now - LOOK_BACK).isoformat())
        HubConnection.objects.filter(shop_id__in=shop_ids, set_back_at=None).update(set_back_at=now, forgotten=[])


def compare_later(shop: Shop, *, now: datetime) -> None:
    """Enqueues the comparison of the shop's open orders with the hub's, in the open transaction."""
    find_task("mall.channel.tasks.compare_orders").enqueue(now=now, key=str(shop.id), shop_id=shop.id)


def compare(*, shop: Shop, api: OrderApi, now: datetime) -> None:
    """Keeps the numbers of the shop's open lines about which the hub knows less than it told. Where there are any, the seller is shown them,
    also one who took note before they were known."""
    forgotten = list(islice((number for batch in _batches(shop) for number in _behind(batch, api)), MOST_NAMED + 1))
    marked = {"set_back_at": Coalesce("set_back_at", Value(now, DateTimeField()))} if forgotten else {}
    HubConnection.objects.filter(shop=shop).update(forgotten=forgotten, **marked)


def take_note(*, shop: Shop) -> None:
    """확인: the seller has seen it."""
    HubConnection.objects.filter(shop=shop).update(set_back_at=None, forgotten=[])


def _batches(shop: Shop) -> Iterator[Sequence[OrderLine]]:
    lines = list(open_lines(shop)[:MOST_COMPARED])
    return (lines[start : start + QUERY_LIMIT] for start in range(0, len(lines), QUERY_LIMIT))


def _behind(lines: Sequence[OrderLine], api: OrderApi) -> Iterator[str]:
    told = {line.hub_number: line for line in api.lines([line.hub_number for line in lines])}
    return (line.hub_number for line in lines if _is_behind(line, told.get(line.hub_number)))


def _is_behind(line: OrderLine, told: CollectedLine | None) -> bool:
    return is_behind(
        HubState(line.hub_state),
        told.hub_state if told else None,
        acknowledged=line.acknowledged_at is not None,
        told_acknowledged=told is not None and told.acknowledged,
    )
