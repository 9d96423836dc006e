"""나중 일: the addresses of the page, below ``console/later/``."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from minishop.chassis.jobs.pages import Whose, later_work_urls
from minishop.mall.console.access import operator_page
from minishop.mall.shops.models import Shop


def _shops(ids: Collection[int]) -> dict[int, Whose]:
    found = Shop.objects.filter(id__in=ids).values_list("id", "name", "code") if ids else []
    return {shop_id: Whose(name, reverse("attention", args=[code])) for shop_id, name, code in found}


urlpatterns = later_work_urls(operator_page, "console/later/list.html", _shops)
