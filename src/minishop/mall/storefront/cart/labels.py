"""Korean text of what a storefront says no to."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.cart.domain import Problem
from minishop.mall.catalog.domain.purchase import Refusal

REFUSALS: dict[Refusal, str | Promise] = {
    Refusal.NOT_DISPLAYED: _("지금은 볼 수 없는 상품입니다."),
    Refusal.NOT_FOR_SALE: _("지금은 판매하지 않는 상품입니다."),
    Refusal.PRICE_TEXT: _("가격을 문의해 주세요. 체크아웃으로 살 수 없는 상품입니다."),
    Refusal.ZERO_PRICE: _("판매가가 정해지지 않아 살 수 없는 상품입니다."),
    Refusal.SOLD_OUT: _("품절된 상품입니다."),
}
PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NOT_BUYABLE: _("지금은 살 수 없는 상품입니다. 빼 주세요."),
    Problem.NOT_ENOUGH: _("%(left)s개만 남았습니다. 수량을 줄여 주세요."),
    Problem.BELOW_MINIMUM: _("%(minimum)s개부터 살 수 있습니다."),
    Problem.ABOVE_MAXIMUM: _("%(maximum)s개까지 살 수 있습니다."),
}
