"""The frame of the operators' centre."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.menu import Item, Menu, menu_at

register = template.Library()
_MENU = (
    Item("center", _("가맹점"), "store", is_tab=True),
    Item("center-claims", _("취소·반품·교환"), "undo-2", is_tab=True),
    Item("center-orders", _("주문 찾기"), "search"),
    Item("center-hosts", _("호스팅사"), "server"),
    Item("center-coupons", _("쿠폰"), "ticket"),
    Item("attention", _("확인이 필요한 일"), "bell", is_tab=True),
    Item("reconcile", _("대사"), "scale", is_tab=False),
    Item("later-work", _("나중 일"), "clock", is_tab=True),
)


@register.simple_tag(takes_context=True)
def center_menu(context: dict[str, Any]) -> Menu:
    """The centre's menu on this page."""
    return menu_at(context["request"].path, _MENU, name=_("체크아웃 운영"), icon="shopping-bag", label=_("운영"))
