"""What belongs to the buyer who asks; a stranger's is as unknown as what never was."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from minishop.checkout.accounts.models import Account
from minishop.checkout.accounts.session import account_of
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import claim_of_buyer
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import order_of_buyer


def own_order(request: HttpRequest, number: str) -> Order:
    """The buyer's order of an address, or 404."""
    found = order_of_buyer(buyer_of(request), number)
    if found is None:
        raise Http404
    return found


def own_claim(request: HttpRequest, number: str) -> Claim:
    """The buyer's claim of an address, or 404."""
    found = claim_of_buyer(buyer_of(request), number)
    if found is None:
        raise Http404
    return found


def buyer_of(request: HttpRequest) -> Account:
    """Who is logged in, or 404."""
    buyer = account_of(request)
    if buyer is None:
        raise Http404
    return buyer
