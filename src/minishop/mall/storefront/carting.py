"""장바구니: putting in, looking, changing, taking out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.mall.cart.queries import CartView, Choice, LineView, choices_of, find_cart, view_of
from minishop.mall.cart.services import (
    BadQuantity,
    CartFull,
    NotBuyable,
    TextMissing,
    change_quantity,
    choose,
    put,
    read_quantity,
    take_out,
)
from minishop.mall.catalog.domain.options import ChoiceMissing
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import find_product
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.storefront.browsing import show_product
from minishop.mall.storefront.frame import CART_COOKIE, page, remember_cart
from minishop.mall.storefront.labels import PROBLEMS


class Unchosen(Exception):
    """The product page's form could not be taken; ``problem`` is the sentence for the visitor."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@require_POST
def add(request: ShopRequest) -> HttpResponse:
    """장바구니 담기."""
    product = product_of(request)
    try:
        choice = choice_of(request, product)
        cart = put(shop=request.shop, token=request.COOKIES.get(CART_COOKIE, ""), choice=choice, now=now())
    except Unchosen as error:
        return show_product(request, product, entered=request.POST.dict(), problem=error.problem)
    except (BadQuantity, CartFull):
        return show_product(request, product, entered=request.POST.dict(), problem=_("장바구니에 더 담을 수 없습니다."))
    return remember_cart(redirect("cart"), cart.token)


def cart(request: ShopRequest) -> HttpResponse:
    """장바구니 보기, the fee explained row by row."""
    return show_cart(request)


@require_POST
def change(request: ShopRequest, line_id: int) -> HttpResponse:
    """수량 변경 and 삭제; taking out a free product that would make delivery dearer asks first (E19)."""
    found = find_cart(request.shop, request.COOKIES.get(CART_COOKIE, ""))
    if found is None:
        return redirect("cart")
    if "take_out" in request.POST:
        line = _line(_view(request), line_id)
        if line is not None and line.dearer and request.POST.get("sure") != "1":
            return page(request, "storefront/cart/sure.html", {"line": line})
        take_out(shop=request.shop, cart=found, line_id=line_id)
        return redirect("cart")
    try:
        change_quantity(shop=request.shop, cart=found, line_id=line_id, quantity=read_quantity(request.POST.get("quantity", "")))
    except BadQuantity:
        return show_cart(request, problem=_("수량은 1부터 999까지의 숫자입니다."), line_id=line_id)
    return redirect("cart")


def show_cart(request: ShopRequest, *, problem: str = "", line_id: int = 0, notice: str = "") -> HttpResponse:
    """The cart's page; ``problem`` stands beside the line it is about, ``notice`` above everything."""
    view = _view(request)
    rows = [
        (line, PROBLEMS[line.problem] if line.problem else problem if line.choice.key == line_id else "") for line in view.lines
    ]
    context = {"view": view, "rows": rows, "notice": notice}
    return page(request, "storefront/cart/cart.html", context, status=422 if problem or notice else 200)


def product_of(request: ShopRequest) -> Product:
    """The product that a form names; 404 for another shop's or an unknown one."""
    found = find_product(request.shop, request.POST.get("product", ""))
    if found is None or not found.displayed:
        raise Http404
    return found


def choice_of(request: ShopRequest, product: Product) -> Choice:
    """What the product page's form asks for; raises Unchosen with the sentence that says what is missing."""
    chosen = {name.removeprefix("option-"): value for name, value in request.POST.dict().items() if name.startswith("option-")}
    texts = {name.removeprefix("text-"): value for name, value in request.POST.dict().items() if name.startswith("text-")}
    try:
        return choose(shop=request.shop, product=product, chosen=chosen, texts=texts, quantity=request.POST.get("quantity", "1"))
    except ChoiceMissing as error:
        raise Unchosen(_("%(option)s을(를) 골라 주세요.") % {"option": error.facts["option"] or _("옵션")}) from None
    except TextMissing as error:
        raise Unchosen(_("%(option)s을(를) %(limit)s자 안으로 적어 주세요.") % error.facts) from None
    except BadQuantity:
        raise Unchosen(_("수량은 1부터 999까지의 숫자입니다.")) from None
    except NotBuyable:
        raise Unchosen(_("지금은 살 수 없는 상품입니다.")) from None


def _view(request: ShopRequest) -> CartView:
    found = find_cart(request.shop, request.COOKIES.get(CART_COOKIE, ""))
    return view_of(request.shop, choices_of(request.shop, found))


def _line(view: CartView, line_id: int) -> LineView | None:
    return next((line for line in view.lines if line.choice.key == line_id), None)
