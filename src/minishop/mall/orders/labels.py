"""Korean text of order codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.mall.orders.domain.carriers import catalogue
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.domain.states import LineState

Label = str | Promise

STATES: dict[str, Label] = {
    LineState.PREPARING: _("배송준비중"),
    LineState.SHIPPING_WAIT: _("배송대기"),
    LineState.ON_HOLD: _("배송보류"),
    LineState.IN_TRANSIT: _("배송중"),
    LineState.DELIVERED: _("배송완료"),
    LineState.FINALIZED: _("구매확정"),
    LineState.CANCELLED: pgettext_lazy("state", "취소"),
    LineState.RETURNED: pgettext_lazy("state", "반품"),
}
TONES: dict[str, str] = {
    LineState.PREPARING: "info",
    LineState.SHIPPING_WAIT: "warn",
    LineState.ON_HOLD: "muted",
    LineState.IN_TRANSIT: "info",
    LineState.DELIVERED: "ok",
    LineState.FINALIZED: "ok",
    LineState.CANCELLED: "bad",
    LineState.RETURNED: "bad",
}
HUB_STATES: dict[str, Label] = {
    HubState.AWAITING_PAYMENT: _("입금대기"),
    HubState.PAID: _("결제완료"),
    HubState.DISPATCH_REQUESTED: _("발송처리요청"),
    HubState.DELIVERING: _("배송중"),
    HubState.DELIVERED: _("배송완료"),
    HubState.FINALIZED: _("구매확정"),
    HubState.CANCELLED: _("취소완료"),
    HubState.RETURNED: _("반품완료"),
    HubState.EXCHANGED: _("교환완료"),
    HubState.UNPAID_CANCELLED: _("미결제 취소"),
}
EVENTS: dict[str, Label] = {
    "collected": _("주문 수집"),
    "enter_tracking": _("송장번호 입력"),
    "hold": _("배송보류"),
    "release": _("보류해제"),
    "hub_in_transit": _("체크아웃 배송중"),
    "hub_delivered": _("체크아웃 배송완료"),
    "hub_finalized": _("체크아웃 구매확정"),
    "hub_cancelled": _("체크아웃 취소"),
    "hub_returned": _("체크아웃 반품"),
    "hub_paid": _("체크아웃 결제완료"),
    "hub_dispatch_requested": _("체크아웃 발송처리요청"),
    "hub_exchanged": _("체크아웃 교환"),
    "tracking_accept": _("송장번호 확인됨"),
    "tracking_refuse": _("송장번호 확인 실패"),
    "tracking_ask_again": _("송장번호 다시 확인 요청"),
}


def carrier_name(code: str) -> str:
    """The carrier's name; in Korean where it has no English one, and the code itself for one that is not in the catalogue."""
    carrier = catalogue().get(code)
    if carrier is None:
        return code
    return (carrier.name_en if get_language() == "en" else "") or carrier.name
