"""Words for movements of the stock."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.stock.domain.levels import Kind

KINDS: dict[str, str | Promise] = {
    Kind.OPENED: _("기초 재고"),
    Kind.RECEIVED: _("입고"),
    Kind.COUNTED: _("수정·실사"),
    Kind.LOST: _("파손·분실"),
    Kind.HELD: _("선점"),
    Kind.RELEASED: _("선점 해제"),
    Kind.EXPIRED: _("선점 만료"),
    Kind.COMMITTED: _("판매 확정"),
    Kind.SOLD: _("판매(선점 없음)"),
    Kind.SHIPPED: _("출고"),
    Kind.CANCELLED: _("판매 취소"),
    Kind.RETURNED: _("반품 입고"),
}
