"""발주확인: the shop has seen its orders. A message an order, which waits and fails by itself; what waits is told 30 lines a call, a job a shop."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.registry import Later, find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import State
from minishop.chassis.outbox.services import NewMessage
from minishop.kernel.batches import batches
from minishop.mall.channel.adapters.rest import ACTION_LIMIT, HubRefused, HubUnavailable, OrderApi, api_of
from minishop.mall.channel.domain.answers import Failure, in_words
from minishop.mall.channel.domain.messages import ACKNOWLEDGE
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.models import DeliveryAttempt, HubConnection, OutboxMessage
from minishop.mall.channel.services.posting import ACKNOWLEDGE_ALL, hand_on
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.services.desk import note_acknowledged
from minishop.mall.shops.models import Shop

_ALREADY_SO = "105306"
LONGEST_JOINED = 100
# After so many tries that failed with others an order is told alone, since it may be what the hub breaks at.
TOGETHER = 3
_LOOKED_AT = 300


def post_acknowledgements(*, shop: Shop, lines: Sequence[CollectedLine], now: datetime) -> None:
    """One message an order, and one job that tells the hub of all, in the open transaction; the same lines again write nothing."""
    by_order = sorted(lines, key=lambda line: (line.order.hub_number, line.hub_number))
    messages = []
    for order, same in groupby(by_order, key=lambda line: line.order.hub_number):
        numbers = [line.hub_number for line in same]
        messages.append(NewMessage(ACKNOWLEDGE, order, {"lines": numbers}, _key(numbers)))
    if outbox.write(OutboxMessage, messages, tenant={"shop_id": shop.id}, now=now):
        find_task(ACKNOWLEDGE_ALL).enqueue(now=now, key=str(shop.id), shop_id=shop.id)


def acknowledge_some(*, shop: Shop, now: datetime) -> bool:
    """Tells the hub of what waits, as many orders as a call takes, the oldest first; says whether there may be more.

    Raises Later when another try may help.
    """
    connection, messages = HubConnection.objects.filter(shop=shop).first(), _next(shop)
    if connection is None or not messages:
        return False
    api = api_of(connection, now)
    answers = _answers(api, messages)
    with transaction.atomic():
        outbox.take_answers(answers, DeliveryAttempt, tenant={"shop_id": shop.id}, now=now)
        hand_on(shop, [message.subject for message, _ in answers if message.state != State.WAITING], now)
        told = [number for message, _ in answers if message.state == State.SENT for number in message.payload["lines"]]
        note_acknowledged(shop=shop, hub_numbers=told, now=now)
    still = [answer for message, answer in answers if message.state == State.WAITING]
    if still:
        raise Later(still[0].reason, asked=still[0].retry_after)
    return True


def acknowledge(api: OrderApi, numbers: Sequence[str]) -> list[Failure]:
    """Tells of lines, 30 a call, and returns those that the hub does not take; one that it has from before is as good as told."""
    return [failure for some in batches(numbers, ACTION_LIMIT) for failure in api.acknowledge(some) if failure.code != _ALREADY_SO]


def _next(shop: Shop) -> list[OutboxMessage]:
    """The orders that have been tried least and wait longest, and fill a call; one alone may be more than that."""
    waiting = OutboxMessage.objects.filter(shop=shop, state=State.WAITING, kind=ACKNOWLEDGE).order_by("created_at", "id")
    chosen, lines = list[OutboxMessage](), 0
    for message in sorted(waiting[:_LOOKED_AT], key=lambda one: one.attempts):
        lines += len(message.payload["lines"])
        if chosen and (lines > ACTION_LIMIT or message.attempts >= TOGETHER):
            break
        chosen.append(message)
    return chosen


def _answers(api: OrderApi, messages: Sequence[OutboxMessage]) -> list[tuple[OutboxMessage, Answer]]:
    """What came of telling them together; each by itself where the hub refuses a call as a whole, since one of them may be why."""
    numbers = [number for message in messages for number in message.payload["lines"]]
    try:
        failed = acknowledge(api, numbers)
        if len(messages) > 1 and not {failure.line_number for failure in failed} <= set(numbers):
            raise UnreadableAnswer(part="result")  # it is not known whose failure that is
    except HubUnavailable as error:
        return [(message, Answer(Outcome.UNREACHABLE, reason=str(error))) for message in messages]
    except (HubRefused, UnreadableAnswer) as error:
        if len(messages) > 1:
            return [answer for message in messages for answer in _answers(api, [message])]
        return [(messages[0], Answer(Outcome.REFUSED, 400, reason=str(error)))]
    if len(messages) == 1:
        return [(messages[0], _answer_of(failed))]
    return [
        (message, _answer_of([failure for failure in failed if failure.line_number in message.payload["lines"]]))
        for message in messages
    ]


def _answer_of(own: Sequence[Failure]) -> Answer:
    return Answer(Outcome.REFUSED, 400, reason=in_words(own)) if own else Answer(Outcome.SENT, 200)


def _key(numbers: Sequence[str]) -> str:
    joined = "-".join(numbers)
    return f"acknowledge-{joined if len(joined) <= LONGEST_JOINED else hashlib.sha256(joined.encode()).hexdigest()}"
