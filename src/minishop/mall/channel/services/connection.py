"""체크아웃 연결: the shop's keys at the hub."""

from __future__ import annotations

from collections.abc import Mapping

from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.services.collecting import read_from_the_first
from minishop.mall.shops.models import Shop

KEYS = ("merchant_id", "certi_key", "button_key", "client_id", "client_secret", "hint_secret")


def connect(*, shop: Shop, keys: Mapping[str, str]) -> HubConnection:
    """Keeps the keys that the hub's approval brought, by the names of our columns; new keys replace old ones, and what was collected
    stays collected. Another merchant's changes are another feed, which is read from its first."""
    values = {name: keys[name] for name in KEYS}
    read_from_the_first(shop=shop, merchant=keys["merchant_id"])
    connection, _made = HubConnection.objects.update_or_create(shop=shop, defaults=values)
    return connection
