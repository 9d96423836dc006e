"""What MY page shows of orders, ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.bills import BillRow, Tone
from minishop.checkout.holds.queries import shortages_of
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.domain.progress import Progress, while_paying
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState, allowed
from minishop.checkout.orders.labels import EVENT, PROGRESS, title_of
from minishop.checkout.orders.models import LineEvent as Event
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import progress_of, progress_of_line
from minishop.checkout.pages.payment.standing import sheet_of
from minishop.checkout.parcels.domain.dispatching import Method
from minishop.checkout.parcels.domain.states import ParcelState, Reason
from minishop.checkout.parcels.labels import METHOD, REASON, STATE, carrier_name
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.queries import parcels_of_lines
from minishop.checkout.payments.queries import being_confirmed

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


def standings_of(orders: list[Order], now: datetime) -> dict[int, Progress]:
    """Where each order stands, by its id, with lines at hand; to be read across tenants. One statement more where any is unpaid."""
    found = {order.id: progress_of(order, now) for order in orders}
    confirming = being_confirmed(order for order in orders if found[order.id] is Progress.UNPAID)
    return {number: while_paying(progress, is_confirming=number in confirming) for number, progress in found.items()}


def order_rows(orders: list[Order], standings: Mapping[int, Progress]) -> list[dict[str, Any]]:
    """Orders of a list, with lines, merchant and sheet at hand (R99, R100)."""
    return [
        {
            "order": order,
            "merchant": order.merchant,
            "title": title_of([line.name for line in order.lines.all()]),
            "progress": PROGRESS[standings[order.id]],
            "sheet": sheet_of(order) if standings[order.id] is Progress.UNPAID else "",
            "can_finalize": any(_can_finalize(LineState(line.state)) for line in order.lines.all()),
        }
        for order in orders
    ]


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


def receipt_rows(amounts: Amounts, *, is_paid: bool, are_granted: bool) -> list[BillRow]:
    """What an order cost, as it was agreed (R91); of one that was paid also the points that it brings."""
    rows = [
        BillRow(_("총 구매가"), amounts.goods),
        BillRow(_("배송비"), amounts.shipping),
        BillRow(_("할인"), -amounts.discount, tone=Tone.MINUS if amounts.discount else Tone.PLAIN),
        BillRow(_("총 주문 금액"), amounts.order_total, tone=Tone.SUM),
        BillRow(_("적립금 차감"), -amounts.points_used, tone=Tone.MINUS if amounts.points_used else Tone.PLAIN),
        BillRow(_("결제 금액"), amounts.pay_total, tone=Tone.PAY),
    ]
    earned = BillRow(_("적립된 적립금") if are_granted else _("적립 예정 적립금"), amounts.points_to_earn)
    return [*rows, earned] if is_paid else rows


def line_rows(order: Order, now: datetime) -> list[dict[str, Any]]:
    """An order's lines with their parcels, in the merchant's scope."""
    parcels, lacking = parcels_of_lines(order), shortages_of(order)
    rows = []
    for line in order.lines.all():
        state = LineState(line.state)
        progress = progress_of_line(line, now)
        shown = {"progress": PROGRESS[progress], "badge": BADGES[progress]}
        facts = {"line": line, "parcel": _parcel(parcels.get(line.id)), "can_finalize": _can_finalize(state)}
        rows.append({**facts, **shown, "is_short": state is LineState.PAID and line.id in lacking})
    return rows


def _can_finalize(state: LineState) -> bool:
    return LineEvent.FINALIZE in allowed(state, Actor.BUYER)


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
