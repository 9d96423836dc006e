"""찾기: the box in the bar. What a word names exactly is opened at once; otherwise the page says where to look for it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from minishop.kernel.plain import plain
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.menu import MENU
from minishop.mall.catalog.queries import find_products
from minishop.mall.orders.queries import orders_of_number
from minishop.mall.shops.hosts import ShopRequest

LONGEST = 60


@shop_page
def find(request: ShopRequest) -> HttpResponse:
    """An order of this number, ours or the hub's; a product of this code; a menu line of this name. Two statements, by their indexes."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    orders, products = _orders(request, words), _products(request, words)
    if len(orders) + len(products) == 1:
        return redirect(orders[0][0] if orders else products[0][0])
    menu = [(reverse(item.route, args=[request.shop.code]), item.label) for item in MENU if _names(str(item.label), words)]
    context = {"find_words": words, "exact": [*orders, *products], "menu": menu, "ways": _ways(request, words) if words else []}
    return render(request, "backoffice/finding/found.html", context)


def _orders(request: ShopRequest, words: str) -> list[tuple[str, str]]:
    found = orders_of_number(request.shop, words) if words else []
    return [(reverse("order", args=[request.shop.code, order.number]), order.number) for order in found]


def _products(request: ShopRequest, words: str) -> list[tuple[str, str]]:
    found = find_products(request.shop, [words]) if words else []
    return [(reverse("product", args=[request.shop.code, product.code]), product.name) for product in found]


def _names(label: str, words: str) -> bool:
    return bool(plain(words)) and plain(words) in plain(label)


def _ways(request: ShopRequest, words: str) -> list[tuple[str, str]]:
    """The lists that look for a word themselves."""
    products = f"{reverse('products', args=[request.shop.code])}?{urlencode({'q': words})}"
    desk = reverse("orders", args=[request.shop.code])
    people = [(_("주문자"), "orderer"), (_("수령인"), "recipient"), (_("주문한 상품"), "product"), (_("주문번호"), "number")]
    return [(products, _("상품 이름")), *((f"{desk}?{urlencode({field: words})}", label) for label, field in people)]
