"""Looking around: main page, category, search, product, notices (R73–R83)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from minishop.kernel.won import Won
from minishop.mall.cart.queries import Choice, view_of
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.queries import breadcrumb, displayed_products, find_product, select_options, text_options
from minishop.mall.shipping.labels import row_text
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import purchase_infos, sellable
from minishop.mall.storefront.frame import page
from minishop.mall.storefront.labels import REFUSALS
from minishop.mall.storefront.shelf import cards, viewer

PAGE = 24


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the product page's form could not be taken, in a sentence, and the name of the field it is about."""

    problem: str
    field: str = ""


def main(request: ShopRequest) -> HttpResponse:
    """쇼핑몰 메인: products, and nothing else in their way (R73, R74)."""
    products = displayed_products(request.shop)
    recommended = cards(request.shop, products.filter(recommended=True)[:8])
    shelf = Paginator(products, PAGE).get_page(request.GET.get("page"))
    return page(
        request, "storefront/page/main.html", {"recommended": recommended, "page": shelf, "cards": cards(request.shop, shelf)}
    )


def category(request: ShopRequest, category_id: int) -> HttpResponse:
    """분류: the products of a category and of those below it."""
    found = Category.objects.filter(shop=request.shop, id=category_id).first()
    if found is None:
        raise Http404
    shelf = Paginator(displayed_products(request.shop, found), PAGE).get_page(request.GET.get("page"))
    context = {"category": found, "trail": breadcrumb(request.shop, found), "page": shelf, "cards": cards(request.shop, shelf)}
    return page(request, "storefront/page/category.html", context)


def search(request: ShopRequest) -> HttpResponse:
    """검색: in this shop."""
    words = request.GET.get("q", "").strip()[:100]
    found = displayed_products(request.shop, search=words) if words else Product.objects.none()
    shelf = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(request, "storefront/page/search.html", {"words": words, "page": shelf, "cards": cards(request.shop, shelf)})


def product(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품상세 (R76–R82)."""
    found = find_product(request.shop, product_code)
    if found is None or not found.displayed:
        raise Http404
    return show_product(request, found)


def show_product(request: ShopRequest, found: Product, refused: Refused | None = None) -> HttpResponse:
    """The product's page; after a refusal with what the visitor had chosen, and the reason beside its field."""
    info = purchase_infos(request.shop, [found])[found.id]
    placement = next(iter(found.placements.all()), None)
    entered = request.POST if refused else {}
    context = {
        "product": found,
        "info": info,
        "refusal": REFUSALS[info.refusal] if info.refusal else "",
        "trail": breadcrumb(request.shop, placement.category) if placement else [],
        "pictures": viewer(found),
        "selects": [
            (option, f"option-{option.name}", entered.get(f"option-{option.name}", "")) for option in select_options(found)
        ],
        "texts": [(option, f"text-{option.name}", entered.get(f"text-{option.name}", "")) for option in text_options(found)],
        "quantity": entered.get("quantity", found.min_quantity),
        "variants": _variants(request.shop, found),
        "fee": _fee_of_one(request.shop, found),
        "refused": refused,
    }
    return page(request, "storefront/product/detail.html", context, status=422 if refused else 200)


def notice(request: ShopRequest) -> HttpResponse:
    """공지사항."""
    return page(request, "storefront/page/notice.html")


def about_checkout(request: ShopRequest) -> HttpResponse:
    """체크아웃 서비스란? (R76)."""
    return page(request, "storefront/page/checkout.html")


def _variants(shop: Shop, product: Product) -> list[dict[str, object]]:
    variants = [variant for variant in product.variants.all() if variant.choices]
    left = sellable(shop, [variant.id for variant in variants])
    return [{"variant": variant, "left": left[variant.id]} for variant in variants]


def _fee_of_one(shop: Shop, product: Product) -> list[tuple[str, Won]]:
    """What delivery of the product alone would cost, explained."""
    variant = next(iter(product.variants.all()), None)
    if variant is None:
        return []
    view = view_of(shop, [Choice(0, product, variant, product.min_quantity)])
    named = {product.code: _("이 상품")}
    return [(row_text(row, view.policy, named), row.amount) for row in view.quote.bill.rows] if view.quote.bill else []
