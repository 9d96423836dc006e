"""What went wrong, as a page: in the look of the service or shop that was asked, in the reader's language, with a way on.

Each table of addresses names its frame (``error_frame``) and takes ``handlers``. A page that cannot be made, every 500, and what is said
before there is a thread is written without templates and without the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from importlib import import_module
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.chassis.web.language import is_wire

Handler = Callable[[HttpRequest], HttpResponseBase]
_log = logging.getLogger(__name__)
_STYLES = ("vendor/noto-sans-kr/index.css", "ui/tokens.css", "ui/base.css", "ui/layout.css", "ui/buttons.css", "ui/cards.css")
_HOME = gettext_lazy("처음으로")
OTHER_LOGIN = "other"  # in a login's address: asked for by somebody who is logged in, and wants another account


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: its words and where it leads."""

    words: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page: a template with a block ``content``, what it needs, and the ways on that it offers."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    ways: Sequence[Way] = (Way(_HOME, "/"),)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says."""

    title: str | Promise
    text: str | Promise


SAID = {
    400: Said(
        gettext_lazy("요청을 읽을 수 없습니다"),
        gettext_lazy("보내신 내용의 형식이 맞지 않습니다. 이전 화면으로 돌아가 다시 해 주세요."),
    ),
    403: Said(gettext_lazy("이 화면을 볼 권한이 없습니다"), gettext_lazy("로그인한 계정으로는 이 일을 할 수 없습니다.")),
    404: Said(
        gettext_lazy("찾으시는 화면이 없습니다"),
        gettext_lazy("주소가 바뀌었거나 지워졌을 수 있습니다. 주소를 다시 확인해 주세요."),
    ),
    405: Said(
        gettext_lazy("이 주소에서는 할 수 없는 일입니다"),
        gettext_lazy("보기만 하는 주소에 무언가를 보내셨습니다. 바뀐 것은 없습니다. 이전 화면으로 돌아가 다시 해 주세요."),
    ),
    408: Said(
        gettext_lazy("보내신 내용이 다 오지 않았습니다"),
        gettext_lazy(
            "너무 느리게 와서 그만 받았고, 저장된 것은 없습니다. 브라우저의 ‘뒤로’를 누르면 적으신 글은 그대로 있습니다. "
            "연결을 확인하고, 사진이나 파일이 있으면 나누어서 다시 보내 주세요."
        ),
    ),
    413: Said(
        gettext_lazy("보내신 내용이 너무 큽니다"),
        gettext_lazy(
            "한 번에 %(limit)s까지 보낼 수 있고, 저장된 것은 없습니다. 브라우저의 ‘뒤로’를 누르면 적으신 글은 그대로 있습니다. "
            "사진이나 파일은 줄이거나 나누어서 다시 올려 주세요."
        ),
    ),
    429: Said(
        gettext_lazy("잠시 쉬었다가 다시 해 주세요"),
        gettext_lazy("짧은 시간에 너무 여러 번 보내셨습니다. 잠시 뒤에는 다시 됩니다."),
    ),
    500: Said(
        gettext_lazy("잠시 문제가 생겼습니다"),
        gettext_lazy("저희 쪽 문제로 요청을 처리하지 못했습니다. 잠시 뒤 다시 해 주세요. 되풀이되면 운영자에게 알려 주세요."),
    ),
    503: Said(gettext_lazy("지금 접속이 많습니다"), gettext_lazy("지금 로그인하려는 사람이 많습니다. 잠시 뒤 다시 해 주세요.")),
}
CUT_SHORT = Said(
    SAID[408].title,
    gettext_lazy(
        "보내시던 연결이 끊겼고, 저장된 것은 없습니다. 브라우저의 ‘뒤로’를 누르면 적으신 글은 그대로 있습니다. 다시 보내 주세요."
    ),
)
CROWDED = Said(
    gettext_lazy("지금 요청이 몰리고 있습니다"),
    gettext_lazy("5초 뒤에 다시 눌러 주세요. 이 요청으로 결제되거나 바뀐 것은 없습니다."),
)
STALE = Said(
    gettext_lazy("화면이 오래되어 다시 확인이 필요합니다"),
    gettext_lazy(
        "안전을 위해 저장하지 않았습니다. 브라우저의 ‘뒤로’를 누르면 적으신 글은 그대로 있습니다. 화면을 새로고침한 뒤 다시 해 주시고, "
        "쿠키가 꺼져 있으면 켜 주세요."
    ),
)

OPERATORS_ONLY = Said(
    gettext_lazy("운영자만 여는 화면입니다"),
    gettext_lazy("지금 로그인하신 계정은 운영자가 아닙니다. 운영자 계정으로 로그인하면 이 화면이 열립니다."),
)


