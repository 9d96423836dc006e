"""Who may open a shop's back office: its people and the host's operators. For everyone else it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from minishop.chassis.tenancy import scope
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import find_shop
from minishop.mall.staff.models import Account
from minishop.mall.staff.queries import works_in

P = ParamSpec("P")
ShopView = Callable[Concatenate[ShopRequest, P], HttpResponseBase]


def shop_page(view: ShopView[P]) -> Callable[..., HttpResponseBase]:
    """A view below ``/office/<code>/``: asks for a login, answers 404 to strangers, sets ``request.shop``, opens its scope."""

    @wraps(view)
    @login_required
    def enter(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        shop = find_shop(code)
        if shop is None or not works_in(cast(Account, request.user), shop):
            raise Http404
        inside = cast(ShopRequest, request)
        inside.shop = shop
        with scope(shop.id):
            return view(inside, *args, **kwargs)

    return enter


def acting(request: HttpRequest) -> str:
    """Who acts, as history rows name them."""
    return cast(Account, request.user).email
