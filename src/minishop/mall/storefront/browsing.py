"""Looking around: main page, category, search, product, notices (R73–R83)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from minishop.mall.cart.queries import Choice, view_of
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.pictures import LARGE, SMALL, picture_path
from minishop.mall.catalog.queries import breadcrumb, displayed_products, find_product, select_options, text_options
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import purchase_infos, sellable
from minishop.mall.storefront.frame import page, remember_inflow
from minishop.mall.storefront.labels import REFUSALS
from minishop.mall.storefront.shelf import cards

PAGE = 24


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
    return remember_inflow(request, show_product(request, found))


def show_product(request: ShopRequest, found: Product, *, entered: dict[str, str] | None = None, problem: str = "") -> HttpResponse:
    """The product's page, with what the visitor had chosen and why it could not be taken."""
    info = purchase_infos(request.shop, [found])[found.id]
    placement = next(iter(found.placements.all()), None)
    context = {
        "product": found,
        "info": info,
        "refusal": REFUSALS[info.refusal] if info.refusal else "",
        "trail": breadcrumb(request.shop, placement.category) if placement else [],
        "pictures": [(picture_path(image, LARGE), picture_path(image, SMALL)) for image in found.images.all()],
        "selects": select_options(found),
        "texts": text_options(found),
        "variants": _variants(request.shop, found),
        "fee": _fee_of_one(request.shop, found),
        "entered": entered or {},
        "problem": problem,
    }
    return page(request, "storefront/product/detail.html", context, status=422 if problem else 200)


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


def _fee_of_one(shop: Shop, product: Product) -> list[tuple[str, object]]:
    """What delivery of one piece would cost, explained."""
    variant = next(iter(product.variants.all()), None)
    if variant is None:
        return []
    view = view_of(shop, [Choice(0, product, variant, product.min_quantity)])
    return [(text, amount) for text, amount in view.fee_rows]
