"""What MY page shows of orders, ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from minishop.chassis.ui.bills import BillRow, Tone
from minishop.chassis.ui.templatetags.ui import number
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.labels import KIND, state_text
from minishop.checkout.claims.models import Claim, ClaimLine
from minishop.checkout.claims.queries import is_in_hand
from minishop.checkout.holds.queries import shortages_of
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.domain.progress import Progress, while_paying
from minishop.checkout.orders.domain.states import CARRIED, Actor, LineEvent, LineState, allowed
from minishop.checkout.orders.labels import EVENT, PROGRESS, title_of
from minishop.checkout.orders.models import LineEvent as Event
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import decision_held_until, progress_of, progress_of_line
from minishop.checkout.pages.payment.standing import sheet_of
from minishop.checkout.parcels.domain.dispatching import Method
from minishop.checkout.parcels.domain.states import ParcelState, Reason
from minishop.checkout.parcels.labels import METHOD, REASON, STATE, carrier_name
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.queries import parcels_of_lines
from minishop.checkout.payments.queries import being_confirmed
from minishop.kernel.won import Won

BADGES = {
    Progress.UNPAID: "badge-muted",
    Progress.CONFIRMING: "badge-info",
    Progress.AWAITING_DEPOSIT: "badge-warn",
    Progress.PAID: "badge-info",
    Progress.PREPARING: "badge-info",
    Progress.DELIVERING: "badge-info",
    Progress.DELIVERED: "badge-ok",
    Progress.DECIDING: "badge-ok",
    Progress.CLAIMED: "badge-warn",
    Progress.FINALIZED: "badge-ok",
    Progress.RETURNED: "badge-muted",
    Progress.CANCELLED: "badge-muted",
    Progress.UNPAID_CANCELLED: "badge-muted",
}


# The stages of goods that were bought; what comes before, and what is taken back, is no stage of them.
_STAGES = (Progress.PAID, Progress.PREPARING, Progress.DELIVERING, Progress.DELIVERED, Progress.FINALIZED)


def standings_of(orders: list[Order], claims: Mapping[int, list[Claim]], now: datetime) -> dict[int, Progress]:
    """Where each order stands, by its id, with lines at hand and its claims; to be read across tenants. One statement more where any is
    unpaid."""
    found = {
        order.id: Progress.CLAIMED if any(is_in_hand(claim) for claim in claims[order.id]) else progress_of(order, now)
        for order in orders
    }
    confirming = being_confirmed(order for order in orders if found[order.id] is Progress.UNPAID)
    return {number: while_paying(progress, is_confirming=number in confirming) for number, progress in found.items()}


def order_rows(
    orders: list[Order], standings: Mapping[int, Progress], claims: Mapping[int, list[Claim]], now: datetime
) -> list[dict[str, Any]]:
    """Orders of a list, with lines, merchant, sheet and claims at hand (R99, R100)."""
    return [
        {
            "order": order,
            "merchant": order.merchant,
            "title": title_of([line.name for line in order.lines.all()]),
            "progress": word_of(order, standings[order.id], claims[order.id], now),
            "claim": next((claim for claim in reversed(claims[order.id]) if claim.ended_at is None), None),
            "can_cancel": _can_cancel(order),
            "can_apply": _can_apply(order),
            "sheet": sheet_of(order) if standings[order.id] is Progress.UNPAID else "",
            "can_finalize": order.decides_at is None and any(_can_finalize(line) for line in order.lines.all()),
        }
        for order in orders
    ]


def word_of(order: Order, progress: Progress, claims: Sequence[Claim], now: datetime) -> str:
    """What an order's row says of it (R100): how far its open claim is, else how it ended, by whose authority, or where it stands."""
    open_ones = [claim for claim in claims if claim.ended_at is None]
    if open_ones:
        return state_text(ClaimKind(open_ones[-1].kind), ClaimState(open_ones[-1].state))
    if progress in (Progress.CANCELLED, Progress.RETURNED):
        done = [claim for claim in claims if claim.state == ClaimState.DONE]
        by_operator = bool(done) and done[-1].kind == ClaimKind.ADMIN
        return _("%(state)s(관리자)") % {"state": PROGRESS[progress]} if by_operator else str(PROGRESS[progress])
    if progress is Progress.DECIDING:
        return _word_while_deciding(list(order.lines.all()), now)
    return str(PROGRESS[progress])


def _word_while_deciding(lines: Sequence[OrderLine], now: datetime) -> str:
    if decision_held_until(lines, now):
        return _("확정 보류")
    if any(line.state == LineState.EXCHANGED for line in lines):
        return _("교환완료")
    return str(PROGRESS[Progress.DECIDING])


def _can_cancel(order: Order) -> bool:
    return any(LineState(line.state) in (LineState.PAID, LineState.DISPATCH_REQUESTED) for line in _unclaimed(order))


def _can_apply(order: Order) -> bool:
    return any(LineState(line.state) in CARRIED for line in _unclaimed(order))


def _unclaimed(order: Order) -> list[OrderLine]:
    return [line for line in order.lines.all() if line.open_claim is None and line.remaining]


def stage_rows(progress: Progress) -> list[dict[str, Any]]:
    """The stages of an order that stands at ``progress``, in their order; none of one that left them."""
    stage = Progress.DELIVERED if progress is Progress.DECIDING else progress
    if stage not in _STAGES:
        return []
    present = _STAGES.index(stage)
    return [
        {"label": PROGRESS[stage], "is_done": position <= present, "is_present": position == present}
        for position, stage in enumerate(_STAGES)
    ]


