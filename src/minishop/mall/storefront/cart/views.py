"""장바구니: putting in, looking, changing, taking out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.cart.domain import MOST, Problem
from minishop.mall.cart.queries import CartView, LineView, choices_of, find_cart, view_of
from minishop.mall.cart.services import (
    BadQuantity,
    CartFull,
    NotEnough,
    change_quantity,
    put,
    read_quantity,
    take_out,
)
from minishop.mall.channel.services.reserving import own_pieces, visitor_of
from minishop.mall.shipping.labels import region_note, row_texts
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.storefront.browsing.shelf import picture_of
from minishop.mall.storefront.cart.labels import BEING_PAID, PROBLEMS, at_most, not_enough
from minishop.mall.storefront.frame.delivery import shop_terms
from minishop.mall.storefront.frame.page import CART_COOKIE, page, remember_cart
from minishop.mall.storefront.product.choosing import Refused, Unchosen, choice_of, product_of
from minishop.mall.storefront.product.views import show_product


@action("cart")
def add(request: ShopRequest) -> HttpResponse:
    """장바구니 담기."""
    product = product_of(request)
    try:
        choice = choice_of(request, product)
        cart = put(shop=request.shop, token=request.COOKIES.get(CART_COOKIE, ""), choice=choice, now=now())
    except Unchosen as error:
        return show_product(request, product, error.refused)
    except BadQuantity:
        return show_product(request, product, Refused(_("장바구니에 있는 것과 더해 999개를 넘습니다."), "quantity"))
    except NotEnough as error:
        return show_product(request, product, Refused(not_enough(error.facts), "quantity"))
    except CartFull as error:
        return show_product(request, product, Refused(_("장바구니에는 %(limit)s가지까지 담을 수 있습니다.") % error.facts))
    return remember_cart(redirect("cart"), cart.token)


def cart(request: ShopRequest) -> HttpResponse:
    """장바구니 보기, the fee explained row by row."""
    return show_cart(request)


@action("cart")
def change(request: ShopRequest, line_id: int) -> HttpResponse:
    """수량 변경 and 삭제; taking out a free product that would make delivery dearer asks first (E19)."""
    found = find_cart(request.shop, request.COOKIES.get(CART_COOKIE, ""))
    if found is None:
        return redirect("cart")
    if "take_out" in request.POST:
        line = _line(_view(request), line_id)
        if line is not None and line.dearer and request.POST.get("sure") != "1":
            return page(request, "storefront/cart/sure.html", {"line": line})
        take_out(shop=request.shop, cart=found, line_id=line_id, now=now())
        return redirect("cart")
    try:
        quantity = read_quantity(request.POST.get("quantity", ""))
        change_quantity(shop=request.shop, cart=found, line_id=line_id, quantity=quantity, now=now())
    except BadQuantity:
        return show_cart(request, problem=_("수량은 1부터 999까지의 숫자입니다."), line_id=line_id)
    return redirect("cart")


def show_cart(request: ShopRequest, *, problem: str = "", line_id: int = 0, notice: str = "") -> HttpResponse:
    """The cart's page; ``problem`` stands beside the line it is about, ``notice`` above everything."""
    view = _view(request)
    rows = [(line, picture_of(line.choice.product), problem if line.choice.key == line_id else _said(line)) for line in view.lines]
    bill = {"fee_rows": row_texts(view.fee_rows), "region_note": region_note(view.surcharges)}
    context = {"view": view, "rows": rows, "notice": notice, "delivery": shop_terms(view.policy).words, **bill}
    return page(request, "storefront/cart/cart.html", context, status=422 if problem or notice else 200)


def why_not(view: CartView) -> str:
    """The sentence for a cart that cannot be bought; with one line, that line's own reason."""
    if not view.lines:
        return _("장바구니가 비어 있습니다.")
    lacking = next((line for line in view.lines if line.problem is Problem.NOT_ENOUGH and (line.left or line.is_being_paid)), None)
    if lacking is not None:
        return at_most(lacking.choice.product.name, lacking.left or 0)
    if len(view.lines) == 1 and view.lines[0].problem:
        return _said(view.lines[0])
    if view.quote.bill is None:
        return _("착불 배송 상점의 상품은 체크아웃으로 살 수 없습니다.")
    return _("지금 살 수 없는 상품이 있습니다. 표시된 상품을 확인해 주세요.")


def _said(line: LineView) -> str:
    if line.problem is None:
        return ""
    product = line.choice.product
    if line.problem is Problem.NOT_ENOUGH and not line.left and line.is_being_paid:
        return str(BEING_PAID)
    facts = {"left": line.left, "minimum": product.min_quantity, "maximum": min(product.max_quantity or MOST, MOST)}
    return str(PROBLEMS[line.problem]) % facts


def _view(request: ShopRequest) -> CartView:
    found = find_cart(request.shop, request.COOKIES.get(CART_COOKIE, ""))
    own = own_pieces(request.shop, visitor_of("", request.COOKIES.get(CART_COOKIE, ""), ""))
    return view_of(request.shop, choices_of(request.shop, found), own)


def _line(view: CartView, line_id: int) -> LineView | None:
    return next((line for line in view.lines if line.choice.key == line_id), None)
