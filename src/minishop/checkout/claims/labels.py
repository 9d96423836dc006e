"""Korean text of the claims' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minishop.checkout.claims.domain.money_ways import MoneyWay
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import RowKind, Why
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.states import ENDED, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.orders.domain.states import Actor

KIND: dict[ClaimKind, Promise] = {
    ClaimKind.CANCEL: pgettext_lazy("claim", "취소"),
    ClaimKind.RETURN: pgettext_lazy("claim", "반품"),
    ClaimKind.EXCHANGE: pgettext_lazy("claim", "교환"),
    ClaimKind.ADMIN: pgettext_lazy("claim", "관리자 처리"),
}

STATE: dict[tuple[ClaimKind, ClaimState], Promise] = {
    (ClaimKind.CANCEL, ClaimState.FEE_DUE): _("배송비 결제 대기"),
    (ClaimKind.CANCEL, ClaimState.ASKED): _("취소 요청"),
    (ClaimKind.CANCEL, ClaimState.CANCELING): _("취소 처리 중"),
    (ClaimKind.CANCEL, ClaimState.DONE): _("취소완료"),
    (ClaimKind.CANCEL, ClaimState.REFUSED): _("취소 거절"),
    (ClaimKind.CANCEL, ClaimState.WITHDRAWN): _("취소 철회"),
    (ClaimKind.CANCEL, ClaimState.FAILED): _("취소 실패"),
    (ClaimKind.RETURN, ClaimState.FEE_DUE): _("배송비 결제 대기"),
    (ClaimKind.RETURN, ClaimState.ASKED): _("반품 요청"),
    (ClaimKind.RETURN, ClaimState.COLLECTING): _("수거 중"),
    (ClaimKind.RETURN, ClaimState.COLLECTED): _("물건 확인 중"),
    (ClaimKind.RETURN, ClaimState.REFUNDING): _("환불 중"),
    (ClaimKind.RETURN, ClaimState.DONE): _("반품완료"),
    (ClaimKind.RETURN, ClaimState.REFUSED): _("반품 거절"),
    (ClaimKind.RETURN, ClaimState.WITHDRAWN): _("반품 철회"),
    (ClaimKind.EXCHANGE, ClaimState.FEE_DUE): _("배송비 결제 대기"),
    (ClaimKind.EXCHANGE, ClaimState.ASKED): _("교환 요청"),
    (ClaimKind.EXCHANGE, ClaimState.COLLECTING): _("수거 중"),
    (ClaimKind.EXCHANGE, ClaimState.COLLECTED): _("교환품 준비 중"),
    (ClaimKind.EXCHANGE, ClaimState.REDELIVERING): _("교환품 배송 중"),
    (ClaimKind.EXCHANGE, ClaimState.DONE): _("교환완료"),
    (ClaimKind.EXCHANGE, ClaimState.TURNED): _("반품으로 바뀜"),
    (ClaimKind.EXCHANGE, ClaimState.REFUSED): _("교환 거절"),
    (ClaimKind.EXCHANGE, ClaimState.WITHDRAWN): _("교환 철회"),
    (ClaimKind.ADMIN, ClaimState.OPEN): _("관리자 확인 중"),
    (ClaimKind.ADMIN, ClaimState.REFUNDING): _("환불 중"),
    (ClaimKind.ADMIN, ClaimState.DONE): _("완료(관리자)"),
    (ClaimKind.ADMIN, ClaimState.REJECTED): _("관리자 기각"),
}

FAULT: dict[Fault, Promise] = {
    Fault.BUYER: _("구매자 사유"),
    Fault.SELLER: _("판매자 사유"),
    Fault.NOBODY: _("누구의 사유도 아님"),
}

WAY: dict[Way, Promise] = {
    Way.COURIER: _("택배 기사가 수거"),
    Way.BY_BUYER: _("직접 보냄"),
}

REASON: dict[ClaimReason, Promise] = {
    ClaimReason.INTENT_CHANGED: _("구매 의사 취소"),
    ClaimReason.COLOR_AND_SIZE: _("색상 및 사이즈 변경"),
    ClaimReason.WRONG_ORDER: _("다른 상품 잘못 주문"),
    ClaimReason.PRODUCT_UNSATISFIED: _("서비스 및 상품 불만족"),
    ClaimReason.DELAYED_DELIVERY: _("배송 지연"),
    ClaimReason.SOLD_OUT: _("상품 품절"),
    ClaimReason.DROPPED_DELIVERY: _("배송 누락"),
    ClaimReason.BROKEN: _("상품 파손"),
    ClaimReason.INCORRECT_INFO: _("상품 정보 상이"),
    ClaimReason.WRONG_DELIVERY: _("오배송"),
    ClaimReason.WRONG_OPTION: _("색상 등이 다른 상품을 잘못 배송"),
    ClaimReason.SIMPLE_INTENT_CHANGED: _("단순 변심"),
    ClaimReason.MISTAKE_ORDER: _("주문 실수"),
    ClaimReason.NOT_YET_RECEIVE: _("받지 않음"),
    ClaimReason.BROKEN_AND_BAD: _("파손 및 불량"),
    ClaimReason.UNDER_QUANTITY: _("수량 부족"),
    ClaimReason.OUT_OF_STOCK: _("재고 없음"),
    ClaimReason.DELAYED_DELIVERY_BY_PURCHASER: _("배송 지연 (구매자 주장)"),
    ClaimReason.INCORRECT_INFO_BY_PURCHASER: _("상품 정보 상이 (구매자 주장)"),
    ClaimReason.PRODUCT_UNSATISFIED_BY_PURCHASER: _("상품 불만족 (구매자 주장)"),
    ClaimReason.ETC: pgettext_lazy("claim reason", "기타"),
}

HOLD_REASON: dict[HoldReason, Promise] = {
    HoldReason.RETURN_DELIVERYFEE: _("반품 배송비 미결제"),
    HoldReason.EXTRAFEEE: _("추가 비용 미결제"),
    HoldReason.RETURN_DELIVERYFEE_AND_EXTRAFEEE: _("반품 배송비와 추가 비용 미결제"),
    HoldReason.RETURN_PRODUCT_NOT_DELIVERED: _("반품 상품 미도착"),
    HoldReason.EXCHANGE_DELIVERYFEE: _("교환 배송비 미결제"),
    HoldReason.EXCHANGE_EXTRAFEE: _("교환 추가 비용 미결제"),
    HoldReason.EXCHANGE_PRODUCT_READY: _("교환품 준비 중"),
    HoldReason.EXCHANGE_PRODUCT_NOT_DELIVERED: _("교환 상품 미도착"),
    HoldReason.ETC: pgettext_lazy("claim reason", "기타"),
}

# The same where nothing of it is left to be paid: it was paid, or is taken off what goes back.
_HOLD_FOR: dict[HoldReason, Promise] = {
    HoldReason.RETURN_DELIVERYFEE: _("반품 배송비"),
    HoldReason.EXTRAFEEE: _("추가 비용"),
    HoldReason.RETURN_DELIVERYFEE_AND_EXTRAFEEE: _("반품 배송비와 추가 비용"),
    HoldReason.EXCHANGE_DELIVERYFEE: _("교환 배송비"),
    HoldReason.EXCHANGE_EXTRAFEE: _("교환 추가 비용"),
}

ROW: dict[RowKind, Promise] = {
    RowKind.GOODS: _("상품 금액"),
    RowKind.INSTANT: _("즉시할인"),
    RowKind.COUPON: _("쿠폰 할인"),
    RowKind.SHIPPING_BACK: _("돌려받는 배송비"),
    RowKind.DUE: _("처음 배송비"),
    RowKind.RETURN_FEE: _("반품 배송비"),
    RowKind.EXCHANGE_FEE: _("교환 배송비"),
    RowKind.REGION: _("도서산간 추가 배송비"),
    RowKind.EXTRA_FEE: _("추가 비용"),
    RowKind.POINTS_SHORT: _("이미 쓴 적립금"),
}

WHY: dict[Why, Promise] = {
    Why.CLAIMED: _("신청한 상품의 주문 금액입니다."),
    Why.DISCOUNTED: _("이 상품에 적용된 할인입니다."),
    Why.NOT_SENT: _("아직 보내지 않은 배송의 요금입니다."),
    Why.SELLERS_FAULT: _("판매자 사유라서 배송비도 돌려드립니다."),
    Why.BELOW_THRESHOLD: _("남은 상품이 무료배송 기준에 못 미쳐 처음 배송비가 생깁니다."),
    Why.FREE_FIRST_ENDED: _("무료배송 상품이 빠져 처음 배송비가 생깁니다."),
    Why.ONE_WAY: _("상품을 돌려보내는 한 번의 배송비입니다."),
    Why.BOTH_WAYS: _("상품을 돌려보내고 다시 받는 두 번의 배송비입니다."),
    Why.PICKUP: _("수거하는 곳이 도서산간 지역입니다."),
    Why.NAMED: _("판매자가 사유와 함께 정한 비용입니다."),
    Why.SPENT: _("이 주문으로 적립된 적립금을 이미 사용하셨습니다."),
}

REFUSAL: dict[Refusal, Promise] = {
    Refusal.NOT_YOURS: _("다른 분의 주문입니다."),
    Refusal.UNKNOWN_LINE: _("이 주문에 없는 상품입니다."),
    Refusal.NAMED_TWICE: _("같은 상품을 두 번 골랐습니다."),
    Refusal.TOO_FEW: _("상품과 수량을 골라 주세요."),
    Refusal.TOO_MANY: _("남아 있는 수량보다 많습니다."),
    Refusal.ALREADY_OPEN: _("이미 처리 중인 취소·반품·교환이 있습니다."),
    Refusal.NOT_PAID: _("결제되지 않은 주문입니다."),
    Refusal.ENDED: _("이미 취소되었거나 반품된 상품입니다."),
    Refusal.ALREADY_SENT: _("이미 보낸 상품은 취소할 수 없습니다. 받으신 뒤 반품을 신청해 주세요."),
    Refusal.NOT_SENT: _("아직 보내지 않은 상품입니다. 취소를 신청해 주세요."),
    Refusal.FINALIZED: _("구매를 확정한 상품입니다."),
    Refusal.TOO_LATE: _("받으신 지 7일이 지나 단순 변심으로는 신청할 수 없습니다."),
    Refusal.WHOLE_ORDER_ONLY: _("체크아웃 주문은 전체 취소만 됩니다."),
    Refusal.REASON_NOT_ALLOWED: _("고를 수 없는 사유입니다."),
    Refusal.WORDS_NEEDED: _("사유를 적어 주세요."),
    Refusal.PHOTOS_NEEDED: _("사진을 함께 올려 주세요."),
    Refusal.NUMBER_NEEDED: _("송장번호를 입력해 주세요."),
    Refusal.PICKUP_NEEDED: _("수거할 곳의 주소를 입력해 주세요."),
    Refusal.HOLD_TOO_LONG: _("보류는 영업일 기준 3일까지 할 수 있습니다."),
    Refusal.HELD: _("보류 중입니다. 먼저 보류를 풀어 주세요."),
    Refusal.NOT_HELD: _("보류 중이 아닙니다."),
    Refusal.HELD_BEFORE: _("보류는 한 번만 할 수 있습니다."),
    Refusal.DECISION_HELD: _("구매확정을 이미 미루었습니다."),
    Refusal.ASKED_BEFORE: _("하루 안에 이미 구매확정을 부탁했습니다."),
    Refusal.EXTRA_FEE_NEEDED: _("이 사유로 보류하려면 추가 비용을 적어 주세요."),
    Refusal.FEE_TOO_HIGH: _("추가 비용은 결제 금액의 90%를 넘을 수 없습니다."),
    Refusal.FEE_UNPAID: _("구매자가 낼 배송비가 남아 있습니다. 결제하면 이어집니다."),
    Refusal.KEEPS_TOO_MUCH: _("돌아온 상품의 교환 배송비로 받은 금액까지만 받을 수 있습니다."),
    Refusal.NOT_NOW: _("지금 상태에서는 할 수 없습니다."),
    Refusal.MONEY_UNDER_WAY: _("환불이 진행 중이라 지금은 바꿀 수 없습니다."),
    Refusal.MONEY_WENT_BACK: _("결제 대행사에서는 이 금액이 이미 구매자에게 돌아갔습니다. 환불을 다시 요청해 확인해 주세요."),
    Refusal.PART_WENT_BACK: _("이 금액 가운데 일부가 결제 대행사에서 이미 구매자에게 돌아갔습니다. 나머지를 환불해 주세요."),
    Refusal.OTHERS_HANG_ON_IT: _(
        "이 뒤에 승인된 클레임의 금액이 이 취소에 달려 있어 실패로 끝낼 수 없습니다. 계좌로 환불해 주세요."
    ),
    Refusal.PG_SILENT: _("결제 대행사가 답하지 않아 돌아간 금액을 확인하지 못했습니다. 잠시 뒤에 다시 눌러 주세요."),
    Refusal.TO_BE_AGREED: _("바뀐 환불 금액을 구매자가 확인하는 중입니다. 하루가 지나거나 구매자가 동의하면 진행됩니다."),
    Refusal.PROPOSAL_CHANGED: _("환불 예정 금액이 바뀌었습니다. 다시 확인해 주세요."),
}

ACTOR: dict[Actor, Promise] = {
    Actor.BUYER: _("구매자"),
    Actor.MERCHANT: _("판매자"),
    Actor.OPERATOR: _("운영자"),
    Actor.CARRIER: _("택배사"),
    Actor.HUB: _("체크아웃"),
}

# What happened to a claim, by the words of all four machines.
CLAIM_EVENT: dict[str, Promise] = {
    "apply": _("신청하고 배송비를 결제하는 중입니다."),
    "ask": _("신청했습니다."),
    "ask_at_once": _("취소했습니다."),
    "ask_by_seller": _("판매자가 취소했습니다."),
    "file": _("판매자가 반품을 접수했습니다."),
    "fee_paid": _("더 낼 배송비가 없습니다."),
    "fee_paid_at_once": _("더 낼 배송비가 없어 취소했습니다."),
    "lapse": _("배송비를 결제하지 않아 신청이 끝났습니다."),
    "approve": _("판매자가 취소를 받아들였습니다."),
    "accept": _("판매자가 받아들였습니다."),
    "receive": _("물건이 판매자에게 닿았습니다."),
    "refund": _("환불을 시작했습니다."),
    "redispatch": _("교환품을 보냈습니다."),
    "arrive": _("교환품이 도착했습니다."),
    "turn": _("반품으로 바꾸었습니다."),
    "turned_asked": _("교환 신청이 반품이 되었습니다."),
    "turned_collecting": _("교환 신청이 반품이 되었습니다."),
    "turned_collected": _("교환 신청이 반품이 되었습니다."),
    "refuse": _("판매자가 거절했습니다."),
    "goods_left": _("이미 발송되어 취소할 수 없습니다."),
    "withdraw": _("신청을 철회했습니다."),
    "hold": _("판매자가 답을 보류했습니다."),
    "release": _("보류를 풀었습니다."),
    "overrule": _("체크아웃 관리자가 이어받았습니다."),
    "open": _("체크아웃 관리자가 확인하고 있습니다."),
    "reject": _("체크아웃 관리자가 처리하지 않기로 했습니다."),
    "settle": _("완료되었습니다."),
    "fail": _("돈을 돌려드릴 수 없어 취소하지 못했습니다. 주문은 그대로입니다."),
}
# The same where Checkout did it of itself, which a seller else does.
_BY_ITSELF: dict[str, Promise] = {
    "approve": _("답할 기한이 지나 취소를 받아들였습니다."),
    "accept": _("답할 기한이 지나 받아들였습니다."),
    "hold": _("남은 배송비 때문에 체크아웃이 환불을 미루었습니다."),
}


MONEY: dict[MoneyWay, Promise] = {
    MoneyWay.CARD: _("카드 취소로"),
    MoneyWay.TRANSFER: _("계좌이체 취소로"),
    MoneyWay.ACCOUNT: _("계좌로"),
}
# What a buyer reads beside the receipt, before pressing.
HOW: dict[MoneyWay, Promise] = {
    MoneyWay.CARD: _("카드 결제를 취소해 드립니다. 카드사에 따라 명세서에는 3~5일 뒤에 보입니다."),
    MoneyWay.TRANSFER: _("이체한 계좌로 돌려드립니다. 은행 점검 시간(23:30~00:30)이면 그 뒤에 돌려드립니다."),
    MoneyWay.ACCOUNT: _("결제한 방법으로는 이 금액을 돌려드릴 수 없어 계좌로 보내 드립니다. 신청하면 받을 계좌를 여쭙니다."),
}


# What somebody tried to do with a claim, by the machines' words for what people do.
TRIED: dict[str, Promise] = {
    "approve": _("취소 승인"),
    "accept": _("접수"),
    "receive": _("물건 받음"),
    "refund": _("환불"),
    "redispatch": _("교환품 발송"),
    "arrive": _("교환품 도착"),
    "turn": _("반품으로 바꾸기"),
    "refuse": pgettext_lazy("claim", "거절"),
    "withdraw": _("철회"),
    "hold": pgettext_lazy("claim", "보류"),
    "release": _("보류 풀기"),
    "reject": _("처리하지 않음"),
}


def badge_of(state: ClaimState) -> str:
    """How a claim's state stands out: well ended, ended, or still to be done."""
    if state is ClaimState.DONE:
        return "badge-ok"
    return "badge-muted" if state in ENDED else "badge-warn"


