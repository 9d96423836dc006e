"""체크아웃 주문하기: the way to the hub (R24, R82)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.cart.queries import CartView, choices_of, find_cart, view_of
from minishop.mall.catalog.models import Product
from minishop.mall.channel.services.registering import CannotBuy, HubSaysNo, HubSilent, NotConnected, Visit, register_order
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.storefront.cart.views import show_cart, why_not
from minishop.mall.storefront.frame.page import CART_COOKIE, INFLOW_COOKIE
from minishop.mall.storefront.product.choosing import Refused, Unchosen, choice_of, product_of
from minishop.mall.storefront.product.views import show_product


class SeeOther(HttpResponseRedirect):
    """303: go on with a GET."""

    status_code = 303


@action("cart")
def checkout(request: ShopRequest) -> HttpResponse:
    """Registers the cart, or the one product of a product page, and sends the buyer to the order sheet."""
    product = product_of(request) if request.POST.get("product") else None
    try:
        view = _wanted(request, product)
        if not opening_of(request.shop, now()).is_open:
            raise NotConnected
        return SeeOther(register_order(shop=request.shop, view=view, visit=_visit(request, product), now=now()))
    except Unchosen as error:
        refused = error.refused
    except NotConnected:
        refused = Refused(_("아직 주문을 받을 수 없는 상점입니다. 체크아웃 입점이 승인되고 오픈한 뒤에 살 수 있습니다."))
    except CannotBuy:
        refused = Refused(why_not(view))
    except HubSaysNo as error:
        refused = Refused(_("체크아웃에서 주문을 받지 않았습니다: %(message)s") % error.facts)
    except HubSilent:
        refused = Refused(_("체크아웃이 잠시 응답하지 않습니다. 잠시 뒤에 다시 눌러 주세요. 고른 상품은 그대로입니다."))
    return show_product(request, product, refused) if product else show_cart(request, notice=refused.problem)


def _visit(request: ShopRequest, product: Product | None) -> Visit:
    back = request.build_absolute_uri(f"/products/{product.code}/" if product else "/cart/")
    return Visit(back, request.COOKIES.get(INFLOW_COOKIE, ""))


def _wanted(request: ShopRequest, product: Product | None) -> CartView:
    if product is not None:
        return view_of(request.shop, [choice_of(request, product)])
    cart = find_cart(request.shop, request.COOKIES.get(CART_COOKIE, ""))
    return view_of(request.shop, choices_of(request.shop, cart))
