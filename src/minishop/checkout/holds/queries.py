"""Reading holds."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis import clock
from minishop.checkout.holds.domain.states import LIVE, HoldState
from minishop.checkout.holds.domain.steps import PROMISED, Standing
from minishop.checkout.holds.models import Shortage, StockHold
from minishop.checkout.orders.domain.offers import Refusal, Unsellable
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won


def holds_of(order: Order) -> list[StockHold]:
    """An order's holds, the one that counts last, in the merchant's scope."""
    return list(StockHold.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("attempt"))


def newest_hold(order: Order) -> StockHold | None:
    """The hold of an order that counts, in the merchant's scope."""
    return StockHold.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("attempt").last()


def standing_of(hold: StockHold) -> Standing:
    """A hold as the rules see it."""
    return Standing(HoldState(hold.state), hold.asked_at, hold.ends_at)


def is_held(order: Order, now: datetime) -> bool:
    """Whether the shop has promised the order's pieces for a minute at least, in the merchant's scope."""
    hold = newest_hold(order)
    return hold is not None and standing_of(hold).is_held(clock.true(now))


def may_be_kept(order: Order) -> bool:
    """Whether the shop may keep the order's pieces just now: it would call its own promise sold out if it were asked."""
    hold = newest_hold(order)
    return hold is not None and hold.state in PROMISED


def held_until(order: Order, now: datetime) -> datetime | None:
    """When, by the calendar, the pieces that are kept for an order may be anybody's; None where none are."""
    hold = newest_hold(order)
    if hold is None or hold.ends_at is None or hold.state not in LIVE:
        return None
    return hold.ends_at + clock.shift()


def refusals_of(hold: StockHold) -> list[Refusal]:
    """What the shop refused of a hold, line by line."""
    return [
        Refusal(one["place"], Unsellable(one["reason"]), one["left"], one["wanted"], Won(one["then"]), Won(one["now"]))
        for one in hold.refused
    ]


def refusals_of_order(order: Order) -> list[Refusal]:
    """What the shop refused last of an order, in the merchant's scope."""
    hold = newest_hold(order)
    return refusals_of(hold) if hold else []


def is_being_asked(order: Order) -> bool:
    """Whether the shop has been asked for the order's pieces and its answer is not known yet."""
    hold = newest_hold(order)
    return hold is not None and hold.state == HoldState.ASKED


def count_live(order: Order) -> int:
    """How many other orders of the buyer at the merchant pieces are kept for (index ``holds_live_of_buyer``), in the merchant's scope."""
    live = StockHold.objects.filter(merchant_id=order.merchant_id, buyer_id=order.buyer_id, state__in=sorted(LIVE))
    return live.exclude(order_id=order.id).values("order_id").distinct().count()


def shortages_of(order: Order) -> dict[int, int]:
    """재고 부족: of a paid order's lines those of which the shop lacks pieces, and how many, by the line's id; in the merchant's scope."""
    found = Shortage.objects.filter(merchant_id=order.merchant_id, order_id=order.id)
    return dict(found.values_list("line_id", "pieces"))
