"""Reading sheets and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value, When

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.domain.profiles import CAPABILITIES, Capabilities, Profile
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.domain.contract import Contract, FlatBecause, contract_of, flat
from minishop.checkout.orders.domain.progress import Progress, of_line, of_order, of_rank, rank
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.domain.shares import PartKind, Share
from minishop.checkout.orders.domain.states import CARRIED, LineState
from minishop.checkout.orders.domain.tariff import Bought, Goods, PartKey, Tariff
from minishop.checkout.orders.errors import SheetGone
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine, OrderPart, OrderSheet, RefusedLineStep, SheetLine
from minishop.kernel.clock import day_start, kst_day
from minishop.kernel.won import Won, total


def capabilities_of(order: Order) -> Capabilities:
    """What the profile of an order can and cannot do, as it was when the order was placed (R45, R53)."""
    return CAPABILITIES[Profile(contract_of(order.contract).profile or order.merchant.profile)]


def find_sheet(merchant: Merchant, *, key: str, claimed_total: str) -> OrderSheet:
    """The sheet that a redirect names, with its lines. Raises SheetGone for an unknown key or another total."""
    sheets = OrderSheet.objects.prefetch_related(Prefetch("lines", SheetLine.objects.order_by("position")))
    sheet = sheets.filter(merchant_id=merchant.id, key=key[:40]).first() if key.isalnum() else None
    if sheet is None or str(int(sheet.total)) != claimed_total:
        raise SheetGone(key=key[:40])
    return sheet


def lines_on(sheet: OrderSheet) -> list[SheetLine]:
    """A sheet's lines by position, which are fetched unless they are at hand."""
    return sorted(sheet.lines.all(), key=lambda line: line.position)


def sheet_amounts(merchant: Merchant, sheet: OrderSheet) -> Amounts:
    """The amounts of a sheet whose lines are at hand. A fee paid at the door is none of them."""
    goods = total(line.line_total for line in sheet.lines.all())
    return Amounts(
        goods=goods,
        shipping=charged_shipping(sheet),
        discount=Won(0),
        points_used=Won(0),
        points_basis_points=merchant.points_basis_points,
    )


def sheet_contract(merchant: Merchant, sheet: OrderSheet) -> Contract:
    """What an order of a sheet whose lines are at hand agrees on, with the merchant's terms of now."""
    lines = len(sheet.lines.all())
    sent = contract_of(sheet.contract) if sheet.contract else flat(charged_shipping(sheet), lines, FlatBecause.NONE_SENT)
    return replace(sent, points=merchant.points_basis_points, profile=merchant.profile, claims=merchant.claim_terms)


def decision_held_until(lines: Iterable[OrderLine], now: datetime) -> datetime | None:
    """구매확정 보류: until when the buyer of some lines has put the decision off; None where that is over, or never was."""
    held = [line.decision_held_until for line in lines if line.decision_held_until is not None]
    last = max(held, default=now)
    return last if last > now else None


def decision_asked_at(lines: Iterable[OrderLine], now: datetime) -> datetime | None:
    """구매확정 요청: when the seller last asked for the decision that is still put off on some lines; None where none is, or none was asked for
    since it was put off."""
    held = [line for line in lines if LineState(line.state) in CARRIED and decision_held_until([line], now)]
    asked = [line.decision_asked_at for line in held if line.decision_asked_at is not None and _was_held_by(line)]
    return max(asked, default=None)


def _was_held_by(line: OrderLine) -> bool:
    """Whether a line was put off before its seller asked; of one from before that was known it was."""
    return line.decision_held_at is None or line.decision_asked_at is None or line.decision_held_at <= line.decision_asked_at


def charged_shipping(sheet: OrderSheet) -> Won:
    """The part of the registered fee that is paid with the order: none of one paid at the door."""
    return Won(0) if sheet.shipping_type == ShippingType.ON_DELIVERY else sheet.shipping_price


def share_of(part: OrderPart) -> Share:
    """What an order's part consists of, as rules see it."""
    return Share(**{one.name: getattr(part, one.name) for one in fields(Share)})


def shares_of_lines(merchant: Merchant, lines: Iterable[OrderLine]) -> dict[int, Share]:
    """What placed lines consist of, by their ids, in the merchant's scope."""
    orders, ids = {line.order_id for line in lines}, {line.id for line in lines}
    parts = OrderPart.objects.filter(merchant_id=merchant.id, order_id__in=orders, kind=PartKind.LINE)
    return {part.line_id: share_of(part) for part in parts if part.line_id in ids}


def find_bought(order: Order) -> Bought:
    """A placed order as its claims are judged, in the merchant's scope; two statements."""
    mine = {"merchant_id": order.merchant_id, "order_id": order.id}
    parts = [(part, share_of(part)) for part in OrderPart.objects.filter(**mine).order_by("position")]
    return Bought(
        Tariff(contract_of(order.contract), goods_of(OrderLine.objects.filter(**mine).order_by("position"))),
        items=tuple(share for part, share in parts if part.kind == PartKind.LINE),
        shipping={PartKey(PartKind(part.kind), part.product_id): share for part, share in parts if part.kind != PartKind.LINE},
    )


