"""Korean text of what does not agree."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.checkout.reconcile.domain.kinds import FindingKind

FINDING: dict[FindingKind, Promise] = {
    FindingKind.UNBALANCED: _("분개의 합이 0이 아닙니다"),
    FindingKind.RECEIVABLE: _("PG에서 받을 돈이 결제와 환불에서 나온 금액과 다릅니다"),
    FindingKind.REFUND_OWED: _("환불 예정금이 아직 주지 않은 환불과 다릅니다"),
    FindingKind.FEES_HELD: _("보관 중인 클레임 배송비가 결제된 것과 다릅니다"),
    FindingKind.PENDING: _("확정 대기 판매대금이 주문의 내역과 다릅니다"),
    FindingKind.PAYABLE: _("정산 예정금이 주문의 내역과 다릅니다"),
    FindingKind.REFUNDED_TOO_MUCH: _("결제한 금액보다 많이 환불됩니다"),
    FindingKind.PAID_STATE: _("주문의 결제 상태가 결제 시도와 다릅니다"),
    FindingKind.PIECES: _("남은 수량이 상품주문의 상태와 맞지 않습니다"),
    FindingKind.PAYMENT_OPEN: _("하루가 넘도록 승인 결과를 모르는 결제입니다"),
    FindingKind.REFUND_OPEN: _("하루가 넘도록 끝나지 않은 환불입니다"),
    FindingKind.HOLD_LEFT: _("하루가 넘도록 놓지도 팔지도 않은 재고가 있습니다"),
    FindingKind.CLAIM_POSTING: _("클레임의 분개가 제안한 금액과 다릅니다"),
    FindingKind.CLAIM_POINTS: _("클레임으로 돌려준 적립금이 제안한 것과 다릅니다"),
    FindingKind.CLAIM_REFUND: _("클레임의 환불이 제안한 금액으로 한 번 있지 않습니다"),
    FindingKind.CLAIM_STUCK: _("하루가 넘도록 환불이 끝나지 않은 클레임입니다"),
    FindingKind.OPEN_CLAIM: _("상품주문에 적힌 클레임이 열려 있는 클레임과 다릅니다"),
    FindingKind.BENEFIT_USE: _("주문이 쓴 적립금과 쿠폰이 주문의 상태나 금액과 다릅니다"),
    FindingKind.COUPON: _("쿠폰의 상태가 그것을 쓴 주문과 다릅니다"),
    FindingKind.WALLET_LOTS: _("적립금 지갑이 남은 적립금의 합과 다릅니다"),
    FindingKind.WALLET_LEDGER: _("적립금 지갑이 원장과 다릅니다"),
    FindingKind.WALLET_HELD: _("묶인 적립금이 결제 중인 주문의 것과 다릅니다"),
    FindingKind.PG: _("PG의 내역과 다릅니다"),
}
