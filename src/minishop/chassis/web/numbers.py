"""Numbers of rows in addresses, bounded before anything asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_LARGEST = 2**63 - 1


class RowNumbers:
    """Hands on a number that no column holds as the largest that one does, which no row has: each page says in its own words that nothing is there.
    SQLite would raise OverflowError."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, positional: Any, named: dict[str, Any]) -> None:
        """Looks at what the address named; the view is called with the same mapping."""
        named.update({name: min(one, _LARGEST) for name, one in named.items() if isinstance(one, int)})
