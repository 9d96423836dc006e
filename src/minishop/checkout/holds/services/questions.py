"""선점 물음: what is said to the shop about a hold."""

from __future__ import annotations

from collections.abc import Sequence

from minishop.checkout.holds.adapters.messages import MessageKind, Question
from minishop.checkout.holds.domain.steps import HOLD_SECONDS
from minishop.checkout.holds.models import StockHold
from minishop.checkout.orders.domain.offers import Wanted
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import lines_of
from minishop.checkout.orders.services.availability import wanted_of


def question_of(hold: StockHold, order: Order, kind: MessageKind, wanted: Sequence[Wanted] | None = None) -> Question:
    """The message of a kind about a hold, with the order's lines as they were registered; the order's merchant is at hand.

    ``wanted``: those lines, for whoever has them.
    """
    return Question(
        kind=kind,
        merchant=order.merchant,
        url=hold.hold_url,
        hold_id=hold.id,
        asked_at=hold.asked_at,
        order_number=order.number,
        attempt=hold.attempt,
        registration=order.manage_code,
        seconds=max(HOLD_SECONDS, hold.seconds) if kind is MessageKind.EXTEND else hold.seconds,
        reason=hold.reason,
        wanted=() if kind is MessageKind.RELEASE else _wanted(order) if wanted is None else wanted,
    )


def _wanted(order: Order) -> Sequence[Wanted]:
    return [wanted_of(line) for line in lines_of(order)]