def receipt_rows(amounts: Amounts, *, is_paid: bool, are_granted: bool, points: Won) -> list[BillRow]:
    """What an order cost, as it was agreed (R91); of one that was paid also the ``points`` that it brings."""
    rows = [
        BillRow(_("총 구매가"), amounts.goods),
        BillRow(_("배송비"), amounts.shipping),
        BillRow(_("할인"), -amounts.discount, tone=Tone.MINUS if amounts.discount else Tone.PLAIN),
        BillRow(_("총 주문 금액"), amounts.order_total, tone=Tone.SUM),
        BillRow(_("적립금 차감"), -amounts.points_used, tone=Tone.MINUS if amounts.points_used else Tone.PLAIN),
        BillRow(pgettext("paid", "결제 금액") if is_paid else _("결제 금액"), amounts.pay_total, tone=Tone.PAY),
    ]
    earned = BillRow(_("적립된 적립금") if are_granted else _("적립 예정 적립금"), points)
    return [*rows, earned] if is_paid else rows


def line_rows(order: Order, claims: Sequence[Claim], now: datetime) -> list[dict[str, Any]]:
    """An order's lines with their parcels and open claims, in the merchant's scope."""
    parcels, lacking = parcels_of_lines(order), shortages_of(order)
    open_ones = {claim.id: claim for claim in claims if claim.ended_at is None}
    rows = []
    for line in order.lines.all():
        state = LineState(line.state)
        progress = progress_of_line(line, now)
        shown = {"progress": PROGRESS[progress], "badge": BADGES[progress], "claim": _claim_of(open_ones.get(line.open_claim or 0))}
        facts = {"line": line, "parcel": _parcel(parcels.get(line.id)), "can_finalize": _can_finalize(line)}
        facts["is_parted"] = 0 < line.remaining < line.quantity
        rows.append({**facts, **shown, "is_short": state is LineState.PAID and line.id in lacking})
    return rows


def _claim_of(claim: Claim | None) -> dict[str, Any] | None:
    return None if claim is None else {"number": claim.number, "state": state_text(ClaimKind(claim.kind), ClaimState(claim.state))}


def claim_rows(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """The claims of an order, the newest first."""
    return [
        {"claim": claim, "kind": KIND[ClaimKind(claim.kind)], "state": state_text(ClaimKind(claim.kind), ClaimState(claim.state))}
        for claim in reversed(claims)
    ]


def _can_finalize(line: OrderLine) -> bool:
    return line.open_claim is None and LineEvent.FINALIZE in allowed(LineState(line.state), Actor.BUYER)


def _parcel(parcel: Parcel | None) -> dict[str, Any] | None:
    if parcel is None:
        return None
    return {
        "number": parcel.tracking_number,
        "way": carrier_name(parcel.carrier) if parcel.tracking_number else METHOD[Method(parcel.method)],
        "state": STATE[ParcelState(parcel.state)],
        "reason": REASON[Reason(parcel.reason)] if parcel.reason else "",
        "sent_at": parcel.sent_at,
        "checked_at": parcel.checked_at,
        "delivered_at": parcel.delivered_at,
    }


# What a claim did that named a part of a line's pieces: the line itself stands where it stood.
_PART_DONE: dict[ClaimKind, Promise] = {
    ClaimKind.CANCEL: gettext_lazy("일부의 취소가 완료되었습니다."),
    ClaimKind.RETURN: gettext_lazy("일부의 반품이 완료되었습니다."),
    ClaimKind.EXCHANGE: gettext_lazy("일부의 교환이 완료되었습니다."),
    ClaimKind.ADMIN: gettext_lazy("일부를 체크아웃 관리자가 처리했습니다."),
}

_ENDS = (LineEvent.CANCEL_DONE, LineEvent.RETURN_DONE, LineEvent.EXCHANGE_DONE, LineEvent.ADMIN_DONE)


def history_rows(order: Order, events: list[Event], parts: Sequence[ClaimLine]) -> list[dict[str, Any]]:
    """What happened, oldest first, with what claims did to ``parts`` of lines."""
    rows = event_rows(order, events)
    told = {(row["at"], name) for row in rows if row["event"] in _ENDS for name in row["names"]}
    names = {line.id: line.name for line in order.lines.all()}
    for part in parts:
        name, pieces = names[part.line_id], _("%(quantity)s개") % {"quantity": number(part.quantity)}
        if (part.claim.ended_at, name) not in told:
            rows.append({"at": part.claim.ended_at, "text": _PART_DONE[ClaimKind(part.claim.kind)], "title": f"{name} · {pieces}"})
    return sorted(rows, key=lambda row: row["at"])


def event_rows(order: Order, events: list[Event]) -> list[dict[str, Any]]:
    """What happened, oldest first; the same thing happening to several lines at once is told once."""
    names = {line.id: line.name for line in order.lines.all()}
    rows: list[dict[str, Any]] = []
    for event in events:
        if rows and (rows[-1]["at"], rows[-1]["event"]) == (event.at, event.event):
            rows[-1]["names"].append(names[event.line_id])
            continue
        rows.append({"at": event.at, "event": event.event, "text": EVENT[LineEvent(event.event)], "names": [names[event.line_id]]})
    return [{**row, "title": title_of(row["names"])} for row in rows]
