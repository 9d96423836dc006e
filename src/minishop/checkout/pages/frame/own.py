"""What belongs to the buyer who asks; a stranger's is as unknown as what never was."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from minishop.checkout.accounts.models import Account
from minishop.checkout.accounts.session import account_of
from minishop.checkout.claims.queries import claim_of_buyer
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import order_of_buyer


def own_order(request: HttpRequest, number: str) -> Order:
    """The buyer's order of an address, or 404."""
    found = order_of_buyer(buyer_of(request), number)
    if found is None:
        raise Http404
    return found


def claim_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one claim of the buyer's, by the number in its address: asks for a login, and answers 404 to strangers whatever they send."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, number: str, **named: str) -> HttpResponse:
        found = claim_of_buyer(buyer_of(request), number)
        if found is None:
            raise Http404
        return view(request, found, **named)

    return enter


def buyer_of(request: HttpRequest) -> Account:
    """Who is logged in, or 404."""
    buyer = account_of(request)
    if buyer is None:
        raise Http404
    return buyer
