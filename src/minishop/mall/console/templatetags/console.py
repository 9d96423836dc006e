"""The frame of the operators' console."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.menu import Item, Menu, menu_at

register = template.Library()
_MENU = (
    Item("console", _("상점"), "store", is_tab=True),
    Item("later-work", _("나중 일"), "clock", is_tab=True),
)


@register.simple_tag(takes_context=True)
def console_menu(context: dict[str, Any]) -> Menu:
    """The console's menu on this page."""
    return menu_at(context["request"].path, _MENU, name=_("운영 콘솔"), icon="shield-check", label=_("운영 메뉴"))
