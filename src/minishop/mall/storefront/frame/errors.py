"""What surrounds the pages that say what went wrong in a shop: the shop."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minishop.chassis.web.errors import Frame, Way
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.storefront.frame.page import frame


def error_frame(request: HttpRequest) -> Frame:
    """The shop's head and foot, with the ways that buyers want."""
    ways = (Way(_("상점 처음으로"), "/"),)
    return Frame("storefront/page.html", frame(cast(ShopRequest, request)), ways)
