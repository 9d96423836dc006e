"""Asking the hub about many shops at once (protocol/minishop, section 5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings

from minishop.chassis.http import Terms, exchange
from minishop.mall.channel import endpoints
from minishop.mall.channel.adapters.rest import HubUnavailable, decoded
from minishop.mall.channel.domain.answers import Compared, read_compared
from minishop.mall.channel.domain.unreadable import UnreadableAnswer

MOST = 500
# Whoever asks looks after other duties too: this is all that one question may hold them up.
SECONDS = 5.0
# How long to wait after a failure is decided by whoever asks, not by the circuit of all calls, which pauses for longer.
_TERMS = Terms("changed_merchants", breaks=False)


class HubAway(Exception):
    """There was no answer to be had. ``asked`` is how long the hub said to wait, where it said so."""

    def __init__(self, reason: str, asked: timedelta | None = None) -> None:
        super().__init__(reason)
        self.asked = asked


def changed_merchants(cursors: Sequence[tuple[str, str]]) -> Compared:
    """Compares the cursors of at most 500 merchants with their feeds. Raises HubAway, or HubRefused where asking again is of no use."""
    headers = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Content-Type": "application/json"}
    content = json.dumps({"merchants": cursors}).encode()
    answer = exchange("POST", endpoints.changed_merchants(), content=content, headers=headers, timeout=SECONDS, terms=_TERMS)
    try:
        return read_compared(decoded(answer))
    except HubUnavailable as error:
        raise HubAway(str(error), answer.retry_after) from None
    except UnreadableAnswer as error:
        raise HubAway(str(error)) from None
