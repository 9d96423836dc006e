"""Browsers that an account was logged in at before: a signed cookie says so, and their tries are counted apart.

So an account that others guess at from many addresses stays open for its owner.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_SALT = "minishop.logins.known-device"
_LIFE_SECONDS = 365 * 24 * 3600
_ACCOUNTS = 5
_TO_SET = "_known_device"


def known_device(request: HttpRequest, account: str) -> str:
    """The browser's identity if this account was logged in there before, else nothing."""
    known = _read(request)
    return str(known["id"]) if _digest(account) in known["of"] else ""


def is_known(request: HttpRequest) -> bool:
    """Whether some account was logged in at this browser before."""
    return bool(_read(request)["of"])


def browser(request: HttpRequest) -> str:
    """The identity of a browser at which some account was logged in before."""
    return str(_read(request)["id"])


def remember_device(request: HttpRequest, account: str) -> None:
    """Has the answer to this request say that the account was logged in at this browser; the last five accounts are kept."""
    known = _read(request)
    others = [digest for digest in known["of"] if digest != _digest(account)]
    setattr(request, _TO_SET, {"id": known["id"], "of": [*others[1 - _ACCOUNTS :], _digest(account)]})


def set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Writes what was to be remembered into the answer."""
    known = getattr(request, _TO_SET, None)
    if known is not None:
        response.set_cookie(
            _name(),
            signing.dumps(known, salt=_SALT),
            max_age=_LIFE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        known: dict[str, Any] = signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=_LIFE_SECONDS)
    except signing.BadSignature:
        return {"id": secrets.token_hex(8), "of": []}
    return known


def _name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}_known"


def _digest(account: str) -> str:
    return salted_hmac(_SALT, account).hexdigest()[:16]
