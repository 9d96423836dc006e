"""Korean text of the merchants' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.domain.profiles import Profile

HOLD_POLICY: dict[HoldPolicy, Promise] = {
    HoldPolicy.REQUIRE: _("결제를 시작하지 않습니다"),
    HoldPolicy.SELL: _("그대로 결제하고, 상품이 부족하면 판매자가 취소합니다"),
}

PROFILE: dict[Profile, Promise] = {
    Profile.MANUAL_2011: _("2011년 매뉴얼: 전체 취소와 전체 반품만, 반품·교환은 체크아웃에서 처리"),
    Profile.TODAY: _("오늘: 일부 취소와 일부 반품도, 반품·교환은 쇼핑몰에서도 처리"),
}
