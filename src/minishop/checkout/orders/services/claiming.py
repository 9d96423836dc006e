"""클레임과 상품주문: the one writer of which claim is open on a line, of how many pieces are left of it, and of 구매확정 보류.

Its callers have locked the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.services.transition import note_finalization


def claim_lines(lines: Sequence[OrderLine], claim_id: int | None) -> None:
    """Notes the claim that is open on lines of one order from now on, or that none is. While one is, they are not finalized by time."""
    for line in lines:
        line.open_claim = claim_id
        line.save(update_fields=["open_claim"])
    note_finalization(lines)


def end_pieces(lines: Sequence[OrderLine], pieces: Mapping[int, int]) -> list[OrderLine]:
    """Takes pieces off lines, by the lines' ids; returns the lines of which nothing is left."""
    for line in lines:
        line.remaining -= pieces[line.id]
        line.save(update_fields=["remaining"])
    return [line for line in lines if not line.remaining]


def hold_decision(lines: Sequence[OrderLine], until: datetime, now: datetime) -> None:
    """구매확정 보류: puts off that lines of one order are finalized by time; until now, which ends that."""
    for line in lines:
        line.decision_held_until, line.decision_held_at = until, now
        line.save(update_fields=["decision_held_until", "decision_held_at"])
    note_finalization(lines)


def ask_for_decision(lines: Sequence[OrderLine], now: datetime) -> None:
    """구매확정 요청: notes that the seller asked for the decision on lines whose buyer has put it off."""
    for line in lines:
        line.decision_asked_at = now
        line.save(update_fields=["decision_asked_at"])
