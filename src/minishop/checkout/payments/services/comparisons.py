"""PG 대사 일정: which contract's which day is to be compared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.payments.domain.again import next_comparison
from minishop.checkout.payments.domain.contracts import ContractState
from minishop.checkout.payments.models import PgContract, PgDifference
from minishop.kernel.clock import kst_day

# A contract that nobody opens payments with any more still gives money back; after half a year it is compared no longer.
RETIRED_FOR = timedelta(days=180)
_PIECE = 100


@transaction.atomic
def begin_comparisons(*, now: datetime, at_most: int = 500) -> int:
    """Enqueues the comparisons that are due, at most so many of a kind a run; returns how many. To be repeated every hour.

    Due: for a contract, the day after the last one compared (yesterday for one never compared) if it is over; and each day on which
    something still differs, the less often the longer it has.
    """
    due = {*_next_days(now, at_most), *_days_that_differ(now, at_most)}
    for merchant_id, contract_id, day in sorted(due):
        compare_later(merchant_id=merchant_id, contract_id=contract_id, day=day, now=now)
    return len(due)


def _next_days(now: datetime, at_most: int) -> list[tuple[int, int, date]]:
    """The contracts that have never been compared, then those whose last day is longest ago (index ``payments_contracts_compared``)."""
    yesterday = kst_day(now) - timedelta(days=1)
    with across_tenants("the hub's own clock compares every contract"):
        compared = contracts_compared(now).order_by("compared_through", "id")
        fresh = list(compared.filter(compared_through=None)[:at_most])
        behind = list(compared.filter(compared_through__lt=yesterday)[: at_most - len(fresh)]) if len(fresh) < at_most else []
    return [(one.merchant_id, one.id, _next_day(one, yesterday)) for one in (*fresh, *behind)]


def _days_that_differ(now: datetime, at_most: int) -> list[tuple[int, int, date]]:
    """The days whose differences are to be looked at again (index ``payments_differences_due``); each is told when next."""
    with across_tenants("the hub's own clock compares what differs"):
        due = PgDifference.objects.filter(resolved_at=None, compare_at__isnull=False, compare_at__lte=now).order_by("compare_at")
        rows = list(due.select_for_update(skip_locked=True)[:at_most])
        for row in rows:
            row.compare_at = next_comparison(row.found_at, now)
        PgDifference.objects.bulk_update(rows, ["compare_at"], batch_size=_PIECE)
    return [(row.merchant_id, row.contract_id, row.day) for row in rows if row.compare_at]


def contracts_compared(now: datetime) -> QuerySet[PgContract]:
    """The contracts that are or lately were live, of each mid the last one; to be read across merchants."""
    live = Q(state=ContractState.LIVE.value)
    same = PgContract.objects.filter(merchant_id=OuterRef("merchant_id"), provider=OuterRef("provider"), mid=OuterRef("mid"))
    younger = Q(retired_at__gt=OuterRef("retired_at")) | Q(retired_at=OuterRef("retired_at"), id__gt=OuterRef("id"))
    later = same.filter(live | Q(younger, state=ContractState.RETIRED.value))
    lately = Q(~Exists(later), state=ContractState.RETIRED.value, retired_at__gte=now - RETIRED_FOR)
    standing = PgContract.objects.filter(state__in=[ContractState.LIVE.value, ContractState.RETIRED.value])
    return standing.filter(live | lately).select_related("merchant")


def compare_later(*, merchant_id: int, contract_id: int, day: date, now: datetime) -> None:
    """Enqueues, in the open transaction, the comparison of a contract's day; one that waits already is enough."""
    find_task("checkout.payments.tasks.compare_contract").enqueue(
        now=now, key=f"{contract_id}-{day}", merchant_id=merchant_id, contract_id=contract_id, day=day.isoformat()
    )


def note_compared(*, contract: PgContract, day: date) -> None:
    """A day has been compared to its end; an earlier one that was compared again changes nothing."""
    rows = PgContract.objects.filter(merchant_id=contract.merchant_id, id=contract.id)
    rows.filter(Q(compared_through=None) | Q(compared_through__lt=day)).update(compared_through=day)


def _next_day(contract: PgContract, yesterday: date) -> date:
    return contract.compared_through + timedelta(days=1) if contract.compared_through else yesterday
