"""발송 거둠: a number that a carrier is still being asked about counts no more, since its line is taken out of the parcel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels.services.transition import end_followed


def withdraw_dispatch(*, lines: Sequence[OrderLine], reason: str, now: datetime) -> None:
    """Lines of one order that is locked wait to be sent again, if anything is left of them; nobody asks about their numbers any more."""
    if lines:
        transition(lines=lines, event=LineEvent.WITHDRAW_DISPATCH, actor=Actor.HUB, reason=reason, now=now)
        end_followed(lines)
