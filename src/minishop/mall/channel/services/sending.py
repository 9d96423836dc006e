"""보내기: what the shop tells the hub waits in the outbox until the hub has taken it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import STUCK, State
from minishop.kernel.batches import batches
from minishop.mall.channel import queries
from minishop.mall.channel.adapters.rest import ACTION_LIMIT, HubRefused, HubUnavailable, OrderApi, api_of
from minishop.mall.channel.domain.answers import Failure, in_words
from minishop.mall.channel.domain.messages import ABOUT_CANCELS, ABOUT_CLAIMS, ACKNOWLEDGE, DISPATCH
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.models import DeliveryAttempt, HubConnection, OutboxMessage
from minishop.mall.channel.services import claim_messages
from minishop.mall.channel.services.acknowledging import acknowledge
from minishop.mall.channel.services.posting import DELIVER, comes_later, hand_on, post
from minishop.mall.orders.domain.checking import CheckEvent
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.orders.services import desk
from minishop.mall.orders.services.checking import check_tracking
from minishop.mall.shops.models import Shop

OVERTAKEN = "overtaken"


def post_dispatch(*, shop: Shop, order: Order, dispatches: Sequence[Dispatch], now: datetime) -> None:
    """발송처리: one message for numbers just entered, all of one parcel, in the open transaction (R43, R46)."""
    numbers = dict(OrderLine.objects.filter(shop=shop, order_id=order.id).values_list("id", "hub_number"))
    payload = {
        "lines": [numbers[dispatch.line_id] for dispatch in dispatches],
        "dispatches": [dispatch.id for dispatch in dispatches],
        "carrier": dispatches[0].carrier,
        "tracking_number": dispatches[0].tracking_number,
        "at": now.isoformat(),
    }
    post(shop, DISPATCH, order.hub_number, payload, f"dispatch-{dispatches[0].id}", now)


def undelivered_cancels(shop: Shop) -> set[str]:
    """The hub's numbers of the lines of which a cancel, or an answer to a buyer's, is still on its way to the hub."""
    return queries.undelivered(shop, ABOUT_CANCELS, "lines")


def deliver_message(*, shop: Shop, message_id: int, now: datetime) -> None:
    """Tries once to send a waiting message, writes down what the hub said, and hands on to the next about the same order. Raises Later when
    another try may help.

    One that comes later than another about its order waits for that one. One that was decided before is only written down and handed on again:
    the worker may have ended in between.
    """
    message = OutboxMessage.objects.filter(shop=shop, id=message_id).first()
    connection = HubConnection.objects.filter(shop=shop).first()
    if message is None or connection is None or comes_later(shop, message):
        return
    tenant = {"shop_id": shop.id}
    if _is_overtaken(shop, message):
        outbox.take_answer(message, DeliveryAttempt, tenant=tenant, answer=Answer(Outcome.REFUSED, reason=OVERTAKEN), now=now)
    else:
        api = api_of(connection, now)
        outbox.deliver(message, DeliveryAttempt, tenant=tenant, send=lambda waiting: _send(api, waiting), now=now)
        _write_down(shop, message, now)
    hand_on(shop, [message.subject], now)


@transaction.atomic
def resend(*, shop: Shop, message_id: int, actor: str, now: datetime) -> None:
    """재전송: puts a refused or parked message back in line."""
    message = OutboxMessage.objects.select_for_update().filter(shop=shop, id=message_id).exclude(state=State.SENT).first()
    if message is None:
        return
    if message.kind == DISPATCH:
        check_tracking(shop=shop, dispatch_ids=message.payload["dispatches"], event=CheckEvent.ASK_AGAIN, actor=actor, now=now)
    if message.kind in ABOUT_CLAIMS:
        claim_messages.wait_again(shop, message, actor=actor, now=now)
    outbox.resend(message, deliver=find_task(DELIVER), tenant={"shop_id": shop.id}, now=now)


def _send(api: OrderApi, message: OutboxMessage) -> Answer:
    """One outcome for the message: sent, refused with the hub's words, or worth another try."""
    payload = message.payload

    def dispatch() -> list[Failure]:
        at = datetime.fromisoformat(payload["at"])
        return [
            failure
            for some in batches(payload["lines"], ACTION_LIMIT)
            for failure in api.dispatch(some, carrier=payload["carrier"], tracking_number=payload["tracking_number"], at=at)
        ]

    was_so: list[Failure] = []
    try:
        if message.kind in ABOUT_CLAIMS:
            failures, was_so = claim_messages.send(api, message)
        else:
            failures = acknowledge(api, payload["lines"]) if message.kind == ACKNOWLEDGE else dispatch()
    except HubUnavailable as error:
        return Answer(Outcome.UNREACHABLE, reason=str(error))
    except (HubRefused, UnreadableAnswer) as error:
        return Answer(Outcome.REFUSED, 400, reason=str(error))
    if failures:
        return Answer(Outcome.REFUSED, 400, reason=in_words(failures))
    return Answer(Outcome.SENT, 200, reason=in_words(was_so))


def _write_down(shop: Shop, message: OutboxMessage, now: datetime) -> None:
    if message.kind == ACKNOWLEDGE and message.state == State.SENT:
        desk.note_acknowledged(shop=shop, hub_numbers=message.payload["lines"], now=now)
    if message.kind == DISPATCH and message.state in STUCK and message.last_reason != OVERTAKEN:
        dispatches, reason = message.payload["dispatches"], message.last_reason
        check_tracking(shop=shop, dispatch_ids=dispatches, event=CheckEvent.REFUSE, reason=reason, now=now)
    if message.kind in ABOUT_CLAIMS:
        claim_messages.write_down(shop, message, now)


def _is_overtaken(shop: Shop, message: OutboxMessage) -> bool:
    """A dispatch whose lines have been given another number since is not sent any more; nobody needs to be shown it."""
    if message.kind != DISPATCH or message.state != State.WAITING:
        return False
    own = Dispatch.objects.filter(shop=shop, id__in=message.payload["dispatches"]).values_list("line_id", "id")
    newer = [Dispatch.objects.filter(shop=shop, line_id=line_id, id__gt=one).exists() for line_id, one in own]
    return bool(newer) and all(newer)
