"""구매 버튼: the script that shops' pages load, under the names they know (protocol/checkout-v1)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_SCRIPT = Path(__file__).resolve().parents[1] / "static" / "checkout" / "button" / "button.js"


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The same script under all its names. Shops' pages of other origins run it, so it asks for no cookie and is kept for ten minutes."""
    headers = {"Cache-Control": "public, max-age=600", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(_text(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _text() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
