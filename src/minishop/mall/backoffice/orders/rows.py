"""Orders as the desk shows them."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.mall.backoffice.entries.labels import Label
from minishop.mall.orders.domain.carriers import catalogue, usual_carriers
from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.domain.states import UNSHIPPED, Actor, LineState, allowed
from minishop.mall.orders.labels import CANCEL_SENT, HUB_STATES, MARKS, STATES, TONES, carrier_name
from minishop.mall.orders.models import Dispatch, Order, OrderLine


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with the words for both its states (R128) and its newest tracking number."""

    line: OrderLine
    state: Label
    tone: str
    mark: Label
    hub_state: Label
    dispatch: Dispatch | None
    carrier: str
    tracking_url: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order with its lines, what may be done with it, and what was entered and refused."""

    order: Order
    lines: list[LineRow]
    may: set[str]
    is_locked: bool
    may_cancel: bool
    dispatch: Dispatch | None
    entered: dict[str, str]
    problem: Label

    @property
    def is_short(self) -> bool:
        """Whether something of it was sold beyond the stock."""
        return any(row.line.is_short for row in self.lines)

    @property
    def carrier(self) -> str:
        """The newest number's carrier by name."""
        return carrier_name(self.dispatch.carrier) if self.dispatch else ""


def order_row(order: Order, entered: dict[str, str] | None = None, problem: Label = "", *, usual: str = "") -> OrderRow:
    """One order; ``entered`` and ``problem`` are what the seller just gave and why it was refused, ``usual`` is the carrier of the shop's
    last number."""
    lines = [_line_row(line) for line in order.lines.all()]
    unshipped = [line for line in order.lines.all() if line.state in UNSHIPPED and line.remaining]
    is_locked = any(line.is_locked for line in unshipped)
    may_cancel = any(not line.is_locked for line in unshipped)
    may = {event.value for line in order.lines.all() for event in allowed(LineState(line.state), Actor.SELLER)}
    dispatch = next((row.dispatch for row in lines if row.dispatch), None)
    given = entered or {
        "carrier": dispatch.carrier if dispatch else usual or usual_carriers()[0].code,
        "number": dispatch.tracking_number if dispatch else "",
    }
    return OrderRow(order, lines, may, is_locked, may_cancel, dispatch, given, problem)


def _line_row(line: OrderLine) -> LineRow:
    dispatch = next(iter(line.dispatches.all()), None)
    carrier = catalogue().get(dispatch.carrier) if dispatch else None
    url = carrier.tracking_url(dispatch.tracking_number) if carrier and dispatch else ""
    name = carrier_name(dispatch.carrier) if dispatch else ""
    return LineRow(
        line,
        STATES[line.state],
        TONES[line.state],
        _mark(line),
        HUB_STATES.get(line.hub_state, line.hub_state),
        dispatch,
        name,
        url,
    )


def _mark(line: OrderLine) -> Label:
    """What an open claim shows on the line, our own cancel first; empty without one."""
    return CANCEL_SENT if line.cancel_sent_at else "" if line.claim_mark == ClaimMark.NONE else MARKS[line.claim_mark]
