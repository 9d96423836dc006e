"""주소 찾기 without a script: from the form to a page that searches, and back to the form with everything that was typed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from minishop.chassis.kept_forms.refilling import NEVER, refilled
from minishop.chassis.postal.searching import search

# What the buttons are called. FIND says which three fields are to be filled: postcode, address, detail.
FIND, QUERY, PICKED = "find_address", "address_query", "picked_address"
_OURS = {FIND, QUERY, PICKED, *NEVER}


def address_step(request: HttpRequest, *, template: str, form_page: Callable[[], HttpResponse]) -> HttpResponse | None:
    """The answer to a press on 우편번호 찾기, to a search, or to a choice; None for a form that was sent for what it is there for.

    ``template`` is a page of the surface that includes ``postal/_step.html``; ``form_page`` makes the form's page as a look at it does.
    Nothing is kept between the steps: what was typed travels with them.
    """
    if PICKED in request.POST:
        return _filled(request, form_page())
    return _asked(request, template) if FIND in request.POST else None


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in request.POST.lists() if name not in _OURS}


def _asked(request: HttpRequest, template: str) -> HttpResponse:
    query = request.POST.get(QUERY)
    searched = search(request, query) if query is not None else None
    context = {
        "searched": searched,
        "query": query or "",
        "fills": request.POST[FIND],
        "example": settings.ADDRESS_FINDER.example if settings.ADDRESS_FINDER else "",
        "typed": [(name, value) for name, values in _typed(request).items() for value in values],
        "names": {"find": FIND, "query": QUERY, "picked": PICKED},
    }
    return render(request, template, context, status=searched.status if searched else 200)


def _filled(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """The form as it was typed, with the place that was picked; without one, the cursor stands where it is typed by hand."""
    picked, fields = request.POST[PICKED], _typed(request)
    zipcode, address, detail = (*request.POST.get(FIND, "").split(), "", "", "")[:3]
    if picked:
        fields |= {zipcode: [picked[:5]], address: [picked[6:]]}
    if page.status_code != 200:
        return page
    focus = detail if picked else zipcode
    filled = refilled(
        page.content.decode(), address=request.path, path=request.path, fields=fields, notice=_notice(picked), focus=focus
    )
    if filled is not None:
        page.content = filled.encode()
    return page


def _notice(picked: str) -> str:
    words = _("주소를 채웠습니다. 동, 호수 같은 상세 주소를 적어 주세요.")
    return f'<div class="notice notice-ok" role="status"><p>{escape(words)}</p></div>' if picked else ""
