"""What of an order has to agree: whole orders have no finding, and each disagreement has its own name (claims.md 6.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.worlds import NOW

from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.reconcile.domain.judging import TOO_OLD, Attempt, Back, Finding, FindingKind, Line, OrderFacts, judge
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
    return Back("r", facts.pop("attempt", 1), state, cause, Won(amount), facts.pop("intended_at", NOW), **facts)


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
    "보관 중인 클레임 배송비": replace(
        WHOLE, attempts=(PAID, FEE), posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_060), A.CLAIM_FEES_HELD: Won(-60)}
    ),
    "받은 클레임 배송비": replace(
        WHOLE, attempts=(PAID, FEE), due=Won(60), fees=Won(2), earned=Won(60),
        posted={**WHOLE.posted, A.PG_RECEIVABLE: Won(1_060), A.MERCHANT_PAYABLE: Won(-58)},
    ),
    "모두 취소됨": replace(
        WHOLE, lines=(Line(LineState.CANCELLED, 2, 0),), refunds=(back(amount=1_000),), pending=Won(0), posted={}
    ),
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
        replace(WHOLE, refunds=(back(state=RefundState.INTENDED, intended_at=LONG_AGO),)), [Finding(K.REFUND_OPEN, "r", 400)]
    ),
    "하루 된 선점": (replace(WHOLE, hold_since=LONG_AGO), [Finding(K.HOLD_LEFT, "n")]),
}  # fmt: skip


@pytest.mark.parametrize(("order", "found"), PLANTED.values(), ids=PLANTED)
def test_each_disagreement_is_named(order: OrderFacts, found: list[Finding]) -> None:
    assert judge(order, now=NOW) == found


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
    assert judged == set(FindingKind) - {K.UNBALANCED, K.PG}
    assert set(FINDING) == set(FindingKind)
