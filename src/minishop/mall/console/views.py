"""운영 콘솔: the host's operators see every shop and where its entries stand."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants
from minishop.kernel.clock import kst_day
from minishop.mall.shops.domain.opening import EntryKind, opening
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import approved_days
from minishop.mall.staff.models import Account

PAGE = 50


@login_required
def console(request: HttpRequest) -> HttpResponse:
    """All shops, newest first; 404 for everyone but operators."""
    if not cast(Account, request.user).is_operator:
        raise Http404
    page = Paginator(Shop.objects.order_by("-created_at", "-id"), PAGE).get_page(request.GET.get("page"))
    with across_tenants("the operators' list of shops"):
        entries = list(Entry.objects.filter(shop__in=[shop.id for shop in page]))
    today = kst_day(now())
    rows = []
    for shop in page:
        own = {EntryKind(entry.kind): entry for entry in entries if entry.shop_id == shop.id}
        rows.append(
            {"shop": shop, "entries": [own.get(kind) for kind in EntryKind], "opening": opening(approved_days(own.values()), today)}
        )
    return render(request, "console/shops.html", {"page": page, "rows": rows})
