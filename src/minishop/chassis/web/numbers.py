"""Numbers of rows in addresses, refused where no row can have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

_LARGEST = 2**63 - 1


class RowNumbers:
    """Answers 404 to a number that no column holds: SQLite would raise OverflowError, and PostgreSQL find nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, positional: Any, named: dict[str, Any]) -> None:
        """Looks at what the address named."""
        if any(isinstance(one, int) and one > _LARGEST for one in named.values()):
            raise Http404
