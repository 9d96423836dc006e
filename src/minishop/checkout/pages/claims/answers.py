"""What a refused claim says on the page that it was sent from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import REFUSAL
from minishop.checkout.claims.queries import claims_of_order
from minishop.checkout.orders.models import Order

FEE_FIRST = _("배송비를 결제하면 신청이 판매자에게 전해집니다.")
_FIELDS = {
    Refusal.WORDS_NEEDED: "words",
    Refusal.PHOTOS_NEEDED: "photos",
    Refusal.NUMBER_NEEDED: "number",
    Refusal.PICKUP_NEEDED: "address1",
    Refusal.REASON_NOT_ALLOWED: "reason",
    Refusal.PROPOSAL_CHANGED: "shown",
}


def beside_receipt(form: forms.Form, refusal: Refusal | None) -> dict[str, Any]:
    """Whether nothing was chosen yet, which is no mistake, and whether the receipt was asked for, so that it is read from next."""
    return {"asks_first": not form.is_bound and refusal is Refusal.TOO_FEW, "is_computed": "apply" in form.data}


def lead_to_open(request: HttpRequest, order: Order) -> HttpResponse | None:
    """To the claim that stands in the way of another, which says so; None where none is open. In the merchant's scope."""
    open_ones = [claim for claim in claims_of_order(order) if claim.ended_at is None]
    if not open_ones:
        return None
    messages.info(request, str(REFUSAL[Refusal.ALREADY_OPEN]))
    return redirect("claim", number=open_ones[-1].number)


def refuse_form(request: HttpRequest, order: Order, form: forms.Form, refused: ClaimRefused) -> HttpResponse | None:
    """Puts a refusal beside the field that it is about. What was sent twice leads to what the first one made, and nothing is refused."""
    standing = lead_to_open(request, order) if refused.why is Refusal.ALREADY_OPEN else None
    if standing:
        return standing
    field = _FIELDS.get(refused.why)
    form.add_error(field if field in form.fields else None, str(REFUSAL[refused.why]))
    return None
