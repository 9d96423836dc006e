"""상품 등록·수정: one product, its variants' stock and its pictures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.kernel.codes import readable_code
from minishop.mall.backoffice.access import shop_page
from minishop.mall.backoffice.product_forms import ProductForm, initial_of
from minishop.mall.backoffice.variant_forms import VariantRow, variant_rows
from minishop.mall.catalog.domain.options import Choices
from minishop.mall.catalog.models import Category, Product, ProductImage
from minishop.mall.catalog.pictures import SMALL, BadPicture, picture_path
from minishop.mall.catalog.queries import find_product
from minishop.mall.catalog.services.products import delete_product
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.stock.registration import register_product

_PICTURE_PROBLEMS = {
    "not_a_picture": "JPEG, PNG, WebP 사진이 아니거나 손상된 파일입니다.",
    "too_small": "사진이 너무 작습니다. 가로세로 300픽셀 이상이어야 합니다.",
    "too_many_pixels": "사진이 너무 큽니다. 크기를 줄여 주세요.",
}


@shop_page
def product_new(request: ShopRequest) -> HttpResponse:
    """상품 등록."""
    return _edit(request, None)


@shop_page
def product(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품 수정."""
    found = find_product(request.shop, product_code)
    if found is None:
        raise Http404
    return _edit(request, found)


@shop_page
@require_POST
def product_delete(request: ShopRequest, product_code: str) -> HttpResponse:
    """상품 삭제: out of shop and feed; orders keep their own record of it."""
    delete_product(shop=request.shop, code=product_code, now=now())
    messages.success(request, _("상품을 삭제했습니다."))
    return redirect("products", request.shop.code)


@shop_page
@require_POST
def picture_delete(request: ShopRequest, product_code: str, image_id: int) -> HttpResponse:
    """Takes a picture off a product; its file stays for pages that are cached."""
    found = find_product(request.shop, product_code)
    if found is None:
        raise Http404
    ProductImage.objects.filter(shop=request.shop, product_id=found.id, id=image_id).delete()
    return redirect("product", request.shop.code, product_code)


def _edit(request: ShopRequest, present: Product | None) -> HttpResponse:
    rows = variant_rows(request.shop, present, request.POST if request.method == "POST" else None)
    form = ProductForm(
        request.POST or None,
        request.FILES or None,
        categories=list(Category.objects.filter(shop=request.shop).order_by("position", "id")),
        initial=initial_of(present) if present else {},
    )
    if form.is_valid() and all(row.is_valid for row in rows) and (saved := _save(request, form, rows, present)):
        messages.success(request, _("저장했습니다."))
        return redirect("product", request.shop.code, saved.code)
    invalid = bool(form.errors) or not all(row.is_valid for row in rows)
    context = {"form": form, "rows": rows, "product": present, "pictures": _pictures(present)}
    return render(request, "backoffice/products/edit.html", context, status=422 if invalid else 200)


def _save(request: ShopRequest, form: ProductForm, rows: list[VariantRow], present: Product | None) -> Product | None:
    code = present.code if present else f"P{readable_code(7)}"
    draft = form.draft(code, {row.choices: row.surcharge for row in rows} if rows else None)
    pictures = [upload.read() for upload in request.FILES.getlist("pictures")]
    by_variant: dict[Choices, int | None] = {row.choices: row.quantity for row in rows if row.choices}
    stock = by_variant or {(): form.cleaned_data["stock"]}
    try:
        return register_product(shop=request.shop, draft=draft, stock=stock, pictures=pictures, is_new=present is None, now=now())
    except BadPicture as error:
        form.add_error("pictures", _(_PICTURE_PROBLEMS[str(error.facts["problem"])]))
        return None


def _pictures(product: Product | None) -> list[dict[str, Any]]:
    return [{"image": image, "path": picture_path(image, SMALL)} for image in product.images.all()] if product else []
