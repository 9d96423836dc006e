"""Which pool serves an address, declared beside its route.

A leaf reads and writes its own service's database and calls nobody, so that pages of other services may wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from minishop.chassis.calls.roles import Role, serving_as

View = Callable[..., HttpResponseBase]


class PoolName(StrEnum):
    """The pools of a service."""

    PAGES = "pages"
    LEAVES = "leaves"
    HEALTH = "health"


def leaf(view: View) -> View:
    """Declares, in a route, that what answers there calls nobody: it gets a thread that no page can take, and a call from it raises."""

    @wraps(view)
    def calling_nobody(*positional: Any, **named: Any) -> HttpResponseBase:
        with serving_as(Role.LEAF):
            return view(*positional, **named)

    return _declared(calling_nobody, PoolName.LEAVES)


def health_check(view: View) -> View:
    """Declares, in a route, that the address is asked to learn whether the service lives: it has a thread of its own."""
    return _declared(view, PoolName.HEALTH)


def _declared(view: View, pool: PoolName) -> View:
    @wraps(view)
    def declared(*positional: Any, **named: Any) -> HttpResponseBase:
        return view(*positional, **named)

    declared.served_by = pool  # type: ignore[attr-defined]
    return declared


def declared_routes(urlconfs: Iterable[str], pool: PoolName) -> Iterator[tuple[str, View]]:
    """The routes that declare a pool: their whole pattern, as the regular expression of a path without its first slash, and their view."""
    for urlconf in urlconfs:
        for expression, view in _walk("", get_resolver(urlconf).url_patterns):
            if getattr(view, "served_by", PoolName.PAGES) is pool:
                yield expression, view


class Routes:
    """Tells the pool of a path. What no route declares is a page."""

    def __init__(self, urlconfs: Iterable[str]) -> None:
        tables = tuple(urlconfs)
        self._leaves = _any_of(expression for expression, _ in declared_routes(tables, PoolName.LEAVES))
        self._health = _any_of(expression for expression, _ in declared_routes(tables, PoolName.HEALTH))

    def pool_of(self, path: str) -> PoolName:
        """The pool that serves a path, on whatever host."""
        if self._leaves.match(path, 1):
            return PoolName.LEAVES
        return PoolName.HEALTH if self._health.match(path, 1) else PoolName.PAGES


def _walk(before: str, patterns: Sequence[URLPattern | URLResolver]) -> Iterator[tuple[str, View]]:
    for pattern in patterns:
        expression = before + _bare(pattern.pattern.regex.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(expression, pattern.url_patterns)
        elif pattern.callback is not None:
            yield expression, pattern.callback


def _bare(expression: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", expression.removeprefix("^"))


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in expressions) or r"(?!)")
