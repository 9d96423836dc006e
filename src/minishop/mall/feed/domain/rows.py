"""EP 3.0: rows of the product feed (protocol/ep)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minishop.kernel.clock import KST
from minishop.kernel.entities import guarded
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.texts import FEED_COLUMNS

FULL = (
    "id", "title", "price_pc", "normal_price", "link", "image_link", "category_name1", "category_name2", "category_name3",
    "category_name4", *(column.name for column in FEED_COLUMNS), "search_tag", "shipping",
)  # fmt: skip
SUMMARY = (*FULL, "class", "update_time")
_LIMITS = {
    "id": 50, "title": 100, "link": 255, "image_link": 255, "category_name1": 50, "category_name2": 50, "category_name3": 50,
    "category_name4": 50, **{column.name: column.limit for column in FEED_COLUMNS},
}  # fmt: skip
_NO_TEXTS = frozenset({"id", "link", "image_link"})
_TAG_CHARACTERS = 100
_MARKUP = re.compile(r"<[^>]*>")


class Change(StrEnum):
    """class of a summary row (glossary: wire): new, updated, gone."""

    NEW = "I"
    UPDATED = "U"
    GONE = "D"


@dataclass(frozen=True, slots=True)
class Item:
    """A product as the feed tells it. ``shipping`` is the fee for one piece: 0 free, −1 paid at the door; ``texts`` are by column."""

    id: str
    title: str
    price: Won
    list_price: Won
    link: str
    image: str
    categories: Sequence[str]
    texts: Mapping[str, str]
    tags: Sequence[str]
    shipping: int


def header(columns: Sequence[str]) -> str:
    """The first line, without a line end."""
    return "\t".join(columns)


def full_row(item: Item) -> str:
    """A row of the full feed."""
    return "\t".join(_cells(item))


def summary_row(item: Item, change: Change, at: datetime) -> str:
    """A row of the summary: what changed today, and when."""
    return "\t".join([*_cells(item), change.value, f"{at.astimezone(KST):%Y-%m-%d %H:%M:%S}"])


def change_of(*, created_today: bool, in_feed: bool) -> Change:
    """What a product that changed today is in the summary."""
    if not in_feed:
        return Change.GONE
    return Change.NEW if created_today else Change.UPDATED


def clean(text: str, limit: int = 0) -> str:
    """A value without tab, line break and markup, cut to its limit."""
    plain = " ".join(_MARKUP.sub(" ", text).split())
    return plain[:limit].rstrip() if limit else plain


def _cells(item: Item) -> Iterator[str]:
    categories = [*item.categories[:4], "", "", "", ""]
    values = {
        "id": item.id,
        "title": item.title,
        "price_pc": str(int(item.price)),
        "normal_price": str(int(item.list_price)) if item.list_price > item.price else "",
        "link": item.link,
        "image_link": item.image,
        **{f"category_name{level + 1}": categories[level] for level in range(4)},
        **{column.name: item.texts.get(column.name, "") for column in FEED_COLUMNS},
        "search_tag": _tags(item.tags),
        "shipping": str(item.shipping),
    }
    cells = {column: clean(values[column], _LIMITS.get(column, 0)) for column in FULL}
    # The search reads an entity in a text as what it means.
    return (cell if column in _NO_TEXTS else guarded(cell) for column, cell in cells.items())


def _tags(tags: Sequence[str]) -> str:
    """At most ten words without blanks, whole ones only, in a hundred characters together."""
    words = [clean(tag).replace(" ", "").replace("|", "") for tag in tags]
    joined = ""
    for word in [word for word in words if word][:10]:
        longer = f"{joined}|{word}" if joined else word
        if len(longer) > _TAG_CHARACTERS:
            break
        joined = longer
    return joined
