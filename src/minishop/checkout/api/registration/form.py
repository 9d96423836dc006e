"""Reading the body of a registration: positional names, never a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from minishop.checkout.api.registration.contract_messages import read_contract
from minishop.checkout.orders.domain.registration import RegisteredLine, Registration, RegistrationRefused, ShippingType
from minishop.kernel.entities import decoded
from minishop.kernel.won import Won

_SHIPPING = {"PAYED": ShippingType.PREPAID, "FREE": ShippingType.FREE, "ONDELIVERY": ShippingType.ON_DELIVERY}
_INFLOW = ("NAVER_INFLOW_CODE", "SA_CLICK_ID", "CPA_INFLOW_CODE", "NMILEAGE_INFLOW_CODE")
_RESERVED = tuple(f"RESERVE{number}" for number in range(1, 6))
_CONTRACT = "MINISHOP_SHIPPING_CONTRACT"
_OF_ORDER = {
    *("SHOP_ID", "CERTI_KEY", "SHIPPING_TYPE", "SHIPPING_PRICE", "SHIPPING_ADDITIONAL_PRICE", "BACK_URL", "MALL_MANAGE_CODE"),
    *("TOTAL_PRICE", "MCST_CULTURE_BENEFIT_YN", _CONTRACT, *_INFLOW, *_RESERVED),
}
_OF_LINE = {"ITEM_ID", "EC_MALL_PID", "ITEM_NAME", "ITEM_COUNT", "ITEM_OPTION", "ITEM_OPTION_CODE", "ITEM_TPRICE", "ITEM_UPRICE"}
_MAX_PAIRS = 5_000


@dataclass(slots=True)
class Names:
    """The names of a body, those of the order apart from those of each line."""

    order: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, str]] = field(default_factory=list)


def read_names(body: bytes) -> Names:
    """The body's names, each where it belongs. Raises RegistrationRefused for a body that cannot be read."""
    names = Names()
    for name, value in _pairs(body):
        if name == "ITEM_ID":
            names.lines.append({name: value})
        elif name in _OF_LINE and not names.lines:
            raise RegistrationRefused(why="outside_a_line", name=name)
        elif name in _OF_LINE:
            _put(names.lines[-1], name, value, line=len(names.lines))
        elif name in _OF_ORDER:
            _put(names.order, name, value)
    return names


def read_credentials(names: Names) -> tuple[str, str]:
    """SHOP_ID and CERTI_KEY; empty where missing."""
    return names.order.get("SHOP_ID", ""), names.order.get("CERTI_KEY", "")


def read_registration(names: Names) -> Registration:
    """What is registered. Raises RegistrationRefused when it cannot be read; whether it adds up is the domain's to judge."""
    shipping = _needed(names.order, "SHIPPING_TYPE")
    if shipping not in _SHIPPING:
        raise RegistrationRefused(why="shipping_type")
    return Registration(
        lines=[_line(line, position) for position, line in enumerate(names.lines, start=1)],
        shipping_type=_SHIPPING[shipping],
        shipping_price=_won(names.order, "SHIPPING_PRICE"),
        total=_won(names.order, "TOTAL_PRICE"),
        back_url=_needed(names.order, "BACK_URL"),
        shipping_note=names.order.get("SHIPPING_ADDITIONAL_PRICE", ""),
        manage_code=names.order.get("MALL_MANAGE_CODE", ""),
        inflow={name: names.order[name] for name in _INFLOW if names.order.get(name)},
        contract=read_contract(names.order.get(_CONTRACT, ""), len(names.lines)),
    )


def _line(names: dict[str, str], position: int) -> RegisteredLine:
    count = _needed(names, "ITEM_COUNT", position)
    if not (count.isascii() and count.isdigit()) or len(count) > 9:
        raise RegistrationRefused(why="not_a_number", name="ITEM_COUNT", line=position)
    return RegisteredLine(
        product_id=_needed(names, "ITEM_ID", position),
        name=decoded(_needed(names, "ITEM_NAME", position)).strip(),
        quantity=int(count),
        unit_price=_won(names, "ITEM_UPRICE", position),
        line_total=_won(names, "ITEM_TPRICE", position),
        option_text=decoded(names.get("ITEM_OPTION", "")),
        option_code=names.get("ITEM_OPTION_CODE", ""),
        mall_product_id=names.get("EC_MALL_PID", ""),
    )


def _pairs(body: bytes) -> Iterator[tuple[str, str]]:
    """The names and values in their order. Unknown names right after BACK_URL are its own query, sent without encoding."""
    pieces = [piece for piece in body.strip(b"\r\n").split(b"&", _MAX_PAIRS) if piece]
    position = 0
    while position < len(pieces):
        name, value = _decoded(pieces[position])
        position += 1
        while name == "BACK_URL" and "?" in value and position < len(pieces) and not _is_known(pieces[position]):
            value += "&" + _text(pieces[position], "BACK_URL")
            position += 1
        yield name, value


def _is_known(piece: bytes) -> bool:
    name = piece.partition(b"=")[0].decode("ascii", "replace")
    return name in _OF_ORDER or name in _OF_LINE


def _decoded(piece: bytes) -> tuple[str, str]:
    name, _equals, value = piece.partition(b"=")
    shown = name.decode("ascii", "replace")[:40]
    return shown, _text(value, shown)


def _text(value: bytes, name: str) -> str:
    try:
        return unquote_plus(value.decode("utf-8"), errors="strict")
    except UnicodeDecodeError:
        raise RegistrationRefused(why="unreadable", name=name) from None


def _put(names: dict[str, str], name: str, value: str, **where: int) -> None:
    if names.setdefault(name, value) != value:
        raise RegistrationRefused(why="twice", name=name, **where)


def _needed(names: dict[str, str], name: str, line: int = 0) -> str:
    value = names.get(name, "").strip()
    if not value:
        raise RegistrationRefused(why="missing", name=name, **({"line": line} if line else {}))
    return value


def _won(names: dict[str, str], name: str, line: int = 0) -> Won:
    try:
        return Won.parse(_needed(names, name, line))
    except ValueError:
        raise RegistrationRefused(why="not_a_number", name=name, **({"line": line} if line else {})) from None
