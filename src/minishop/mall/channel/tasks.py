"""Later work of the channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.services.collecting import Trouble, collect_page, note_trouble
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.channel.services.sending import deliver_message
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import opening_of

MOST_PAGES = 200
UNTIL_IT_WORKS = 1_000_000_000


@task(line=Line.POLLING, every=timedelta(seconds=60), max_attempts=1)
def collect_everywhere(now: datetime) -> None:
    """Asks for a collection for every connected shop: within R42's ten minutes also where no hint came through."""
    with across_tenants("every connected shop"):
        shops = [connection.shop for connection in HubConnection.objects.select_related("shop")]
    with transaction.atomic():
        for shop in shops:
            enqueue_collection(shop=shop, now=now)


# Orders must be here within ten minutes of the hub's return (R42): the pauses end at a minute.
@task(line=Line.POLLING, max_attempts=UNTIL_IT_WORKS, first=timedelta(seconds=2), cap=timedelta(minutes=1))
def collect(shop_id: int, now: datetime) -> None:
    """Collects what changed at the hub for one shop, once the shop is open (R6). What went wrong stands with the connection."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = HubConnection.objects.filter(shop=shop).first()
        if connection is None or not opening_of(shop, now).is_open:
            return
        try:
            for _ in range(MOST_PAGES):
                if not collect_page(shop=shop, connection=connection, now=now):
                    return
        except Trouble as error:
            note_trouble(shop=shop, error=error)
            raise Later(str(error)) from None
        except Exception as error:
            note_trouble(shop=shop, error=error)
            raise


@task(line=Line.MESSAGES, max_attempts=60, first=timedelta(seconds=2))
def deliver(shop_id: int, message_id: int, now: datetime) -> None:
    """Sends one message to the hub."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        deliver_message(shop=shop, message_id=message_id, now=now)
