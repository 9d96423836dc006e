"""쓰던 주문서: the sheet that somebody opened before they were logged in, kept by their browser until they see it.

A page that is read on the way (terms, a new password, the front page) does not know it, so its address is no way to keep it; nor is a
session, which would be a row for every visitor.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

KEPT_FOR = 2 * 60 * 60  # seconds


def keep_sheet(request: HttpRequest, response: HttpResponseBase) -> None:
    """Has the browser remember the sheet that was asked for, for two hours."""
    response.set_signed_cookie(
        _name(), request.get_full_path(), max_age=KEPT_FOR, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def kept_sheet(request: HttpRequest) -> str:
    """The sheet's address, empty where none is waiting; nobody but we can have written it."""
    return request.get_signed_cookie(_name(), default="", max_age=KEPT_FOR) or ""


def forget_sheet(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forgets it once it has been seen."""
    if _name() in request.COOKIES:
        response.delete_cookie(_name(), samesite="Lax")


def _name() -> str:
    return settings.SESSION_COOKIE_NAME.replace("session", "sheet")
