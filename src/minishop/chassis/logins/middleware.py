"""What a try at a password adds to the answer, whichever page it was made at."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from minishop.chassis.logins import devices
from minishop.chassis.logins.forms import minutes_to_wait, was_busy
from minishop.chassis.logins.hashing import RETRY_AFTER_SECONDS, HashingBusy
from minishop.chassis.web import errors

Handler = Callable[[HttpRequest], HttpResponseBase]


class LoginGuard:
    """Sets the cookie of a browser that is known now; gives ``Retry-After`` and 503 to a page that could not hash a password, or 429 to
    one that said to wait after too many wrong ones."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = cast(HttpResponse, self._get_response(request))
        devices.set_cookie(request, response)
        if was_busy(request):
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        elif (minutes := minutes_to_wait(request)) is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(minutes * 60)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """For a page that has no form to say it in."""
        if not isinstance(exception, HashingBusy):
            return None
        return errors.page(request, 503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
