"""The frame of the operators' centre."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.menu import Item, Menu, menu_at

register = template.Library()
_MENU = (
    Item("center", _("현황"), "layout-dashboard", is_tab=True),
    Item("later-work", _("나중 일"), "clock", is_tab=True),
)


@register.simple_tag(takes_context=True)
def center_menu(context: dict[str, Any]) -> Menu:
    """The centre's menu on this page."""
    return menu_at(context["request"].path, _MENU, name=_("지식쇼핑 운영 센터"), icon="shopping-bag", label=_("주 메뉴"))
