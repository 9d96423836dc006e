"""Later work of the channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from minishop.chassis import clock
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import GoOn, Later, each_round, task
from minishop.chassis.jobs.stopping import in_turns, stopping
from minishop.chassis.outbox.domain import State
from minishop.chassis.retention.keeping import Kept, Part, keep, remove_old
from minishop.chassis.tenancy import scope
from minishop.mall.channel.adapters.rest import api_of
from minishop.mall.channel.models import DeliveryAttempt, HubConnection, InboxMessage, OutboxMessage, Registration, UnreadLine
from minishop.mall.channel.queries import connection_of, shops_with_unread
from minishop.mall.channel.services import rounds
from minishop.mall.channel.services.acknowledging import acknowledge_some
from minishop.mall.channel.services.collecting import (
    AnotherMerchant,
    Trouble,
    collect_page,
    note_trouble,
    read_again,
    read_from_the_first,
)
from minishop.mall.channel.services.expiring import free_over, has_unread
from minishop.mall.channel.services.opening import begin, begin_lost
from minishop.mall.channel.services.polls import poll_of, remove
from minishop.mall.channel.services.posting import wake_waiting
from minishop.mall.channel.services.reconciling import Differs, begin_reconciling, reconcile
from minishop.mall.channel.services.sending import deliver_message
from minishop.mall.channel.services.setback import compare_batch
from minishop.mall.shops.models import Shop
from minishop.mall.shops.queries import opening_of
from minishop.mall.stock.queries import shops_with_due

MOST_PAGES, BATCH_OF_SHOPS = 20, 500
UNTIL_IT_WORKS = 1_000_000_000


@each_round
def ask_who_has_changes(true_now: datetime) -> bool:
    """Asks the hub about every shop that is due: within R42's ten minutes also where no hint came through."""
    return rounds.ask(true_now=true_now)


@task(line=Line.POLLING, calendar=True)
def begin_collecting(shop_id: int, now: datetime) -> None:
    """The day has come on which the shop opens: from now on the hub is asked about it (R6)."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = connection_of(shop)
        if connection is not None:
            begin(shop=shop, hub=connection, now=now)


@task(every=timedelta(hours=1))
def begin_lost_turns(now: datetime) -> None:
    """Finds open shops about which the hub is not asked, a batch a transaction: no shop's orders stay away for want of one job (R42)."""
    in_turns(lambda: begin_lost(now=now))


# Orders must be here within ten minutes of the hub's return (R42): the pauses end at a minute.
@task(line=Line.POLLING, max_attempts=UNTIL_IT_WORKS, first=timedelta(seconds=2), cap=timedelta(minutes=1))
def collect(shop_id: int, now: datetime) -> None:
    """Collects what changed at the hub for one shop, once the shop is open (R6). What went wrong stands with the connection."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = connection_of(shop)
        if connection is None:
            remove(shop)
            return
        if not opening_of(shop, now).is_open:
            return
        poll, api = poll_of(shop, connection, now=now), api_of(connection, now)
        if poll.merchant != connection.merchant_id:
            # Its keys were replaced between the two readings, or while the row was made.
            read_from_the_first(shop=shop, merchant=HubConnection.objects.get(shop=shop).merchant_id)
            raise GoOn
        try:
            for _ in range(MOST_PAGES):
                if not collect_page(shop=shop, poll=poll, api=api, now=now):
                    return
                if stopping():
                    break
        except AnotherMerchant:
            raise GoOn from None
        except Trouble as error:
            note_trouble(shop=shop, error=error)
            raise Later(str(error)) from None
        except Exception as error:
            note_trouble(shop=shop, error=error)
            raise
        raise GoOn


@task(every=timedelta(hours=1))
def find_unread(now: datetime) -> None:
    """Has every shop's lines asked for again that could not be read, a batch of shops a transaction."""
    last = 0

    def batch() -> bool:
        nonlocal last
        found = shops_with_unread(last, BATCH_OF_SHOPS)
        with transaction.atomic():
            for shop_id in found:
                read_unread.enqueue(now=now, key=str(shop_id), shop_id=shop_id)
        last = found[-1] if found else last
        return len(found) == BATCH_OF_SHOPS

    in_turns(batch)


@task(line=Line.POLLING, max_attempts=5)
def read_unread(shop_id: int, now: datetime) -> None:
    """Asks for one shop's lines again that could not be read, as many as a question takes."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = connection_of(shop)
        if connection is None or not opening_of(shop, now).is_open:
            return
        poll, api = poll_of(shop, connection, now=now), api_of(connection, now)
        try:
            is_stored = read_again(shop=shop, poll=poll, api=api, now=now)
        except AnotherMerchant:
            is_stored = True  # whose lines these are no more
        except Trouble as error:
            raise Later(str(error)) from None
    if not is_stored:
        raise GoOn


# Like a collection, it only asks, and waits for the hub as long as that takes.
@task(
    line=Line.TRACKING,
    max_attempts=UNTIL_IT_WORKS,
    first=timedelta(seconds=2),
    cap=timedelta(minutes=1),
)
def compare_orders(shop_id: int, now: datetime) -> None:
    """Compares the shop's open orders with a hub that has lost changes, all of them, 300 lines a question."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = connection_of(shop)
        if connection is None:
            return
        api = api_of(connection, now)
        try:
            in_turns(lambda: compare_batch(shop=shop, api=api, now=now))
        except Trouble as error:
            raise Later(str(error)) from None


