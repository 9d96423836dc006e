"""주문 등록: what a shop may register as an order (protocol/checkout-v1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from minishop.checkout.orders.domain.contract import Contract, FlatBecause, flat
from minishop.checkout.orders.domain.tariff import Goods, Tariff
from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won, total

MAX_LINES = 200
MAX_COUNT = 99_999
MAX_TOTAL = Won(100_000_000_000)
OPTION_BYTES = 4_000


class ShippingType(StrEnum):
    """How the shipping fee is paid: with the order, not at all, or at the door (착불)."""

    PREPAID = "prepaid"
    FREE = "free"
    ON_DELIVERY = "on_delivery"


class RegistrationRefused(DomainError):
    """The order does not fit. ``why`` names the rule; ``line`` (from 1), ``name`` and ``limit`` tell where and how far."""

    code: ClassVar[str] = "registration_refused"


@dataclass(frozen=True, slots=True)
class RegisteredLine:
    """One line as the shop registered it."""

    product_id: str
    name: str
    quantity: int
    unit_price: Won
    line_total: Won
    option_text: str = ""
    option_code: str = ""
    mall_product_id: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """An order as the shop registered it. ``shipping_price`` of an ON_DELIVERY one is told to the buyer, not charged.

    ``contract``: the fee rule that came with it, or why there is none.
    """

    lines: Sequence[RegisteredLine]
    shipping_type: ShippingType
    shipping_price: Won
    total: Won
    back_url: str
    shipping_note: str = ""
    manage_code: str = ""
    inflow: Mapping[str, str] = field(default_factory=dict)
    contract: Contract | FlatBecause = FlatBecause.NONE_SENT

    @property
    def charged_shipping(self) -> Won:
        """The part of the shipping fee that the buyer pays with the order."""
        return Won(0) if self.shipping_type is ShippingType.ON_DELIVERY else self.shipping_price


def agreed(registration: Registration) -> Contract:
    """The contract of an order of it: the shop's, when that gives the registered fee over the registered lines; else a flat one.

    What the shop asks for a return is as it says, whatever its rule gives.
    """
    sent, fee, lines = registration.contract, registration.charged_shipping, registration.lines
    if isinstance(sent, FlatBecause):
        return flat(fee, len(lines), sent)
    goods = tuple(Goods(line.product_id, line.option_code, line.line_total, line.quantity) for line in lines)
    if total(Tariff(sent, goods).bill([line.quantity for line in lines]).values()) == fee:
        return sent
    plain = flat(fee, len(lines), FlatBecause.DIFFERS)
    return replace(plain, return_fee=sent.return_fee, exchange_fee=sent.exchange_fee, regions=sent.regions)


def check(registration: Registration) -> None:
    """Raises RegistrationRefused for the first rule that the registration breaks."""
    if not 1 <= len(registration.lines) <= MAX_LINES:
        raise RegistrationRefused(why="no_lines" if not registration.lines else "too_many_lines", limit=MAX_LINES)
    _check_texts(registration)
    products_seen: set[str] = set()
    for position, line in enumerate(registration.lines, start=1):
        _check_line(line, position, is_main=line.product_id not in products_seen)
        products_seen.add(line.product_id)
    _check_amounts(registration)


def _check_texts(registration: Registration) -> None:
    limits = {"BACK_URL": (registration.back_url, 2000), "SHIPPING_ADDITIONAL_PRICE": (registration.shipping_note, 500)}
    limits["MALL_MANAGE_CODE"] = (registration.manage_code, 300)
    limits |= {name: (value, 300) for name, value in registration.inflow.items()}
    _within(limits)
    if not _is_web_address(registration.back_url):
        raise RegistrationRefused(why="back_url")


def _check_line(line: RegisteredLine, position: int, *, is_main: bool) -> None:
    for name, value in (("ITEM_ID", line.product_id), ("ITEM_NAME", line.name)):
        if not value.strip():
            raise RegistrationRefused(why="missing", name=name, line=position)
    texts = {"ITEM_ID": (line.product_id, 150), "EC_MALL_PID": (line.mall_product_id, 150), "ITEM_NAME": (line.name, 1000)}
    _within({**texts, "ITEM_OPTION_CODE": (line.option_code, 100)}, line=position)
    _within({"ITEM_OPTION": (line.option_text, OPTION_BYTES)}, line=position)
    if len(line.option_text.encode()) > OPTION_BYTES:
        raise RegistrationRefused(why="too_long", name="ITEM_OPTION", limit=OPTION_BYTES, line=position)
    if not 1 <= line.quantity <= MAX_COUNT:
        raise RegistrationRefused(why="count", line=position, limit=MAX_COUNT)
    if is_main and not (line.unit_price and line.line_total):
        raise RegistrationRefused(why="zero_price", line=position)


def _check_amounts(registration: Registration) -> None:
    if registration.shipping_type is ShippingType.FREE and registration.shipping_price:
        raise RegistrationRefused(why="free_with_price")
    if not 1 <= registration.total <= MAX_TOTAL:
        raise RegistrationRefused(why="total_out_of_range", limit=int(MAX_TOTAL))
    goods = total(line.line_total for line in registration.lines)
    if goods + registration.charged_shipping != registration.total:
        raise RegistrationRefused(
            why="total", goods=int(goods), shipping=int(registration.charged_shipping), total=int(registration.total)
        )


def _within(limits: Mapping[str, tuple[str, int]], **where: int) -> None:
    for name, (value, limit) in limits.items():
        if len(value) > limit or "\0" in value:
            raise RegistrationRefused(why="too_long" if len(value) > limit else "unreadable", name=name, limit=limit, **where)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(mark in text for mark in "\r\n\t <>\"'")
