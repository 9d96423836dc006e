"""Every address of a service, from its URL tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, get_resolver


def views_of(urlconf: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each route of a table, as it is written there, with its view."""
    return ((route, pattern.callback) for route, pattern in patterns_of(urlconf))


def patterns_of(urlconf: str) -> Iterator[tuple[str, URLPattern]]:
    """Each route of a table, as it is written there, with its entry."""
    return _below(get_resolver(urlconf), "")


def _below(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _below(pattern, route)


def filled(route: str) -> str:
    """An address of a route, with something in the place of each argument. It need not lead to anything that is there."""
    spelled = re.sub(
        r"<(?:(\w+):)?\w+>", lambda found: {"int": "1", "uuid": str(UUID(int=1))}.get(found[1] or "str", "haru"), route
    )
    return "/" + spelled.replace("\\.", ".").replace("^", "").replace("\\Z", "").replace("$", "")
