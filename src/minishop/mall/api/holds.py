"""The hub's questions about goods that somebody is about to pay (protocol/minishop, section 4).

Only ``check`` so far. A leaf: it answers from the shop's own database and calls nobody, so that it may be waited for.
"""

from __future__ import annotations

from django.http import HttpResponse

from minishop.mall.api.signed import Message, hub_of, say, signed_message
from minishop.mall.channel.domain.sale import judge
from minishop.mall.channel.domain.sale_messages import MAX_BYTES, Unreadable, read_message, write_answer
from minishop.mall.channel.queries import sale_of


@signed_message(hub_of, max_bytes=MAX_BYTES)
def receive_hold_message(message: Message) -> HttpResponse:
    """200 with ``sellable`` or ``refused``; 400 for a body that is no message to this merchant."""
    try:
        check = read_message(message.body)
    except Unreadable as unreadable:
        return say(400, f"not a message: {unreadable.facts['why']}")
    if check.merchant_id != message.addressed_to:
        return say(400, "not a message to this merchant")
    answer = write_answer(judge(*sale_of(message.shop, check)))
    return HttpResponse(answer, content_type="application/json")
