"""주문 수집: what the hub reports becomes our order. The same report again changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import names_choices
from minishop.mall.catalog.models import Variant
from minishop.mall.orders.domain.checking import verdict
from minishop.mall.orders.domain.collected import CollectedLine, Tracking
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.domain.numbers import order_number
from minishop.mall.orders.models import Dispatch, Order, OrderDay, OrderLine
from minishop.mall.orders.ports import HUB
from minishop.mall.orders.services.checking import check_tracking
from minishop.mall.orders.services.finding import add_line_keys
from minishop.mall.orders.services.pieces import follow_lines, sell_new
from minishop.mall.orders.services.transition import begin, follow_claims, follow_hub
from minishop.mall.shops.models import Shop


@transaction.atomic
def record_lines(
    *,
    shop: Shop,
    channel: str,
    lines: Iterable[CollectedLine],
    fee_breakdowns: Mapping[str, Any],
    held_by_code: bool = False,
    now: datetime,
) -> list[OrderLine]:
    """Takes over reported lines of a channel's orders and returns those that were new; their stock moves in the same transaction.
    ``held_by_code``: the goods of an order were held under the code of its registration, not under its number.

    ``fee_breakdowns`` are the shipping-fee explanations of registrations by their code (A25, step 8).
    """
    reported = list(lines)
    known = _locked(shop, [line.hub_number for line in reported])
    on_their_way = HUB.part.undelivered_cancels(shop) if any(line.cancel_sent_at for line in known.values()) else set()
    new = []
    for line in reported:
        if line.hub_number in known:
            _update(shop, known[line.hub_number], line, on_their_way, now)
        else:
            known[line.hub_number] = _record(shop, line, fee_breakdowns, now)
            new.append(known[line.hub_number])
    if new:
        add_line_keys(shop=shop, lines=new)
        codes = {line.order.hub_number: line.registration_code for line in reported if held_by_code and line.registration_code}
        sell_new(shop=shop, channel=channel, new=new, known=list(known.values()), held_as=codes, now=now)
    living = {line.hub_number: line.living for line in reported}
    follow_lines(shop=shop, lines=list(known.values()), living=living, now=now)
    return new


def _locked(shop: Shop, hub_numbers: Sequence[str]) -> dict[str, OrderLine]:
    """The lines that are known already, locked in the order in which the desk locks them, so that the two never wait for each other."""
    lines = OrderLine.objects.select_for_update().filter(shop=shop, hub_number__in=hub_numbers)
    return {line.hub_number: line for line in lines.order_by("order_id", "position", "id")}


def _record(shop: Shop, reported: CollectedLine, fee_breakdowns: Mapping[str, Any], now: datetime) -> OrderLine:
    order = _order_of(shop, reported, fee_breakdowns, now)
    line = _new_line(shop, order, reported, now)
    order.goods_total += reported.line_total
    order.shipping_fee += reported.shipping_fee
    order.regional_fee += reported.regional_fee
    order.coupon_discount += reported.coupon_discount
    order.save(update_fields=["goods_total", "shipping_fee", "regional_fee", "coupon_discount"])
    return line


def _update(shop: Shop, line: OrderLine, reported: CollectedLine, on_their_way: Collection[str], now: datetime) -> None:
    follow_hub(line=line, hub_state=reported.hub_state, now=now)
    is_on_its_way = line.hub_number in on_their_way
    follow_claims(line=line, mark=reported.mark, remaining=reported.remaining, is_on_its_way=is_on_its_way)
    if reported.acknowledged and line.acknowledged_at is None:
        line.acknowledged_at = now
        line.save(update_fields=["acknowledged_at"])
    if reported.tracking is not None:
        _take_verdict(shop, line, reported.tracking, reported.hub_state, now)


def _take_verdict(shop: Shop, line: OrderLine, tracking: Tracking, hub_state: HubState, now: datetime) -> None:
    event = verdict(problem=tracking.problem, hub_state=hub_state)
    if event is not None:
        entered = Dispatch.objects.filter(shop=shop, line_id=line.id, tracking_number=tracking.number)
        check_tracking(shop=shop, dispatch_ids=entered.values_list("id", flat=True), event=event, reason=tracking.problem, now=now)


def _order_of(shop: Shop, reported: CollectedLine, fee_breakdowns: Mapping[str, Any], now: datetime) -> Order:
    order = Order.objects.select_for_update().filter(shop=shop, hub_number=reported.order.hub_number).first()
    if order is not None:
        return order
    told, to = reported.order, reported.recipient
    return Order.objects.create(
        shop=shop, number=_next_number(shop, told.ordered_at), hub_number=told.hub_number, ordered_at=told.ordered_at,
        paid_at=told.paid_at, collected_at=now, orderer_name=told.orderer_name, orderer_phone=told.orderer_phone,
        orderer_email=told.orderer_email, recipient_name=to.name, recipient_phone=to.phone, recipient_mobile=to.mobile,
        zipcode=to.zipcode, address1=to.address1, address2=to.address2, delivery_note=to.note, goods_total=Won(0),
        shipping_fee=Won(0), discount=told.discount, points_used=told.points, paid_total=told.paid,
        payment_means=told.payment_means, cancels_parts=told.cancels_parts, answers_claims=told.answers_claims,
        fee_breakdown=fee_breakdowns.get(reported.registration_code, {}),
    )  # fmt: skip


def _new_line(shop: Shop, order: Order, reported: CollectedLine, now: datetime) -> OrderLine:
    variant = _variant_of(shop, reported)
    line = OrderLine(
        shop=shop, order_id=order.id, hub_number=reported.hub_number, product_id=variant.product_id if variant else None,
        variant_id=variant.id if variant else None,
        product_code=variant.product.code if variant else reported.product_code, product_name=reported.product_name,
        option_text=reported.option_text, quantity=reported.quantity, unit_price=reported.unit_price,
        line_total=reported.line_total, acknowledged_at=now if reported.acknowledged else None,
        position=OrderLine.objects.filter(shop=shop, order_id=order.id).count(),
    )  # fmt: skip
    begin(line=line, hub_state=reported.hub_state, now=now)
    follow_claims(line=line, mark=reported.mark, remaining=reported.remaining)
    return line


def _variant_of(shop: Shop, reported: CollectedLine) -> Variant | None:
    """The variant that was sold; None when its combination is gone, also where another has its code by now."""
    coded = Variant.objects.filter(shop=shop, code=reported.variant_code).select_related("product")
    found = coded.first() if reported.variant_code else None
    return found if found is not None and names_choices(reported.option_text, found.choices) else None


def _next_number(shop: Shop, ordered_at: datetime) -> str:
    day = kst_day(ordered_at)
    counter, _made = OrderDay.objects.select_for_update().get_or_create(shop=shop, day=day)
    counter.last += 1
    counter.save(update_fields=["last"])
    return order_number(day, counter.last)
