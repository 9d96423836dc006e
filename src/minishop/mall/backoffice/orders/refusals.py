"""A number that was refused, on the way back to the desk: it stands in the address, so that nothing typed is lost and nothing is kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict

from minishop.mall.orders.labels import TRACKING_PROBLEMS, Label

_ORDER, _PROBLEM, _CARRIER, _NUMBER = _NAMES = ("refused", "why", "by", "with")


def refusal_query(order: str, problem: str, entered: dict[str, str]) -> str:
    """What the desk's address says of an order whose number was refused."""
    return urlencode(dict(zip(_NAMES, (order, problem, entered["carrier"], entered["number"][:60]), strict=True)))


def refusal_of(query: QueryDict) -> dict[str, tuple[dict[str, str], Label]]:
    """The refused order with what was entered and why it was refused; nothing where the address says nothing of the kind."""
    if (problem := query.get(_PROBLEM)) not in TRACKING_PROBLEMS:
        return {}
    entered = {"carrier": query.get(_CARRIER, ""), "number": query.get(_NUMBER, "")}
    return {query.get(_ORDER, ""): (entered, TRACKING_PROBLEMS[problem])}


def without_refusal(query: QueryDict) -> str:
    """What the desk was asked for, without what was refused."""
    return urlencode([(name, value) for name, values in query.lists() if name not in _NAMES for value in values])
