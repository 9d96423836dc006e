"""결제창: where the buyer chooses a card or an account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.sandbox.pages.forms import FORMS
from minishop.sandbox.pg.domain.terms import Method
from minishop.sandbox.pg.errors import AlreadyPaid, NotFound
from minishop.sandbox.pg.queries import done_payment, session_of
from minishop.sandbox.pg.services import cancel_address, choose_instrument, return_address

TITLES: dict[str, Promise] = {Method.CARD: _("카드 결제"), Method.TRANSFER: _("실시간 계좌이체")}


@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, session_key: str) -> HttpResponse:
    """The order and the test cards or accounts; pressing pay sends the browser back to the merchant."""
    try:
        session = session_of(session_key)
    except NotFound:
        raise Http404 from None
    paid = done_payment(session)
    form = FORMS[session.method](request.POST if request.method == "POST" else None)
    if request.method == "POST" and paid is None and form.is_valid():
        try:
            chosen = choose_instrument(session_key=session.key, code=form.code(), now=now())
            return HttpResponseRedirect(return_address(chosen))
        except AlreadyPaid:
            paid = done_payment(session)
    facts = {
        "session": session,
        "form": form,
        "title": TITLES[session.method],
        "paid": return_address(paid) if paid else "",
        "cancel": cancel_address(session),
    }
    return render(request, "sandbox/pg/card.html", facts, status=422 if form.errors and not paid else 200)
