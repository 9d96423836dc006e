"""체크아웃 연결: the shop's keys at the hub."""

from __future__ import annotations

from collections.abc import Mapping

from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.shops.models import Shop

KEYS = ("merchant_id", "certi_key", "button_key", "client_id", "client_secret", "hint_secret")


def connect(*, shop: Shop, keys: Mapping[str, str]) -> HubConnection:
    """Keeps the keys that the hub's approval brought, by the names of our columns; new keys replace old ones, and what was collected
    stays collected. Another merchant's changes are another feed, which is read from its first."""
    values = {name: keys[name] for name in KEYS}
    merchant = keys["merchant_id"]
    Poll.objects.filter(shop=shop).exclude(merchant=merchant).update(merchant=merchant, cursor="", rereading="", missed=0)
    connection, _made = HubConnection.objects.update_or_create(shop=shop, defaults=values)
    return connection
