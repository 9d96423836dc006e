"""Texts that no database column holds, refused before anything asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from minishop.chassis.web import errors

Handler = Callable[[HttpRequest], HttpResponseBase]
_UNREADABLE = errors.Said(
    errors.SAID[400].title, _("읽을 수 없는 글자가 들어 있습니다. 이전 화면으로 돌아가 그 글자를 지우고 다시 해 주세요.")
)


class NoNul:
    """Answers 400 to a NUL in the address, the cookies or a form: PostgreSQL keeps none, and no keyboard writes one."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = (request.path, *request.COOKIES.values(), *(text for values in request.GET.lists() for text in _texts(values)))
        return _refusal(request) if _has_nul(said) else self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, positional: Any, named: Any) -> HttpResponseBase | None:
        """Forms are looked into once it is known which page they go to; what is not sent from a page reads its own body."""
        if getattr(view, "csrf_exempt", False):
            return None
        said = (text for values in request.POST.lists() for text in _texts(values))
        return _refusal(request) if _has_nul(said) else None


def _texts(values: tuple[str, Sequence[object]]) -> list[str]:
    name, given = values
    return [name, *(one for one in given if isinstance(one, str))]


def _has_nul(texts: Any) -> bool:
    return any("\0" in text for text in texts)


def _refusal(request: HttpRequest) -> HttpResponse:
    return errors.page(request, 400, said=_UNREADABLE)
