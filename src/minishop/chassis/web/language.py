"""The language of an answer: the reader's on a page, Korean on the wire."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class AnswerLanguage(LocaleMiddleware):
    """Answers below ``WIRE_PATHS`` are read by other parties' software: they are in the language of the source, whoever asks."""

    def process_request(self, request: HttpRequest) -> None:
        """Puts the language in force for the request."""
        if not is_wire(request.path):
            return super().process_request(request)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Names the answer's language; a page also says that it depends on who asks."""
        if not is_wire(request.path):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
        return response


def is_wire(path: str) -> bool:
    """Whether an address is asked by software of another party."""
    return path.startswith(tuple(settings.WIRE_PATHS))
