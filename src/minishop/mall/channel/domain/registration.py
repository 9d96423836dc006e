"""주문 등록 v1: the form body that registers an order at the hub (protocol/checkout-v1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from minishop.kernel.entities import guarded
from minishop.kernel.won import Won, total

OPTION_BYTES = 4000


class ShippingType(StrEnum):
    """The three fee kinds of v1 (glossary: wire)."""

    PAYED = "PAYED"
    FREE = "FREE"
    ONDELIVERY = "ONDELIVERY"


@dataclass(frozen=True, slots=True)
class RegisteredLine:
    """A line. ``listed_as``: what the search knows the product by. ``unit_price``: its own price; ``line_total`` includes the options' surcharge."""

    product_id: str
    listed_as: str
    name: str
    quantity: int
    option_text: str
    option_code: str
    line_total: Won
    unit_price: Won


@dataclass(frozen=True, slots=True)
class OrderForm:
    """What is registered. ``code`` comes back with the order as sellerCustomCode1; ``contract`` goes to hubs that read one."""

    shop_id: str
    certi_key: str
    shipping_type: ShippingType
    shipping_price: Won
    shipping_note: str
    back_url: str
    inflow_code: str
    code: str
    lines: Sequence[RegisteredLine]
    contract: str = ""

    @property
    def total(self) -> Won:
        """The goods and the fee; a fee paid at the door is left out."""
        fee = Won(0) if self.shipping_type is ShippingType.ONDELIVERY else self.shipping_price
        return total(line.line_total for line in self.lines) + fee


def write_order(form: OrderForm) -> bytes:
    """The body: names in the protocol's order, each line's names beginning with its ITEM_ID."""
    names: list[tuple[str, str]] = [
        ("SHOP_ID", form.shop_id),
        ("CERTI_KEY", form.certi_key),
        ("SHIPPING_TYPE", form.shipping_type.value),
        ("SHIPPING_PRICE", str(int(form.shipping_price))),
        *([("SHIPPING_ADDITIONAL_PRICE", form.shipping_note)] if form.shipping_note else []),
        ("BACK_URL", form.back_url),
        ("NAVER_INFLOW_CODE", form.inflow_code),
        ("MALL_MANAGE_CODE", form.code),
    ]
    for line in form.lines:
        names += [
            ("ITEM_ID", line.product_id),
            ("EC_MALL_PID", line.listed_as),
            ("ITEM_NAME", guarded(line.name)),
            ("ITEM_COUNT", str(line.quantity)),
            ("ITEM_OPTION", cut_bytes(guarded(line.option_text), OPTION_BYTES)),
            ("ITEM_OPTION_CODE", line.option_code),
            ("ITEM_TPRICE", str(int(line.line_total))),
            ("ITEM_UPRICE", str(int(line.unit_price))),
        ]
    names.append(("TOTAL_PRICE", str(int(form.total))))
    return urlencode([*names, *([("MINISHOP_SHIPPING_CONTRACT", form.contract)] if form.contract else [])]).encode("ascii")


def cut_bytes(text: str, limit: int) -> str:
    """The longest beginning of a text that fits into so many UTF-8 bytes."""
    return text.encode()[:limit].decode(errors="ignore")
