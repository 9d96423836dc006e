"""상품 등록·수정: one product, its variants' stock and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minishop.chassis.clock import now
from minishop.chassis.kept_forms.files import chosen_files, keep_files
from minishop.chassis.pictures import BadPicture
from minishop.chassis.web.actions import action
from minishop.kernel.codes import readable_code
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import IMPORT, noted, with_last_save
from minishop.mall.backoffice.products.finding import found_product
from minishop.mall.backoffice.products.forms import ProductForm
from minishop.mall.backoffice.products.labels import PICTURE_PROBLEMS, difference_words, outside_problem
from minishop.mall.backoffice.products.search import search_words
from minishop.mall.backoffice.products.variants import VariantRow, restocks, variant_rows
from minishop.mall.catalog.domain.description import clean
from minishop.mall.catalog.domain.texts import PAGES
from minishop.mall.catalog.labels import DROPPED_LABELS
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.pictures import SMALL, file_name, picture_problem
from minishop.mall.catalog.queries import categories_in_order, missing_pictures, picture_folder_of
from minishop.mall.catalog.services.products import delete_product, succession
from minishop.mall.catalog.services.registration import register_product
from minishop.mall.shipping.domain.stopping import stopped_by
from minishop.mall.shipping.labels import STOPPED
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.stock.domain.levels import TooLow


@shop_page
def product_new(request: ShopRequest) -> HttpResponse:
    """상품 등록."""
    return _edit(request, None)


@shop_page
def product(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품 수정."""
    return _edit(request, product_code)


@shop_page
@action("product", "code", "product_code")
def product_delete(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품 삭제: out of shop and feed; orders keep their own record of it."""
    delete_product(shop=request.shop, code=found_product(request, product_code).code, now=now())
    messages.success(request, _("상품을 삭제했습니다."))
    return redirect("products", request.shop.code)


def _edit(request: ShopRequest, product_code: str | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    files = chosen_files(request)
    with one_save_at_a_time(request):
        present = found_product(request, product_code) if product_code else None
        rows = variant_rows(request.shop, present, posted)
        form = ProductForm(posted, files or None, categories=categories_in_order(request.shop), present=present, rows=rows)
        saved = _save(request, form, rows, present) if form.is_valid() and all(row.is_valid for row in rows) else None
        if saved:
            noted(request, f"product {saved.code}")
    if saved:
        messages.success(request, _("저장했습니다."))
        _tell_of_options(request, present, form)
        _tell_of_dropped(request, form)
        return redirect("product", request.shop.code, saved.code)
    if present:
        with_last_save(request, form, f"product {present.code}", IMPORT)
    invalid_rows = not all(row.is_valid for row in rows)
    context = {"form": form, "rows": rows, "invalid_rows": invalid_rows, "product": present, "pictures": _pictures(present)}
    policy = policy_of(request.shop)
    context |= {"form_key": readable_code(20), "stopped": STOPPED[stopped_by(policy)], "own_fees": policy.individual_fees}
    if posted is not None:
        context["kept"] = keep_files(request, but=form.bad_files)
    context["search"] = search_words(request.shop, [present])[0] if present else None
    context["missing"] = [(one, outside_problem(one)) for one in missing_pictures(present)] if present else []
    return render(request, "backoffice/products/edit.html", context, status=422 if invalid_rows else form.refusal_status)


def _save(request: ShopRequest, form: ProductForm, rows: list[VariantRow], present: Product | None) -> Product | None:
    code = present.code if present else f"P{readable_code(7)}"
    draft = form.draft(code, {row.choices: row.surcharge for row in rows} if rows else None)
    pictures, in_description = ([one.read() for one in form.cleaned_data[name]] for name in ("pictures", "description_pictures"))
    try:
        saved, left = register_product(
            shop=request.shop, draft=draft, stock=restocks(rows), pictures=pictures, in_description=in_description,
            is_new=present is None, who=acting(request), now=now(),
        )  # fmt: skip
    except BadPicture as error:
        _tell_of_pictures(form, str(error.facts["problem"]))
        return None
    except TooLow as error:
        form.add_error("stock", _("재고가 그사이 %(there)s개로 줄어 그만큼 뺄 수 없습니다. 다시 확인해 주세요.") % error.facts)
        return None
    _tell_of_stock(request, rows, left)
    return saved


def _tell_of_pictures(form: ProductForm, problem: str) -> None:
    """Says of each picture that cannot be taken which it is and why; ``problem`` is what was met, and may be all pictures together."""
    for name in ("pictures", "description_pictures"):
        for upload in form.cleaned_data.get(name, ()):
            upload.seek(0)
            if found := picture_problem(upload.read(), in_description=name == "description_pictures"):
                form.refuse_file(name, str(upload.name), str(PICTURE_PROBLEMS[found]))
    if not form.bad_files:
        form.add_error("pictures", str(PICTURE_PROBLEMS[problem]))


def _tell_of_stock(request: ShopRequest, rows: list[VariantRow], left: Mapping[int, int | None]) -> None:
    """Where pieces went while the seller wrote: what was written was a difference, and came to another number."""
    for row in rows:
        restock, there = row.restock, left.get(row.id)
        if restock is None or restock.shown is None or restock.wanted is None or there is None or there == restock.wanted:
            continue
        messages.warning(request, " ".join([row.label, difference_words(restock.shown, restock.wanted, there)]).strip())


def _tell_of_options(request: ShopRequest, before: Product | None, form: ProductForm) -> None:
    """What became of stock and price differences where options were changed: a new name goes on, a new combination starts anew."""
    if before is None:
        return
    way = succession(before, form.draft(before.code))
    for old, new in way.renamed:
        told = _("‘%(old)s’을(를) ‘%(new)s’(으)로 고친 것으로 보고, 재고와 추가금액을 이어 갑니다.")
        messages.info(request, told % {"old": old, "new": new})
    if way.like:
        messages.info(request, _("새 품목이 %(count)d개 생겼습니다. 재고를 확인해 주세요.") % {"count": len(way.like)})


def _tell_of_dropped(request: ShopRequest, form: ProductForm) -> None:
    """What was taken out of the pieces of pages: nothing goes without a word."""
    folder = picture_folder_of(request.shop)
    for name in PAGES:
        for kind, what in clean(form.cleaned_data[name], folder).dropped.items():
            told = ngettext(
                "%(field)s에서 %(n)d개를 뺐습니다. %(kind)s: %(what)s",
                "%(field)s에서 %(n)d개를 뺐습니다. %(kind)s: %(what)s",
                len(what),
            )
            facts = {"field": form.fields[name].label, "n": len(what), "kind": DROPPED_LABELS[kind], "what": ", ".join(what)}
            messages.warning(request, Truncator(told % facts).chars(300))


def _pictures(product: Product | None) -> list[dict[str, Any]]:
    return [{"image": image, "name": file_name(image, SMALL)} for image in product.images.all()] if product else []
