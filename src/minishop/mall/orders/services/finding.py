"""찾는 말: by which words an order is found at the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from minishop.chassis.finding import KEY_LENGTH, KeyTable, part_rests, rests, search_key, word_rests
from minishop.chassis.phones import BadPhone, korean_phone
from minishop.mall.orders.models import Dispatch, Order, OrderKey, OrderLine
from minishop.mall.shops.models import Shop

KEYS = KeyTable(OrderKey, "order_id", "shop_id")


def keys_of_order(order: Any) -> Collection[str]:
    """Both its numbers, the names of orderer and recipient from any letter on, their telephone numbers by each group, the mail address."""
    numbers = part_rests(order.number) | part_rests(order.hub_number)
    names = rests(order.orderer_name) | rests(order.recipient_name)
    phones = (_phone(phone) for phone in (order.orderer_phone, order.recipient_phone, order.recipient_mobile))
    return {*numbers, *names, *(key for each in phones for key in each), search_key(order.orderer_email)[:KEY_LENGTH]} - {""}


def keys_of_line(line: Any) -> Collection[str]:
    """The name under which it was sold from each word on, and the product's code by its parts."""
    return word_rests(line.product_name) | part_rests(line.product_code)


def keys_of_dispatch(dispatch: Any) -> Collection[str]:
    """The tracking number."""
    return {search_key(dispatch.tracking_number)[:KEY_LENGTH]} - {""}


def add_line_keys(*, shop: Shop, orders: Iterable[Order], lines: Iterable[OrderLine]) -> None:
    """Makes new lines found, and the orders that they belong to, in the open transaction."""
    of_orders = [(order.id, key) for order in orders for key in keys_of_order(order)]
    KEYS.add([*of_orders, *((line.order_id, key) for line in lines for key in keys_of_line(line))], tenant_id=shop.id)


def add_dispatch_keys(*, shop: Shop, order: Order, dispatches: Iterable[Dispatch]) -> None:
    """Makes an order found by its tracking numbers, in the open transaction."""
    KEYS.add(sorted({(order.id, key) for dispatch in dispatches for key in keys_of_dispatch(dispatch)}), tenant_id=shop.id)


def _phone(text: str) -> set[str]:
    try:
        return part_rests(korean_phone(text).written)
    except BadPhone:
        return part_rests(text)
