"""What may be claimed, of which lines, by whom: the first reason against it is the one that is told (claims 1.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minishop.checkout.claims.domain.permission import Parts, Refusal, Standing, refusal
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.orders.domain.states import Actor, LineState

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=200)
MODERN, MANUAL = Parts(cancel=True, returning=True), Parts(cancel=False, returning=False)
S, R = LineState, Refusal
# Of one piece that is asked for, in every state of its line: a cancel, a return, an exchange, an operator's.
BY_STATE = {
    S.AWAITING_PAYMENT: (R.NOT_PAID, R.NOT_PAID, R.NOT_PAID, R.NOT_PAID),
    S.UNPAID_CANCELLED: (R.NOT_PAID, R.NOT_PAID, R.NOT_PAID, R.NOT_PAID),
    S.PAID: (None, R.NOT_SENT, R.NOT_SENT, None),
    S.DISPATCH_REQUESTED: (None, R.NOT_SENT, R.NOT_SENT, None),
    S.DELIVERING: (R.ALREADY_SENT, None, None, None),
    S.DELIVERED: (R.ALREADY_SENT, None, None, None),
    S.EXCHANGED: (R.ALREADY_SENT, None, None, None),
    S.FINALIZED: (R.FINALIZED, R.FINALIZED, R.FINALIZED, None),
    S.CANCELLED: (R.ENDED, R.ENDED, R.ENDED, R.ENDED),
    S.RETURNED: (R.ENDED, R.ENDED, R.ENDED, R.ENDED),
}


def why(kind: ClaimKind, *lines: Standing, by: Actor = Actor.BUYER, fault: Fault = Fault.BUYER, parts: Parts = MODERN) -> Any:
    return refusal(kind, by, fault, dict(enumerate(lines)), parts=parts, now=NOW)


@pytest.mark.parametrize(("state", "expected"), [*BY_STATE.items()])
def test_each_kind_in_each_state_of_its_line(state: LineState, expected: tuple[Refusal | None, ...]) -> None:
    line = Standing(state, remaining=1, wanted=1, delivered_at=NOW if state is S.DELIVERED else None)
    kinds = (ClaimKind.CANCEL, ClaimKind.RETURN, ClaimKind.EXCHANGE, ClaimKind.ADMIN)
    assert tuple(why(kind, line) for kind in kinds) == expected


def test_every_state_of_a_line_is_in_the_table() -> None:
    assert set(BY_STATE) == set(LineState)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Standing(S.PAID, remaining=2, wanted=3), R.TOO_MANY),
        (Standing(S.PAID, remaining=2, wanted=0), R.TOO_FEW),
        (Standing(S.PAID, remaining=2, wanted=2), None),
        (Standing(S.PAID, remaining=2, wanted=3, is_claimed=True), R.ALREADY_OPEN),
        (Standing(S.CANCELLED, remaining=0, wanted=3, is_claimed=True), R.ENDED),
    ],
)
def test_the_first_reason_against_it_is_told(line: Standing, expected: Refusal | None) -> None:
    assert why(ClaimKind.CANCEL, line) is expected


def test_an_operator_takes_over_what_is_claimed() -> None:
    assert why(ClaimKind.ADMIN, Standing(S.PAID, remaining=1, wanted=1, is_claimed=True), by=Actor.OPERATOR) is None


def test_the_time_to_claim_is_the_buyers_alone() -> None:
    line = Standing(S.DELIVERED, remaining=1, wanted=1, delivered_at=LONG_AGO)
    assert [why(ClaimKind.RETURN, line, by=by) for by in (Actor.BUYER, Actor.MERCHANT)] == [R.TOO_LATE, None]


@pytest.mark.parametrize("kind", [ClaimKind.CANCEL, ClaimKind.RETURN])
def test_the_manuals_profile_knows_whole_orders_only(kind: ClaimKind) -> None:
    """Every living piece is named, or it is a part; what is over is not asked about."""
    state = S.PAID if kind is ClaimKind.CANCEL else S.DELIVERING
    whole, some = Standing(state, remaining=2, wanted=2), Standing(state, remaining=2, wanted=1)
    left, over = Standing(state, remaining=1, wanted=None), Standing(S.CANCELLED, remaining=0, wanted=None)
    asked = [(some,), (whole, left), (whole, over)]
    assert [why(kind, *lines, parts=MANUAL) for lines in asked] == [R.WHOLE_ORDER_ONLY, R.WHOLE_ORDER_ONLY, None]
    assert [why(kind, *lines) for lines in asked] == [None, None, None]
