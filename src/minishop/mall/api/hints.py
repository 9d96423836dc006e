"""Hints from the hub: signed notices that the change feed has grown (protocol/minishop, section 3)."""

from __future__ import annotations

import json

from django.http import HttpResponse

from minishop.mall.api.signed import Message, hub_of, say, signed_message
from minishop.mall.channel.services.inbox import take_hint

MAX_BYTES = 10_000


@signed_message(hub_of, max_bytes=MAX_BYTES)
def receive_hint(message: Message) -> HttpResponse:
    """202 for a hint that was taken, also for one taken before; 400 for something else."""
    if not _is_hint(message.body, message.addressed_to):
        return say(400, "not a hint")
    take_hint(shop=message.shop, message_key=message.id, now=message.at)
    return say(202, "taken")


def _is_hint(body: bytes, merchant_id: str) -> bool:
    try:
        hint = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(hint, dict) and hint.get("type") == "changes" and hint.get("merchantId") == merchant_id
