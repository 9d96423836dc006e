"""Reading orders for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, QuerySet

from minishop.chassis.finding import MOST_FOUND, MOST_WORDS, search_key
from minishop.chassis.phones import BadPhone, korean_phone
from minishop.chassis.ui.steps import MOST_COUNTED
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won
from minishop.mall.orders.domain.checking import CheckState
from minishop.mall.orders.domain.states import OPEN, UNSHIPPED, LineState
from minishop.mall.orders.models import Dispatch, LineEvent, Order, OrderKey, OrderLine
from minishop.mall.shops.models import Shop

TABS: dict[str, tuple[LineState, ...]] = {
    "preparing": (LineState.PREPARING,),
    "shipping_wait": (LineState.SHIPPING_WAIT,),
    "on_hold": (LineState.ON_HOLD,),
    "in_transit": (LineState.IN_TRANSIT,),
    "delivered": (LineState.DELIVERED, LineState.FINALIZED),
    "ended": (LineState.CANCELLED, LineState.RETURNED),
    "all": tuple(LineState),
}

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Search:
    """What the desk is asked for (R114). Days are inclusive, in Seoul; without them orders of all times are meant."""

    tab: str
    first: date | None = None
    last: date | None = None
    words: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a tab was asked for."""
        return any((self.first, self.last, self.words))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows: the tab's orders, and how many there are in each tab of what was asked for. ``has_more``: the words fit more
    orders than are looked at, which the page should say."""

    orders: QuerySet[Order]
    counts: dict[str, int]
    has_more: bool = False


def find_orders(shop: Shop, search: Search) -> Desk:
    """The orders with a line in the tab's states, newest first, with lines and dispatches at hand."""
    among, has_more = _of_period(shop, search), False
    if search.words:
        ids = _ids_of_words(shop, search, among)
        among, has_more = Order.objects.filter(shop=shop, id__in=ids[:MOST_FOUND]), len(ids) > MOST_FOUND
    shown = _of_tab(shop, among, search.tab)
    return Desk(with_lines(shown.order_by("-ordered_at", "-id")), _counts(shop, search, among), has_more)


def _counts(shop: Shop, search: Search, among: QuerySet[Order]) -> dict[str, int]:
    if search.words:
        return _by_tab(OrderLine.objects.filter(shop=shop, order_id__in=among.values("id")))
    if search.first or search.last:
        return {tab: _of_tab(shop, among, tab).order_by().values("id")[:MOST_COUNTED].count() for tab in TABS}
    return counts_by_tab(shop)


def orders_of_words(shop: Shop, words: str, *, at_most: int) -> list[Order]:
    """Some of the orders that have each of these words among their numbers, names, telephone numbers or goods; the newest of one word first."""
    ids = list(dict.fromkeys(_ids_of_words(shop, Search("all", words=words), Order.objects.filter(shop=shop))))[:at_most]
    return list(Order.objects.filter(shop=shop, id__in=ids).order_by("-ordered_at", "-id"))


def _of_period(shop: Shop, search: Search) -> QuerySet[Order]:
    orders = Order.objects.filter(shop=shop)
    if search.first:
        orders = orders.filter(ordered_at__gte=day_start(search.first))
    if search.last:
        orders = orders.filter(ordered_at__lt=day_start(search.last + timedelta(days=1)))
    return orders


def _ids_of_words(shop: Shop, search: Search, among: QuerySet[Order]) -> list[int]:
    """The orders of the period that have each word, one more than are looked at. The longest word leads by its index, since it fits the
    fewest; where that is more than are looked at, each order of a period is asked, the newest first, which finds enough before long."""
    keys: QuerySet[Any] = OrderKey.objects.filter(shop=shop)
    words = sorted(_asked(search.words), key=len, reverse=True)
    if not words:
        return []
    leading = _holding(keys.filter(key__begins=words[0]), words[1:], keys, "order_id")
    ids = list(leading.order_by("key", "-order_id").values_list("order_id", flat=True)[: MOST_FOUND + 1])
    if not (search.first or search.last):
        return ids
    if len(ids) <= MOST_FOUND:
        return list(among.filter(id__in=ids).values_list("id", flat=True))
    asked = _holding(among, words, keys, "id")
    return list(asked.order_by("-ordered_at", "-id").values_list("id", flat=True)[: MOST_FOUND + 1])


def _holding(rows: QuerySet[M], words: Iterable[str], keys: QuerySet[Any], order: str) -> QuerySet[M]:
    """Those rows whose order, named by a column, has a key for each word; each row is asked."""
    for word in words:
        rows = rows.filter(Exists(keys.filter(order_id=OuterRef(order), key__begins=word)))
    return rows


def _asked(text: str) -> list[str]:
    """The words of a text, or the telephone number that it is in whatever spelling."""
    try:
        return [korean_phone(text).written]
    except BadPhone:
        return [word for word in text.split()[:MOST_WORDS] if search_key(word)]


def find_order(shop: Shop, number: str) -> Order | None:
    """The order of a number of ours, with lines, dispatches and history at hand."""
    orders = with_lines(Order.objects.filter(shop=shop, number=number))
    return orders.prefetch_related(Prefetch("lines__events", LineEvent.objects.order_by("at", "id"))).first()


def last_carrier(shop: Shop) -> str:
    """The carrier of the number that was entered last, by its code; empty before the first. The keys of rows grow with time."""
    return Dispatch.objects.filter(shop=shop).order_by("-id").values_list("carrier", flat=True).first() or ""


def count_waiting(shop: Shop, most: int) -> int:
    """How many orders wait to be sent, as the desk's first tab lists them; ``most`` + 1 where there are more (index
    ``orders_lines_by_state``)."""
    lines = OrderLine.objects.filter(shop=shop, state=LineState.PREPARING).order_by("order_id")
    return lines.values("order_id").distinct()[: most + 1].count()


