"""주문 수집: what the hub reports becomes our order. The same report again changes nothing.

A page of lines takes a fixed number of statements, however many lines it has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.mall.orders.domain.checking import verdict
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.models import Dispatch, OrderLine
from minishop.mall.orders.ports import HUB
from minishop.mall.orders.services.beginning import begin_lines
from minishop.mall.orders.services.checking import Heard, check_all
from minishop.mall.orders.services.finding import add_line_keys
from minishop.mall.orders.services.pieces import follow_lines, sell_new
from minishop.mall.orders.services.transition import Steps, steps
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

    Of two reports of one line the later counts. ``fee_breakdowns`` are the shipping-fee explanations of registrations by their code (A25,
    step 8).
    """
    reported = {line.hub_number: line for line in lines}
    known = _locked(shop, reported)
    with steps(now) as taken:
        unknown = [line for number, line in reported.items() if number not in known]
        begun = begin_lines(shop=shop, reported=unknown, fee_breakdowns=fee_breakdowns, taken=taken, now=now)
        _follow(shop, known, reported, taken, now)
        all_lines = [*known.values(), *begun.lines]
        if begun.lines:
            codes = {
                line.order.hub_number: line.registration_code
                for line in reported.values()
                if held_by_code and line.registration_code
            }
            numbers = {order.id: codes.get(order.hub_number, order.hub_number) for order in begun.orders.values()}
            sell_new(shop=shop, channel=channel, new=begun.lines, also=all_lines, numbers=numbers, now=now)
            add_line_keys(shop=shop, orders=begun.orders.values(), lines=begun.lines)
        living = {number: line.living for number, line in reported.items()}
        follow_lines(shop=shop, lines=all_lines, living=living, taken=taken, now=now)
    return begun.lines


def _locked(shop: Shop, hub_numbers: Collection[str]) -> dict[str, OrderLine]:
    """The lines that are known already, locked in the order in which the desk locks them, so that the two never wait for each other."""
    lines = OrderLine.objects.select_for_update().filter(shop=shop, hub_number__in=hub_numbers)
    return {line.hub_number: line for line in lines.order_by("order_id", "position", "id")}


def _follow(shop: Shop, known: Mapping[str, OrderLine], reported: Mapping[str, CollectedLine], taken: Steps, now: datetime) -> None:
    """Takes over what is reported of lines that are known."""
    waits = any(line.cancel_sent_at for line in known.values())
    on_their_way = HUB.part.undelivered_cancels(shop) if waits else set()
    for number, line in known.items():
        told = reported[number]
        taken.follow_hub(line, hub_state=told.hub_state)
        taken.follow_claims(line, mark=told.mark, remaining=told.remaining, is_on_its_way=number in on_their_way)
        if told.acknowledged and line.acknowledged_at is None:
            line.acknowledged_at = now
            taken.changed(line, "acknowledged_at")
    _take_verdicts(shop, known, reported, taken, now)


def _take_verdicts(
    shop: Shop, known: Mapping[str, OrderLine], reported: Mapping[str, CollectedLine], taken: Steps, now: datetime
) -> None:
    """What the hub says of numbers that were entered here (R47)."""
    said = {}
    for number, line in known.items():
        tracking = reported[number].tracking
        if tracking is None:
            continue
        event = verdict(problem=tracking.problem, hub_state=reported[number].hub_state)
        if event is not None:
            said[line.id, tracking.number] = Heard(event, tracking.problem)
    entered = Dispatch.objects.filter(shop=shop, line_id__in={line_id for line_id, _ in said}) if said else Dispatch.objects.none()
    heard = {
        one: said[line_id, number]
        for one, line_id, number in entered.values_list("id", "line_id", "tracking_number")
        if (line_id, number) in said
    }
    check_all(shop=shop, heard=heard, taken=taken, lines={line.id: line for line in known.values()}, now=now)
