"""Who may open a shop's back office: its people and the host's operators. For everyone else it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.mall.orders.domain.actors import person
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import find_shop
from minishop.mall.staff.models import Account
from minishop.mall.staff.queries import Standing, standing_in
from minishop.mall.staff.services import record_guest_act

P = ParamSpec("P")
ShopView = Callable[Concatenate[ShopRequest, P], HttpResponseBase]


def shop_page(view: ShopView[P]) -> Callable[..., HttpResponseBase]:
    """A view below ``/office/<code>/``: asks for a login, answers 404 to strangers, sets ``request.shop``, opens its scope.

    What an operator sends there, who is a guest, is written down for the shop's people.
    """

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        shop, account = find_shop(code), cast(Account, request.user)
        standing = standing_in(account, shop) if shop else None
        if shop is None or standing is None:
            raise Http404
        inside = cast(ShopRequest, request)
        inside.shop, inside.is_guest = shop, standing is Standing.GUEST
        with scope(shop.id):
            if inside.is_guest and request.method == "POST":
                record_guest_act(shop=shop, account=account, path=request.path, now=now())
            return view(inside, *args, **kwargs)

    return enter


def acting(request: ShopRequest) -> str:
    """Who acts, as history rows name them."""
    return person(cast(Account, request.user).email, is_guest=request.is_guest)
