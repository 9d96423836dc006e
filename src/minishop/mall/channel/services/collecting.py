"""주문 수집: the cursor moves only in the transaction that stores what it passed, so nothing is lost and nothing counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minishop.chassis.databases import storable
from minishop.kernel.batches import batches
from minishop.mall.cart.services import take_bought
from minishop.mall.channel.adapters.changes import changes_again, changes_since
from minishop.mall.channel.adapters.rest import QUERY_LIMIT, CursorAhead, HubRefused, HubUnavailable, OrderApi
from minishop.mall.channel.domain.answers import Unread
from minishop.mall.channel.domain.polling import HOT_AFTER_CHANGE
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection, Poll, Registration
from minishop.mall.channel.queries import unread_lines
from minishop.mall.channel.services.acknowledging import post_acknowledgements
from minishop.mall.channel.services.polls import true_millis, warm
from minishop.mall.channel.services.setback import begin_again, compare_later
from minishop.mall.channel.services.unread import forget_unread, keep_unread, note_asked
from minishop.mall.claims.services.recording import record_claims
from minishop.mall.notices.services import note_orders
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.hub import awaits_acknowledgement, is_order
from minishop.mall.orders.queries import begun_orders
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import selling_channel

Trouble = (HubUnavailable, HubRefused, UnreadableAnswer)


class AnotherMerchant(Exception):
    """The shop has become another merchant since this page was asked for; nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a shop's changes have been read: by the feed's cursor, and again by time. ``is_end``: nothing follows the cursor."""

    cursor: str
    rereading: str = ""
    is_end: bool = False


def read_from_the_first(*, shop: Shop, merchant: str) -> None:
    """Another merchant's changes are another feed, which is read from its first; the same merchant's place stays."""
    if Poll.objects.filter(shop=shop).exclude(merchant=merchant).update(merchant=merchant, cursor="", rereading="", missed=0):
        forget_unread(shop=shop)


def collect_page(*, shop: Shop, poll: Poll, api: OrderApi, now: datetime) -> bool:
    """Collects one page, of changes, or where those are all read of what is read again; says whether there is more.

    Raises one of ``Trouble`` or ``AnotherMerchant``, and then nothing moved.
    """
    try:
        changes = changes_since(api, profile(), poll.cursor, now)
    except CursorAhead as ahead:
        _go_on_from(shop, poll, ahead.last, now)
        return True
    _store(shop, poll, _read(api, changes.line_numbers), Place(changes.cursor, poll.rereading, not changes.has_more), now)
    if changes.has_more or not poll.rereading:
        return changes.has_more
    numbers, following = changes_again(api, poll.rereading, now)
    _store(shop, poll, _read(api, numbers), Place(poll.cursor, following, is_end=True), now)
    return poll.rereading != ""


def read_again(*, shop: Shop, poll: Poll, api: OrderApi, now: datetime) -> bool:
    """Collects lines that could not be read before, where the hub tells of them in words that are known by now; says whether that was stored: what
    the hub told before another collection is older than what that stored. Raises one of ``Trouble`` or ``AnotherMerchant``."""
    numbers = [one.hub_number for one in unread_lines(shop, QUERY_LIMIT)]
    read = Read(*api.each_line(numbers)) if numbers else Read([], [])
    with transaction.atomic():
        if not _is_still_there(shop, poll):
            return False
        _record(shop, read, now)
        note_asked(shop=shop, numbers=numbers, now=now)
    return True


@dataclass(frozen=True, slots=True)
class Read:
    """What the hub told of lines: those that can be read, and those that cannot."""

    lines: list[CollectedLine]
    unread: list[Unread]


def _read(api: OrderApi, numbers: Sequence[str]) -> Read:
    """What the hub tells of lines. Each of them is there: one that was left out and passed over now would be lost."""
    read = Read([], [])
    for batch in batches(numbers, QUERY_LIMIT):
        lines, unread = api.each_line(batch)
        read.lines.extend(lines)
        read.unread.extend(unread)
    left_out = set(numbers) - {line.hub_number for line in read.lines} - {one.hub_number for one in read.unread}
    if left_out:
        raise UnreadableAnswer(part="query", left_out=sorted(left_out)[:5])
    return read


def note_trouble(*, shop: Shop, error: Exception) -> None:
    """Keeps the reason why nothing could be collected where the seller sees it."""
    HubConnection.objects.filter(shop=shop).update(last_error=(storable(str(error)) or type(error).__name__)[:500])


@transaction.atomic
def _go_on_from(shop: Shop, poll: Poll, last: str, now: datetime) -> None:
    """The hub has lost changes: its feed is read from where it ends now, and what was before that again by time."""
    if _is_still_there(shop, poll):
        begin_again([shop.id], now=now)
        Poll.objects.filter(shop=shop).update(cursor=last)
        poll.cursor, poll.rereading = Poll.objects.values_list("cursor", "rereading").get(shop=shop)


@transaction.atomic
def _store(shop: Shop, poll: Poll, read: Read, to: Place, now: datetime) -> None:
    if not _is_still_there(shop, poll):
        return
    _record(shop, read, now)
    HubConnection.objects.filter(shop=shop).update(collected_at=now, last_error="")
    Poll.objects.filter(shop=shop).update(cursor=to.cursor, rereading=to.rereading, asked_at=true_millis(now))
    if to.is_end and not to.rereading:
        Poll.objects.filter(shop=shop).update(read_at=true_millis(now - profile().told_late))
    if poll.rereading and not to.rereading:
        compare_later(shop, now=now)
    if read.lines:
        warm(shop=shop, lasts=HOT_AFTER_CHANGE, now=now)
    poll.cursor, poll.rereading = to.cursor, to.rereading


def _record(shop: Shop, read: Read, now: datetime) -> None:
    """Takes over what was read, in the open transaction, whose lock on the shop's turn keeps two collectors apart."""
    paid = [line for line in read.lines if is_order(line.hub_state)]
    new = record_lines(
        shop=shop, channel=selling_channel(), lines=paid, fee_breakdowns=_fee_breakdowns(shop, paid),
        held_by_code=profile().hold_at_registration, now=now,
    )  # fmt: skip
    record_claims(shop=shop, lines=paid, now=now)
    _empty_carts(shop, paid)
    unseen = [line for line in paid if awaits_acknowledgement(line.hub_state, acknowledged=line.acknowledged)]
    post_acknowledgements(shop=shop, lines=unseen, now=now)
    keep_unread(shop=shop, unread=read.unread, read={line.hub_number for line in read.lines}, now=now)
    note_orders(shop=shop, orders=begun_orders(shop, new), now=now)


