"""Sales of a test: a piece of a variant is sold as collecting an order sells it."""

from __future__ import annotations

from datetime import datetime

from minishop.mall.shops.models import Shop
from minishop.mall.stock.services.holds import Paid, commit_paid


def take_sold(*, shop: Shop, variant_id: int, quantity: int, key: str, now: datetime) -> int:
    """Sells pieces as the order ``key``, and returns how many were missing."""
    from django.db import transaction

    with transaction.atomic():
        sold = commit_paid(shop=shop, orders=[Paid("minishop", key, {variant_id: quantity})], now=now)
    return sold[(key, variant_id)].short
