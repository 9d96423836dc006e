"""상품상세: one product, and what its form was refused for (R76–R82)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from minishop.chassis.web.keeping import for_everyone
from minishop.kernel.won import Won
from minishop.mall.cart.queries import Choice, view_of
from minishop.mall.catalog.domain.texts import DETAILS, GUIDES
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import breadcrumb, find_product, select_options, text_options
from minishop.mall.shipping.labels import row_texts
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import purchase_infos, sellable
from minishop.mall.storefront.frame.page import page
from minishop.mall.storefront.product.choosing import Refused
from minishop.mall.storefront.product.labels import REFUSALS
from minishop.mall.storefront.product.policy import with_description
from minishop.mall.storefront.product.viewer import viewer


@for_everyone
def product(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품상세 (R76–R82)."""
    found = find_product(request.shop, product_code)
    if found is None or not found.displayed:
        raise Http404
    return show_product(request, found)


@with_description
def show_product(request: ShopRequest, found: Product, refused: Refused | None = None) -> HttpResponse:
    """The product's page; after a refusal with what the visitor had chosen, and the reason beside its field."""
    info = purchase_infos(request.shop, [found])[found.id]
    placement = next(iter(found.placements.all()), None)
    entered = request.POST if refused else {}
    context = {
        "product": found,
        "info": info,
        "details": _details(found),
        "guides": _guides(found),
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


def _details(product: Product) -> list[tuple[str | Promise, str]]:
    """상품 정보 that buyers are shown, as far as the seller told it."""
    shown = [(TEXT_LABELS[detail.name], getattr(product, detail.name)) for detail in DETAILS if detail.on_page]
    return [(label, text) for label, text in shown if text]


def _guides(product: Product) -> list[tuple[str | Promise, str]]:
    """구매 안내, as far as the seller wrote it."""
    return [(TEXT_LABELS[guide.name], text) for guide in GUIDES if (text := getattr(product, guide.name))]


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
    return row_texts(row.named(_("이 상품")) for row in view.fee_rows)
