"""체크아웃 연결: the shop's keys at the hub."""

from __future__ import annotations

from collections.abc import Mapping

from minishop.mall.channel.models import HubConnection
from minishop.mall.shops.models import Shop


def connect(*, shop: Shop, keys: Mapping[str, str]) -> HubConnection:
    """Keeps the keys that the hub's approval brought; new keys replace old ones, and what was collected stays collected."""
    values = {
        "merchant_id": keys["merchantId"],
        "certi_key": keys["certiKey"],
        "button_key": keys["buttonKey"],
        "client_id": keys["clientId"],
        "client_secret": keys["clientSecret"],
        "hint_secret": keys["hintSecret"],
    }
    connection, _made = HubConnection.objects.update_or_create(shop=shop, defaults=values)
    return connection
