"""What the PG's list of a day leaves out, judged by what the PG says of it when asked."""

from __future__ import annotations

import pytest

from minishop.checkout.payments.domain.comparison import Difference, DifferenceKind, judge_unlisted_payment, judge_unlisted_refund
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.domain.verdicts import Fate, Verdict
from minishop.kernel.won import Won

OURS, OTHER = Won(24_000), Won(20_000)


@pytest.mark.parametrize(
    ("fate", "amount", "kind"),
    [
        pytest.param(Fate.TAKEN, OURS, None, id="다른 날에 받음"),
        pytest.param(Fate.CANCELLED, OURS, None, id="받고 취소함"),
        pytest.param(Fate.TAKEN, OTHER, DifferenceKind.AMOUNT_DIFFERS, id="금액이 다름"),
        pytest.param(Fate.NOT_TAKEN, Won(0), DifferenceKind.NOT_TAKEN_THERE, id="받지 않음"),
    ],
)
def test_a_payment_that_the_list_leaves_out(fate: Fate, amount: Won, kind: DifferenceKind | None) -> None:
    found = judge_unlisted_payment("k1", PaymentState.PAID, OURS, Verdict(fate, amount=amount))
    assert (found and found.kind) is kind
    if found is not None:
        theirs = OTHER if kind is DifferenceKind.AMOUNT_DIFFERS else None
        assert found == Difference(found.kind, "k1", theirs=theirs, ours=OURS, state="paid")


@pytest.mark.parametrize(
    ("fate", "amount", "is_missing"),
    [
        pytest.param(Fate.CANCELLED, OURS, False, id="다른 이름으로 돌려줌"),
        pytest.param(Fate.CANCELLED, OTHER, True, id="다른 금액을 돌려줌"),
        pytest.param(Fate.TAKEN, OURS, True, id="돌려주지 않음"),
    ],
)
def test_a_refund_that_the_list_leaves_out(fate: Fate, amount: Won, is_missing: bool) -> None:
    found = judge_unlisted_refund("k1", RefundState.DONE, OURS, Verdict(fate, amount=amount))
    missing = Difference(DifferenceKind.REFUND_MISSING_THERE, "k1", ours=OURS, state="done")
    assert found == (missing if is_missing else None)
