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


BEING_PAID = _("다른 고객이 결제 중입니다. 잠시 뒤 다시 확인해 주세요.")


def at_most(name: str, left: int) -> str:
    """What a buyer is told who presses buy for more than is left just now."""
    if not left:
        return f"{name}: {BEING_PAID}"
    return gettext("%(name)s은(는) 지금 %(left)d개까지 살 수 있습니다.") % {"name": name, "left": left}


def not_enough(facts: Mapping[str, object]) -> str:
    """What a buyer is told who wants to put in more than is left."""
    if facts["there"]:
        return gettext("%(left)s개만 남았고, 장바구니에 이미 %(there)s개가 있습니다.") % facts
    return str(PROBLEMS[Problem.NOT_ENOUGH]) % facts
