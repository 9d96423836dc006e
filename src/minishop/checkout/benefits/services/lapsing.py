"""소멸: points whose last day has passed are lost at the beginning of the next, and their buyer is told a month and a week before."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from minishop.chassis.jobs.registry import GoOn, find_task
from minishop.chassis.jobs.stopping import Turn, in_turns
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.lots import TOLD_BEFORE, told_by
from minishop.checkout.benefits.models import PointLot
from minishop.checkout.benefits.services import purse
from minishop.checkout.payments.domain.ledger import lapse_entries
from minishop.checkout.payments.services import ledger
from minishop.kernel.clock import kst_day

_BATCH = 200


def lapse_points(*, now: datetime) -> None:
    """Takes what is over out of all wallets, a transaction a buyer (index ``benefits_lots_to_end``). Raises GoOn when the turn is over.

    A buyer whose points are held for a payment keeps them until that is decided; the next run looks again.
    """
    turn, today, last = Turn(), kst_day(now), 0
    while buyers := _with_lots_before(today, last):
        for buyer in buyers:
            _lapse(buyer, today, now)
        last = buyers[-1].id
        if turn.is_over():
            raise GoOn


def _with_lots_before(day: date, last: int) -> list[Account]:
    over = PointLot.objects.filter(left__gt=0, ends_on__lt=day, buyer_id__gt=last)
    return list(Account.objects.filter(id__in=over.values("buyer_id")).order_by("id")[:_BATCH])


@transaction.atomic
def _lapse(buyer: Account, today: date, now: datetime) -> None:
    for lot, points in purse.lapse(purse.locked_wallet(buyer), today):
        with scope(lot.merchant_id):
            ledger.post(
                merchant=lot.merchant,
                key=f"lapse:{lot.id}:{int(lot.left)}",
                kind="lapse",
                order_number=lot.order_number,
                entries=lapse_entries(points),
                buyer=buyer,
                now=now,
            )


def tell_of_ends(*, now: datetime) -> None:
    """Enqueues the notices that are due, one a buyer, day and notice (index ``benefits_lots_to_end``). Raises GoOn when the turn is over."""
    today = kst_day(now)
    in_turns(lambda: _tell_batch(today, now) > 0)


@transaction.atomic
def _tell_batch(today: date, now: datetime) -> int:
    found = 0
    for number, before in enumerate(TOLD_BEFORE, start=1):
        due = PointLot.objects.filter(left__gt=0, ends_on__gte=today, ends_on__lte=today + before, told__lt=number)
        lots = list(due.order_by("ends_on", "id").select_for_update()[:_BATCH])
        for buyer_id, ends_on in sorted({(lot.buyer_id, lot.ends_on) for lot in lots if told_by(lot.ends_on, today) == number}):
            find_task("checkout.benefits.tasks.tell_of_end").enqueue(
                now=now, key=f"{buyer_id}-{ends_on}-{number}", buyer_id=buyer_id, ends_on=ends_on.isoformat(), notice=number
            )
        PointLot.objects.filter(id__in=[lot.id for lot in lots]).update(told=number)
        found += len(lots)
    return found
