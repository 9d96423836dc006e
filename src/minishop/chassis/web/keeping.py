"""Who may keep an answer: nobody, unless its page was declared to be the same for everyone.

Pages with names, addresses and orders would otherwise be found by the next person at the same browser, or in a proxy on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., Any])
_DECLARED = "is_for_everyone"


def for_everyone(view: View) -> View:
    """Declares that a page shows nothing of the person who looks at it but what cookies choose: the language, how much is in the cart.

    It says itself for how long it may be kept, or leaves it open; reading messages and cookies makes it ``Vary: Cookie``.
    """
    setattr(view, _DECLARED, True)
    return view


def is_for_everyone(view: object) -> bool:
    """Whether a view was declared so."""
    return getattr(view, _DECLARED, False)


class KeptByNobody:
    """``Cache-Control: private, no-store`` on every answer that neither says something itself nor comes from a page for everyone."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        found = request.resolver_match
        if found is None or not is_for_everyone(found.func):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
