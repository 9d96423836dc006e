"""Korean text of claim codes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.mall.claims.domain.answering import Act, AnswerProblem
from minishop.mall.claims.domain.cancelling import CancelProblem, CancelReason
from minishop.mall.claims.domain.filing import ReturnProblem, ReturnReason
from minishop.mall.claims.domain.refunds import RowKind
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState, Way

Label = str | Promise

KINDS: dict[str, Label] = {
    ClaimKind.CANCEL: pgettext_lazy("claim", "취소"),
    ClaimKind.RETURN: pgettext_lazy("claim", "반품"),
    ClaimKind.EXCHANGE: pgettext_lazy("claim", "교환"),
    ClaimKind.HELD_DECISION: _("구매확정 보류"),
}
# The closed list (Q20).
STATES: dict[str, Label] = {
    ClaimState.ASKED: pgettext_lazy("claim", "요청"),
    ClaimState.COLLECTING: _("수거 중"),
    ClaimState.COLLECTED: pgettext_lazy("claim", "받음"),
    ClaimState.HELD: pgettext_lazy("claim", "보류"),
    ClaimState.REFUNDING: _("환불 중"),
    ClaimState.REDELIVERING: _("교환품 보냄"),
    ClaimState.DONE: pgettext_lazy("claim", "완료"),
    ClaimState.DONE_BY_OPERATOR: _("완료(관리자)"),
    ClaimState.REFUSED: pgettext_lazy("claim", "거절"),
    ClaimState.WITHDRAWN: pgettext_lazy("claim", "철회"),
}
TONES: dict[str, str] = {
    ClaimState.ASKED: "warn",
    ClaimState.COLLECTING: "info",
    ClaimState.COLLECTED: "warn",
    ClaimState.HELD: "warn",
    ClaimState.REFUNDING: "info",
    ClaimState.REDELIVERING: "info",
    ClaimState.DONE: "ok",
    ClaimState.DONE_BY_OPERATOR: "ok",
    ClaimState.REFUSED: "muted",
    ClaimState.WITHDRAWN: "muted",
}
# Why a seller may cancel, in the order of the form (R134).
CANCEL_REASONS: dict[str, Label] = {
    CancelReason.INTENT_CHANGED: _("구매자 주문취소 필요성 상실"),
    CancelReason.COLOR_AND_SIZE: _("색상·사이즈 변경"),
    CancelReason.WRONG_ORDER: _("다른 상품 잘못 주문"),
    CancelReason.PRODUCT_UNSATISFIED: _("서비스·상품 불만족"),
    CancelReason.DELAYED_DELIVERY: _("배송 지연"),
    CancelReason.SOLD_OUT: _("품절"),
    CancelReason.INCORRECT_INFO: _("상품 정보 상이"),
}
# Every reason that the hub's list has (R143); one that it has not is shown as the hub said it.
REASONS: dict[str, Label] = {
    **CANCEL_REASONS,
    "INTENT_CHANGED": _("단순변심"),
    "SIMPLE_INTENT_CHANGED": _("단순변심"),
    "MISTAKE_ORDER": _("다른 상품 잘못 주문"),
    "PRODUCT_UNSATISFIED": _("제품 불만족"),
    "PRODUCT_UNSATISFIED_BY_PURCHASER": _("제품 불만족(구매자 주장)"),
    "DELAYED_DELIVERY_BY_PURCHASER": _("배송 지연(구매자 주장)"),
    "INCORRECT_INFO_BY_PURCHASER": _("상품 정보 상이(구매자 주장)"),
    "WRONG_DELAYED_DELIVERY": _("오배송·지연"),
    "DROPPED_DELIVERY": _("배송 누락"),
    "NOT_YET_DELIVERY": _("아직 받지 못함"),
    "NOT_YET_RECEIVE": _("아직 받지 못함"),
    "BROKEN": _("제품 파손"),
    "BROKEN_AND_BAD": _("파손·불량"),
    "WRONG_DELIVERY": _("오배송"),
    "WRONG_OPTION": _("다른 옵션이 배송됨"),
    "UNDER_QUANTITY": _("수량 부족"),
    "OUT_OF_STOCK": _("품절"),
    "SALE_INTENT_CHANGED": _("판매 의사 변경"),
    "NOT_YET_DISCUSSION": _("협의 안 됨"),
    "NOT_YET_PAYMENT": _("결제 안 됨"),
    "ETC": _("기타"),
}
# Why goods may come back that a seller takes a return of, in the order of the form.
RETURN_REASONS: dict[str, Label] = {reason: REASONS[reason] for reason in ReturnReason}
HOLD_REASONS: dict[str, Label] = {
    "RETURN_DELIVERYFEE": _("반품 배송비 청구"),
    "EXTRAFEEE": _("추가 비용 청구"),
    "RETURN_DELIVERYFEE_AND_EXTRAFEEE": _("반품 배송비와 추가 비용 청구"),
    "RETURN_PRODUCT_NOT_DELIVERED": _("반품 상품 미입고"),
    "EXCHANGE_DELIVERYFEE": _("교환 배송비 청구"),
    "EXCHANGE_EXTRAFEE": _("교환 추가 비용 청구"),
    "EXCHANGE_PRODUCT_READY": _("교환 상품 준비 중"),
    "EXCHANGE_PRODUCT_NOT_DELIVERED": _("교환 상품 미입고"),
    "EXCHANGE_HOLDBACK": _("교환 구매확정 보류"),
    "SELLER_CONFIRM_NEED": _("판매자 확인 필요"),
    "PURCHASER_CONFIRM_NEED": _("구매자 확인 필요"),
    "SELLER_REMIT": _("판매자 직접 송금"),
    "ETC": _("기타"),
    "ETC2": _("기타"),
}
REFUND_ROWS: dict[str, Label] = {
    RowKind.GOODS: _("상품 금액"),
    RowKind.INSTANT: _("받은 즉시할인"),
    RowKind.COUPON: _("받은 쿠폰 할인"),
    RowKind.SHIPPING_BACK: _("돌려주는 배송비"),
    RowKind.DUE: _("처음 배송비"),
    RowKind.RETURN_FEE: _("반품 배송비"),
    RowKind.EXCHANGE_FEE: _("교환 배송비"),
    RowKind.REGION: _("지역 배송비"),
    RowKind.EXTRA_FEE: _("추가 비용"),
    RowKind.POINTS_SHORT: _("이미 쓴 적립금"),
}
WAYS: dict[str, Label] = {
    Way.COURIER: _("택배사 방문 수거"),
    Way.BY_BUYER: _("구매자가 직접 보냄"),
}
# What the hub does by itself where nobody answers until then.
DUE: dict[tuple[str, str], Label] = {
    (ClaimKind.CANCEL, ClaimState.ASKED): _("그때까지 답하지 않으면 저절로 승인되어 환불됩니다."),
    (ClaimKind.RETURN, ClaimState.ASKED): _("그때까지 답하지 않으면 저절로 접수됩니다."),
    (ClaimKind.EXCHANGE, ClaimState.ASKED): _("그때까지 답하지 않으면 저절로 접수됩니다."),
    (ClaimKind.RETURN, ClaimState.COLLECTED): _("그때까지 답하지 않으면 저절로 환불됩니다."),
    (ClaimKind.RETURN, ClaimState.HELD): _("그때까지 답하지 않으면 저절로 환불됩니다."),
}
ACTS: dict[str, Label] = {
    Act.ACCEPT: _("접수"),
    Act.APPROVE: _("반품 승인"),
    Act.RECEIVE: _("수거 완료"),
    Act.REDISPATCH: _("교환품 발송"),
    Act.HOLD: pgettext_lazy("act", "보류"),
    Act.RELEASE: _("보류 해제"),
    Act.REFUSE: pgettext_lazy("act", "거절"),
}
# What follows from an answer, as it is read before the press.
ACT_HINTS: dict[str, Label] = {
    Act.ACCEPT: _("물건이 돌아오게 합니다. 환불과 교환은 물건을 받은 뒤에 합니다."),
    Act.APPROVE: _("체크아웃이 지금 환불합니다. 물건이 돌아왔는지는 묻지 않습니다."),
    Act.RECEIVE: _("돌아온 물건을 받았습니다. 살펴본 뒤 반품을 승인하거나 교환품을 보냅니다."),
    Act.REDISPATCH: _("교환품을 보낸 택배사와 송장번호를 알립니다."),
    Act.HOLD: _("영업일로 사흘까지, 한 번만 보류할 수 있습니다. 보류하는 동안 환불도 거절도 되지 않습니다."),
    Act.RELEASE: _("보류를 끝내고 이어서 처리합니다."),
    Act.REFUSE: _("구매자에게 까닭을 알립니다. 받은 물건은 판매자가 다시 보내야 합니다."),
}
ANSWER_PROBLEMS: dict[str, Label] = {
    AnswerProblem.ELSEWHERE: _("이 주문의 반품·교환은 체크아웃에서 처리합니다."),
    AnswerProblem.IS_SENT: _("이미 보낸 답이 체크아웃의 처리를 기다립니다."),
    AnswerProblem.NOT_NOW: _("지금 상태에서는 할 수 없습니다. 그사이 상태가 바뀌었습니다."),
    AnswerProblem.NO_WORDS: _("구매자에게 보일 까닭을 적어 주세요."),
    AnswerProblem.NO_REASON: _("보류 사유를 골라 주세요."),
    AnswerProblem.NO_FEE: _("이 사유로 보류하려면 추가 비용을 적어 주세요."),
}
PUT_BACK_PROBLEMS: dict[str, Label] = {
    "before": _("이미 재고로 되돌렸습니다."),
    "not_back": _("돌아온 상품이 아닙니다."),
    "too_many": _("1개부터 돌아온 수량까지 적어 주세요."),
    "gone": _("지금은 팔지 않는 품목이라 되돌릴 재고가 없습니다."),
}
PROBLEMS: dict[str, Label] = {
    CancelProblem.NOTHING_CHOSEN: _("취소할 상품을 골라 주세요."),
    CancelProblem.TOO_MANY: _("남은 수량보다 많이 골랐습니다."),
    CancelProblem.ONLY_WHOLE: _("체크아웃 주문은 전체 취소만 됩니다."),
    CancelProblem.HAS_LEFT: _("이미 보낸 상품은 취소할 수 없습니다."),
    CancelProblem.HAS_CLAIM: _("이미 진행 중인 취소·반품·교환이 있습니다."),
    CancelProblem.IS_SENT: _("이미 보낸 취소가 체크아웃의 답을 기다립니다."),
    CancelProblem.NO_REASON: _("취소 사유를 골라 주세요."),
}
RETURN_PROBLEMS: dict[str, Label] = {
    ReturnProblem.ELSEWHERE: ANSWER_PROBLEMS[AnswerProblem.ELSEWHERE],
    ReturnProblem.NO_REASON: _("반품 사유를 골라 주세요."),
    ReturnProblem.NOTHING_CHOSEN: _("반품할 상품을 골라 주세요."),
    ReturnProblem.TOO_MANY: PROBLEMS[CancelProblem.TOO_MANY],
    ReturnProblem.NOT_SENT: _("보냈고 아직 구매확정되지 않은 상품만 반품을 접수할 수 있습니다."),
    ReturnProblem.IS_SENT: _("이미 보낸 반품 접수가 체크아웃의 답을 기다립니다."),
    ReturnProblem.HAS_CLAIM: PROBLEMS[CancelProblem.HAS_CLAIM],
}


def claim_words(kind: str, state: str) -> str:
    """A claim's kind and state as they are read together: 반품 요청, 취소 완료(관리자)."""
    return f"{KINDS.get(kind, kind)} {STATES.get(state, state)}"


def answer_words(evidence: Mapping[str, str]) -> str:
    """What an answer of ours is called in a line's history."""
    return gettext("%(act)s – 체크아웃에 보냄") % {"act": ACTS.get(evidence.get("act", ""), evidence.get("act", ""))}


def event_words(evidence: Mapping[str, str]) -> str:
    """What a step of a claim is called in a line's history."""
    return claim_words(evidence.get("kind", ""), evidence.get("state", ""))


def reason_label(code: str) -> Label:
    """A reason of the hub's list; one that is not in it stands as it is."""
    return REASONS.get(code, code)


def hold_label(code: str) -> Label:
    """Why a claim is held."""
    return HOLD_REASONS.get(code, code)
