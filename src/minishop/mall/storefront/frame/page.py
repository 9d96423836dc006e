"""What every page of a storefront shows around its content, and the visitor's cookies."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minishop.chassis.clock import now
from minishop.mall.cart.models import CartLine
from minishop.mall.cart.queries import find_cart
from minishop.mall.catalog.queries import category_tree
from minishop.mall.channel import endpoints
from minishop.mall.channel.queries import connection_of
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.storefront.frame.delivery import shop_terms

CART_COOKIE = "cart"
CART_DAYS = 30
INFLOW_COOKIE = "NA_CO"
VISITOR_COOKIE = "visitor"


def page(request: ShopRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Renders a page in the shop's frame, and remembers where the visitor came from."""
    return remember_inflow(request, render(request, template, {**frame(request), **(context or {})}, status=status))


def frame(request: ShopRequest) -> dict[str, Any]:
    """The shop, its categories, what is in the cart, and whether buying is possible (R82).

    What only some pages show is asked for by those that show it.
    """
    shop = request.shop
    cart = find_cart(shop, request.COOKIES.get(CART_COOKIE, ""))
    connection = cache(lambda: connection_of(shop))
    opening = opening_of(shop, now())
    return {
        "shop": shop,
        "tree": category_tree(shop),
        "in_cart": CartLine.objects.filter(shop=shop, cart_id=cart.id).count() if cart else 0,
        "connection": connection,
        "opening": opening,
        "can_sell": lambda: opening.is_open and connection() is not None,
        "delivery": cache(lambda: shop_terms(policy_of(shop)).words),
        "button_script": endpoints.button_script(),
        "buyer_orders": endpoints.buyer_orders(),
    }


def remember_cart(response: HttpResponse, token: str) -> HttpResponse:
    """Keeps the cart's token with the visitor: on this host only, not for scripts."""
    response.set_cookie(
        CART_COOKIE, token, max_age=CART_DAYS * 86_400, httponly=True, samesite="Lax", secure=settings.MODE == "production"
    )
    return response


def remember_visitor(response: HttpResponse, token: str) -> HttpResponse:
    """Knows the browser that pressed buy again, where the hub cannot hold goods for who pays: it may hold only so much."""
    if endpoints.profile().hold_at_registration:
        response.set_cookie(
            VISITOR_COOKIE, token, max_age=86_400, httponly=True, samesite="Lax", secure=settings.MODE == "production"
        )
    return response


def remember_inflow(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A landing from the search carries NaPm; it is kept as NA_CO and travels with the order (the mapping is inferred)."""
    landed = request.GET.get("NaPm") or request.GET.get("napm")
    if landed:
        response.set_cookie(
            INFLOW_COOKIE, landed[:300], max_age=86_400, httponly=True, samesite="Lax", secure=settings.MODE == "production"
        )
    return response
