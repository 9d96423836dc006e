"""Korean text of order codes."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.mall.orders.domain.actors import HUB, guest_in
from minishop.mall.orders.domain.carriers import catalogue, usual_carriers
from minishop.mall.orders.domain.claims import ClaimMark
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
    LineState.ON_HOLD: "warn",
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
# What an open claim shows on its line.
MARKS: dict[str, Label] = {
    ClaimMark.CANCEL_ASKED: _("취소 요청"),
    ClaimMark.CANCELLING: _("취소 처리 중"),
    ClaimMark.RETURNING: _("반품 중"),
    ClaimMark.EXCHANGING: _("교환 중"),
    ClaimMark.DECISION_HELD: _("구매확정 보류"),
}
CANCEL_SENT: Label = _("취소 보냄")
# What the hub says of numbers and claims, in the wire's own words (protocol/rest), for those who read another language.
HUB_SENTENCES = (
    gettext_noop("택배사에 아직 등록되지 않은 송장번호입니다."),
    gettext_noop("택배사에서 조회되지 않는 송장번호입니다."),
    gettext_noop("택배사가 응답하지 않아 다시 확인합니다."),
    gettext_noop("택배사 코드가 올바르지 않습니다."),
    gettext_noop("송장번호가 유효하지 않습니다."),
    gettext_noop("체크아웃 주문은 전체 취소만 됩니다"),
    gettext_noop("유효하지 않은 값입니다."),
    gettext_noop("주문상태 확인 필요(취소 불가능 주문상태)"),
    gettext_noop("취소상태 확인 필요(취소승인 불가능 주문상태)"),
    gettext_noop("교환상태 확인 필요(재배송 불가능 상태)"),
    gettext_noop("보류상태 확인 필요(보류중)"),
    gettext_noop("이미 처리된 상품주문입니다."),
    gettext_noop("처리할 수 없는 주문 상태입니다."),
    gettext_noop("상품주문이 존재하지 않습니다."),
    gettext_noop("송장번호를 입력해 주세요."),
    gettext_noop("다른 주문에 사용한 송장번호입니다."),
)
_WITH_CODE = re.compile(r"(?P<sentence>.*?)(?P<code> \(\w+\))?", re.DOTALL)
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
    "cancel_sent": _("판매 취소를 체크아웃에 보냄"),
    "cancel_approved": _("취소 요청 승인"),
    "cancel_refused": _("취소 요청 거절"),
    "cancel_not_taken": _("체크아웃이 받지 않음"),
    "answer_not_taken": _("체크아웃이 받지 않음"),
    "return_sent": _("반품 접수를 체크아웃에 보냄"),
    "return_not_taken": _("체크아웃이 받지 않음"),
    "put_back": _("돌아온 상품을 재고로 되돌림"),
    "tracking_accept": _("송장번호 확인됨"),
    "tracking_refuse": _("송장번호 확인 실패"),
    "tracking_ask_again": _("송장번호 다시 확인 요청"),
}


def actor_name(actor: str) -> Label:
    """Who did something to an order: a person by the e-mail, an operator as one, the hub by its name."""
    if guest := guest_in(actor):
        return gettext("운영자 %(email)s") % {"email": guest}
    return _("체크아웃") if actor == HUB else actor


def reason_words(reason: str) -> str:
    """The hub's reason in the reader's language where it is one of its known sentences, with its code; else as the hub said it."""
    return " / ".join(map(_sentence_words, reason.split(" / ")))


def _sentence_words(said: str) -> str:
    parts = _WITH_CODE.fullmatch(said)
    sentence, code = (parts["sentence"], parts["code"] or "") if parts else ("", "")
    return gettext(sentence) + code if sentence in HUB_SENTENCES else said


TRACKING_PROBLEMS: dict[str, Label] = {
    "carrier": _("택배사를 골라 주세요."),
    "number": _("송장번호는 영문·숫자 5–30자입니다."),
}


def carrier_names() -> list[tuple[str, str]]:
    """The carriers to choose from: code and name."""
    return [(carrier.code, carrier_name(carrier.code)) for carrier in usual_carriers()]


def carrier_name(code: str) -> str:
    """The carrier's name; in Korean where it has no English one, and the code itself for one that is not in the catalogue."""
    carrier = catalogue().get(code)
    if carrier is None:
        return code
    return (carrier.name_en if get_language() == "en" else "") or carrier.name
