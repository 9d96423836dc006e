"""대사: looks through a merchant's orders and ledger and through purses, and keeps what does not agree as rows until it does. It moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.twice import found_twice
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.reconcile.domain.benefits import judge_purse
from minishop.checkout.reconcile.domain.judging import judge
from minishop.checkout.reconcile.domain.kinds import Finding
from minishop.checkout.reconcile.models import Finding as Found
from minishop.checkout.reconcile.models import PurseFinding
from minishop.checkout.reconcile.queries import (
    buyers_after,
    differences_with_pgs,
    facts_of,
    orders_to_judge,
    purses_of,
    unbalanced_transfers,
)

_BATCH = 500


def reconcile(*, merchant_id: int, now: datetime) -> list[Finding]:
    """Everything of a merchant that does not agree, in its scope, written down; what was found before and is no more is resolved.

    What is found of a batch is looked at once more: while it is read people go on.
    """
    found = [*unbalanced_transfers(merchant_id), *differences_with_pgs(merchant_id)]
    for ids in orders_to_judge(merchant_id):
        found += found_twice(lambda wanted: _of_orders(merchant_id, wanted, now), ids)
    _record_of_merchant(merchant_id, found, now)
    return found


def reconcile_purses(*, after: int, now: datetime) -> tuple[list[Finding], int | None]:
    """Everything of the next buyers' purses that does not agree, written down, as ``reconcile``; with the last buyer's id, None where there
    are no more."""
    buyers = buyers_after(after)
    if not buyers:
        return [], None
    found = found_twice(_of_purses, buyers)
    _record_of_purses(buyers, found, now)
    return found, buyers[-1]


def _of_orders(merchant_id: int, ids: Sequence[int], now: datetime) -> list[Finding]:
    return [finding for order in facts_of(merchant_id, ids) for finding in judge(order, now=now)]


def _of_purses(buyers: Sequence[int]) -> list[Finding]:
    return [finding for purse in purses_of(buyers) for finding in judge_purse(purse)]


@transaction.atomic
def _record_of_merchant(merchant_id: int, found: list[Finding], now: datetime) -> None:
    Merchant.objects.select_for_update().get(id=merchant_id)
    _record(Found, Found.objects.filter(merchant_id=merchant_id), found, now, merchant_id=merchant_id)


@transaction.atomic
def _record_of_purses(buyers: Sequence[int], found: list[Finding], now: datetime) -> None:
    Account.objects.select_for_update().get(id=buyers[0])
    known = PurseFinding.objects.filter(key__in=[str(buyer) for buyer in buyers])
    _record(PurseFinding, known, found, now)


def _record(kind: Callable[..., Any], rows: QuerySet[Any], found: list[Finding], now: datetime, **whose: int) -> None:
    """Writes down what is found and nobody knew, and notes of what is known whether it is still so."""
    true_now = {(one.kind.value, one.key): one for one in found}
    known = {(row.kind, row.key): row for row in rows}
    rows.bulk_create(
        [
            kind(kind=one.kind.value, key=one.key, facts=_facts(one), found_at=now, **whose)
            for name, one in true_now.items()
            if name not in known
        ],
        batch_size=_BATCH,
    )
    for name, row in known.items():
        one = true_now.get(name)
        if one is not None:
            row.resolved_at, row.facts = None, _facts(one)
        elif row.resolved_at is None:
            row.resolved_at = now
    rows.bulk_update(known.values(), ["resolved_at", "facts"], batch_size=_BATCH)


def _facts(one: Finding) -> dict[str, int | None]:
    return {"ours": one.ours, "theirs": one.theirs}


@transaction.atomic
def begin_reconciling(*, after: int, now: datetime) -> int | None:
    """Enqueues the look at each of the next merchants by their ids; returns the last one's, None when there are no more."""
    ids = list(Merchant.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_BATCH])
    for merchant_id in ids:
        find_task("checkout.reconcile.tasks.reconcile_merchant").enqueue(now=now, key=str(merchant_id), merchant_id=merchant_id)
    return ids[-1] if ids else None