def event_text(event: str, actor: str) -> str:
    """What happened to a claim, as its people read it; ``actor``: by the name that its record has."""
    said = CLAIM_EVENT | _BY_ITSELF if actor == Actor.HUB else CLAIM_EVENT
    return str(said.get(event, event))


def actor_text(actor: str) -> str:
    """Who took a step, by the name that its record has: 구매자, 판매자(운영자 kim), 판매자(쇼핑몰 프로그램)."""
    role, _colon, who = actor.partition(":")
    by = Actor(role)
    if not who:
        return str(ACTOR[by])
    name = who.removeprefix("operator:")
    through = gettext("운영자 %(name)s") % {"name": name} if name != who else gettext("쇼핑몰 프로그램")
    return through if by is Actor.OPERATOR else f"{ACTOR[by]}({through})"


def state_text(kind: ClaimKind, state: ClaimState) -> str:
    """A claim's state as its people read it."""
    return str(STATE[kind, state])


def hold_text(reason: HoldReason, *, is_due: bool) -> str:
    """Why a claim is held, as its people read it; ``is_due``: something of its fee is still to be paid."""
    return str(HOLD_REASON[reason] if is_due else _HOLD_FOR.get(reason, HOLD_REASON[reason]))


def answered_by(state: ClaimState) -> Promise:
    """Whose the words are that a claim was answered with."""
    return _("체크아웃의 답") if state is ClaimState.FAILED else _("판매자의 답")
