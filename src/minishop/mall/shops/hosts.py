"""Storefronts by host name: ``<code>.<SHOP_DOMAIN>`` is the shop ``code``; no other name of that domain is the platform's.

Names are compared as the resolver does: whatever their case, with or without a dot at their end.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from minishop.chassis.tenancy import scope
from minishop.chassis.web import errors
from minishop.mall.shops.models import Shop

NO_SHOP = errors.Said(
    _("이 주소에는 상점이 없습니다"), _("상점 이름을 잘못 적으셨거나, 상점이 문을 닫았을 수 있습니다. 주소를 다시 확인해 주세요.")
)


class ShopRequest(HttpRequest):
    """A request to a storefront or to a shop's back office: it stands in that shop's scope."""

    shop: Shop
    is_guest: bool = False  # in the back office: one of the host's operators, who does not work there


class ByHost:
    """Sets ``request.shop`` and opens the shop's scope on a storefront's host; answers 404 where no shop is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request.get_host().partition(":")[0].lower().removesuffix(".")
        if host == settings.MALL.host or not f".{host}".endswith(f".{settings.SHOP_DOMAIN}"):
            return self._get_response(request)
        shop = Shop.objects.filter(code=host.removesuffix(f".{settings.SHOP_DOMAIN}")).first()
        if shop is None:
            ways = (errors.Way(_("미니샵 처음으로"), f"{settings.MALL.url}/"),)
            return errors.page(request, 404, said=NO_SHOP, frame=errors.Frame("ui/page.html", ways=ways))
        request.shop = shop  # type: ignore[attr-defined]  # ShopRequest, which the framework does not make
        request.urlconf = settings.STOREFRONT_URLCONF
        with scope(shop.id):
            return self._get_response(request)
