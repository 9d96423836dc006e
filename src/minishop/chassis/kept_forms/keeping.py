"""Keeping a form in the session of a browser that is known, for an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from minishop.chassis.kept_forms.files import keep_files, kept_of
from minishop.chassis.kept_forms.refilling import NEVER, refilled
from minishop.chassis.logins.devices import is_known
from minishop.chassis.web import errors
from minishop.kernel.clock import utc_now

Handler = Callable[[HttpRequest], HttpResponseBase]
KEPT_FOR = timedelta(hours=1)
MOST_CHARACTERS = 200_000
_KEY = "_kept_form"


class KeptForms:
    """Keeps a form that was answered by the way to the login, and puts it back into the page that it is sent from."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if request.method == "POST" and _leads_to_login(response):
            keep(request, why="login")
        elif request.method == "GET" and request.session.accessed and _KEY in request.session:
            _put_back(request, response)
        return response


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: a form of a page from before a login comes back filled; what was not sent from our pages is refused."""
    if request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}" and keep(request, why="stale"):
        response = HttpResponseRedirect(request.get_full_path())
        response.status_code = 303
        return response
    return errors.stale(request)


def keep(request: HttpRequest, *, why: str) -> bool:
    """Keeps what was typed and the files that were chosen, but for passwords and accounts, and says whether it did.

    Only browsers that an account was logged in at have something to lose here, and strangers fill no table.
    """
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER and "password" not in name}
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if not fields or size > MOST_CHARACTERS or not is_known(request):
        return False
    kept = keep_files(request)
    request.session[_KEY] = {
        "path": request.path,
        "fields": fields,
        "files": [one.token for one in kept.files],
        "left_out": kept.names_left_out(),
        "why": why,
        "until": (utc_now() + KEPT_FOR).isoformat(),
    }
    return True


def _leads_to_login(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and urlsplit(response.headers["Location"]).path == settings.LOGIN_URL


def _put_back(request: HttpRequest, response: HttpResponseBase) -> None:
    kept: dict[str, Any] = request.session[_KEY]
    if datetime.fromisoformat(kept["until"]) < utc_now():
        del request.session[_KEY]
        return
    if not isinstance(response, HttpResponse) or response.status_code != 200 or "html" not in response.headers["Content-Type"]:
        return
    page = refilled(response.content.decode(), address=request.path, path=kept["path"], fields=kept["fields"], notice=_notice(kept))
    if page is not None:
        del request.session[_KEY]
        response.content = page.encode()


def _notice(kept: dict[str, Any]) -> str:
    words = (
        _("로그인이 끝나 저장하지 못했습니다. 적으신 것은 그대로 있습니다. 다시 저장해 주세요.")
        if kept["why"] == "login"
        else _("화면이 오래되어 저장하지 못했습니다. 적으신 것은 그대로 있습니다. 다시 저장해 주세요.")
    )
    files = render_to_string("kept_forms/_files.html", {"files": kept_of(kept["files"]), "left_out": kept["left_out"]})
    return f'<div class="notice notice-warn" role="alert"><div class="stack"><p>{escape(words)}</p>{files}</div></div>'
