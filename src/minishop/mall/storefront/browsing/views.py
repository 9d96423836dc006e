"""Looking around: main page, category, search, notices (R73–R76, R83)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from minishop.chassis.ui.policies import Policy
from minishop.chassis.web.keeping import for_everyone
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.queries import breadcrumb, displayed_products
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.storefront.browsing.policies import PRIVACY, TERMS
from minishop.mall.storefront.browsing.rounds import rounds_of
from minishop.mall.storefront.browsing.shelf import Card, cards
from minishop.mall.storefront.browsing.sorting import sorted_by, sorts
from minishop.mall.storefront.frame.page import page
from minishop.mall.storefront.outside.sharing import Shared, category_facts, shared_page

PAGE = 24


@for_everyone
def main(request: ShopRequest) -> HttpResponse:
    """쇼핑몰 메인: products, and nothing else in their way (R73, R74)."""
    products = displayed_products(request.shop)
    recommended = cards(request.shop, products.filter(recommended=True)[:8])
    shelf = Paginator(products, PAGE).get_page(request.GET.get("page"))
    shown = cards(request.shop, shelf)
    hero = next((card for card in recommended if card.picture), None)
    said = _("체크아웃 아이디로 안전하게 구매하세요")
    context = {
        "hero": hero,
        "shared": shared_page(request, request.shop.name, f"{request.shop.name} – {said}", hero.large if hero else ""),
        "rounds": rounds_of([*recommended, *shown]),
        "recommended": recommended,
        "page": shelf,
        "cards": shown,
    }
    return page(request, "storefront/browsing/main.html", context)


@for_everyone
def category(request: ShopRequest, category_id: int) -> HttpResponse:
    """분류: the products of a category and of those below it."""
    found = Category.objects.filter(shop=request.shop, id=category_id).first()
    if found is None:
        raise Http404
    wanted = request.GET.get("sort", "")
    shelf = Paginator(sorted_by(displayed_products(request.shop, found), wanted), PAGE).get_page(request.GET.get("page"))
    trail, shown = breadcrumb(request.shop, found), cards(request.shop, shelf)
    context = {
        "category": found,
        "trail": trail,
        "shared": _shared_category(request, trail, shown),
        "sorts": sorts(wanted),
        "page": shelf,
        "cards": shown,
    }
    return page(request, "storefront/browsing/category.html", context)


@for_everyone
def search(request: ShopRequest) -> HttpResponse:
    """검색: in this shop."""
    words = request.GET.get("q", "").strip()[:100]
    found = displayed_products(request.shop, search=words) if words else Product.objects.none()
    shelf = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(request, "storefront/browsing/search.html", {"words": words, "page": shelf, "cards": cards(request.shop, shelf)})


@for_everyone
def notice(request: ShopRequest) -> HttpResponse:
    """공지사항."""
    return page(request, "storefront/browsing/notice.html", {"shared": _shared_text(request, _("공지사항"))})


@for_everyone
def terms(request: ShopRequest) -> HttpResponse:
    """이용약관 (R78)."""
    return _policy(request, TERMS)


@for_everyone
def privacy(request: ShopRequest) -> HttpResponse:
    """개인정보 처리방침 (R78)."""
    return _policy(request, PRIVACY)


@for_everyone
def about_checkout(request: ShopRequest) -> HttpResponse:
    """체크아웃 서비스란? (R76)."""
    return page(request, "storefront/browsing/checkout.html", {"shared": _shared_text(request, _("체크아웃 서비스란?"))})


def _policy(request: ShopRequest, policy: Policy) -> HttpResponse:
    shop, title = request.shop, str(policy.title)
    told = policy.told({"shop": shop.name, "seller": shop.business_name or shop.name})
    return page(
        request, "storefront/browsing/policy.html", {"title": title, "sections": told, "shared": _shared_text(request, title)}
    )


def _shared_category(request: ShopRequest, trail: list[Category], shown: list[Card]) -> Shared:
    names = ", ".join(card.product.name for card in shown[:3])
    title = f"{trail[-1].name} – {request.shop.name}"
    picture = next((card.large for card in shown if card.picture), "")
    return shared_page(request, title, f"{title}: {names}" if names else title, picture, category_facts(request, trail))


def _shared_text(request: ShopRequest, title: str) -> Shared:
    titled = f"{title} – {request.shop.name}"
    return shared_page(request, titled, titled)
