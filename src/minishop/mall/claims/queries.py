"""Reading claims for the office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from minishop.chassis.ui.steps import MOST_COUNTED
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won
from minishop.mall.claims.domain.answering import Answerable
from minishop.mall.claims.domain.cancelling import CancelLine
from minishop.mall.claims.models import LineClaim
from minishop.mall.orders.domain.claims import DONE, OPEN_STATES, ClaimKind, ClaimMark, ClaimState
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.shops.models import Shop

# What the list of exchanges and returns may be asked for (R140).
TYPES: dict[str, tuple[ClaimKind, ...]] = {
    "all": (ClaimKind.EXCHANGE, ClaimKind.RETURN),
    "exchange": (ClaimKind.EXCHANGE,),
    "return": (ClaimKind.RETURN,),
}


@dataclass(frozen=True, slots=True)
class Search:
    """What the list is asked for (R140). Days are those on which claims were made, inclusive, in Seoul."""

    type: str
    first: date
    last: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many lines were found, of how many orders, and the orders' amounts, each order once however many of its lines are in the list (R144,
    Q17)."""

    lines: int
    orders: int
    goods: Won
    shipping: Won
    discount: Won
    paid: Won

    @property
    def ordered(self) -> Won:
        """총 주문금액."""
        return self.goods + self.shipping


def found_claims(shop: Shop, search: Search) -> QuerySet[LineClaim]:
    """The claims that were asked for (index ``claims_by_day``)."""
    claims = LineClaim.objects.filter(
        shop=shop,
        kind__in=TYPES[search.type],
        asked_at__gte=day_start(search.first),
        asked_at__lt=day_start(search.last + timedelta(days=1)),
    )
    for word in search.words.split():
        claims = claims.filter(
            Q(line__product_name__icontains=word)
            | Q(line__order__number__icontains=word)
            | Q(line__order__hub_number__icontains=word)
        )
    return claims


def orders_of(shop: Shop, claims: QuerySet[LineClaim]) -> QuerySet[Order]:
    """The orders of some claims, the newest first."""
    return Order.objects.filter(shop=shop, id__in=claims.values("order_id")).order_by("-ordered_at", "-id")


def totals_of(shop: Shop, claims: QuerySet[LineClaim]) -> Totals:
    """The sums of a list, each order once."""
    orders = orders_of(shop, claims).order_by()
    sums = orders.aggregate(*(Sum(name) for name in ("goods_total", "shipping_fee", "discount", "paid_total")))
    amounts = [Won(int(sums[f"{name}__sum"] or 0)) for name in ("goods_total", "shipping_fee", "discount", "paid_total")]
    return Totals(claims.values("line_id").distinct().count(), orders.count(), *amounts)


def claims_on(claims: QuerySet[LineClaim], orders: list[int]) -> dict[int, list[LineClaim]]:
    """Of some claims those on these orders, with their lines, by order."""
    found: dict[int, list[LineClaim]] = {}
    for claim in (
        with_return(claims)
        .filter(order_id__in=orders)
        .select_related("line")
        .order_by("line__position", "line__id", "asked_at", "id")
    ):
        found.setdefault(claim.order_id, []).append(claim)
    return found


def with_return(claims: QuerySet[LineClaim]) -> QuerySet[LineClaim]:
    """Claims that know whether a return of their line is done: its cancelled pieces then were free before the others left."""
    returns = LineClaim.objects.filter(shop_id=OuterRef("shop_id"), line_id=OuterRef("line_id"), kind=ClaimKind.RETURN)
    done = Exists(returns.filter(state__in=sorted(DONE)))
    return claims.annotate(has_return=done)  # type: ignore[no-redef]  # the model declares it, for those who read it


def find_claim(shop: Shop, claim_id: int) -> LineClaim | None:
    """A claim on a line by our own number of it, with its line and order at hand."""
    return with_return(LineClaim.objects.filter(shop=shop, id=claim_id)).select_related("line__order").first()


