"""나중 일: the addresses of the page, below ``center/later/``."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.decorators import login_required
from django.urls import reverse

from minishop.chassis.jobs.pages import Whose, later_work_urls
from minishop.shopping.partners.models import Partner


def _partners(ids: Collection[int]) -> dict[int, Whose]:
    found = Partner.objects.filter(id__in=ids).values_list("id", "shop_name") if ids else []
    return {partner_id: Whose(name, reverse("center-partner", args=[partner_id])) for partner_id, name in found}


urlpatterns = later_work_urls(login_required, "center/later.html", _partners)
