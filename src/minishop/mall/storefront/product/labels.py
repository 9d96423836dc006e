"""Why a product cannot be bought, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.catalog.domain.purchase import Refusal

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.NOT_DISPLAYED: _("지금은 볼 수 없는 상품입니다."),
    Refusal.NOT_FOR_SALE: _("지금은 판매하지 않는 상품입니다."),
    Refusal.PRICE_TEXT: _("가격을 문의해 주세요. 체크아웃으로 살 수 없는 상품입니다."),
    Refusal.ZERO_PRICE: _("판매가가 정해지지 않아 살 수 없는 상품입니다."),
    Refusal.SOLD_OUT: _("품절된 상품입니다."),
}
