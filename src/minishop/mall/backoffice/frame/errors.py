"""What surrounds the pages that say what went wrong on the platform's host: the shop's menu inside its office, else the platform's head."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minishop.chassis.web.errors import Frame, Way
from minishop.mall.shops.models import Shop


def error_frame(request: HttpRequest) -> Frame:
    """``request.shop`` is there for those who work in the shop, and for nobody else."""
    shop: Shop | None = getattr(request, "shop", None)
    if shop is not None:
        return Frame("backoffice/page.html", ways=(Way(_("상점 홈"), reverse("office", args=[shop.code])),))
    return Frame("backoffice/platform.html")