# So many differences of a shop are named where operators see what failed; the command names all.
_NAMED = 10
# A night's look may fail, and some more: what a line went through is looked at for a week.
_LOOKED_BACK = timedelta(days=7)


@task(every=timedelta(days=1))
def reconcile_every_night(now: datetime) -> None:
    """Has every shop's stock and lines looked through, a batch of shops a transaction."""
    last: int | None = 0
    while last is not None:
        last = begin_reconciling(after=last, now=now)


@task(max_attempts=3, first=timedelta(minutes=10))
def reconcile_shop(shop_id: int, now: datetime) -> None:
    """Looks through one shop's stock, its open lines and what has moved of late. What does not agree stands as this job's failure where
    operators see what failed."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        try:
            found = reconcile(shop=shop, now=now, since=now - _LOOKED_BACK)
        except Trouble as error:
            raise Later(str(error)) from None
    if found:
        raise Differs(count=len(found), first=[f"{one.kind} {one.key} {one.ours} {one.theirs}" for one in found[:_NAMED]])


@task(every=timedelta(minutes=1))
def find_due_holds(now: datetime) -> None:
    """Has each shop's holds freed that are over, two minutes after their end (docs/rules/stock.md)."""
    found = shops_with_due(clock.true(now))
    with transaction.atomic():
        for shop_id in found:
            free_holds.enqueue(now=now, key=str(shop_id), shop_id=shop_id)


@task(line=Line.POLLING)
def free_holds(shop_id: int, now: datetime) -> None:
    """Frees what was promised and not paid: what the hub may know of it is read first, once; without that it waits up to an hour."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        connection = connection_of(shop)
        if connection is not None and has_unread(shop, clock.true(now)):
            _read_on(shop, connection, now)
        in_turns(lambda: free_over(shop=shop, now=now))


def _read_on(shop: Shop, connection: HubConnection, now: datetime) -> None:
    poll, api = poll_of(shop, connection, now=now), api_of(connection, now)
    try:
        for _ in range(MOST_PAGES):
            if not collect_page(shop=shop, poll=poll, api=api, now=now):
                return
    except Trouble as error:
        note_trouble(shop=shop, error=error)
    except AnotherMerchant:
        return


@task(line=Line.MESSAGES, max_attempts=60, first=timedelta(seconds=2))
def deliver(shop_id: int, message_id: int, now: datetime) -> None:
    """Sends one message to the hub."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        deliver_message(shop=shop, message_id=message_id, now=now)


# Each order's message gives up by itself, so that the job need not.
@task(line=Line.MESSAGES, max_attempts=UNTIL_IT_WORKS, first=timedelta(seconds=2))
def acknowledge(shop_id: int, now: datetime) -> None:
    """Tells the hub which of a shop's orders have been seen (R43)."""
    shop = Shop.objects.get(pk=shop_id)
    with scope(shop_id):
        in_turns(lambda: acknowledge_some(shop=shop, now=now))


@task(every=timedelta(minutes=10))
def wake_messages(now: datetime) -> None:
    """Finds messages to the hub that wait without a job: none holds up what comes after it for want of one."""
    wake_waiting(now=now)


SENT = keep(
    Kept(
        OutboxMessage,
        "sent_at",
        timedelta(days=90),
        index="channel_outbox_sent",
        only=Q(state=State.SENT.value),
        parts=[Part(DeliveryAttempt, "message_id")],
    )
)
HINTS = keep(Kept(InboxMessage, "received_at", timedelta(days=30), index="channel_inbox_old"))
# It may hold a buyer's address, and what nobody could read for so long nobody will.
UNREAD = keep(Kept(UnreadLine, "first_at", timedelta(days=180), index="channel_unread_old"))
# An order copies what it needs of its registration when it is collected, which may be long after: a shop may have been away.
REGISTRATIONS = keep(Kept(Registration, "made_at", timedelta(days=180), index="channel_registrations_old"))


@task(every=timedelta(days=1))
def forget_old_messages(now: datetime) -> None:
    """Deletes messages that the hub took long ago; what it did not take stays and is shown."""
    remove_old(SENT, now=now)


@task(every=timedelta(days=1))
def forget_old_hints(now: datetime) -> None:
    """Deletes the keys of hints that came a month ago: the same one again would only have the hub asked."""
    remove_old(HINTS, now=now)


@task(every=timedelta(days=1))
def forget_old_registrations(now: datetime) -> None:
    """Deletes what was registered half a year ago: its order sheet is over, and an order of it is here."""
    remove_old(REGISTRATIONS, now=now)


@task(every=timedelta(days=1))
def forget_old_unread_lines(now: datetime) -> None:
    """Deletes what could not be read for half a year."""
    remove_old(UNREAD, now=now)
