"""배송/반품 설정: the shop's shipping-fee policy (R55–R58)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import noted, with_last_save
from minishop.mall.backoffice.shipping.forms import PolicyForm, initial_of
from minishop.mall.catalog.queries import living_products
from minishop.mall.shipping.domain.fee import Kind
from minishop.mall.shipping.domain.stopping import stopped_by
from minishop.mall.shipping.labels import STOPPED
from minishop.mall.shipping.queries import policy_of, surcharges_of
from minishop.mall.shipping.services import save_settings
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def shipping(request: ShopRequest) -> HttpResponse:
    """The settings; old orders keep the fee they were registered with (E18)."""
    with one_save_at_a_time(request):
        policy = policy_of(request.shop)
        form = PolicyForm(request.POST or None, initial=initial_of(policy, surcharges_of(request.shop)))
        if is_saved := form.is_valid():
            save_settings(shop=request.shop, policy=form.policy, regions=form.cleaned_data["surcharges"], now=now())
            noted(request, "shipping")
    if is_saved:
        messages.success(request, _("저장했습니다. 새 주문부터 적용됩니다."))
        return redirect("shipping", request.shop.code)
    with_last_save(request, form, "shipping")
    trap = policy.individual_fees and policy.free_first and living_products(request.shop).filter(fee_kind=Kind.FIXED.value).exists()
    context = {"form": form, "trap": trap, "stopped": STOPPED[stopped_by(policy)], "stops": form.stops.value}
    return render(request, "backoffice/shipping/settings.html", context, status=form.refusal_status)
