"""분개: every transfer sums to 0, by property; what does not is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.payments.domain.fees import Fees
from minishop.checkout.payments.domain.ledger import (
    AccountKind,
    ClaimPosting,
    Entry,
    Given,
    Unbalanced,
    balanced,
    claim_entries,
    claim_fee_back_entries,
    claim_fee_earned_entries,
    claim_fee_entries,
    due_entries,
    fee_entries,
    lapse_entries,
    paid_out_entries,
    payment_entries,
    payout_entries,
    pickup_entries,
    points_entries,
    refund_entries,
    remit_entries,
    surplus_entries,
)
from minishop.checkout.payments.domain.refunds import RefundCause, posted_under
from minishop.kernel.won import Won, total

positive = st.integers(1, 10**12).map(Won)
entries = st.lists(st.builds(Entry, st.sampled_from(AccountKind), st.integers(-1000, 1000).map(Won)), max_size=6)


EVENTS = {
    "결제": lambda a, b, c: payment_entries(a, Given(points=b, discounts=c)),
    "초과 승인": lambda a, b, c: surplus_entries(a),
    "환불": lambda a, b, c: refund_entries(a),
    "계좌로 환불": lambda a, b, c: paid_out_entries(a),
    "구매확정": lambda a, b, c: due_entries(a),
    "이용료": lambda a, b, c: fee_entries(Fees(pg=a, hub=b, vat=c)),
    "이용료 환급": lambda a, b, c: fee_entries(Fees() - Fees(pg=a, hub=b, vat=c)),
    "클레임": lambda a, b, c: claim_entries(ClaimPosting(money=a, given=Given(points=b, discounts=c), settled=b)),
    "클레임, 계좌로": lambda a, b, c: claim_entries(ClaimPosting(money=a, kept=b, given=Given(points=c), by_account=a)),
    "클레임 배송비": lambda a, b, c: claim_fee_entries(a),
    "클레임 배송비 귀속": lambda a, b, c: claim_fee_earned_entries(a),
    "클레임 배송비 반환": lambda a, b, c: claim_fee_back_entries(a),
    "적립": lambda a, b, c: points_entries(a),
    "적립 회수": lambda a, b, c: points_entries(-a),
    "소멸": lambda a, b, c: lapse_entries(a),
    "회수 배송비": lambda a, b, c: pickup_entries(a),
    "PG 입금": lambda a, b, c: remit_entries(a, b),
    "지급": lambda a, b, c: payout_entries(a),
}


@pytest.mark.parametrize("made", EVENTS.values(), ids=EVENTS)
@given(positive, positive, positive)
def test_every_event_balances(made: Callable[[Won, Won, Won], tuple[Entry, ...]], a: Won, b: Won, c: Won) -> None:
    """claims L1."""
    entries = made(a, b, c)
    assert total(entry.amount for entry in entries) == 0
    assert len({entry.account for entry in entries}) == len(entries) >= 2


def test_what_cost_nobody_anything_is_not_posted() -> None:
    """claims.md 2.1: a merchant's coupon of 100 %."""
    assert payment_entries(Won(0)) == ()
    assert claim_entries(ClaimPosting(money=Won(0))) == ()


@given(entries)
def test_only_what_balances_is_let_through(made: list[Entry]) -> None:
    nonzero = [entry for entry in made if entry.amount]
    if len(nonzero) >= 2 and total(entry.amount for entry in nonzero) == 0:
        assert list(balanced(made)) == nonzero
    else:
        with pytest.raises(Unbalanced):
            balanced(made)


def test_points_are_owed_to_the_buyer_alone() -> None:
    assert [(entry.account, entry.of_buyer) for entry in points_entries(Won(82))] == [
        (AccountKind.POINTS_EXPENSE, False),
        (AccountKind.POINTS_OWED, True),
    ]


@pytest.mark.parametrize(
    ("cause", "key", "transfer"),
    [
        (RefundCause.SURPLUS, "2026112300000001-1", "refund:2026112300000001-1"),
        (RefundCause.CLAIM, "2026112300000002-refund-2", "claim:2026112300000002"),
        (RefundCause.CLAIM_FEE, "claimfee-2026112300000003-back", "claimfee:2026112300000003-back"),
    ],
)
def test_a_refund_is_posted_under_what_it_is_for(cause: RefundCause, key: str, transfer: str) -> None:
    """The comparison with the PG finds a refund's posting by it."""
    assert posted_under(cause, key) == transfer
