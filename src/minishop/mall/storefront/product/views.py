"""상품상세: one product, and what its form was refused for (R76–R82)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import Promise

from minishop.chassis.web.keeping import for_everyone
from minishop.mall.catalog.domain.description import with_line_breaks
from minishop.mall.catalog.domain.purchase import PurchaseInfo, purchase_info
from minishop.mall.catalog.domain.texts import DETAILS, GUIDES
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.queries import breadcrumb, find_product, text_options
from minishop.mall.shipping.labels import region_note
from minishop.mall.shipping.queries import policy_of, surcharges_of
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.stock.queries import Shelf, offer_of, shelves_of
from minishop.mall.storefront.browsing.shelf import discount_percent
from minishop.mall.storefront.frame.delivery import product_terms, shop_terms
from minishop.mall.storefront.frame.page import page
from minishop.mall.storefront.outside.sharing import shared_product
from minishop.mall.storefront.product.choosing import Refused
from minishop.mall.storefront.product.labels import REFUSALS
from minishop.mall.storefront.product.policy import with_description
from minishop.mall.storefront.product.selects import Offered, most_of, script_facts, selects_of
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
    shelves = shelves_of(request.shop, [found])
    info, offered = purchase_info(offer_of(found, shelves)), _offered(found, shelves)
    placement = next(iter(found.placements.all()), None)
    entered = request.POST if refused else {}
    policy = policy_of(request.shop)
    terms = product_terms(policy, found)
    trail = breadcrumb(request.shop, placement.category) if placement else []
    context = {
        "product": found,
        "info": info,
        **_texts(found),
        "refusal": REFUSALS[info.refusal] if info.refusal else "",
        "trail": trail,
        "pictures": viewer(found),
        "selects": selects_of(found, offered, entered),
        "texts": [(option, f"text-{option.name}", entered.get(f"text-{option.name}", "")) for option in text_options(found)],
        "quantity": entered.get("quantity", found.min_quantity),
        "most": most_of(found),
        **_standing(offered, info),
        "choosing": script_facts(found, offered, terms),
        "discount": discount_percent(found),
        "terms": terms,
        "delivery": shop_terms(policy).words,
        "policy": policy,
        "region_note": region_note((one.name, one.amount) for one in surcharges_of(request.shop)),
        "refused": refused,
        "shared": None if refused else shared_product(request, found, info, trail),
    }
    return page(request, "storefront/product/detail.html", context, status=422 if refused else 200)


def _standing(offered: Sequence[Offered], info: PurchaseInfo) -> dict[str, Any]:
    """The combinations, and whether others are paying for everything that is left."""
    combinations = [one for one in offered if one.variant.choices]
    return {"variants": combinations, "is_being_paid": info.buyable and not any(one.left != 0 for one in offered)}


def _texts(product: Product) -> dict[str, Any]:
    """What the seller wrote of the product, as far as there is something to read."""
    description = with_line_breaks(product.description)
    return {"details": _details(product), "description": description, "guides": _guides(product)}


def _details(product: Product) -> list[tuple[str | Promise, str]]:
    """상품 정보 that buyers are shown, as far as the seller told it."""
    shown = [(TEXT_LABELS[detail.name], getattr(product, detail.name)) for detail in DETAILS if detail.on_page]
    return [(label, text) for label, text in shown if text]


def _guides(product: Product) -> list[tuple[str | Promise, str]]:
    """구매 안내, as far as the seller wrote it."""
    return [(TEXT_LABELS[guide.name], with_line_breaks(text)) for guide in GUIDES if (text := getattr(product, guide.name))]


def _offered(product: Product, shelves: Mapping[int, Shelf]) -> list[Offered]:
    found = [(variant, shelves[variant.id]) for variant in product.variants.all()]
    return [Offered(variant, shelf.left, shelf.is_being_paid) for variant, shelf in found]
