"""대사: looks through a merchant's orders and ledger, and keeps what does not agree as rows until it does. It moves nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.reconcile.domain.judging import Finding, judge
from minishop.checkout.reconcile.models import Finding as Found
from minishop.checkout.reconcile.queries import differences_with_pgs, orders_to_judge, unbalanced_transfers

_BATCH = 500


def reconcile(*, merchant_id: int, now: datetime) -> list[Finding]:
    """Everything of a merchant that does not agree, in its scope, written down; what was found before and is no more is resolved."""
    found = [*unbalanced_transfers(merchant_id), *differences_with_pgs(merchant_id)]
    for batch in orders_to_judge(merchant_id):
        found += [finding for order in batch for finding in judge(order, now=now)]
    _record(merchant_id, found, now)
    return found


@transaction.atomic
def _record(merchant_id: int, found: list[Finding], now: datetime) -> None:
    Merchant.objects.select_for_update().get(id=merchant_id)
    true_now = {(one.kind.value, one.key): one for one in found}
    known = {(row.kind, row.key): row for row in Found.objects.filter(merchant_id=merchant_id)}
    new = [_row(merchant_id, one, now) for name, one in true_now.items() if name not in known]
    Found.objects.bulk_create(new, batch_size=_BATCH)
    for name, row in known.items():
        one = true_now.get(name)
        if one is not None:
            row.resolved_at, row.facts = None, _facts(one)
        elif row.resolved_at is None:
            row.resolved_at = now
    Found.objects.bulk_update(known.values(), ["resolved_at", "facts"], batch_size=_BATCH)


def _row(merchant_id: int, one: Finding, now: datetime) -> Found:
    return Found(merchant_id=merchant_id, kind=one.kind.value, key=one.key, facts=_facts(one), found_at=now)


def _facts(one: Finding) -> dict[str, int | None]:
    return {"ours": one.ours, "theirs": one.theirs}


def begin_reconciling(*, after: int, now: datetime) -> int | None:
    """Enqueues the look at each of the next merchants by their ids; returns the last one's, None when there are no more."""
    with transaction.atomic():
        ids = list(Merchant.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_BATCH])
        for merchant_id in ids:
            find_task("checkout.reconcile.tasks.reconcile_merchant").enqueue(now=now, key=str(merchant_id), merchant_id=merchant_id)
    return ids[-1] if ids else None
