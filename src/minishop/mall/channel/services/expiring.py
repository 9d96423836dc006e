"""선점 만료: the shop's own clock frees what was promised and not paid, once a payment would be known (docs/rules/stock.md)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis import clock
from minishop.mall.channel.queries import known_until
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import GRACE, freed_until
from minishop.mall.stock.queries import latest_due, selling_channel
from minishop.mall.stock.services.holds import free_due

MOST = 500


def has_unread(shop: Shop, true_now: datetime) -> bool:
    """Whether holds are over of which a payment may not be known here yet."""
    due, known = latest_due(shop, true_now - GRACE), known_until(shop)
    return due is not None and (known is None or known < due)


@transaction.atomic
def free_over(*, shop: Shop, now: datetime) -> bool:
    """Frees a set of holds; whether there may be more."""
    until = freed_until(clock.true(now), known_until(shop))
    return free_due(shop=shop, channel=selling_channel(), until=until, most=MOST, now=now) == MOST