def page(
    request: HttpRequest,
    status: int,
    *,
    said: Said | None = None,
    frame: Frame | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """The page for a status of ``SAID``. Software that asks a wire address reads one line, in the language of the source."""
    said = said or SAID[status]
    with translation.override(_language(request)):
        if is_wire(request.path):
            return HttpResponse(f"{said.title}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
        return HttpResponse(_in_frame(request, status, said, frame), status=status, headers=headers)


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """413, with the most ``limit`` bytes that may be sent to this address."""
    with translation.override(_language(request)):
        said = Said(SAID[413].title, str(SAID[413].text) % {"limit": _size(limit)})
        return page(request, 413, said=said)


def stale(request: HttpRequest) -> HttpResponse:
    """403 for a form of a page that was opened before a login, or not from here."""
    return page(request, 403, said=STALE)


def operators_only(request: HttpRequest) -> HttpResponse:
    """403 for somebody whose login is no operator's, with the way to another login that leads back here."""
    back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    other = Way(gettext_lazy("다른 계정으로 로그인"), f"{settings.LOGIN_URL}?{urlencode({OTHER_LOGIN: '1', **back})}")
    frame = _frame_of(request)
    return page(request, 403, said=OPERATORS_ONLY, frame=replace(frame, ways=(other, *frame.ways)))


def unread(request: HttpRequest, status: int) -> HttpResponse:
    """The page for a body that the serving layer did not take in: 400 cut short, 408 too slow, 429 one of too many at once."""
    return page(request, status, said=CUT_SHORT if status == 400 else None)


def unframed(request: HttpRequest, status: int, *, headers: dict[str, str] | None = None) -> HttpResponse:
    """The page where neither a thread nor the database may be asked: in the look of the service, without the shop's head.

    It leads back to where the reader was, since that is what will work in a moment.
    """
    said = {400: CUT_SHORT, 503: CROWDED}.get(status) or SAID[status]
    with translation.override(_language(request)):
        if is_wire(request.path):
            return HttpResponse(f"{said.title}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
        return HttpResponse(_plain(status, said, (_again(request), Way(_HOME, "/"))), status=status, headers=headers)


def _again(request: HttpRequest) -> Way:
    if request.method in ("GET", "HEAD"):
        return Way(_("다시 열기"), request.get_full_path())
    came = urlsplit(request.headers.get("Referer", ""))
    is_ours = came.netloc == request.headers.get("Host") and came.path.startswith("/") and not came.path.startswith("//")
    return Way(_("이전 화면으로"), came._replace(scheme="", netloc="").geturl() if is_ours else request.get_full_path())


def _bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def _forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def _not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def _server_error(request: HttpRequest) -> HttpResponse:
    with translation.override(_language(request)):
        return HttpResponse(_plain(500, SAID[500], (Way(_HOME, "/"),)), status=500)


# ``handler400, handler403, handler404, handler500 = handlers`` in a table of addresses.
handlers = (_bad_request, _forbidden, _not_found, _server_error)


class RefusedMethods:
    """Gives the 405 of a page its page; software reads the bare one."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or is_wire(request.path):
            return response
        return page(request, 405, headers={"Allow": response.headers["Allow"]})


def _in_frame(request: HttpRequest, status: int, said: Said, frame: Frame | None) -> str:
    try:
        frame = frame or _frame_of(request)
        context = {**frame.context, "frame": frame.template, "status": status, "said": said, "ways": frame.ways}
        return render_to_string("ui/error.html", context, request)
    except Exception:
        _log.exception("the page for %s could not be made", status)
        return _plain(status, said, (Way(_HOME, "/"),))


def _frame_of(request: HttpRequest) -> Frame:
    table = import_module(getattr(request, "urlconf", None) or settings.ROOT_URLCONF)
    frame: Frame = table.error_frame(request)
    return frame


def _plain(status: int, said: Said, ways: Sequence[Way]) -> str:
    links = "".join(  # nothing but strings: whatever fails, this does not
        f'<p><a class="button{"" if number else " button-primary"}" href="{escape(way.address)}">{escape(str(way.words))}</a></p>'
        for number, way in enumerate(ways)
    )
    styles = "".join(f'<link rel="stylesheet" href="{escape(address)}">' for address in _styles())
    return (
        f'<!doctype html><html lang="{escape(translation.get_language() or settings.LANGUAGE_CODE)}" class="{settings.THEME}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(str(said.title))}</title>{styles}</head><body><main id="content" class="page page-narrow">'
        f'<div class="empty empty-page"><p class="empty-code" aria-hidden="true">{status}</p><h1>{escape(str(said.title))}</h1>'
        f"<p>{escape(str(said.text))}</p>{links}</div></main></body></html>"
    )


def _styles() -> list[str]:
    try:
        return [static(name) for name in _STYLES]
    except ValueError:  # a file that was not collected
        return []


def _language(request: HttpRequest) -> str:
    return settings.LANGUAGE_CODE if is_wire(request.path) else translation.get_language_from_request(request)


def _size(limit: int) -> str:
    return _("%(size)dMB") % {"size": limit // 1_000_000} if limit >= 1_000_000 else _("%(size)dKB") % {"size": limit // 1_000}
