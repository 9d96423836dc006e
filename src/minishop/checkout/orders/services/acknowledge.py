"""발주확인: a seller has seen a paid line and will send it. It moves no state; it is a fact with its moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.acknowledging import AcknowledgeRefusal, refusal
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class Result:
    """How it went with one line; ``refusal`` is None when it is acknowledged now."""

    line_number: str
    refusal: AcknowledgeRefusal | None = None


@transaction.atomic
def acknowledge_all(*, merchant: Merchant, line_numbers: Sequence[str], now: datetime) -> list[Result]:
    """Acknowledges each line by itself, in the merchant's scope. A number named more than once is refused once."""
    named = Counter(line_numbers)
    locked = OrderLine.objects.select_for_update().filter(merchant_id=merchant.id, number__in=list(named))
    lines = {line.number: line for line in locked.order_by("id")}
    results = [Result(number, _refusal(lines.get(number), times)) for number, times in named.items()]
    mark_acknowledged(merchant, [lines[result.line_number] for result in results if result.refusal is None], now)
    return results


def mark_acknowledged(merchant: Merchant, lines: Sequence[OrderLine], now: datetime) -> None:
    """Notes the moment on those of the lines that have none yet, in the open transaction."""
    fresh = [line.id for line in lines if line.acknowledged_at is None]
    if fresh:
        OrderLine.objects.filter(merchant_id=merchant.id, id__in=fresh).update(acknowledged_at=now)


def _refusal(line: OrderLine | None, times: int) -> AcknowledgeRefusal | None:
    if times > 1:
        return AcknowledgeRefusal.NAMED_TWICE
    if line is None:
        return AcknowledgeRefusal.UNKNOWN_LINE
    return refusal(LineState(line.state), acknowledged=line.acknowledged_at is not None)
