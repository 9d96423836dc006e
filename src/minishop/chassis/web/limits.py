"""A bound on what may be sent to a service, before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


class BodyLimit:
    """Answers 413 to a body larger than its limit, which the serving layer has left unread, so that each service says it in its own words."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.headers.get("Content-Length", "0") or "0"
        limit = limit_of(request.path)
        if not length.isdigit() or int(length) > limit:
            message = (
                f"요청 본문이 너무 큽니다 (최대 {limit:,}바이트). / The request body is too large (at most {limit:,} bytes).\n"
            )
            return HttpResponse(message, status=413, content_type="text/plain; charset=utf-8")
        return self._get_response(request)


def limit_of(path: str) -> int:
    """``BODY_LIMIT`` bytes, or the limit of the longest ``BODY_LIMITS`` prefix that the path has."""
    special: dict[str, int] = getattr(settings, "BODY_LIMITS", {})
    matching = [prefix for prefix in special if path.startswith(prefix)]
    return special[max(matching, key=len)] if matching else settings.BODY_LIMIT
