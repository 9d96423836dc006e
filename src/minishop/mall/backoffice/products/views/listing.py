"""상품관리: the list, and what is done to several products at once (R110–R112)."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.products.search import search_words
from minishop.mall.catalog.domain.texts import DETAILS
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.catalog.models import Category, Product
from minishop.mall.catalog.pictures import SMALL, file_name
from minishop.mall.catalog.queries import (
    category_tree,
    ids_in,
    living_products,
    products_of_words,
    with_failed_pictures,
    with_parts,
    without_pictures,
)
from minishop.mall.catalog.services.products import set_displayed
from minishop.mall.shipping.domain.stopping import stopped_by
from minishop.mall.shipping.labels import STOPPED
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.stock.services.levels import left

PAGE = 30
_SORTS = {"newest": ("-created_at", "-id"), "rank": ("position", "-created_at", "-id"), "name": ("name", "id")}
_SHOWN = {"displayed": {"displayed": True}, "hidden": {"displayed": False}}
_BY_PICTURES = {"none": without_pictures, "failed": with_failed_pictures}
_LISTED = {detail.name: TEXT_LABELS[detail.name] for detail in DETAILS if detail.in_list}


@shop_page
def products(request: ShopRequest) -> HttpResponse:
    """The product list with search, filter and sort."""
    rows = Paginator(_chosen(request, request.GET), PAGE).get_page(request.GET.get("page"))
    counted = left(request.shop, [variant.id for product in rows for variant in product.variants.all()])
    listed = [_row(product, counted) for product in rows]
    for row, words in zip(listed, search_words(request.shop, list(rows)), strict=True):
        row["search"] = words
    context = {"page": rows, "rows": listed, "categories": category_tree(request.shop), "query": request.GET}
    shop = {"stopped": STOPPED[stopped_by(policy_of(request.shop))], "is_open": opening_of(request.shop, now()).is_open}
    more = {"details": list(_LISTED.values()), **shop}
    return render(request, "backoffice/products/list.html", {**context, **more})


@shop_page
@action("products", "code")
def products_display(request: ShopRequest) -> HttpResponse:
    """진열여부: displays or hides the checked products (R111)."""
    displayed = request.POST.get("displayed") == "1"
    changed = set_displayed(shop=request.shop, codes=request.POST.getlist("code"), displayed=displayed, now=now())
    if changed:
        messages.success(request, ngettext("상품 %(n)d개를 바꿨습니다.", "상품 %(n)d개를 바꿨습니다.", changed) % {"n": changed})
    else:
        messages.info(request, _("바뀐 상품이 없습니다. 상품을 먼저 골라 주세요."))
    back = QueryDict(request.POST.get("back", "")).urlencode()
    return redirect(f"{reverse('products', args=[request.shop.code])}?{back}")


def _chosen(request: ShopRequest, query: QueryDict) -> QuerySet[Product]:
    found = _BY_PICTURES.get(query.get("pictures", ""), living_products)(request.shop)
    found = found.filter(**_SHOWN.get(query.get("shown", ""), {}))
    if words := query.get("q", "").strip():
        found = products_of_words(request.shop, found, words)
    if (category := _category(request, query.get("category", ""))) is not None:
        found = found.filter(id__in=ids_in(request.shop, category))
    return with_parts(found.order_by(*_SORTS.get(query.get("sort", ""), _SORTS["newest"])))


def _category(request: ShopRequest, number: str) -> Category | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Category.objects.filter(shop=request.shop, id=int(number)).first()


def _row(product: Product, left: dict[int, int | None]) -> dict[str, object]:
    images, variants = list(product.images.all()), list(product.variants.all())
    return {
        "product": product,
        "picture": file_name(images[0], SMALL) if images else "",
        "options": list(product.options.all()),
        "details": [(label, getattr(product, name)) for name, label in _LISTED.items()],
        "sold_out": sum(1 for variant in variants if left[variant.id] == 0),
        "variants": len(variants),
    }
