"""Korean text of the payments' codes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.templatetags.ui import day, moment
from minishop.checkout.payments.adapters.contracts import known_pgs
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.bank_accounts import account_of
from minishop.checkout.payments.domain.comparison import DifferenceKind
from minishop.checkout.payments.domain.contracts import ContractEvent
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import GONE, PaymentState
from minishop.checkout.payments.models import Payment, PgContract, Refund

MEANS: dict[Means, Promise] = {Means.CARD: _("신용카드"), Means.TRANSFER: _("실시간 계좌이체")}

# What a buyer reads of the last try to pay the fee of a claim; nothing of one that is open or was left.
FEE: dict[PaymentState, Promise] = {
    PaymentState.CONFIRMING: _("배송비 결제를 확인하고 있습니다. 결과가 나오면 이 화면에서 알려 드립니다."),
    PaymentState.DECLINED: _("배송비가 결제되지 않았습니다."),
    PaymentState.SURPLUS: _("배송비 결제가 늦게 승인되어 받은 금액을 모두 돌려드립니다."),
}

STATE: dict[PaymentState, Promise] = {
    PaymentState.OPENED: _("결제창 열림"),
    PaymentState.CONFIRMING: _("승인 확인 중"),
    PaymentState.PAID: _("결제 완료"),
    PaymentState.DECLINED: _("거절됨"),
    PaymentState.ABANDONED: _("중단됨"),
    PaymentState.SURPLUS: _("초과 승인: 환불 대상"),
}

# What money is of that goes back for no claim.
REFUND_CAUSE: dict[RefundCause, Promise] = {
    RefundCause.SURPLUS: _("더 결제된"),
    RefundCause.CLAIM_FEE: _("내신 배송비"),
}
REFUND: dict[RefundState, Promise] = {
    RefundState.INTENDED: _("환불 예정"),
    RefundState.QUEUED: _("앞 환불 뒤에 환불 예정"),
    RefundState.ASKING: _("환불 확인 중"),
    RefundState.DONE: _("환불 완료"),
    RefundState.REFUSED: _("환불 거절됨"),
    RefundState.BY_ACCOUNT: _("계좌로 환불 예정"),
    RefundState.GIVEN_UP: _("환불하지 않음"),
}

# 은행: by the name that whoever transfers reads.
BANKS: dict[str, Promise] = {
    "KB국민은행": _("KB국민은행"),
    "신한은행": _("신한은행"),
    "우리은행": _("우리은행"),
    "하나은행": _("하나은행"),
    "NH농협은행": _("NH농협은행"),
    "IBK기업은행": _("IBK기업은행"),
    "카카오뱅크": _("카카오뱅크"),
    "토스뱅크": _("토스뱅크"),
    "케이뱅크": _("케이뱅크"),
    "새마을금고": _("새마을금고"),
    "우체국": _("우체국"),
    "신협": _("신협"),
    "Sh수협은행": _("Sh수협은행"),
    "SC제일은행": _("SC제일은행"),
    "한국씨티은행": _("한국씨티은행"),
    "KDB산업은행": _("KDB산업은행"),
    "iM뱅크": _("iM뱅크"),
    "BNK부산은행": _("BNK부산은행"),
    "BNK경남은행": _("BNK경남은행"),
    "광주은행": _("광주은행"),
    "전북은행": _("전북은행"),
    "제주은행": _("제주은행"),
}

# What is read of a refund while nobody knows more (claims 7.2).
_UNDER_WAY: dict[RefundState, Promise] = {
    RefundState.INTENDED: _("환불을 요청하고 있습니다. 다시 누르지 않아도 됩니다."),
    RefundState.QUEUED: _("앞선 환불을 마치는 대로 환불합니다. 다시 누르지 않아도 됩니다."),
    RefundState.ASKING: _("환불을 확인하고 있습니다. 다시 누르지 않아도 됩니다."),
    RefundState.REFUSED: _("결제한 방법으로 돌려드릴 수 없어 다른 방법을 확인하고 있습니다. 다시 누르지 않아도 됩니다."),
    RefundState.GIVEN_UP: _("돈을 돌려드릴 수 없어 환불하지 않았습니다."),
}
_BACK: dict[Means, Promise] = {
    Means.CARD: _("카드 취소를 마쳤습니다. 카드 명세서에는 3~5일 뒤에 나타납니다."),
    Means.TRANSFER: _("이체한 계좌로 돌려드렸습니다."),
}
_NOT_BACK: dict[Means, Promise] = {
    Means.CARD: _("카드로 취소할 수 없어 계좌로 돌려드립니다."),
    Means.TRANSFER: _("이체를 취소할 수 없어 계좌로 돌려드립니다."),
}

CONTRACT_EVENT: dict[ContractEvent, Promise] = {
    ContractEvent.HAND_OVER: _("계약 전달: 바로 사용"),
    ContractEvent.REQUEST: _("변경 요청"),
    ContractEvent.APPROVE: _("변경 승인"),
    ContractEvent.REJECT: _("변경 반려"),
    ContractEvent.WITHDRAW: _("변경 요청 거둠"),
    ContractEvent.REPLACE: _("사용 끝: 열려 있던 결제만 이어감"),
}

DIFFERENCE: dict[DifferenceKind, Promise] = {
    DifferenceKind.UNKNOWN_HERE: _("PG에는 결제가 있는데 여기에는 그런 결제 시도가 없습니다"),
    DifferenceKind.NOT_TAKEN_HERE: _("PG는 돈을 받았는데 여기에서는 결제되지 않았습니다"),
    DifferenceKind.NOT_TAKEN_THERE: _("여기에서는 결제되었는데 PG는 돈을 받지 않았습니다"),
    DifferenceKind.AMOUNT_DIFFERS: _("금액이 서로 다릅니다"),
    DifferenceKind.CANCELLED_THERE: _("PG에서 취소되었는데 여기에는 환불이 없습니다"),
    DifferenceKind.REFUND_OPEN_HERE: _("PG는 돌려주었는데 여기에서는 환불이 끝나지 않았습니다"),
    DifferenceKind.REFUND_MISSING_THERE: _("여기에서는 환불되었는데 PG는 돌려주지 않았습니다"),
    DifferenceKind.LEDGER_DIFFERS: _("원장의 금액이 PG와 다릅니다"),
}

CLOSED: dict[str, Promise] = {
    "not_approved": _("이 쇼핑몰은 아직 체크아웃 승인을 받지 않아 결제할 수 없습니다."),
    "no_pg": _("이 쇼핑몰은 결제 대행사(PG) 계약이 아직 없어 결제할 수 없습니다."),
}


def refund_news(refund: Refund) -> str:
    """How far a refund is and how the money comes back, for its buyer and for whoever looks at it with them; never more than the end of the
    account's number."""
    state, means = RefundState(refund.state), Means(refund.payment.method)
    account = account_of(refund.account)
    if state is RefundState.INTENDED and refund.not_before is not None:
        return gettext("결제 대행사가 지금은 환불을 받지 않아 %(until)s 뒤에 환불됩니다.") % {"until": moment(refund.not_before)}
    if state is RefundState.DONE and refund.transferred_on is not None:
        return gettext("%(day)s에 알려 주신 계좌로 보냈습니다.") % {"day": day(refund.transferred_on)}
    if state is RefundState.DONE:
        return str(_BACK[means])
    if state is not RefundState.BY_ACCOUNT:
        return str(_UNDER_WAY[state])
    if account is not None:
        return gettext("%(account)s 계좌로 보내 드립니다. 보낸 뒤에는 계좌를 지웁니다.") % {"account": account.masked}
    return f"{_NOT_BACK[means]} {gettext('받을 계좌를 기다립니다.')}"


def paid_with(payment: Payment | None) -> str:
    """The means by which something was paid, by its name and as the PG calls it: 실시간 계좌이체 농협 302-****-1111; empty where no payment was."""
    return "" if payment is None else f"{MEANS[Means(payment.method)]} {payment.means}".rstrip()


def why_unpaid(attempt: Payment | None) -> str:
    """Why an attempt ended unpaid, for its buyer: the PG's own words, or ours where the PG was not asked; empty where nobody said."""
    if attempt is None or attempt.reason != GONE:
        return attempt.reason if attempt else ""
    return gettext("쇼핑몰이 상품을 내어 줄 수 없어 결제하지 않았습니다.")


def pg_name(code: str) -> str:
    """The PG's name; the code itself for one that this installation does not know."""
    pg = known_pgs().get(code)
    if pg is None:
        return code
    return pg.name_en if get_language() == "en" else pg.name


def contract_name(contract: PgContract) -> str:
    """The PG by name, and the merchant's number there."""
    return f"{pg_name(contract.provider)} ({contract.mid})"
