"""첫 차례: a shop's turn begins on the day on which the shop opens (R6), and what became of the job of that day loses none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.kernel.clock import day_start
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.channel.services.polls import begin_turns, poll_of
from minishop.mall.notices.services import note_opening
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import open_at, opening_of

_BATCH = 500


def expect_opening(*, shop: Shop, now: datetime) -> None:
    """Has the row made, and the seller told, on the day on which the shop opens, if that is known by now. In the open transaction."""
    opens_on = opening_of(shop, now).opens_on
    if opens_on is not None:
        begin = find_task("mall.channel.tasks.begin_collecting")
        begin.enqueue(now=now, run_at=day_start(opens_on), key=str(shop.id), shop_id=shop.id)
        note_opening(shop=shop, opens_on=opens_on, now=now)


@transaction.atomic
def begin(*, shop: Shop, hub: HubConnection, now: datetime) -> None:
    """Makes the row of a shop that is open; one that is not yet, since the calendar was set back, is expected again."""
    if opening_of(shop, now).is_open:
        poll_of(shop, hub, now=now)
    else:
        expect_opening(shop=shop, now=now)


def begin_lost(*, now: datetime) -> bool:
    """Makes the rows of open connected shops that have none: the job of their opening was lost or given up. Whether there may be more of
    them: a batch (index ``channel_one_connection``) was full."""
    with across_tenants("connected shops that opened without a turn"):
        without = HubConnection.objects.filter(~Exists(Poll.objects.filter(shop_id=OuterRef("shop_id"))), *open_at("shop_id", now))
        found = list(without.order_by("shop_id").values_list("shop_id", "merchant_id")[:_BATCH])
        begin_turns(found, now=now)
    return len(found) == _BATCH
