"""체크아웃 설정 (R104, R105)."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.checkout.labels import abilities
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.queries import asking_of
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.shops.hosts import ShopRequest

BUTTON_TYPES = (
    ("A1", "285×46"), ("B1", "261×40"), ("C1", "272×49"), ("C2", "272×49"), ("C3", "272×49"), ("D1", "251×43"), ("D2", "251×43"), ("D3", "251×43"),
)  # fmt: skip


@shop_page
def checkout_settings(request: ShopRequest) -> HttpResponse:
    """The shop's identity at the hub, its button, and how far orders were collected."""
    connection = HubConnection.objects.filter(shop=request.shop).first()
    if request.method == "POST" and connection is not None and request.POST.get("button_type") in dict(BUTTON_TYPES):
        connection.button_type = request.POST["button_type"]
        connection.save(update_fields=["button_type"])
        messages.success(request, _("저장했습니다."))
        return redirect("checkout-settings", request.shop.code)
    context = {
        "connection": connection,
        "asked_at": asking_of(request.shop, now()).at,
        "button_types": BUTTON_TYPES,
        "abilities": abilities(profile()),
    }
    return render(request, "backoffice/checkout/settings.html", context)


@shop_page
@action("checkout-settings", "code")
def collect_now(request: ShopRequest) -> HttpResponse:
    """지금 수집."""
    with transaction.atomic():
        enqueue_collection(shop_id=request.shop.id, now=now())
    messages.success(request, _("주문 수집을 요청했습니다."))
    return redirect("checkout-settings", request.shop.code)
