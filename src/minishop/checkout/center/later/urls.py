"""나중 일: the addresses of the page, below ``center/later/``."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from minishop.chassis.jobs.pages import Whose, later_work_urls
from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.merchants.models import Merchant


def _merchants(ids: Collection[int]) -> dict[int, Whose]:
    found = Merchant.objects.filter(id__in=ids).values_list("id", "shop_name") if ids else []
    return {merchant_id: Whose(name, reverse("center-merchant", args=[merchant_id])) for merchant_id, name in found}


urlpatterns = later_work_urls(operators_only, "center/later/list.html", _merchants)
