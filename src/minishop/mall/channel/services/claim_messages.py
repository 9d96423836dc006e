"""클레임 보내기: what the seller decides about cancels waits in the outbox until the hub has taken it (Q10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.chassis.outbox.domain import State
from minishop.mall.channel.adapters.claims import Asked, approve_cancel, ask_cancel, refuse_cancel
from minishop.mall.channel.adapters.rest import OrderApi
from minishop.mall.channel.domain.answers import Failure
from minishop.mall.channel.domain.messages import APPROVE_CANCEL, CANCEL, REFUSE_CANCEL
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.channel.services.posting import post
from minishop.mall.claims.ports import Pieces
from minishop.mall.claims.services.cancelling import note_not_taken, note_sent_again
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop

# What is as good as done: the claim stands where it was wanted.
_ALREADY_SO = "105306"


def cancels_parts() -> bool:
    """Whether the configured hub cancels a part of an order."""
    return profile().partial_cancel


def refuses_cancels() -> bool:
    """Whether the configured hub lets a request to cancel be refused in words."""
    return profile().refuses_cancels


def post_cancel(*, shop: Shop, order: Order, pieces: Sequence[Pieces], reason: str, words: str, now: datetime) -> None:
    """판매 취소: one message for all the pieces, in the open transaction."""
    asked = [{"number": one.number, "quantity": one.quantity} for one in pieces]
    _post(shop, CANCEL, order, {"lines": [one.number for one in pieces], "pieces": asked, "reason": reason, "words": words}, now)


def post_cancel_answer(*, shop: Shop, order: Order, numbers: Sequence[str], refusal: str | None, now: datetime) -> None:
    """취소 승인 or 취소 거절, in the open transaction."""
    kind = APPROVE_CANCEL if refusal is None else REFUSE_CANCEL
    _post(shop, kind, order, {"lines": list(numbers), "words": refusal or ""}, now)


def send(api: OrderApi, message: OutboxMessage) -> list[Failure]:
    """What the hub did not take of a message about claims. Raises what the client raises."""
    told = message.payload
    failures = {
        CANCEL: lambda: ask_cancel(api, _asked(message), together=profile().claims_together),
        APPROVE_CANCEL: lambda: approve_cancel(api, told["lines"], key=message.idempotency_key),
        REFUSE_CANCEL: lambda: refuse_cancel(api, told["lines"], words=told["words"], key=message.idempotency_key),
    }[message.kind]()
    return [failure for failure in failures if failure.code != _ALREADY_SO]


def write_down(shop: Shop, message: OutboxMessage, now: datetime) -> None:
    """A refusal is written on the lines, which wait for nothing any more; a message that was only put aside may yet be sent."""
    if message.state == State.REFUSED:
        note_not_taken(shop=shop, hub_numbers=message.payload["lines"], reason=message.last_reason, now=now)


def wait_again(shop: Shop, message: OutboxMessage, *, actor: str, now: datetime) -> None:
    """재전송: its lines wait for the hub's word again."""
    if message.kind != REFUSE_CANCEL:
        note_sent_again(shop=shop, hub_numbers=message.payload["lines"], actor=actor, now=now)


def _asked(message: OutboxMessage) -> Asked:
    told = message.payload
    pieces = [(one["number"], one["quantity"]) for one in told["pieces"]]
    return Asked(pieces, reason=told["reason"], words=told["words"], key=message.idempotency_key)


def _post(shop: Shop, kind: str, order: Order, payload: dict[str, object], now: datetime) -> None:
    # Each press is a decision of its own: the one before has been refused, or asked about other pieces.
    earlier = OutboxMessage.objects.filter(shop=shop, kind=kind, subject=order.hub_number).count()
    post(shop, kind, order.hub_number, payload, f"{kind}-{order.hub_number}-{earlier + 1}", now)
