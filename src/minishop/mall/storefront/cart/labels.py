"""Why a line of the cart cannot be bought, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.mall.cart.domain import Problem

PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NOT_BUYABLE: _("지금은 살 수 없는 상품입니다. 빼 주세요."),
    Problem.NOT_ENOUGH: _("%(left)s개만 남았습니다. 수량을 줄여 주세요."),
    Problem.BELOW_MINIMUM: _("%(minimum)s개부터 살 수 있습니다."),
    Problem.ABOVE_MAXIMUM: _("%(maximum)s개까지 살 수 있습니다."),
}
