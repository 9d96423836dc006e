"""The back office's frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from minishop.mall.backoffice.menu import MENU
from minishop.mall.shops.models import Shop

register = template.Library()


@register.inclusion_tag("backoffice/_menu.html", takes_context=True)
def office_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The side menu, with the present page marked: the longest menu address that the page's address begins with."""
    request = context["request"]
    lines = [(item, reverse(item.route, args=[request.shop.code])) for item in MENU]
    here = max((address for _, address in lines if request.path.startswith(address)), key=len, default="")
    return {"lines": [(item, address, address == here) for item, address in lines]}


@register.simple_tag
def storefront_url(shop: Shop) -> str:
    """The address of a shop's storefront."""
    return f"{settings.MALL.scheme}://{shop.code}.{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}/"
