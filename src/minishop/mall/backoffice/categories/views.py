"""분류 관리: the shop's categories as a tree, naming and making them (R106–R108)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.mall.backoffice.categories.forms import CategoryForm
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import noted, with_last_save
from minishop.mall.catalog.models import Category
from minishop.mall.catalog.queries import categories_in_order, category_tree
from minishop.mall.catalog.services.categories import IntoItself, save_category
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def categories(request: ShopRequest) -> HttpResponse:
    """The tree, and a form for a new category."""
    return _edit(request, None)


@shop_page
def category(request: ShopRequest, category_id: int) -> HttpResponse:
    """The tree, and a form for one category."""
    return _edit(request, category_id)


def _edit(request: ShopRequest, category_id: int | None) -> HttpResponse:
    with one_save_at_a_time(request):
        present = _category(request, category_id) if category_id is not None else None
        form = _form(request, present)
        is_saved = form.is_valid() and _save(request, form, present)
        if is_saved and present:
            noted(request, f"category {present.id}")
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("categories", request.shop.code)
    if present:
        with_last_save(request, form, f"category {present.id}")
    context = {"form": form, "category": present, "nodes": category_tree(request.shop)}
    return render(request, "backoffice/categories/list.html", context, status=form.refusal_status)


def _category(request: ShopRequest, category_id: int) -> Category:
    found = Category.objects.filter(shop=request.shop, id=category_id).first()
    if found is None:
        raise Http404
    return found


def _form(request: ShopRequest, present: Category | None) -> CategoryForm:
    others = [one for one in categories_in_order(request.shop) if present is None or one.id != present.id]
    initial = {"name": present.name, "parent": present.parent_id, "position": present.position} if present else {}
    return CategoryForm(request.POST or None, others=others, initial=initial)


def _save(request: ShopRequest, form: CategoryForm, present: Category | None) -> bool:
    given = form.cleaned_data
    try:
        save_category(
            shop=request.shop, category=present, name=given["name"], parent_id=given["parent"], position=given["position"]
        )
    except IntoItself:
        form.add_error("parent", _("자기 하위 분류 아래로는 옮길 수 없습니다."))
        return False
    return True
