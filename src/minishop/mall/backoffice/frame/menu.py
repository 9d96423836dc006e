"""The back office's menu (R67): one line a page; a page that is not here is reached from another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.menu import Item

# By use, not by alphabet: what is pressed every day stands first.
MENU = (
    Item("office", _("상점 홈"), "house", is_tab=True),
    Item("orders", _("주문관리"), "clipboard-list", is_tab=True),
    Item("attention", _("확인할 일"), "bell", is_tab=True),
    Item("claims", _("취소·교환·반품"), "undo-2"),
    Item("products", _("상품관리"), "package", is_tab=True),
    Item("shipping", _("배송비 설정"), "truck"),
    Item("checkout-settings", _("체크아웃 설정"), "credit-card"),
    Item("entries", _("입점 신청"), "badge-check"),
    Item("notices", _("알림 설정"), "mail"),
    Item("shop-info", _("상점 정보"), "store"),
)
