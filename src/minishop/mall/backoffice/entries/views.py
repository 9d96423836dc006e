"""입점 신청: the three applications and where they stand (R70)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.kernel.machine import IllegalTransition
from minishop.mall.backoffice.entries.labels import FACT_NAMES
from minishop.mall.backoffice.entries.rows import entry_rows
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.entries.domain import NobodyToApplyTo, OnlyATrial
from minishop.mall.entries.services.applying import apply, send_products
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.labels import ENTRY_NAMES
from minishop.mall.shops.queries import opening_of
from minishop.mall.shops.services.information import missing_to_apply


@shop_page
def entries(request: ShopRequest) -> HttpResponse:
    """입점 신청: the three applications and where they stand."""
    missing = [FACT_NAMES[name] for name in missing_to_apply(request.shop)]
    context = {"entries": entry_rows(request.shop, _desks()), "missing": missing, "opening": opening_of(request.shop, now())}
    return render(request, "backoffice/entries/list.html", context)


def _desks() -> dict[str, str]:
    """In a sandbox whoever tries it decides as well: where, by the kind of entry; nothing elsewhere."""
    if settings.SANDBOX is None:
        return {}
    pg, hub, search = f"{settings.SANDBOX.url}/pg/", f"{settings.CHECKOUT.url}/center/", f"{settings.SHOPPING.url}/center/"
    return {EntryKind.PG: pg, EntryKind.CHECKOUT: hub, EntryKind.SHOPPING: search}


@shop_page
@action("entries", "code")
def entry_apply(request: ShopRequest, kind: str) -> HttpResponse:
    """Applies for one entry; what is missing is asked first."""
    if kind not in set(EntryKind):
        raise Http404
    if missing_to_apply(request.shop):
        messages.warning(request, _("신청에 필요한 상점 정보를 먼저 입력해 주세요."))
        return redirect("entries", request.shop.code)
    try:
        apply(shop=request.shop, kind=EntryKind(kind), party=request.POST.get("party", ""), now=now())
    except NobodyToApplyTo:
        messages.warning(request, _("이 결제 대행사에는 신청할 수 없습니다. 다른 곳을 골라 주세요."))
    except OnlyATrial:
        messages.info(request, _("체험 상점은 열리지 않아 입점을 신청할 수 없습니다. 가입하면 내 쇼핑몰을 열 수 있습니다."))
    except IllegalTransition:
        messages.info(request, _("이미 신청한 상태입니다."))
    else:
        messages.success(request, _("%(name)s 신청을 보냈습니다.") % {"name": ENTRY_NAMES[EntryKind(kind)]})
    return redirect("entries", request.shop.code)


@shop_page
@action("entries", "code")
def entry_send(request: ShopRequest) -> HttpResponse:
    """지금 보내기: the search is asked to fetch the shop's products without waiting for its hour (R32)."""
    if opening_of(request.shop, now()).is_open:
        send_products(shop=request.shop, now=now())
        told = _("지식쇼핑에 상품을 보냅니다. 곧 검색에 보입니다. 사진이 없거나 살 수 없는 상품은 나가지 않습니다.")
        messages.success(request, told)
    else:
        messages.warning(request, _("상품은 상점이 열린 뒤에 지식쇼핑에 나갑니다."))
    return redirect("products" if request.GET.get("next") == "products" else "entries", request.shop.code)
