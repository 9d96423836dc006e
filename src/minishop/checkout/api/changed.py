"""변경 내역 조회: pages through a merchant's changes by time, each change once and in order, whatever the limit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import QueryDict
from msgspec import UNSET

from minishop.checkout.api.claimed import DECISION_HELD, DECISION_OVER, type_and_status
from minishop.checkout.api.messages import ChangedData, ChangedStatus, More
from minishop.checkout.api.refusals import not_valid
from minishop.checkout.api.times import instant
from minishop.checkout.api.words import PRODUCT_ORDER_STATUS, PUBLIC_KINDS, PUBLIC_TYPES
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Change
from minishop.kernel.clock import kst_iso

MOST = 300
_SUBJECT = "lastChangedStatuses"
_SEQUENCE = re.compile(r"(?P<line>[0-9]{1,16})(-(?P<sequence>[0-9]{1,18}))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for changes: from the first instant, at it from a line and sequence on, to the last instant, at most ``limit``."""

    begins: datetime
    ends: datetime
    kinds: frozenset[str]
    line: str
    sequence: int
    limit: int


def read(query: QueryDict) -> Asked:
    """The request that a query string makes. Raises Refused (4000) with the name of what does not fit."""
    begins = instant(query.get("lastChangedFrom", ""), subject=_SUBJECT, name="lastChangedFrom")
    ends = begins + timedelta(hours=24)
    if until := query.get("lastChangedTo", ""):
        ends = instant(until, subject=_SUBJECT, name="lastChangedTo")
    if ends < begins:
        raise not_valid(_SUBJECT, "lastChangedTo")
    kind = query.get("lastChangedType", "")
    if kind and kind not in PUBLIC_TYPES:
        raise not_valid(_SUBJECT, "lastChangedType")
    line, sequence = _more_sequence(query.get("moreSequence", ""))
    kinds = {known.value for known in PUBLIC_KINDS if kind in ("", known.value)}
    return Asked(begins, ends, frozenset(kinds), line, sequence, limit(query.get("limitCount", ""), _SUBJECT, "limitCount"))


def limit(text: str, subject: str, name: str) -> int:
    """How many rows: 300 when absent or above; raises Refused (4000) for what is not a number from 1 on."""
    if not text:
        return MOST
    if not (text.isascii() and text.isdigit()) or int(text[:9]) < 1:
        raise not_valid(subject, name)
    return min(int(text[:9]), MOST)


def page(merchant: Merchant, asked: Asked) -> ChangedData:
    """The changes asked for, in the merchant's scope, and where the next page begins if there is one."""
    later = Q(at__gt=asked.begins)
    at_the_start = Q(at=asked.begins) & (Q(line_number__gt=asked.line) | Q(line_number=asked.line, sequence__gte=asked.sequence))
    rows = Change.objects.filter(later | at_the_start, merchant_id=merchant.id, at__gte=asked.begins, at__lte=asked.ends)
    rows = rows.filter(kind__in=sorted(asked.kinds)).select_related("line__order").order_by("at", "line_number", "sequence")
    found = list(rows[: asked.limit + 1])
    shown, rest = found[: asked.limit], found[asked.limit :]
    more = More(more_from=kst_iso(rest[0].at), more_sequence=f"{rest[0].line_number}-{rest[0].sequence}") if rest else UNSET
    return ChangedData(count=len(shown), more=more, last_change_statuses=[_status(change) for change in shown])


def _status(change: Change) -> ChangedStatus:
    paid_at = change.line.order.paid_at
    return ChangedStatus(
        order_id=change.order_number,
        product_order_id=change.line_number,
        last_changed_type=change.kind,
        last_changed_date=kst_iso(change.at),
        payment_date=kst_iso(paid_at) if paid_at else UNSET,
        product_order_status=PRODUCT_ORDER_STATUS[LineState(change.line_state)],
        **of_claim(change),
        receiver_address_changed=False,
    )


def of_claim(change: Change) -> dict[str, str]:
    """``claimType`` and ``claimStatus`` at the moment of a change, for one that a claim made, or a buyer who held the decision back."""
    if change.claim_kind:
        return type_and_status(ClaimKind(change.claim_kind), ClaimState(change.claim_state))
    return _OF_DECISION.get(change.kind, {})


_OF_DECISION = {ChangeKind.CLAIM_REQUESTED.value: DECISION_HELD, ChangeKind.CLAIM_REJECTED.value: DECISION_OVER}


def _more_sequence(text: str) -> tuple[str, int]:
    found = _SEQUENCE.fullmatch(text)
    if text and found is None:
        raise not_valid(_SUBJECT, "moreSequence")
    return (found["line"], int(found["sequence"] or 0)) if found else ("", 0)
