"""체크아웃 설정 (R104, R105)."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.checkout.forms import ButtonForm
from minishop.mall.backoffice.checkout.labels import abilities
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import noted, with_last_save
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.models import HubConnection
from minishop.mall.channel.queries import asking_of
from minishop.mall.channel.services.inbox import enqueue_collection
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def checkout_settings(request: ShopRequest) -> HttpResponse:
    """The shop's identity at the hub, its button, and how far orders were collected."""
    with one_save_at_a_time(request):
        connection = HubConnection.objects.filter(shop=request.shop).first()
        form = ButtonForm(request.POST or None, initial={"button_type": connection.button_type}) if connection else None
        is_saved = bool(connection and form and _is_saved(connection, form))
        if is_saved:
            noted(request, "checkout")
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("checkout-settings", request.shop.code)
    if form:
        with_last_save(request, form, "checkout")
    context = {
        "connection": connection,
        "asked_at": asking_of(request.shop, now()).at,
        "form": form,
        "abilities": abilities(profile()),
    }
    return render(request, "backoffice/checkout/settings.html", context, status=form.refusal_status if form else 200)


def _is_saved(connection: HubConnection, form: ButtonForm) -> bool:
    if not form.is_valid():
        return False
    connection.button_type = form.cleaned_data["button_type"]
    connection.save(update_fields=["button_type"])
    return True


@shop_page
@action("checkout-settings", "code")
def collect_now(request: ShopRequest) -> HttpResponse:
    """지금 수집."""
    with transaction.atomic():
        enqueue_collection(shop_id=request.shop.id, now=now())
    messages.success(request, _("주문 수집을 요청했습니다."))
    return redirect("checkout-settings", request.shop.code)
