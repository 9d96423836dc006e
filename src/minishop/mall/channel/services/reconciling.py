"""대사: a shop's stock against its movements and holds, and its order lines against the hub's, by the order API. It moves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction

from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.twice import found_twice
from minishop.kernel.errors import DomainError
from minishop.mall.channel.adapters.changes import changes_since
from minishop.mall.channel.adapters.rest import QUERY_LIMIT, CursorAhead, OrderApi, api_of
from minishop.mall.channel.domain.difference import Difference, Told, differences
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import Poll
from minishop.mall.channel.queries import connection_of
from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.queries import lines_to_compare
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import balances, levels_after

_BATCH, _SPREAD = 500, 3_000_000


class Differs(DomainError):
    """``count`` things of a shop do not agree; ``first``: the first of them, each in a line."""

    code: ClassVar[str] = "differs"


def reconcile(*, shop: Shop, now: datetime, since: datetime | None = None) -> list[Difference]:
    """Everything of a shop that does not agree, in its scope, in sets of 500 levels and of 300 lines. What is found of a set is looked at once
    more before it counts, since people go on meanwhile, and what the shop has not collected yet of the hub's changes is no difference.

    ``since``: of the lines only the open ones and those to which something has happened since then. Raises one of ``collecting.Trouble``
    where the hub does not answer.
    """
    found = [one for ids in _levels(shop) for one in found_twice(lambda wanted: _of_levels(shop, wanted), ids)]
    connection = connection_of(shop)
    if connection is not None:
        api = api_of(connection, now)
        found += [one for ids in _lines(shop, since) for one in _unexplained(shop, api, ids, now)]
    return found


@transaction.atomic
def begin_reconciling(*, after: int, now: datetime) -> int | None:
    """Enqueues the look at each of the next shops by their ids, each at its own time within the hour, so that the hub is not asked about all at
    once; returns the last one's id, None when there are no more."""
    ids = list(Shop.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_BATCH])
    for shop_id in ids:
        at = now + timedelta(milliseconds=phase_of(shop_id) % _SPREAD)
        find_task("mall.channel.tasks.reconcile_shop").enqueue(now=now, run_at=at, key=str(shop_id), shop_id=shop_id)
    return ids[-1] if ids else None


def _levels(shop: Shop) -> Iterator[list[int]]:
    last = 0
    while ids := levels_after(shop, last):
        yield ids
        last = ids[-1]


def _of_levels(shop: Shop, variants: Iterable[int]) -> list[Difference]:
    return [
        Difference(kind, str(one.variant), str(ours), str(theirs))
        for one in balances(shop, variants)
        for kind, ours, theirs in one.differences()
    ]


def _lines(shop: Shop, since: datetime | None) -> Iterator[list[int]]:
    last, lines = 0, lines_to_compare(shop, since).order_by("id")
    while ids := list(lines.filter(id__gt=last).values_list("id", flat=True)[:QUERY_LIMIT]):
        yield ids
        last = ids[-1]


def _unexplained(shop: Shop, api: OrderApi, ids: Sequence[int], now: datetime) -> list[Difference]:
    """What is found of lines twice, unless the hub has changed the line since the place to which the shop had collected before."""
    poll = Poll.objects.filter(shop=shop).first()
    found = found_twice(lambda wanted: _of_lines(shop, api, wanted), ids)
    return found if poll is None else _not_coming(api, poll.cursor, found, now)


def _not_coming(api: OrderApi, cursor: str, found: list[Difference], now: datetime) -> list[Difference]:
    has_more = True
    while found and has_more:
        try:
            page = changes_since(api, profile(), cursor, now)
        except CursorAhead:  # what the hub has lost explains nothing
            break
        found = [one for one in found if one.key not in page.line_numbers]
        cursor, has_more = page.cursor, page.has_more
    return found


def _of_lines(shop: Shop, api: OrderApi, ids: Sequence[int]) -> list[Difference]:
    lines = list(OrderLine.objects.filter(shop=shop, id__in=ids).order_by("id"))
    told = {
        line.hub_number: Told(line.hub_state, line.remaining, line.mark) for line in api.lines([one.hub_number for one in lines])
    }
    return [one for line in lines for one in differences(line.hub_number, _here(line), told.get(line.hub_number))]


def _here(line: OrderLine) -> Told:
    return Told(HubState(line.hub_state), line.remaining, ClaimMark(line.claim_mark))
