"""재고: the numbers of a product's variants with their movements, and what a seller says of them."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.kernel.codes import readable_code
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.backoffice.products.finding import found_product
from minishop.mall.catalog.domain.options import option_text
from minishop.mall.catalog.models import Product
from minishop.mall.orders.labels import Label, actor_name
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.stock.domain.levels import ShelfMoved, TooLow
from minishop.mall.stock.labels import KINDS
from minishop.mall.stock.queries import accounts, buffer_for_all, movements_of, selling_channel
from minishop.mall.stock.services.holds import MALL
from minishop.mall.stock.services.levels import count, take_in, write_buffer, write_off, write_terms

_LONGEST = 9


class _Unreadable(Exception):
    """A number that is none."""


def mover_name(who: str) -> Label:
    """Who moved stock: a person, the hub, or the shop's own clock."""
    return _("자동") if who == MALL else actor_name(who)


@shop_page
def stock(request: ShopRequest, product_code: str) -> HttpResponse:
    """재고: one form a variant and act; what was refused is said above, with the numbers as they are now."""
    product = found_product(request, product_code)
    problem, status = _act(request, product) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not problem:
        messages.success(request, _("저장했습니다."))
        return redirect("product-stock", request.shop.code, product.code)
    rows = [(one, option_text(one.variant.choices) or product.name) for one in accounts(request.shop, product)]
    names = {one.variant.id: name for one, name in rows}
    moved = [(one, names[one.variant_id], KINDS[one.kind], mover_name(one.who)) for one in movements_of(request.shop, names)]
    context = {"product": product, "rows": rows, "moved": moved, "problem": problem, "for_all": buffer_for_all(request.shop)}
    return render(request, "backoffice/products/stock.html", {**context, "form_key": readable_code(20)}, status=status)


def _act(request: ShopRequest, product: Product) -> tuple[str, int]:
    """Does what the form says; why it was refused, with the status."""
    try:
        if "for_all" in request.POST:
            write_buffer(shop=request.shop, channel=selling_channel(), pieces=_number(request.POST, "for_all"), now=now())
        else:
            _act_on(request, _variant_of(request, product))
    except _Unreadable:
        return _("0 이상, 아홉 자리까지의 숫자로 적어 주세요."), 422
    except TooLow as error:
        return _("지금 %(there)d개입니다. 그보다 많이 뺄 수 없습니다.") % error.facts, 422
    except ShelfMoved:
        seen = {"shelf": request.POST.get("shelf_shown", ""), "unshipped": request.POST.get("unshipped_shown", "")}
        told = _("보신 것은 실물 %(shelf)s개, 그 가운데 출고 전 %(unshipped)s개입니다. 지금 수량을 보고 다시 세어 주세요.")
        return f"{_('보시는 동안 재고가 움직여 저장하지 않았습니다.')} {told % seen}", 409
    return "", 200


def _act_on(request: ShopRequest, variant_id: int) -> None:
    given, shop = request.POST, request.shop
    key, who = f"{given.get('form_key', '')[:40]}:{variant_id}", acting(request)
    match given.get("act"):
        case "in":
            take_in(shop=shop, variant_id=variant_id, pieces=_number(given, "pieces"), key=key, who=who, now=now())
        case "off":
            write_off(shop=shop, variant_id=variant_id, pieces=_number(given, "pieces"), key=key, who=who, now=now())
        case "count":
            version = _number(given, "version")
            count(shop=shop, variant_id=variant_id, shelf=_number(given, "pieces"), version=version, key=key, who=who, now=now())
        case "terms":
            buffer = _number(given, "buffer") if given.get("buffer", "").strip() else None
            write_terms(
                shop=shop, variant_id=variant_id, channel=selling_channel(), safety=_number(given, "safety"), buffer=buffer,
                sold_out="sold_out" in given, now=now(),
            )  # fmt: skip
        case _:
            raise Http404


def _variant_of(request: ShopRequest, product: Product) -> int:
    found = {str(variant.id): variant.id for variant in product.variants.all()}
    if (given := request.POST.get("variant", "")) not in found:
        raise Http404
    return found[given]


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise _Unreadable
    return int(text)
