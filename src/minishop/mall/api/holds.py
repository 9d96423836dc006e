"""The hub's messages about goods that somebody is about to pay, is paying, or has paid (protocol/minishop, section 4).

A leaf: it answers from the shop's own database and calls nobody, so that it may be waited for.
"""

from __future__ import annotations

from django.http import HttpResponse

from minishop.chassis.brief import Busy
from minishop.mall.api.signed import Message, hub_of, say, signed_message
from minishop.mall.channel.domain.hold_messages import MAX_BYTES, Unreadable, read_message
from minishop.mall.channel.services.holding import Conflict, answer_hub


@signed_message(hub_of, max_bytes=MAX_BYTES)
def receive_hold_message(message: Message) -> HttpResponse:
    """200 with what became of the goods; 400 for a body that is no message to this merchant, 409 for an attempt that comes with other
    lines than it had, 503 where others are writing and the hub is to ask again."""
    try:
        told = read_message(message.body)
    except Unreadable as unreadable:
        return say(400, f"not a message: {unreadable.facts['why']}")
    if told.merchant_id != message.addressed_to:
        return say(400, "not a message to this merchant")
    try:
        answer = answer_hub(shop=message.shop, message=told, now=message.at)
    except Conflict:
        return say(409, "conflict")
    except Busy:
        return say(503, "busy")
    return HttpResponse(answer, content_type="application/json")
