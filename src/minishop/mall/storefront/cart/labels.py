"""Why a line of the cart cannot be bought, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from minishop.mall.cart.domain import Problem

PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NOT_BUYABLE: _("지금은 살 수 없는 상품입니다. 빼 주세요."),
    Problem.NOT_ENOUGH: _("%(left)s개만 남았습니다. 수량을 줄여 주세요."),
    Problem.BELOW_MINIMUM: _("%(minimum)s개부터 살 수 있습니다."),
    Problem.ABOVE_MAXIMUM: _("%(maximum)s개까지 살 수 있습니다."),
}


def not_enough(facts: Mapping[str, object]) -> str:
    """What a buyer is told who wants to put in more than is left."""
    if facts["there"]:
        return gettext("%(left)s개만 남았고, 장바구니에 이미 %(there)s개가 있습니다.") % facts
    return str(PROBLEMS[Problem.NOT_ENOUGH]) % facts
