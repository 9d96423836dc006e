"""결제창: where the buyer chooses a card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.sandbox.pages.forms import CardForm
from minishop.sandbox.pg.errors import AlreadyPaid, NotFound
from minishop.sandbox.pg.queries import done_payment, session_of
from minishop.sandbox.pg.services import cancel_address, choose_card, return_address


@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, session_key: str) -> HttpResponse:
    """The order and the test cards; pressing pay sends the browser back to the merchant."""
    try:
        session = session_of(session_key)
    except NotFound:
        raise Http404 from None
    paid = done_payment(session)
    form = CardForm(request.POST if request.method == "POST" else None, initial={"card": "hana"})
    if request.method == "POST" and paid is None and form.is_valid():
        try:
            return HttpResponseRedirect(
                return_address(choose_card(session_key=session.key, card=form.cleaned_data["card"], now=now()))
            )
        except AlreadyPaid:
            paid = done_payment(session)
    facts = {"session": session, "form": form, "paid": return_address(paid) if paid else "", "cancel": cancel_address(session)}
    return render(request, "sandbox/pg/card.html", facts, status=422 if form.errors and not paid else 200)