def same_claim(shop: Shop, claim: LineClaim) -> list[LineClaim]:
    """A claim on all its lines, in the order's order; one without a number is on one line."""
    rows = LineClaim.objects.filter(shop=shop, order_id=claim.order_id, kind=claim.kind)
    rows = rows.filter(number=claim.number) if claim.number else rows.filter(id=claim.id)
    return list(with_return(rows).select_related("line").order_by("line__position", "line__id"))


def answerable(claim: LineClaim, *, is_ours: bool, in_steps: bool) -> Answerable:
    """A claim as the rule of answers sees it; ``is_ours`` and ``in_steps`` are the hub's to say."""
    return Answerable(
        ClaimKind(claim.kind),
        ClaimState(claim.state),
        is_ours=is_ours,
        is_sent=claim.answer_sent_at is not None,
        was_held=bool(claim.hold_reason) and not claim.is_hubs_hold,
        in_steps=in_steps,
    )


def seen_for_return(lines: Iterable[OrderLine], sent: Collection[str]) -> list[CancelLine]:
    """An order's lines as the rule of returns sees them. ``sent``: the hub's numbers of those of which a return is still on its way to it;
    one that has arrived there is waited for until the hub reports it."""

    def is_sent(line: OrderLine) -> bool:
        return line.return_sent_at is not None or line.hub_number in sent

    return [
        CancelLine(line.id, LineState(line.state), line.remaining, ClaimMark(line.claim_mark), is_sent=is_sent(line))
        for line in lines
    ]


def claims_of(shop: Shop, order: Order) -> list[LineClaim]:
    """All claims on an order, the oldest first."""
    return list(with_return(LineClaim.objects.filter(shop=shop, order_id=order.id)).order_by("asked_at", "line_id", "id"))


def cancels(shop: Shop, *, is_open: bool) -> QuerySet[LineClaim]:
    """Cancels that are under way or wait for an answer, or those that are over (index ``claims_by_state``)."""
    states = OPEN_STATES if is_open else frozenset(ClaimState) - OPEN_STATES
    return LineClaim.objects.filter(shop=shop, kind=ClaimKind.CANCEL, state__in=sorted(states))


def open_counts(shop: Shop) -> dict[str, int]:
    """How many lines have a cancel, and how many a return or an exchange, that is under way; no more than ``MOST_COUNTED`` of each are counted
    (index ``claims_by_state``)."""
    under_way = LineClaim.objects.filter(shop=shop, state__in=sorted(OPEN_STATES))
    kinds = {"cancels": (ClaimKind.CANCEL,), "returns": TYPES["all"]}
    return {name: under_way.filter(kind__in=of).values("id")[:MOST_COUNTED].count() for name, of in kinds.items()}


def unanswered(shop: Shop, most: int = 100) -> list[LineClaim]:
    """Returns and exchanges that stand where an answer is due and have none on its way, each on one of its lines, with its line and order at
    hand: what the hub does first comes first, then the oldest."""
    waiting = LineClaim.objects.filter(
        shop=shop, kind__in=TYPES["all"], state__in=[ClaimState.ASKED, ClaimState.COLLECTED], answer_sent_at=None
    )
    firsts: dict[tuple[int, str, object], LineClaim] = {}
    ordered = with_return(waiting).select_related("line__order").order_by(F("due_at").asc(nulls_last=True), "asked_at", "id")
    for claim in ordered[:most]:
        firsts.setdefault((claim.order_id, claim.kind, claim.number or claim.id), claim)
    return list(firsts.values())


def asked_cancels(shop: Shop) -> list[Order]:
    """The orders whose buyers asked to cancel and wait for the seller's answer, the oldest first."""
    lines = OrderLine.objects.filter(shop=shop, claim_mark=ClaimMark.CANCEL_ASKED, cancel_sent_at=None)
    asked = cancels(shop, is_open=True).filter(state=ClaimState.ASKED, line_id__in=lines.values("id"))
    return list(Order.objects.filter(shop=shop, id__in=asked.values("order_id")).order_by("ordered_at", "id")[:100])
