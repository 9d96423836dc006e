"""A shop's home: the three-step layer, the guide, its facts."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.postal.steps import address_step
from minishop.chassis.web.actions import action
from minishop.kernel.clock import next_day_start
from minishop.mall.backoffice.entries.rows import entry_rows
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import noted, with_last_save
from minishop.mall.backoffice.shop.acts import act_rows
from minishop.mall.backoffice.shop.figures import figures
from minishop.mall.backoffice.shop.forms import InformationForm
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.queries import opening_of
from minishop.mall.shops.services.information import save_information

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
        "layer": not opening.is_open and request.shop.demo_until is None and HIDE_LAYER not in request.COOKIES,
    }
    return render(request, "backoffice/shop/office.html", context)


@shop_page
@action("office", "code")
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
    step = address_step(
        request, template="backoffice/shop/address.html", form_page=lambda: _information(request, _form_of(request))
    )
    if step is not None:
        return step
    with one_save_at_a_time(request):
        form = _form_of(request, request.POST or None)
        if is_saved := form.is_valid():
            save_information(shop=request.shop, information=form.information)
            noted(request, "shop-info")
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("entries" if request.GET.get("next") == "entries" else "shop-info", request.shop.code)
    return _information(request, form)


def _form_of(request: ShopRequest, sent: QueryDict | None = None) -> InformationForm:
    return InformationForm(sent, initial=model_to_dict(request.shop))


def _information(request: ShopRequest, form: InformationForm) -> HttpResponse:
    with_last_save(request, form, "shop-info")
    context = {"form": form, "acts": act_rows(request.shop)}
    return render(request, "backoffice/shop/info.html", context, status=form.refusal_status)
