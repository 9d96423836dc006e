"""A shop's home: the three-step layer, its facts, its applications."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minishop.chassis.clock import now
from minishop.kernel.clock import next_day_start
from minishop.mall.backoffice.access import shop_page
from minishop.mall.backoffice.labels import ENTRY_NAMES, FACT_NAMES
from minishop.mall.backoffice.office_forms import InformationForm
from minishop.mall.backoffice.summary import entry_rows, figures
from minishop.mall.entries.services import apply
from minishop.mall.shops.domain.entries import IllegalEntryStep
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.shops.services.information import missing_to_apply, save_information

HIDE_LAYER = "hide_opening_layer"


@shop_page
def office(request: ShopRequest) -> HttpResponse:
    """상점 홈: how the shop does, and until it opens the layer with the three steps (R70–R72)."""
    opening = opening_of(request.shop, now())
    pg, *naver = entry_rows(request.shop)
    context = {
        "opening": opening,
        "pg": pg,
        "naver": naver,
        "figures": figures(request.shop),
        "layer": not opening.is_open and HIDE_LAYER not in request.COOKIES,
    }
    return render(request, "backoffice/shop/office.html", context)


@shop_page
@require_POST
def hide_layer(request: ShopRequest) -> HttpResponse:
    """오늘 하루 이 창을 열지 않음 (R71)."""
    response = redirect("office", request.shop.code)
    rest_of_day = next_day_start(now()) - now()
    response.set_cookie(
        HIDE_LAYER, "1", max_age=max(rest_of_day, timedelta(seconds=1)), path=f"/office/{request.shop.code}/", samesite="Lax"
    )
    return response


@shop_page
def guide(request: ShopRequest) -> HttpResponse:
    """미니샵 안내 (R71)."""
    return render(request, "backoffice/shop/guide.html")


@shop_page
def shop_info(request: ShopRequest) -> HttpResponse:
    """상점 기본정보."""
    form = InformationForm(request.POST or None, initial=model_to_dict(request.shop))
    if form.is_valid():
        save_information(shop=request.shop, information=form.information)
        messages.success(request, _("저장했습니다."))
        return redirect("entries" if request.GET.get("next") == "entries" else "shop-info", request.shop.code)
    status = 422 if form.errors else 200
    return render(request, "backoffice/shop/info.html", {"form": form}, status=status)


@shop_page
def entries(request: ShopRequest) -> HttpResponse:
    """입점 신청: the three applications and where they stand."""
    missing = [FACT_NAMES[name] for name in missing_to_apply(request.shop)]
    context = {"entries": entry_rows(request.shop), "missing": missing, "opening": opening_of(request.shop, now())}
    return render(request, "backoffice/entries/list.html", context)


@shop_page
@require_POST
def entry_apply(request: ShopRequest, kind: str) -> HttpResponse:
    """Applies for one entry; what is missing is asked first."""
    if kind not in set(EntryKind):
        raise Http404
    if missing_to_apply(request.shop):
        messages.warning(request, _("신청에 필요한 상점 정보를 먼저 입력해 주세요."))
        return redirect("entries", request.shop.code)
    try:
        apply(shop=request.shop, kind=EntryKind(kind), now=now())
    except IllegalEntryStep:
        messages.info(request, _("이미 신청한 상태입니다."))
    else:
        messages.success(request, _("%(name)s 신청을 보냈습니다.") % {"name": ENTRY_NAMES[EntryKind(kind)]})
    return redirect("entries", request.shop.code)
