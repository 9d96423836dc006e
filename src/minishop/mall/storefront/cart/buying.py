"""체크아웃 주문하기: the way to the hub (R24, R82)."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.logins.services import address_of
from minishop.chassis.web.actions import action
from minishop.kernel.codes import new_secret
from minishop.mall.cart.queries import CartView, choices_of, find_cart, view_of
from minishop.mall.catalog.models import Product
from minishop.mall.channel.services.registering import CannotBuy, HubSaysNo, HubSilent, NotConnected, Visit, register_order
from minishop.mall.channel.services.reserving import NotLeft, TooManyHolds, own_pieces, visitor_of
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.storefront.cart.views import show_cart, why_not
from minishop.mall.storefront.frame.page import CART_COOKIE, INFLOW_COOKIE, VISITOR_COOKIE, remember_visitor
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
        token = request.COOKIES.get(VISITOR_COOKIE, "") or new_secret()
        address = register_order(shop=request.shop, view=view, visit=_visit(request, product, token), now=now())
        return remember_visitor(SeeOther(address), token)
    except Unchosen as error:
        refused = error.refused
    except NotConnected:
        refused = Refused(_("아직 주문을 받을 수 없는 상점입니다. 체크아웃 입점이 승인되고 오픈한 뒤에 살 수 있습니다."))
    except CannotBuy:
        refused = Refused(why_not(view))
    except TooManyHolds:
        refused = Refused(_("결제 중인 주문이 너무 많습니다. 먼저 끝내거나 잠시 뒤에 다시 해 주세요."))
    except NotLeft:
        refused = Refused(why_not(_wanted(request, product)))
    except HubSaysNo as error:
        refused = Refused(_("체크아웃에서 주문을 받지 않았습니다: %(message)s") % error.facts)
    except HubSilent:
        refused = Refused(_("체크아웃이 잠시 응답하지 않습니다. 잠시 뒤에 다시 눌러 주세요. 고른 상품은 그대로입니다."))
    return show_product(request, product, refused) if product else show_cart(request, notice=refused.problem)


def _visit(request: ShopRequest, product: Product | None, token: str) -> Visit:
    back = request.build_absolute_uri(f"/products/{product.code}/" if product else "/cart/")
    cart = "" if product else request.COOKIES.get(CART_COOKIE, "")
    return Visit(back, request.COOKIES.get(INFLOW_COOKIE, ""), visitor_of(token, cart, address_of(request)))


def _wanted(request: ShopRequest, product: Product | None) -> CartView:
    if product is not None:
        return view_of(request.shop, [choice_of(request, product)])
    token = request.COOKIES.get(CART_COOKIE, "")
    own = own_pieces(request.shop, visitor_of("", token, ""))
    return view_of(request.shop, choices_of(request.shop, find_cart(request.shop, token)), own)
