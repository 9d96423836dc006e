"""The back office's frame."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from minishop.chassis.tenancy import scope
from minishop.chassis.ui.menu import MOST_IN_A_MENU, Menu, menu_at
from minishop.mall.backoffice.frame.menu import MENU
from minishop.mall.channel.labels import MESSAGES
from minishop.mall.orders.labels import reason_words
from minishop.mall.orders.queries import count_waiting
from minishop.mall.shops.models import Shop

register = template.Library()
_COUNTS = "_menu_counts"


@register.simple_tag(takes_context=True)
def office_menu(context: dict[str, Any]) -> Menu:
    """The menu of the shop whose page this is."""
    request = context["request"]
    shop: Shop = request.shop
    if not hasattr(request, _COUNTS):  # the menu stands twice on a page
        with scope(shop.id):  # an error's page is made outside the one it happened in
            setattr(request, _COUNTS, {"orders": count_waiting(shop, MOST_IN_A_MENU)})
    counts = getattr(request, _COUNTS)
    return menu_at(request.path, MENU, name=shop.name, icon="store", label=_("상점 관리 메뉴"), args=[shop.code], counts=counts)


@register.filter
def hub_reason(text: str) -> str:
    """Why the hub took something or not, in the reader's language where that is known."""
    return reason_words(text)


@register.filter
def message_name(kind: str) -> str:
    """What a message to the hub is called."""
    return str(MESSAGES[kind])


@register.simple_tag
def storefront_url(shop: Shop) -> str:
    """The address of a shop's storefront."""
    return f"{settings.MALL.scheme}://{shop.code}.{settings.SHOP_DOMAIN}{settings.MALL.port_suffix}/"
