"""확인 차례: the rows that say when the hub is asked about a shop. A row begins with the shop's opening (R6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import Template
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Greatest, Least

from minishop.chassis import clock
from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.jobs.queue import millis
from minishop.chassis.tenancy import across_tenants
from minishop.mall.channel.domain.polling import LEASE, SOON
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.shops.models import Shop

_DUE = "due_at <= %(until)s ORDER BY due_at"
_TOO_FAR = "due_at > %(until)s ORDER BY due_at DESC"
# An idle scheduler only reads the two ends of the index, and takes no write turn on SQLite. Due times move on faster than PostgreSQL's
# statistics: it takes every row for due, and would look for one that is by reading the whole table.
_ENDS = "SELECT (SELECT MIN(due_at) FROM mall_channel_poll), (SELECT MAX(due_at) FROM mall_channel_poll)"
# What is claimed is due again when its lease is over: until then nobody else finds it.
_CLAIM = """
WITH picked AS MATERIALIZED (SELECT shop_id AS due_id FROM mall_channel_poll WHERE $due LIMIT %(most)s $skip)
UPDATE mall_channel_poll AS poll SET due_at = %(lease)s FROM picked WHERE poll.shop_id = picked.due_id
RETURNING shop_id, merchant, cursor, phase, hot_until, asked_at, missed, read_at
"""
# A row that was made due sooner since it was claimed is left alone. One in which something is likely to change since then (its lease ends as
# soon as it has to be asked about, so that it was not made due sooner) keeps its lease for its turn.
_SETTLE = """
UPDATE mall_channel_poll AS poll SET due_at = CASE WHEN poll.hot_until = told.column5 THEN told.column2 ELSE poll.due_at END,
    asked_at = told.column3, missed = told.column4,
    read_at = CASE WHEN told.column6 > poll.read_at AND poll.rereading = '' THEN told.column6 ELSE poll.read_at END
FROM (VALUES $rows) AS told WHERE poll.shop_id = told.column1 AND poll.due_at = %s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A shop that is asked about just now."""

    shop_id: int
    merchant: str
    cursor: str
    phase: int
    hot_until: int
    asked_at: int
    missed: int
    read_at: int


@dataclass(frozen=True, slots=True)
class Next:
    """What becomes of a claimed row: its next turn, if it is as hot as it was when that was decided."""

    shop_id: int
    due_at: int
    asked_at: int
    missed: int
    hot_until: int
    read_at: int


def poll_of(shop: Shop, hub: HubConnection, *, now: datetime) -> Poll:
    """The open shop's row; one that is not there yet is made, and due at once."""
    found = Poll.objects.filter(shop=shop).first()
    if found is not None:
        return found
    begin_turns([(shop.id, hub.merchant_id)], now=now)
    return Poll.objects.get(shop=shop)


def begin_turns(shops: Iterable[tuple[int, str]], *, now: datetime) -> None:
    """Makes the rows of shops, each with its merchant, that are due at once; one that is there already is left alone."""
    due = true_millis(now)
    rows = [Poll(shop_id=shop_id, merchant=merchant, due_at=due, phase=phase_of(shop_id)) for shop_id, merchant in shops]
    Poll.objects.bulk_create(rows, ignore_conflicts=True)


def remove(shop: Shop) -> None:
    """The shop has no connection any more."""
    Poll.objects.filter(shop=shop).delete()


def warm(*, shop: Shop, lasts: int, now: datetime) -> None:
    """Something is likely to change: the shop is asked about soon, and often for so many milliseconds."""
    at = true_millis(now)
    Poll.objects.filter(shop=shop).update(hot_until=Greatest("hot_until", at + lasts), due_at=Least("due_at", at + SOON))


def true_millis(now: datetime) -> int:
    """The calendar's present as whole milliseconds of true time."""
    return millis(now - clock.shift())


def claim(*, now: int, far: int, most: int) -> list[Claimed]:
    """At most so many rows that are due, and are asked about by nobody else; below that, also what only a clock set back has put further
    ahead than ``far``."""
    with across_tenants("a round claims the shops that are due"):
        [(first, last)] = _run(_ENDS, {})
        if first is None or (now < first and last <= now + far):
            return []
        with transaction.atomic():
            found = _take(_DUE, now, most=most, lease=now + LEASE)
            if len(found) < most:
                found += _take(_TOO_FAR, now + far, most=most - len(found), lease=now + LEASE)
    return sorted(found, key=lambda row: row.shop_id)


def settle(rows: Sequence[Next], *, lease: int) -> None:
    """Writes what becomes of claimed rows, in one statement; those that are not under this lease any more are left alone."""
    if rows:
        values = [
            value for row in rows for value in (row.shop_id, row.due_at, row.asked_at, row.missed, row.hot_until, row.read_at)
        ]
        with across_tenants("a round writes down when it asks next"), connection.cursor() as cursor:
            cursor.execute(_settling(len(rows)), [*values, lease])


def _take(due: str, until: int, *, most: int, lease: int) -> list[Claimed]:
    values = {"until": until, "most": most, "lease": lease}
    return [Claimed(*row) for row in _run(_claiming(due, connection.vendor), values)]


@cache
def _claiming(due: str, vendor: str) -> str:
    return Template(_CLAIM).substitute(due=due, skip="FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else "")


@cache
def _settling(count: int) -> str:
    return Template(_SETTLE).substitute(rows=", ".join(["(%s, %s, %s, %s, %s, %s)"] * count))


def _run(statement: str, values: dict[str, int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