def _is_still_there(shop: Shop, poll: Poll) -> bool:
    """Locks the row and says whether it is where ``poll`` saw it; else another worker stored this page meanwhile, and is followed.

    Raises ``AnotherMerchant``.
    """
    locked = Poll.objects.select_for_update().get(shop=shop)
    if locked.merchant != poll.merchant:
        raise AnotherMerchant
    is_same = (locked.cursor, locked.rereading) == (poll.cursor, poll.rereading)
    poll.cursor, poll.rereading = locked.cursor, locked.rereading
    return is_same


def _empty_carts(shop: Shop, lines: Sequence[CollectedLine]) -> None:
    """What was paid for leaves the cart that it was registered from, once: its buyer may want the same again."""
    codes = {line.registration_code for line in lines if line.registration_code}
    in_cart = Registration.objects.filter(shop=shop, code__in=codes, is_out_of_cart=False)
    registrations = list(in_cart) if codes else []
    bought: Counter[int] = Counter()
    for registration in registrations:
        for line in registration.lines:
            bought[line.get("cart_line", 0)] += line["quantity"]
    del bought[0]  # bought straight from a product's page, or registered before carts were followed
    if bought:
        take_bought(shop=shop, bought=bought)
    Registration.objects.filter(shop=shop, id__in=[one.id for one in registrations]).update(is_out_of_cart=True)


def _fee_breakdowns(shop: Shop, lines: Sequence[CollectedLine]) -> dict[str, object]:
    codes = {line.registration_code for line in lines if line.registration_code}
    return dict(Registration.objects.filter(shop=shop, code__in=codes).values_list("code", "fee_breakdown"))
