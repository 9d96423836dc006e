"""Korean of the PG's codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minishop.sandbox.pg.domain.answers import Answer, CancelAnswer, Outage
from minishop.sandbox.pg.domain.states import ContractState, PaymentState
from minishop.sandbox.pg.domain.terms import Method

CONTRACT: dict[ContractState, Promise] = {
    ContractState.REQUESTED: _("심사 대기"),
    ContractState.APPROVED: pgettext_lazy("state", "승인"),
    ContractState.REJECTED: pgettext_lazy("state", "반려"),
}
PAYMENT: dict[PaymentState, Promise] = {
    PaymentState.READY: _("승인 전"),
    PaymentState.DONE: _("결제 완료"),
    PaymentState.DECLINED: _("거절"),
    PaymentState.CANCELLED: _("취소됨"),
}
METHODS: dict[Method, Promise] = {
    Method.CARD: _("신용카드"),
    Method.TRANSFER: _("실시간 계좌이체"),
}
INSTRUMENTS: dict[str, Promise] = {
    "hana": _("하나카드"),
    "kookmin": _("국민카드"),
    "hyundai": _("현대카드"),
    "over-limit": _("신한카드"),
    "nonghyup": _("농협은행"),
    "woori": _("우리은행"),
    "empty": _("기업은행"),
}
BADGES: dict[str, str] = {
    "requested": "badge-warn",
    "approved": "badge-ok",
    "rejected": "badge-bad",
    "ready": "badge-info",
    "done": "badge-ok",
    "declined": "badge-bad",
    "cancelled": "badge-muted",
}
ANSWERS: dict[Answer, Promise] = {
    Answer.APPROVE: _("승인합니다"),
    Answer.DECLINE: _("거절합니다"),
    Answer.TIMEOUT_TAKEN: _("돈은 받고 응답하지 않습니다"),
    Answer.TIMEOUT_LOST: _("돈을 받지 않고 응답하지도 않습니다"),
    Answer.TWICE: _("승인하고, 구매자의 복귀와 알림을 두 번 보냅니다"),
    Answer.LATE: _("거절이라고 답하고, 돈은 받은 뒤 알림만 보냅니다"),
}
CANCEL_ANSWERS: dict[CancelAnswer, Promise] = {
    CancelAnswer.APPROVE: _("취소합니다"),
    CancelAnswer.DECLINE: _("취소를 거절합니다"),
    CancelAnswer.TIMEOUT_TAKEN: _("취소하고 응답하지 않습니다"),
    CancelAnswer.TIMEOUT_LOST: _("취소하지 않고 응답하지도 않습니다"),
    CancelAnswer.TWICE: _("취소하고, 알림을 두 번 보냅니다"),
    CancelAnswer.NOT_NOW: _("30분 뒤에 다시 오라고 합니다"),
    CancelAnswer.LATE: _("거절이라고 답하고, 취소한 뒤 알림만 보냅니다"),
}
OUTAGES: dict[Outage, Promise] = {
    Outage.NONE: _("장애 없음"),
    Outage.WINDOWS: _("결제창이 열리지 않습니다"),
    Outage.CONFIRMS: _("승인 요청에 503으로 답합니다"),
    Outage.CANCELS: _("취소 요청에 503으로 답합니다"),
    Outage.LOOK_UPS: _("조회에 503으로 답합니다"),
    Outage.ALL: _("모든 요청에 503으로 답합니다"),
}
