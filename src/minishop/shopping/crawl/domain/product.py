"""One line of a feed: a product, a removal, or a refusal that names the column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from minishop.kernel.entities import decoded
from minishop.kernel.won import Won
from minishop.shopping.crawl.domain import columns
from minishop.shopping.crawl.domain.verdicts import FeedKind, RowFault, RowRefused
from minishop.shopping.index.domain.listing import Listing
from minishop.shopping.index.domain.texts import TEXTS

_ID = re.compile(r"[A-Za-z0-9_\- ]{1,50}")
_PRICE = re.compile(r"[0-9]{1,10}")
_SHIPPING = re.compile(r"-1|[0-9]{1,7}")
_MOST_SHIPPING = 1_000_000
_ADDRESS_LENGTH = 1000
_CONTROL = dict.fromkeys((*range(32), *range(127, 160)))


@dataclass(frozen=True, slots=True)
class Removal:
    """품절, 삭제: the product leaves the search."""

    product_code: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What was put right in a line that is taken."""

    fault: RowFault
    column: str
    value: str


Change = Listing | Removal


def read_row(row: Mapping[str, str], kind: FeedKind) -> tuple[Change, list[Warned]]:
    """Reads one line by its column names, with what was put right in it; raises RowRefused."""
    clean = {name: value.translate(_CONTROL).strip() for name, value in row.items()}
    code, word = _code(clean), clean.get("class", "")
    if kind is FeedKind.SUMMARY:
        _require(word in {"I", "U", "D"}, RowFault.BAD_CLASS, "class", word)
        _require(_is_time(clean.get("update_time", "")), RowFault.BAD_TIME, "update_time", clean.get("update_time", ""))
    if word == "D":
        return Removal(code), []
    _require(clean.get("adult", "").upper() != "Y", RowFault.ADULT, "adult")
    warnings: list[Warned] = []
    return _product(code, clean, warnings), warnings


def _product(code: str, row: Mapping[str, str], warnings: list[Warned]) -> Listing:
    for name in columns.REQUIRED:
        _require(bool(decoded(row.get(name, "")).strip()), RowFault.MISSING, name)
    texts = {text.name: _text(row, text.name, text.limit, warnings) for text in TEXTS}
    texts["search_tag"] = texts["search_tag"].replace("|", " ")
    return Listing(
        product_code=code,
        price=_price(row["price_pc"]),
        link=_address(row, "link", warnings),
        image_link=_address(row, "image_link", warnings),
        categories=tuple(_text(row, name, columns.CATEGORY_LENGTH, warnings) for name in columns.CATEGORIES),
        shipping=_shipping(row["shipping"]),
        list_price=_list_price(row, warnings),
        condition=_condition(row, warnings),
        review_count=_count(row, "review_count", warnings) or 0,
        **texts,
    )


def _require(condition: bool, fault: RowFault, column: str, value: str = "") -> None:
    if not condition:
        raise RowRefused(fault, column, value)


def _code(row: Mapping[str, str]) -> str:
    code = row.get("id", "")
    _require(bool(code), RowFault.MISSING, "id")
    _require(_ID.fullmatch(code) is not None, RowFault.BAD_ID, "id", code)
    return code


def _price(text: str) -> Won:
    _require(_PRICE.fullmatch(text) is not None and int(text) > 0, RowFault.BAD_PRICE, "price_pc", text)
    return Won(int(text))


def _shipping(text: str) -> int:
    _require(_SHIPPING.fullmatch(text) is not None and int(text) <= _MOST_SHIPPING, RowFault.BAD_SHIPPING, "shipping", text)
    return int(text)


def _address(row: Mapping[str, str], name: str, warnings: list[Warned]) -> str:
    address = row[name]
    _require(is_web_address(address) and len(address) <= _ADDRESS_LENGTH, RowFault.BAD_ADDRESS, name, address)
    if len(address) > 255:
        warnings.append(Warned(RowFault.TOO_LONG, name, address))  # an address is never cut
    return address


def is_web_address(address: str) -> bool:
    """An absolute http(s) address with a host and without blanks, so that nothing else is ever redirected to."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\\]", address)
    except ValueError:
        return False


def _text(row: Mapping[str, str], name: str, limit: int, warnings: list[Warned]) -> str:
    text = decoded(row.get(name, "")).strip()
    if len(text) > limit:
        warnings.append(Warned(RowFault.TOO_LONG, name, text))
    return text[:limit].rstrip()


def _condition(row: Mapping[str, str], warnings: list[Warned]) -> str:
    given = row.get("condition", "")
    if given and given not in columns.CONDITIONS:
        warnings.append(Warned(RowFault.UNKNOWN_CONDITION, "condition", given))
    return given if given in columns.CONDITIONS else columns.NEW


def _list_price(row: Mapping[str, str], warnings: list[Warned]) -> Won | None:
    count = _count(row, "normal_price", warnings)
    return Won(count) if count and count > int(row["price_pc"]) else None


def _count(row: Mapping[str, str], name: str, warnings: list[Warned]) -> int | None:
    text = row.get(name, "")
    if not text:
        return None
    if not _PRICE.fullmatch(text):
        warnings.append(Warned(RowFault.NOT_A_NUMBER, name, text))
        return None
    return int(text)


def _is_time(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # only its form is judged
    except ValueError:
        return False
    return True
