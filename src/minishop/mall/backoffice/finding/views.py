"""찾기: the box in the bar. What the words name alone, or exactly, is opened at once; otherwise the page shows some and says where to look."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from minishop.kernel.plain import plain
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.menu import MENU
from minishop.mall.catalog.queries import living_products, products_of_words
from minishop.mall.orders.queries import orders_of_words
from minishop.mall.shops.hosts import ShopRequest

LONGEST = 60
SHOWN = 6
# Address, label, and what names it exactly.
Hit = tuple[str, str, tuple[str, ...]]


@shop_page
def find(request: ShopRequest) -> HttpResponse:
    """Orders and products that the words fit, and menu lines of this name: a fixed number of statements, by their indexes."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    orders, products = _orders(request, words), _products(request, words)
    exact = [address for address, _label, names in (*orders, *products) if words in names]
    if len(exact) == 1 or len(orders) + len(products) == 1:
        return redirect(exact[0] if exact else (*orders, *products)[0][0])
    menu = [(reverse(item.route, args=[request.shop.code]), item.label) for item in MENU if _names(str(item.label), words)]
    found = [(address, label) for address, label, _names_of in (*orders, *products)]
    context = {"find_words": words, "found": found, "menu": menu, "ways": _ways(request, words) if words else []}
    return render(request, "backoffice/finding/found.html", context)


def _orders(request: ShopRequest, words: str) -> list[Hit]:
    found = orders_of_words(request.shop, words, at_most=SHOWN) if words else []
    return [
        (
            reverse("order", args=[request.shop.code, order.number]),
            f"{order.number} {order.orderer_name} → {order.recipient_name}",
            (order.number, order.hub_number),
        )
        for order in found
    ]


def _products(request: ShopRequest, words: str) -> list[Hit]:
    if not words:
        return []
    exact = living_products(request.shop).filter(code=words)
    found = exact or products_of_words(request.shop, living_products(request.shop), words).order_by("code")[:SHOWN]
    return [(reverse("product", args=[request.shop.code, product.code]), product.name, (product.code,)) for product in found]


def _names(label: str, words: str) -> bool:
    return bool(plain(words)) and plain(words) in plain(label)


def _ways(request: ShopRequest, words: str) -> list[tuple[str, str]]:
    """The lists that look for words themselves."""
    lists = (("orders", _("주문관리")), ("products", _("상품관리")))
    return [(f"{reverse(route, args=[request.shop.code])}?{urlencode({'q': words})}", label) for route, label in lists]
