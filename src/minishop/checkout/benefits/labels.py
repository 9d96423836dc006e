"""Korean text of what moves points, and of coupons."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minishop.chassis.ui.templatetags.ui import won
from minishop.checkout.benefits.domain.coupons import CodeUse, CouponKind, CouponState
from minishop.checkout.benefits.models import Coupon

MOVE: dict[str, Promise] = {
    "points": gettext_lazy("구매확정 하루 뒤 적립"),
    "payment": gettext_lazy("주문에 사용"),
    "claim": gettext_lazy("취소·반품으로 되돌림"),
    "clawback": gettext_lazy("취소·반품으로 회수"),
    "lapse": gettext_lazy("유효기간이 지나 소멸"),
}

KIND: dict[CouponKind, Promise] = {
    CouponKind.PRODUCT: gettext_lazy("상품 쿠폰"),
    CouponKind.CART: gettext_lazy("주문 쿠폰"),
    CouponKind.SHIPPING: gettext_lazy("배송비 쿠폰"),
}

CODE_USE: dict[CodeUse, Promise] = {
    CodeUse.NONE: gettext_lazy("번호 없음(직접 발급)"),
    CodeUse.SHARED: gettext_lazy("번호 하나를 여럿이 등록"),
    CodeUse.SINGLE: gettext_lazy("번호마다 한 번만 등록"),
}

STATE: dict[CouponState, Promise] = {
    CouponState.ISSUED: gettext_lazy("사용 가능"),
    CouponState.RESTORED: gettext_lazy("사용 가능"),
    CouponState.HELD: gettext_lazy("결제 중"),
    CouponState.USED: gettext_lazy("사용함"),
    CouponState.EXPIRED: gettext_lazy("기간 지남"),
}


def value_text(coupon: Coupon) -> str:
    """What it takes off: ``3,000원`` or ``10%``."""
    return won(coupon.amount) if coupon.amount else f"{coupon.rate / 100:g}%"


def condition_text(coupon: Coupon) -> str:
    """What it needs and how far it goes: ``30,000원 이상``, ``최대 5,000원``."""
    parts = [
        _("%(amount)s 이상") % {"amount": won(coupon.minimum)} if coupon.minimum else "",
        _("최대 %(amount)s") % {"amount": won(coupon.ceiling)} if coupon.ceiling else "",
    ]
    return " · ".join(part for part in parts if part)


def where_text(coupon: Coupon) -> str:
    """Where it is taken."""
    return coupon.merchant.shop_name if coupon.merchant else _("체크아웃의 모든 쇼핑몰")
