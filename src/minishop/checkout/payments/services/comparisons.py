"""PG 대사 일정: which contract's which day is to be compared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.payments.domain.contracts import ContractState
from minishop.checkout.payments.models import PgContract, PgDifference
from minishop.kernel.clock import kst_day

# A contract that nobody opens payments with any more still gives money back; after half a year it is compared no longer.
RETIRED_FOR = timedelta(days=180)


@transaction.atomic
def begin_comparisons(*, now: datetime, at_most: int = 500) -> int:
    """Enqueues the comparisons that are due, at most so many of a kind a run; returns how many. To be repeated every hour.

    Due: for a contract, the day after the last one compared (yesterday for one never compared) if it is over; and each day on which
    something still differs.
    """
    yesterday = kst_day(now) - timedelta(days=1)
    with across_tenants("the hub's own clock compares every contract"):
        due = [
            (one.merchant_id, one.id, _next_day(one, yesterday))
            for one in contracts_compared(now)
            .filter(Q(compared_through=None) | Q(compared_through__lt=yesterday))
            .order_by(F("compared_through").asc(nulls_first=True), "id")[:at_most]
        ]
        open_ = PgDifference.objects.filter(resolved_at=None).order_by("day", "merchant_id", "contract_id")
        again = list(open_.values_list("merchant_id", "contract_id", "day").distinct()[:at_most])
    for merchant_id, contract_id, day in {*due, *again}:
        compare_later(merchant_id=merchant_id, contract_id=contract_id, day=day, now=now)
    return len({*due, *again})


def contracts_compared(now: datetime) -> QuerySet[PgContract]:
    """The contracts that are or lately were live, of each mid one; to be read across merchants."""
    live = Q(state=ContractState.LIVE.value)
    same = PgContract.objects.filter(live, merchant_id=OuterRef("merchant_id"), provider=OuterRef("provider"), mid=OuterRef("mid"))
    lately = Q(~Exists(same), state=ContractState.RETIRED.value, retired_at__gte=now - RETIRED_FOR)
    return PgContract.objects.filter(live | lately).select_related("merchant")


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
