"""A bound on what may be sent to a service, before anything reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from minishop.chassis.web import errors

Handler = Callable[[HttpRequest], HttpResponseBase]
UNREAD = "minishop.unread"  # in the environment of a request: the status of a body that the serving layer gave up


class BodyLimit:
    """Answers 413 to a body larger than its limit, which the serving layer has left unread, and what it gave up with the reason.

    It stands first, so that it looks before any other middleware's look at the view: nothing has read the body then, and the answer
    is a page in the frame of the shop that was asked.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, positional: Any, named: Any) -> HttpResponseBase | None:
        """Refuses before the view, and before its form is looked into."""
        length = request.headers.get("Content-Length", "0") or "0"
        limit = limit_of(request.path)
        if UNREAD not in request.META and length.isdigit() and int(length) <= limit:
            return None
        request.POST = QueryDict()  # there is nothing to read: whoever asks for what was sent would wait for it, or fail
        return errors.unread(request, request.META[UNREAD]) if UNREAD in request.META else errors.too_large(request, limit)


def limit_of(path: str) -> int:
    """``BODY_LIMIT`` bytes, or the limit of the longest ``BODY_LIMITS`` prefix that the path has."""
    special: dict[str, int] = getattr(settings, "BODY_LIMITS", {})
    matching = [prefix for prefix in special if path.startswith(prefix)]
    return special[max(matching, key=len)] if matching else settings.BODY_LIMIT
