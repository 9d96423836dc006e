"""The back office's frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from minishop.mall.backoffice.frame.menu import MENU, Item
from minishop.mall.shops.models import Shop

register = template.Library()


@register.simple_tag(takes_context=True)
def office_menu(context: dict[str, Any]) -> dict[str, Any]:
    """The menu's ``lines``, those of them that a telephone has as ``tabs``, and the ``present`` one: the longest menu address that the
    page's address begins with."""
    request = context["request"]
    lines = [(item, address) for item in MENU if (address := _address(item, request.shop))]
    here = [(address, item) for item, address in lines if request.path.startswith(address)]
    present = max(here, key=lambda found: len(found[0]))[1] if here else None
    return {"lines": lines, "tabs": [line for line in lines if line[0].is_tab], "present": present}


@register.simple_tag
def storefront_url(shop: Shop) -> str:
    """The address of a shop's storefront."""
    return f"{settings.MALL.scheme}://{shop.code}.{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}/"


def _address(item: Item, shop: Shop) -> str:
    try:
        return reverse(item.route, args=[shop.code])
    except NoReverseMatch:
        return ""
