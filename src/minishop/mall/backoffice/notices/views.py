"""알림 설정: which news of the shop its seller is sent, and where."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.messages import can_mail, can_text
from minishop.mall.backoffice.frame.access import shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.notices.forms import NoticesForm
from minishop.mall.notices.queries import owner_of, settings_of
from minishop.mall.notices.services import save_settings
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def notices(request: ShopRequest) -> HttpResponse:
    """What is told, and where; an address that is left empty is the owner's own."""
    with one_save_at_a_time(request):
        form = NoticesForm(request.POST or None, initial=model_to_dict(settings_of(request.shop)))
        if is_saved := form.is_valid():
            save_settings(shop=request.shop, **form.cleaned_data)
    if is_saved:
        messages.success(request, _("저장했습니다."))
        return redirect("notices", request.shop.code)
    context = {"form": form, "owner": owner_of(request.shop), "can_mail": can_mail(), "can_text": can_text()}
    return render(request, "backoffice/notices/settings.html", context, status=form.refusal_status)