def goods_of(lines: Iterable[OrderLine | SheetLine]) -> tuple[Goods, ...]:
    """Lines, by position, as the fee rule sees them."""
    return tuple(Goods(line.product_id, line.option_code, line.line_total, line.quantity) for line in lines)


def order_amounts(order: Order) -> Amounts:
    """The amounts of an order as they were agreed."""
    return Amounts(
        goods=order.goods_total,
        shipping=order.shipping_fee,
        discount=order.discount,
        points_used=order.points_used,
        points_basis_points=order.points_basis_points,
    )


def progress_of(order: Order, now: datetime) -> Progress:
    """Where an order whose lines are at hand stands for its buyer."""
    return of_order(progress_of_line(line, now) for line in order.lines.all())


def progress_of_line(line: OrderLine, now: datetime) -> Progress:
    """Where one line stands for its buyer."""
    arrived_today = line.delivered_at is not None and line.delivered_at >= day_start(kst_day(now))
    return of_line(LineState(line.state), acknowledged=line.acknowledged_at is not None, arrived_today=arrived_today)


def last_order_of(buyer: Account) -> Order | None:
    """The buyer's latest order (index ``orders_of_buyer``), whoever sold it: what the next sheet begins with."""
    with across_tenants("a buyer's own last order"):
        return Order.objects.filter(buyer=buyer).order_by("-ordered_at", "-id").first()


def order_of_sheet(sheet: OrderSheet) -> Order | None:
    """The order that was made of a sheet, if one was."""
    return Order.objects.filter(merchant_id=sheet.merchant_id, sheet_id=sheet.id).first()


def lines_of(order: Order) -> list[OrderLine]:
    """An order's lines in their order, in the merchant's scope."""
    return list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))


def orders_of_buyer(buyer: Account) -> QuerySet[Order]:
    """A buyer's own orders at all merchants, newest first, with lines, merchant and sheet. To be read across tenants.

    One whose goods were never held is none yet.
    """
    lines = Prefetch("lines", OrderLine.objects.order_by("position"))
    mine = Order.objects.filter(buyer=buyer, reached_payment=True)
    return mine.select_related("merchant", "sheet").prefetch_related(lines).order_by("-ordered_at", "-id")


def ranked(orders: QuerySet[Order], now: datetime, claimed: QuerySet[Any]) -> QuerySet[Any]:
    """The same orders with the ``rank`` of where each stands for its buyer (``domain.progress``), by the index of their lines.

    ``claimed``: what is under way of an outer order's returns and exchanges, which stand above the orders.
    """
    lines = OrderLine.objects.filter(merchant_id=OuterRef("merchant_id"), order_id=OuterRef("id"))
    arrived_today = When(
        state=LineState.DELIVERED.value, delivered_at__gte=day_start(kst_day(now)), then=Value(rank(Progress.DELIVERED))
    )
    whens = [
        When(state=state.value, acknowledged_at__isnull=not known, then=Value(rank(of_line(state, acknowledged=known))))
        for state in LineState
        for known in (True, False)
    ]
    furthest_behind = (
        lines.annotate(rank=Case(arrived_today, *whens, output_field=IntegerField())).order_by("rank").values("rank")[:1]
    )
    is_claimed = When(Exists(claimed), then=Value(rank(Progress.CLAIMED)))
    return orders.annotate(rank=Case(is_claimed, default=Subquery(furthest_behind), output_field=IntegerField()))


def not_ended(orders: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ranked orders of which something is still to come."""
    return orders.filter(rank__lt=rank(Progress.FINALIZED))


def counts_by_progress(orders: QuerySet[Any]) -> Counter[Progress]:
    """How many of some ranked orders stand where; in one statement."""
    found = orders.order_by().values("rank").annotate(many=Count("id")).values_list("rank", "many")
    return Counter({of_rank(number): many for number, many in found})


def order_of_buyer(buyer: Account, number: str) -> Order | None:
    """A buyer's own order (index ``orders_of_buyer``) with lines and merchant, or None: a stranger's is as unknown as one that never was."""
    with across_tenants("a buyer's own order, whoever sold it"):
        return orders_of_buyer(buyer).filter(number=number).first()


def history(order: Order) -> list[LineEvent]:
    """What happened to an order's lines, oldest first, in the merchant's scope."""
    lines = OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).values_list("id", flat=True)
    return list(LineEvent.objects.filter(merchant_id=order.merchant_id, line_id__in=list(lines)).order_by("at", "id"))


def refused_steps(order: Order) -> list[RefusedLineStep]:
    """What was tried with an order's lines and refused for how they stood, oldest first, each with its line; in the merchant's scope."""
    found = RefusedLineStep.objects.filter(merchant_id=order.merchant_id, line__order_id=order.id).select_related("line")
    return list(found.order_by("at", "id"))


def line_by_number(merchant: Merchant, number: str) -> OrderLine | None:
    """The merchant's line of this number, or None."""
    return OrderLine.objects.filter(merchant_id=merchant.id, number=number).first()


def changes_from(merchant: Merchant, sequence: int, limit: int) -> list[Change]:
    """The feed from a sequence on, at most ``limit`` rows, in the order of commits."""
    return list(Change.objects.filter(merchant_id=merchant.id, sequence__gte=sequence).order_by("sequence")[:limit])
