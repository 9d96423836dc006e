"""대기열: the claims that wait for something, as whoever answers them looks at them, of all merchants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q, QuerySet

from minishop.checkout.claims.domain.deadlines import STALLED_AFTER, UNPAID_AFTER
from minishop.checkout.claims.domain.queues import Queue
from minishop.checkout.claims.domain.reasons import FOR_A_FEE
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState, Hold
from minishop.checkout.claims.models import STALLS, Claim
from minishop.checkout.claims.queries import with_lines


def queue(chosen: Queue, now: datetime) -> QuerySet[Claim]:
    """The claims of a queue, with order, merchant and lines; what the clock will answer, the soonest first, else the latest asked. To be read
    across tenants."""
    found = with_lines(Claim.objects.select_related("order", "order__merchant"))
    if chosen is Queue.TO_ANSWER:
        return found.filter(state__in=TO_BE_ANSWERED, deadline_at__isnull=False).order_by("deadline_at", "id")
    if chosen in _LATE:
        late, since = _LATE[chosen]
        return found.filter(late(now)).order_by(since, "id")
    return found.filter(_IN_QUEUE[chosen]).order_by("-asked_at", "-id")


def _unpaid(now: datetime) -> Q:
    """배송비 안 냄: held for a fee for so long that an operator looks at it (index ``claims_held``)."""
    reasons = sorted(reason.value for reason in FOR_A_FEE)
    return Q(hold=Hold.HELD.value, ended_at__isnull=True, hold_reason__in=reasons, held_at__lte=now - UNPAID_AFTER)


def _stalled(now: datetime) -> Q:
    """오래 멈춤: its seller has said nothing for so long that an operator looks at it (index ``claims_stalled``)."""
    return STALLS & Q(stands_since__lte=now - STALLED_AFTER)


_LATE: dict[Queue, tuple[Callable[[datetime], Q], str]] = {
    Queue.UNPAID: (_unpaid, "held_at"),
    Queue.STALLED: (_stalled, "stands_since"),
}


def late_queues(now: datetime) -> list[Queue]:
    """The queues of what has waited for too long that have any claim; for an operator, across merchants."""
    return [chosen for chosen, (late, _since) in _LATE.items() if Claim.objects.filter(late(now)).exists()]


_IN_QUEUE = {
    Queue.TRAVELLING: Q(state__in=[ClaimState.COLLECTING.value, ClaimState.REDELIVERING.value]),
    Queue.HELD: Q(hold=Hold.HELD.value, ended_at__isnull=True),
    Queue.SETTLING: Q(state__in=[ClaimState.CANCELING.value, ClaimState.REFUNDING.value]),
    Queue.OF_OPERATOR: Q(kind=ClaimKind.ADMIN.value, state=ClaimState.OPEN.value),
    Queue.ENDED: Q(ended_at__isnull=False),
}
TO_BE_ANSWERED = (ClaimState.ASKED.value, ClaimState.COLLECTED.value)
