"""Claims as the office shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from minishop.kernel.won import Won
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.queries import answers_claims
from minishop.mall.claims.domain.answering import Act, acts_on, may_be_put_back
from minishop.mall.claims.labels import ACTS, DUE, KINDS, TONES, WAYS, Label, claim_words, hold_label, reason_label
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import answerable
from minishop.mall.orders.domain.claims import DONE, OPEN_STATES, ClaimKind, ClaimState
from minishop.mall.orders.domain.states import LineState
from minishop.mall.orders.labels import carrier_name
from minishop.mall.orders.models import LineEvent, Order, OrderLine


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim on a line, in words. ``due``: what the hub does by itself at its hour; ``is_proposed``: what would be paid back is not agreed to.
    ``acts``: what may be done with it now. ``answer``: what was sent last while it stands so. ``comes_back``: whether somebody may say that its
    pieces are fit for sale."""

    claim: LineClaim
    line: OrderLine
    kind: Label
    state: str
    tone: str
    reason: Label
    hold: Label
    way: Label
    carrier: str
    due: Label
    is_proposed: bool
    acts: tuple[Act, ...]
    answer: Label
    comes_back: bool


@dataclass(frozen=True, slots=True)
class OrderRows:
    """An order with those of its lines that are in the list."""

    order: Order
    rows: list[ClaimRow]

    @property
    def total(self) -> Won:
        """총 주문금액."""
        return self.order.goods_total + self.order.shipping_fee


@dataclass(frozen=True, slots=True)
class Told:
    """A claim of an order as one: the same on all its lines, each with the pieces that it names. ``refunds``: money is on its way or back."""

    first: ClaimRow
    lines: list[tuple[OrderLine, int]]
    is_over: bool
    refunds: bool


def claim_row(claim: LineClaim, line: OrderLine, *, is_ours: bool = False) -> ClaimRow:
    """One line's. ``is_ours``: the shop answers the returns and exchanges of its order."""
    words = claim_words(claim.kind, claim.state)
    hold = hold_label(claim.hold_reason) if claim.is_held else ""
    return ClaimRow(
        claim, line, KINDS[claim.kind], words, TONES[claim.state], reason_label(claim.reason), hold,
        way=WAYS.get(claim.way, ""), carrier=carrier_name(claim.collect_carrier),
        due=DUE.get((claim.kind, claim.state), "") if claim.due_at else "",
        is_proposed=claim.state in OPEN_STATES and claim.state != ClaimState.REFUNDING,
        acts=acts_on(answerable(claim, is_ours=is_ours, in_steps=profile().claims_in_steps)),
        answer=ACTS.get(claim.answer, ""),
        comes_back=claim.put_back is None and line.variant_id is not None and may_be_put_back(
            ClaimKind(claim.kind), ClaimState(claim.state), line_came_back=line.state == LineState.RETURNED and not claim.has_return
        ),
    )  # fmt: skip


def order_rows(orders: Iterable[Order], claims: Mapping[int, Sequence[LineClaim]]) -> list[OrderRows]:
    """Orders with the claims found on them, each with its line at hand."""
    return [
        OrderRows(order, [claim_row(claim, claim.line, is_ours=answers_claims(order)) for claim in claims.get(order.id, ())])
        for order in orders
    ]


def told_claims(claims: Sequence[LineClaim], lines: Mapping[int, OrderLine], *, is_ours: bool) -> list[Told]:
    """An order's claims, each once with the lines it is on, in the order in which they were made; ``is_ours`` as of ``claim_row``."""
    together: dict[tuple[str, str, object], list[LineClaim]] = {}
    for claim in claims:
        together.setdefault((claim.kind, claim.number, "" if claim.number else claim.line_id), []).append(claim)
    return [_told(same, lines, is_ours) for same in together.values()]


def _told(same: Sequence[LineClaim], lines: Mapping[int, OrderLine], is_ours: bool) -> Told:
    first = same[0]
    state = ClaimState(first.state)
    pays = first.kind in (ClaimKind.CANCEL, ClaimKind.RETURN)
    return Told(
        claim_row(first, lines[first.line_id], is_ours=is_ours),
        [(lines[claim.line_id], claim.quantity) for claim in same],
        is_over=state in DONE or state in (ClaimState.REFUSED, ClaimState.WITHDRAWN),
        refunds=pays and (state in DONE or state is ClaimState.REFUNDING),
    )


def logs(order: Order, events: Iterable[LineEvent]) -> tuple[list[LineEvent], list[LineEvent]]:
    """입금전로그 and 입금후로그 (R135)."""
    ordered = sorted(events, key=lambda event: (event.at, event.id))
    paid_at = order.paid_at or order.ordered_at
    return [event for event in ordered if event.at < paid_at], [event for event in ordered if event.at >= paid_at]
