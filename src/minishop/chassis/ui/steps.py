"""Long lists, page by page: each page begins where another ended, so that it costs the same however long the list is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE = 50
MOST_COUNTED = 10_000
_LARGEST = 2**63 - 1
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Steps(Generic[M]):
    """One page of a list. ``before`` and ``after`` are the rows that the pages on either side end and begin at, 0 where there is none.

    ``name`` tells the lists of one address apart.
    """

    rows: Sequence[M]
    name: str = ""
    before: int = 0
    after: int = 0


def step(rows: QuerySet[M], asked: Mapping[str, str], *, name: str = "") -> Steps[M]:
    """The page of an address's query. ``rows`` have an order that ends with their ``id``, and want an index of that order.

    What cannot be read, or is no row, gives the first page. A page may begin at a row that has left the list since.
    """
    fields = [str(field) for field in rows.query.order_by]
    back = _place(rows, fields, asked.get(f"{name}before", ""))
    here = back or _place(rows, fields, asked.get(f"{name}after", ""))
    if back:
        found = list(rows.filter(_beyond(fields, back, forward=False)).reverse()[: PAGE + 1])
        if len(found) < PAGE:  # the rows before have become fewer: the page is the first one, and a whole one
            back = here = None
    if not back:
        found = list((rows.filter(_beyond(fields, here, forward=True)) if here else rows)[: PAGE + 1])
    shown = found[:PAGE][::-1] if back else found[:PAGE]
    more = len(found) > PAGE
    return Steps(
        shown,
        name,
        before=_id(shown[0]) if shown and (more if back else bool(here)) else 0,
        after=_id(shown[-1]) if shown and (more or bool(back)) else 0,
    )


def counted(rows: QuerySet[Any]) -> str:
    """How many there are, as people read it: nothing is counted beyond ten thousand."""
    return as_counted(rows.order_by()[:MOST_COUNTED].count())


def as_counted(found: int) -> str:
    """How many were found of which no more than ten thousand were counted, as people read it."""
    return f"{found:,}+" if found >= MOST_COUNTED else f"{found:,}"


def _id(row: Model) -> int:
    return int(row.id)  # type: ignore[attr-defined]  # every row of ours has one


def _place(rows: QuerySet[M], fields: Sequence[str], given: str) -> tuple[Any, ...] | None:
    if not (given.isascii() and given.isdigit() and int(given[:20]) <= _LARGEST):
        return None
    names = [field.lstrip("-") for field in fields]
    return rows.model._default_manager.filter(id=int(given[:20])).values_list(*names).first()


def _beyond(fields: Sequence[str], place: Sequence[Any], *, forward: bool) -> Q:
    """The rows after a place in an order, or before it; what an index begins with is said besides."""
    compared = [
        (field.lstrip("-"), "lt" if field.startswith("-") is forward else "gt", value)
        for field, value in zip(fields, place, strict=True)
    ]
    beyond = Q()
    for name, way, value in reversed(compared):
        beyond = Q(**{f"{name}__{way}": value}) | (Q(**{name: value}) & beyond if beyond else Q())
    name, way, value = compared[0]
    return Q(**{f"{name}__{way}e": value}) & beyond
