"""What of an order has to agree: whole orders have no finding, and each disagreement has its own name (claims.md 6.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.worlds import NOW

from minishop.checkout.benefits.domain.coupons import CouponState
from minishop.checkout.benefits.domain.uses import UseState
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.reconcile.domain.benefits import PurseFacts, UseFacts, judge_purse
from minishop.checkout.reconcile.domain.claims import ClaimFacts
from minishop.checkout.reconcile.domain.facts import Attempt, Back, Line
from minishop.checkout.reconcile.domain.judging import TOO_OLD, OrderFacts, judge
from minishop.checkout.reconcile.domain.kinds import Finding, FindingKind
from minishop.checkout.reconcile.labels import FINDING
from minishop.kernel.won import Won

A, K, S = AccountKind, FindingKind, PaymentState
PAID = Attempt(1, "a", S.PAID, Purpose.ORDER, Won(1_000), NOW)
SURPLUS = Attempt(2, "s", S.SURPLUS, Purpose.ORDER, Won(1_000), NOW)
FEE = Attempt(3, "f", S.PAID, Purpose.CLAIM_FEE, Won(60), NOW)
LIVING = Line(LineState.PAID, 2, 2)
WHOLE = OrderFacts(
    "n", Won(1_000), is_paid=True, attempts=(PAID,), lines=(LIVING,), pending=Won(1_000),
    posted={A.PG_RECEIVABLE: Won(1_000), A.MERCHANT_PENDING: Won(-1_000)},
)  # fmt: skip
UNPAID = OrderFacts("n", Won(1_000), is_paid=False, lines=(Line(LineState.AWAITING_PAYMENT, 1, 1),))
LONG_AGO = NOW - TOO_OLD


def back(cause: RefundCause = RefundCause.CLAIM, state: RefundState = RefundState.DONE, amount: int = 400, **facts: Any) -> Back:
    return Back("r-1", facts.pop("attempt", 1), state, cause, Won(amount), facts.pop("intended_at", NOW), **facts)


ASKED = ClaimFacts(5, "r", ClaimKind.CANCEL, ClaimState.ASKED, NOW, {0: 1}, money=Won(400))
DONE = replace(
    ASKED, state=ClaimState.DONE, points=Won(30), benefits=Won(20), kept=Won(10), restored=Won(30),
    posted={A.PG_RECEIVABLE: Won(-400), A.POINTS_OWED: Won(-30), A.BENEFIT_EXPENSE: Won(-20), A.POINTS_EXPENSE: Won(-10)},
)  # fmt: skip
ONE_BACK = replace(
    WHOLE, lines=(replace(LIVING, remaining=1),), claims=(DONE,), refunds=(back(),), pending=Won(600),
    posted={A.PG_RECEIVABLE: Won(600), A.MERCHANT_PENDING: Won(-600)},
)  # fmt: skip
USED = UseFacts(UseState.USED, Won(70), has_coupon=True, coupon=CouponState.USED, at=LONG_AGO)

AGREE = {
    "결제됨": WHOLE,
    "결제 전": UNPAID,
    "결제 없이 끝남": replace(UNPAID, lines=(Line(LineState.UNPAID_CANCELLED, 1, 1),)),
    "0원 주문": replace(WHOLE, pay_total=Won(0), attempts=(), pending=Won(300), posted={A.MERCHANT_PENDING: Won(-300)}),
    "일부 환불됨": replace(
        WHOLE, refunds=(back(),), pending=Won(600), posted={A.PG_RECEIVABLE: Won(600), A.MERCHANT_PENDING: Won(-600)}
    ),
    "계좌로 줄 돈": replace(
        WHOLE, refunds=(back(state=RefundState.BY_ACCOUNT),), pending=Won(600),
        posted={A.PG_RECEIVABLE: Won(1_000), A.MERCHANT_PENDING: Won(-600), A.REFUND_OWED: Won(-400)},
    ),
    "계좌로 줌": replace(
        WHOLE, refunds=(back(by_account=True),), pending=Won(600),
        posted={A.PG_RECEIVABLE: Won(1_000), A.MERCHANT_PENDING: Won(-600)},
    ),
    "초과 승인을 돌려주는 중": replace(
        WHOLE, attempts=(PAID, SURPLUS), refunds=(back(RefundCause.SURPLUS, RefundState.ASKING, 1_000, attempt=2),),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(2_000), A.REFUND_OWED: Won(-1_000)},
    ),
    "초과 승인을 돌려줌": replace(WHOLE, attempts=(PAID, SURPLUS), refunds=(back(RefundCause.SURPLUS, amount=1_000, attempt=2),)),
    "초과 승인의 일부는 돌아가 있고 나머지는 계좌로 줄 돈": replace(
        WHOLE, attempts=(PAID, SURPLUS), refunds=(back(RefundCause.SURPLUS, RefundState.BY_ACCOUNT, 1_000, attempt=2, found=Won(300)),),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_700), A.REFUND_OWED: Won(-700)},
    ),
    "초과 승인의 일부는 돌아가 있고 나머지는 계좌로 줌": replace(
        WHOLE, attempts=(PAID, SURPLUS), refunds=(back(RefundCause.SURPLUS, amount=1_000, attempt=2, found=Won(300), by_account=True),),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_700)},
    ),
    "배송비의 일부는 돌아가 있고 나머지는 계좌로 줄 돈": replace(
        WHOLE, attempts=(PAID, FEE), refunds=(back(RefundCause.CLAIM_FEE, RefundState.BY_ACCOUNT, 60, attempt=3, found=Won(20)),),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_040), A.REFUND_OWED: Won(-40)},
    ),
    "보관 중인 클레임 배송비": replace(
        WHOLE, attempts=(PAID, FEE), posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_060), A.CLAIM_FEES_HELD: Won(-60)}
    ),
    "받은 클레임 배송비": replace(
        WHOLE, attempts=(PAID, FEE), due=Won(60), fees=Won(2), earned=Won(60),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_060), A.MERCHANT_PAYABLE: Won(-58)},
    ),
    "모두 취소됨": replace(
        WHOLE, lines=(Line(LineState.CANCELLED, 2, 0),), refunds=(back(amount=1_000),), pending=Won(0), posted={},
        claims=(replace(ASKED, state=ClaimState.DONE, pieces={0: 2}, money=Won(1_000), posted={A.PG_RECEIVABLE: Won(-1_000)}),),
    ),
    "클레임이 열려 있음": replace(
        WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(ASKED,), refunds=(back(RefundCause.CLAIM_FEE, amount=0),)
    ),
    "환불 중": replace(
        WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(replace(ASKED, state=ClaimState.CANCELING),),
        refunds=(back(state=RefundState.ASKING),),
    ),
    "어제부터 미룬 클레임": replace(
        WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(replace(ASKED, state=ClaimState.CANCELING, since=LONG_AGO),),
        refunds=(back(state=RefundState.INTENDED, not_before=NOW + timedelta(minutes=1)),),
    ),
    "교환됨": replace(WHOLE, claims=(replace(ASKED, kind=ClaimKind.EXCHANGE, state=ClaimState.DONE, money=Won(0)),)),
    "한 조각이 취소됨": ONE_BACK,
    "적립금과 쿠폰을 씀": replace(WHOLE, points_used=Won(70), use=USED),
    "결제 중인 적립금과 쿠폰": replace(UNPAID, points_used=Won(70), use=replace(USED, state=UseState.HELD, coupon=CouponState.HELD, at=NOW)),
    "달력이 하루 넘어갔어도 상품을 잡고 있음": replace(
        UNPAID, points_used=Won(70), hold_since=NOW, use=replace(USED, state=UseState.HELD, coupon=CouponState.HELD, at=LONG_AGO)
    ),
    "놓은 적립금과 쿠폰": replace(UNPAID, points_used=Won(70), use=replace(USED, state=UseState.RELEASED, coupon=None)),
    "어제부터 미룬 환불": replace(
        WHOLE, refunds=(back(state=RefundState.INTENDED, intended_at=LONG_AGO, not_before=NOW + timedelta(minutes=1)),)
    ),
}  # fmt: skip


@pytest.mark.parametrize("order", AGREE.values(), ids=AGREE)
def test_an_order_that_is_whole_has_no_finding(order: OrderFacts) -> None:
    assert judge(order, now=NOW) == []


CONFIRMING = replace(PAID, id=4, key="c", state=S.CONFIRMING, opened_at=LONG_AGO)
PLANTED = {
    "받을 돈": (replace(WHOLE, posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(999)}), [Finding(K.RECEIVABLE, "n", 999, 1_000)]),
    "환불 예정금": (replace(WHOLE, posted={**WHOLE.posted, A.REFUND_OWED: Won(-1)}), [Finding(K.REFUND_OWED, "n", -1, 0)]),
    "클레임 배송비": (replace(WHOLE, posted={**WHOLE.posted, A.CLAIM_FEES_HELD: Won(-1)}), [Finding(K.FEES_HELD, "n", -1, 0)]),
    "확정 대기": (replace(WHOLE, pending=Won(1_001)), [Finding(K.PENDING, "n", -1_000, -1_001)]),
    "정산 예정": (replace(WHOLE, due=Won(5), fees=Won(1)), [Finding(K.PAYABLE, "n", 0, -4)]),
    "너무 많은 환불": (
        replace(WHOLE, refunds=(back(state=RefundState.INTENDED, amount=600), back(state=RefundState.ASKING, amount=401))),
        [Finding(K.REFUNDED_TOO_MUCH, "a", 1_001, 1_000)],
    ),
    "결제 시도 없이 결제됨": (replace(WHOLE, attempts=(), posted={A.MERCHANT_PENDING: Won(-1_000)}), [Finding(K.PAID_STATE, "n", 0, 1_000)]),
    "결제되었는데 결제 대기인 줄": (
        replace(WHOLE, lines=(LIVING, Line(LineState.AWAITING_PAYMENT, 1, 1))),
        [Finding(K.PAID_STATE, "n", 1_000, 1_000)],
    ),
    "결제 없이 배송되는 줄": (replace(UNPAID, lines=(LIVING,)), [Finding(K.PAID_STATE, "n", 0, 0)]),
    "남은 것 없이 살아 있는 줄": (replace(WHOLE, lines=(replace(LIVING, remaining=0),)), [Finding(K.PIECES, "n", 0, 2)]),
    "남은 것이 있는 끝난 줄": (
        replace(WHOLE, lines=(LIVING, Line(LineState.RETURNED, 3, 1))),
        [Finding(K.PIECES, "n", 1, 3)],
    ),
    "산 것보다 많이 남은 줄": (replace(WHOLE, lines=(replace(LIVING, remaining=3),)), [Finding(K.PIECES, "n", 3, 2)]),
    "하루 된 승인": (replace(WHOLE, attempts=(PAID, CONFIRMING)), [Finding(K.PAYMENT_OPEN, "c", 1_000)]),
    "하루 된 환불": (
        replace(WHOLE, refunds=(back(state=RefundState.INTENDED, intended_at=LONG_AGO),)), [Finding(K.REFUND_OPEN, "r-1", 400)]
    ),
    "제안보다 많이 되돌린 분개": (
        replace(ONE_BACK, claims=(replace(DONE, posted={**DONE.posted, A.PG_RECEIVABLE: Won(-401)}),)),
        [Finding(K.CLAIM_POSTING, "r", 401, 400)],
    ),
    "끝나지 않은 클레임의 분개": (
        replace(WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(replace(ASKED, posted={A.BENEFIT_EXPENSE: Won(-1)}),)),
        [Finding(K.CLAIM_POSTING, "r", 1, 0)],
    ),
    "제안보다 적게 돌아온 적립금": (
        replace(ONE_BACK, claims=(replace(DONE, restored=Won(0)),)), [Finding(K.CLAIM_POINTS, "r", 0, 30)]
    ),
    "두 번 환불된 클레임": (
        replace(ONE_BACK, refunds=(back(), back(amount=0))), [Finding(K.CLAIM_REFUND, "r", 400, 400)]
    ),
    "환불 없이 끝난 클레임": (
        replace(ONE_BACK, refunds=(back(RefundCause.SURPLUS),), posted={**ONE_BACK.posted, A.REFUND_OWED: Won(400)}),
        [Finding(K.CLAIM_REFUND, "r", 0, 400)],
    ),
    "아무도 동의하지 않은 클레임의 환불": (
        replace(WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(ASKED,), refunds=(back(state=RefundState.INTENDED),)),
        [Finding(K.CLAIM_REFUND, "r", 400, 400)],
    ),
    "하루 된 환불 중": (
        replace(
            WHOLE, lines=(replace(LIVING, open_claim=5),), claims=(replace(ASKED, state=ClaimState.CANCELING, since=LONG_AGO),)
        ),
        [Finding(K.CLAIM_STUCK, "r", 400)],
    ),
    "아무 줄에도 적히지 않은 클레임": (replace(WHOLE, claims=(ASKED,)), [Finding(K.OPEN_CLAIM, "n", None, 5)]),
    "끝난 클레임이 적힌 줄": (
        replace(ONE_BACK, lines=(replace(ONE_BACK.lines[0], open_claim=5),)), [Finding(K.OPEN_CLAIM, "n", 5, None)]
    ),
    "끝난 조각이 남아 있음": (replace(ONE_BACK, lines=(LIVING,)), [Finding(K.PIECES, "n", 2, 1)]),
    "쓴 적립금이 주문에 없음": (replace(WHOLE, use=USED), [Finding(K.BENEFIT_USE, "n", 70, 0)]),
    "주문이 쓴 적립금이 없음": (replace(WHOLE, points_used=Won(70)), [Finding(K.BENEFIT_USE, "n", 0, 70)]),
    "결제 없이 쓴 적립금": (replace(UNPAID, points_used=Won(70), use=USED), [Finding(K.BENEFIT_USE, "n", 70, 70)]),
    "끝난 주문이 잡고 있는 적립금": (
        replace(
            UNPAID, lines=(Line(LineState.UNPAID_CANCELLED, 1, 1),), points_used=Won(70),
            use=replace(USED, state=UseState.HELD, at=NOW, coupon=CouponState.HELD),
        ),
        [Finding(K.BENEFIT_USE, "n", 70, 70)],
    ),
    "하루 동안 잡고 있는 적립금": (
        replace(UNPAID, points_used=Won(70), use=replace(USED, state=UseState.HELD, coupon=CouponState.HELD, at=LONG_AGO)),
        [Finding(K.BENEFIT_USE, "n", 70, 70)],
    ),
    "다른 주문의 것이 된 쿠폰": (replace(WHOLE, points_used=Won(70), use=replace(USED, coupon=None)), [Finding(K.COUPON, "n")]),
    "돌아오지 않은 쿠폰": (
        replace(AGREE["모두 취소됨"], points_used=Won(70), use=USED), [Finding(K.COUPON, "n")]
    ),
    "하루 된 선점": (replace(WHOLE, hold_since=LONG_AGO), [Finding(K.HOLD_LEFT, "n")]),
}  # fmt: skip


@pytest.mark.parametrize(("order", "found"), PLANTED.values(), ids=PLANTED)
def test_each_disagreement_is_named(order: OrderFacts, found: list[Finding]) -> None:
    assert judge(order, now=NOW) == found


PURSE = PurseFacts(7, Won(500), Won(70), lots=Won(500), owed=Won(500), orders=Won(70))
PURSES = {
    K.WALLET_LOTS: replace(PURSE, lots=Won(499)),
    K.WALLET_LEDGER: replace(PURSE, owed=Won(501)),
    K.WALLET_HELD: replace(PURSE, orders=Won(0)),
    K.COUPON: replace(PURSE, strays=[9]),
}
SAID = {K.WALLET_LOTS: (500, 499), K.WALLET_LEDGER: (500, 501), K.WALLET_HELD: (70, 0), K.COUPON: (9, None)}


@pytest.mark.parametrize("kind", PURSES)
def test_each_disagreement_of_a_purse_is_named(kind: FindingKind) -> None:
    assert list(judge_purse(PURSES[kind])) == [Finding(kind, "7", *SAID[kind])]
    assert list(judge_purse(PURSE)) == []


def test_what_is_not_old_yet_is_no_finding() -> None:
    soon = NOW - TOO_OLD + timedelta(seconds=1)
    order = replace(
        WHOLE,
        attempts=(PAID, replace(CONFIRMING, opened_at=soon)),
        refunds=(back(state=RefundState.INTENDED, intended_at=soon),),
        hold_since=soon,
    )
    assert judge(order, now=NOW) == []


def test_every_kind_has_its_words_and_is_planted_once() -> None:
    judged = {finding.kind for _, found in PLANTED.values() for finding in found}
    judged |= {finding.kind for purse in PURSES.values() for finding in judge_purse(purse)}
    assert judged == set(FindingKind) - {K.UNBALANCED, K.PG}
    assert set(FINDING) == set(FindingKind)
