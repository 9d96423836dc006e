"""운영 콘솔: the host's operators see every shop and where its entries stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from minishop.chassis.clock import now
from minishop.chassis.finding import Found, found
from minishop.chassis.jobs.jumps import clock_jumps, forget_jumps
from minishop.chassis.jobs.upkeep import trouble
from minishop.chassis.logins.queries import guessed_at
from minishop.chassis.tenancy import across_tenants
from minishop.chassis.ui.steps import counted, step
from minishop.chassis.web.actions import action
from minishop.kernel.clock import kst_day, utc_now
from minishop.mall.console.access import operator_page
from minishop.mall.shops.domain.opening import EntryKind, opening
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.queries import approved_days

_FOUND_BY = ("code_key", "name_key", "business_name_key", "business_number_key")


@operator_page
def console(request: HttpRequest) -> HttpResponse:
    """All shops, newest first, or those that a word finds; approving is done where each entry is decided."""
    word = request.GET.get("q", "").strip()
    shops = found(Shop.objects.all(), word, *_FOUND_BY) if word else Found(Shop.objects.all())
    page = step(shops.rows.order_by("-id"), request.GET)
    with across_tenants("the operators' list of shops"):
        entries = list(Entry.objects.filter(shop__in=[shop.id for shop in page.rows]))
    context = {
        "page": page,
        "found": counted(shops.rows),
        "has_more": shops.has_more,
        "rows": _rows(page.rows, entries, kst_day(now())),
        "desks": _desks(),
        "word": word,
        "trouble": trouble(true_now=utc_now()),
        "guessed_at": guessed_at(),
        "clock_jumps": clock_jumps(),
        "clock_seen_url": reverse("clock-seen"),
    }
    return render(request, "console/shops.html", context)


@operator_page
@action("console")
def clock_seen(request: HttpRequest) -> HttpResponse:
    """An operator has seen that the machine's clock jumped."""
    forget_jumps(request.POST.get("upto", ""))
    return redirect("console")


def _rows(shops: Iterable[Shop], entries: list[Entry], today: date) -> list[dict[str, Any]]:
    by_shop: dict[int, dict[EntryKind, Entry]] = {}
    for entry in entries:
        by_shop.setdefault(entry.shop_id, {})[EntryKind(entry.kind)] = entry
    own = [(shop, by_shop.get(shop.id, {})) for shop in shops]
    return [
        {"shop": shop, "entries": [found.get(kind) for kind in EntryKind], "opening": opening(approved_days(found.values()), today)}
        for shop, found in own
    ]


def _desks() -> dict[str, str]:
    """Where each kind of entry is decided; in production the PG has a desk of its own that is not ours."""
    pg = {"pg": f"{settings.SANDBOX.url}/pg/"} if settings.SANDBOX else {}
    return {**pg, "checkout": f"{settings.CHECKOUT.url}/center/", "shopping": f"{settings.SHOPPING.url}/center/"}