def begun_orders(shop: Shop, new: Iterable[OrderLine]) -> list[tuple[str, Won]]:
    """Number and amount of the orders that begin with some of these new lines, and wait to be sent."""
    ids = {line.order_id for line in new if line.position == 0 and line.state in UNSHIPPED}
    return list(Order.objects.filter(shop=shop, id__in=ids).order_by("id").values_list("number", "paid_total")) if ids else []


def with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The same orders with their lines, each with its dispatches, the newest first."""
    return orders.prefetch_related(
        Prefetch("lines", OrderLine.objects.order_by("position", "id")),
        Prefetch("lines__dispatches", Dispatch.objects.order_by("-entered_at", "-id")),
    )


def _of_tab(shop: Shop, orders: QuerySet[Order], tab: str) -> QuerySet[Order]:
    return orders if tab == "all" else orders.filter(_in_tab(shop, tab))


def _in_tab(shop: Shop, tab: str) -> Q | Exists:
    """Most orders end as delivered, so the newest are asked for that one by one; in the other tabs there are few."""
    lines = OrderLine.objects.filter(shop=shop, state__in=TABS[tab])
    return Exists(lines.filter(order_id=OuterRef("id"))) if tab == "delivered" else Q(id__in=lines.values("order_id"))


def counts_by_tab(shop: Shop) -> dict[str, int]:
    """How many of the shop's orders stand in each tab; no more than ``MOST_COUNTED`` are counted of what is over."""
    lines = OrderLine.objects.filter(shop=shop)
    counts = _by_tab(lines.filter(state__in=OPEN))
    finalized, cancelled, returned = (
        lines.filter(state=state) for state in (LineState.FINALIZED, LineState.CANCELLED, LineState.RETURNED)
    )
    partly = finalized.filter(order_id__in=lines.filter(state=LineState.DELIVERED).values("order_id"))
    counts["delivered"] += _orders_of(finalized) - _orders_of(partly)
    counts["ended"] = _orders_of(cancelled) + _orders_of(returned.exclude(Exists(cancelled.filter(order_id=OuterRef("order_id")))))
    counts["all"] = Order.objects.filter(shop=shop).values("id")[:MOST_COUNTED].count()
    return {tab: min(count, MOST_COUNTED) for tab, count in counts.items()}


def _by_tab(lines: QuerySet[OrderLine]) -> dict[str, int]:
    orders: dict[str, set[int]] = {}
    for state, order_id in lines.values_list("state", "order_id").distinct():
        orders.setdefault(state, set()).add(order_id)
    return {tab: len(set[int]().union(*(orders.get(state, set()) for state in states))) for tab, states in TABS.items()}


def _orders_of(lines: QuerySet[OrderLine]) -> int:
    """How many orders some lines of one state belong to, up to a bound (index ``orders_lines_by_state``)."""
    return lines.order_by("order_id").values("order_id").distinct()[:MOST_COUNTED].count()


def late_orders(shop: Shop, last: date) -> QuerySet[Order]:
    """Orders of this day in Seoul and before of which something still waits to be sent, and is not held back."""
    return _of_period(shop, Search("preparing", last=last)).filter(_in_tab(shop, "preparing"))


def unbalanced_orders(shop: Shop) -> QuerySet[Order]:
    """Orders whose amounts do not add up: they are kept, and shown until someone has looked (Q4)."""
    total = F("goods_total") + F("shipping_fee") - F("discount") - F("points_used")
    return Order.objects.filter(shop=shop).exclude(paid_total=total)


def short_lines(shop: Shop) -> QuerySet[OrderLine]:
    """Unshipped lines sold beyond the stock."""
    return OrderLine.objects.filter(shop=shop, stock_short__gt=F("quantity") - F("remaining"), state__in=UNSHIPPED).select_related(
        "order"
    )


def open_lines(shop: Shop, *, below: int | None = None) -> QuerySet[OrderLine]:
    """The lines of the shop that have not come to their end, the newest first: all, or those that follow the line ``below``."""
    lines = OrderLine.objects.filter(shop=shop, state__in=OPEN).order_by("-id")
    return lines if below is None else lines.filter(id__lt=below)


def lines_to_compare(shop: Shop, since: datetime | None) -> QuerySet[OrderLine]:
    """The shop's lines that have not come to their end, and those to which something has happened since then; None: all."""
    lines = OrderLine.objects.filter(shop=shop)
    if since is None:
        return lines
    events = LineEvent.objects.filter(shop=shop, line_id=OuterRef("id"), at__gte=since)
    return lines.filter(Q(state__in=OPEN) | Exists(events))


def refused_dispatches(shop: Shop) -> list[Dispatch]:
    """The newest dispatch of each line that waits with a number the hub would not take (R47, Q9)."""
    return [dispatch for dispatch in _newest_of_waiting(shop) if dispatch.check_state == CheckState.INVALID]


def overdue_checks(shop: Shop, now: datetime, after: timedelta = timedelta(hours=6)) -> list[Dispatch]:
    """Numbers whose check has not been answered for long (Q9); a number that was replaced waits for nothing."""
    pending = (dispatch for dispatch in _newest_of_waiting(shop) if dispatch.check_state == CheckState.PENDING)
    return [dispatch for dispatch in pending if dispatch.entered_at < now - after]


def _newest_of_waiting(shop: Shop) -> list[Dispatch]:
    waiting = Dispatch.objects.filter(shop=shop, line__state=LineState.SHIPPING_WAIT).select_related("line__order")
    newest: dict[int, Dispatch] = {}
    for dispatch in waiting.order_by("-entered_at", "-id"):
        newest.setdefault(dispatch.line_id, dispatch)
    return list(newest.values())
