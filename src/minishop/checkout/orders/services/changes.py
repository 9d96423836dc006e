"""The one writer of a merchant's change feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.hints.services import post_hint
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.services import lock_counter
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.models import Change, Order, OrderLine


@dataclass(frozen=True, slots=True)
class OfClaim:
    """The claim that a change is one of, as it stands then; the default is none."""

    id: int | None = None
    kind: str = ""
    state: str = ""


NO_CLAIM = OfClaim()


def record_changes(
    *, merchant: Merchant, lines: Sequence[OrderLine], kind: ChangeKind, now: datetime, claim: OfClaim = NO_CLAIM
) -> None:
    """Tells the merchant's feed that these lines changed, and its system that there is something to fetch.

    To be called in the transaction that changed them, in the merchant's scope, as late in it as possible: the
    merchant's counter is locked from here to the commit, so that the numbers have no gap and rise in the order of commits.
    A change's instant is kept to the millisecond: that is what the wire shows and is asked by.
    """
    if not lines:
        return
    counter = lock_counter(merchant)
    orders = Order.objects.filter(merchant_id=merchant.id, id__in={line.order_id for line in lines})
    numbers = dict(orders.values_list("id", "number"))
    changes = [
        Change(
            merchant_id=merchant.id,
            sequence=sequence,
            line_id=line.id,
            line_number=line.number,
            order_number=numbers[line.order_id],
            kind=kind.value,
            line_state=line.state,
            claim_id=claim.id,
            claim_kind=claim.kind,
            claim_state=claim.state,
            at=now.replace(microsecond=now.microsecond // 1000 * 1000),
        )
        for sequence, line in enumerate(lines, start=counter.changes_made + 1)
    ]
    counter.changes_made = counter.last_number = changes[-1].sequence
    counter.last_change = changes[-1].id
    counter.save(update_fields=["changes_made", "last_number", "last_change"])
    Change.objects.bulk_create(changes)
    post_hint(merchant=merchant, latest=counter.changes_made, now=now)
