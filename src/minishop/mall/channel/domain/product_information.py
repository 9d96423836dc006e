"""상품정보 v1: what the shop answers when the hub asks for products (protocol/checkout-v1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from minishop.kernel.won import Won

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEVELS = (("first", "MJ01"), ("second", "ML01"), ("third", "MN01"))


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where returned goods go."""

    zipcode: str
    address1: str
    address2: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Information:
    """One product as the hub may sell it now. ``quantity`` 0 is sold out."""

    id: str
    name: str
    url: str
    image: str
    thumb: str
    price: Won
    quantity: int
    categories: Sequence[str] = ()
    options: Sequence[tuple[str, Sequence[str]]] = ()
    returns: ReturnAddress | None = None


def write_information(items: Sequence[Information]) -> str:
    """The XML document."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<response>"]
    for item in items:
        lines += _item(item)
    return "\n".join([*lines, "</response>", ""])


def xml_text(text: str) -> str:
    """A text that a document can hold: a blank stands for each character that none can."""
    return _NOT_XML.sub(" ", text)


def _item(item: Information) -> list[str]:
    return [
        f"<item id={_quoted(item.id)}>",
        f"<mall_pid>{_cdata(item.id)}</mall_pid>",
        f"<name>{_cdata(item.name)}</name>",
        f"<url>{escape(item.url)}</url>",
        f"<description>{_cdata('')}</description>",
        f"<image>{_cdata(item.image)}</image>",
        f"<thumb>{_cdata(item.thumb)}</thumb>",
        f"<price>{int(item.price)}</price>",
        f"<quantity>{item.quantity}</quantity>",
        *_categories(item.categories),
        *_options(item.options),
        *_returns(item.returns),
        "</item>",
    ]


def _categories(names: Sequence[str]) -> list[str]:
    padded = [*names[:3], "", "", ""]
    levels = [f"<{level} id={_quoted(number)}>{_cdata(padded[i])}</{level}>" for i, (level, number) in enumerate(_LEVELS)]
    return ["<category>", *levels, "</category>"]


def _options(options: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    if not options:
        return []
    rows = [
        f"<option name={_quoted(name)}>{''.join(f'<select>{_cdata(value)}</select>' for value in values)}</option>"
        for name, values in options
    ]
    return ["<options>", *rows, "</options>"]


def _returns(returns: ReturnAddress | None) -> list[str]:
    if returns is None:
        return []
    fields = (
        ("zipcode", returns.zipcode), ("address1", returns.address1), ("address2", returns.address2),
        ("sellername", returns.name), ("contact1", returns.phone),
    )  # fmt: skip
    return ["<returnInfo>", *(f"<{name}>{_cdata(value)}</{name}>" for name, value in fields), "</returnInfo>"]


def _cdata(text: str) -> str:
    return f"<![CDATA[{xml_text(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))
