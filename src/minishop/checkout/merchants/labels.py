"""Korean text of the merchants' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.checkout.merchants.domain.holding import HoldPolicy

HOLD_POLICY: dict[HoldPolicy, Promise] = {
    HoldPolicy.REQUIRE: _("결제를 시작하지 않습니다"),
    HoldPolicy.SELL: _("그대로 결제하고, 상품이 부족하면 판매자가 취소합니다"),
}
