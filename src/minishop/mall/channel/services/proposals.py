"""환불 제안: what the hub would give back for a cancel or a return, asked while a page waits (R136)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.mall.channel.adapters.rest import HubRefused, HubUnavailable, api_of
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection
from minishop.mall.claims.domain.refunds import Refund
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.shops.models import Shop


def proposed_refund(
    *, shop: Shop, pieces: Sequence[tuple[str, int | None]], reason: str, now: datetime, kind: ClaimKind = ClaimKind.CANCEL
) -> Refund | None:
    """What a cancel, or a return, of these pieces would give back; None where the hub does not say, cannot be asked now, or would refuse it."""
    connection = HubConnection.objects.filter(shop=shop).first()
    if connection is None or not profile().proposes_refunds or not pieces:
        return None
    try:
        return api_of(connection, now).refund_of(pieces, reason, kind)
    except (HubUnavailable, HubRefused, UnreadableAnswer):
        return None
