"""새 주문: the lines of which the hub tells for the first time, and their orders; a fixed number of statements, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from minishop.chassis import sets
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import names_choices
from minishop.mall.catalog.models import Variant
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.numbers import order_number
from minishop.mall.orders.models import Order, OrderDay, OrderLine
from minishop.mall.orders.services.transition import Steps
from minishop.mall.shops.models import Shop

_SUMS = ("goods_total", "shipping_fee", "regional_fee", "coupon_discount")


@dataclass(frozen=True, slots=True)
class Begun:
    """New lines, which are written with their steps, and the orders that they belong to, by id."""

    lines: list[OrderLine] = field(default_factory=list)
    orders: dict[int, Order] = field(default_factory=dict)


def begin_lines(
    *, shop: Shop, reported: Sequence[CollectedLine], fee_breakdowns: Mapping[str, Any], taken: Steps, now: datetime
) -> Begun:
    """Begins lines that are not known yet, in the open transaction. Their orders are written: new ones, and the sums of those that grow.

    ``fee_breakdowns`` are the shipping-fee explanations of registrations by their code (A25, step 8).
    """
    if not reported:
        return Begun()
    grown = _known_orders(shop, {told.order.hub_number for told in reported})
    made = _new_orders(shop, [told for told in reported if told.order.hub_number not in grown], fee_breakdowns, now)
    orders, variants = {**grown, **made}, _variants_of(shop, {told.variant_code for told in reported} - {""})
    places, lines = _places(shop, [order.id for order in grown.values()]), []
    for told in reported:
        order = orders[told.order.hub_number]
        line = _line(shop, order, told, variants.get(told.variant_code), places[order.id], now)
        places[order.id] += 1
        _add_to(order, told)
        taken.begin(line, hub_state=told.hub_state)
        taken.follow_claims(line, mark=told.mark, remaining=told.remaining)
        lines.append(line)
    sets.insert(made.values())
    sets.update(grown.values(), _SUMS)
    return Begun(lines, {order.id: order for order in orders.values()})


def _known_orders(shop: Shop, hub_numbers: Collection[str]) -> dict[str, Order]:
    found = Order.objects.select_for_update().filter(shop=shop, hub_number__in=hub_numbers)
    return {order.hub_number: order for order in found.order_by("id")}


def _new_orders(
    shop: Shop, reported: Sequence[CollectedLine], fee_breakdowns: Mapping[str, Any], now: datetime
) -> dict[str, Order]:
    firsts: dict[str, CollectedLine] = {}
    for told in reported:
        firsts.setdefault(told.order.hub_number, told)
    numbers = _numbers(shop, [told.order.ordered_at for told in firsts.values()])
    return {
        hub_number: _order(shop, told, number, fee_breakdowns, now)
        for (hub_number, told), number in zip(firsts.items(), numbers, strict=True)
    }


def _order(shop: Shop, reported: CollectedLine, number: str, fee_breakdowns: Mapping[str, Any], now: datetime) -> Order:
    told, to = reported.order, reported.recipient
    return Order(
        shop=shop, number=number, hub_number=told.hub_number, ordered_at=told.ordered_at, paid_at=told.paid_at, collected_at=now,
        orderer_name=told.orderer_name, orderer_phone=told.orderer_phone, orderer_email=told.orderer_email, recipient_name=to.name,
        recipient_phone=to.phone, recipient_mobile=to.mobile, zipcode=to.zipcode, address1=to.address1, address2=to.address2,
        delivery_note=to.note, goods_total=Won(0), shipping_fee=Won(0), discount=told.discount, points_used=told.points,
        paid_total=told.paid, payment_means=told.payment_means, cancels_parts=told.cancels_parts,
        answers_claims=told.answers_claims, fee_breakdown=fee_breakdowns.get(reported.registration_code, {}),
    )  # fmt: skip


def _numbers(shop: Shop, instants: Sequence[datetime]) -> list[str]:
    """The next numbers of the days of these orders, in their order (R120)."""
    days = [kst_day(instant) for instant in instants]
    if not days:
        return []
    sets.insert([OrderDay(shop=shop, day=day) for day in sorted(set(days))], keeps_known=True)
    counters = {row.day: row for row in OrderDay.objects.select_for_update().filter(shop=shop, day__in=set(days)).order_by("day")}
    numbers = []
    for day in days:
        counters[day].last += 1
        numbers.append(order_number(day, counters[day].last))
    sets.update(counters.values(), ["last"])
    return numbers


def _variants_of(shop: Shop, codes: Collection[str]) -> dict[str, Variant]:
    return {one.code: one for one in Variant.objects.filter(shop=shop, code__in=codes).select_related("product")} if codes else {}


def _places(shop: Shop, order_ids: Collection[int]) -> Counter[int]:
    """How many lines each of these orders has by now."""
    lines = OrderLine.objects.filter(shop=shop, order_id__in=order_ids).values("order_id").annotate(there=Count("id"))
    return Counter(dict(lines.order_by().values_list("order_id", "there"))) if order_ids else Counter()


def _line(shop: Shop, order: Order, told: CollectedLine, coded: Variant | None, position: int, now: datetime) -> OrderLine:
    """A line that nobody has written. It names a variant only where that is what was sold: its combination may be gone, also where another
    has its code by now."""
    variant = coded if coded is not None and names_choices(told.option_text, coded.choices) else None
    return OrderLine(
        shop=shop, order_id=order.id, hub_number=told.hub_number, product_id=variant.product_id if variant else None,
        variant_id=variant.id if variant else None, product_code=variant.product.code if variant else told.product_code,
        product_name=told.product_name, option_text=told.option_text, quantity=told.quantity, unit_price=told.unit_price,
        line_total=told.line_total, acknowledged_at=now if told.acknowledged else None, position=position,
    )  # fmt: skip


def _add_to(order: Order, told: CollectedLine) -> None:
    order.goods_total += told.line_total
    order.shipping_fee += told.shipping_fee
    order.regional_fee += told.regional_fee
    order.coupon_discount += told.coupon_discount
