"""판매대금: what becomes due when, by table."""

from __future__ import annotations

import pytest

from minishop.checkout.payments.domain.proceeds import Due, LineStanding, Proceeds, becoming_due
from minishop.kernel.won import Won


def of(money: int, benefits: int = 0) -> Proceeds:
    return Proceeds(Won(money), Won(benefits))


def line(number: int, money: int, *, finalized: bool = False, due: bool = False) -> LineStanding:
    return LineStanding(number, of(money, 10), finalized, due)


CASES = {
    "아무도 확정하지 않음": (of(5500, 20), [line(1, 1000), line(2, 2000)], False, []),
    "첫 확정과 함께 배송비": (
        of(5500, 20),
        [line(1, 1000), line(2, 2000, finalized=True)],
        False,
        [Due(None, of(2500)), Due(2, of(2000, 10))],
    ),
    "둘 다 확정, 자리 순서": (
        of(3000, 20),
        [line(1, 1000, finalized=True), line(2, 2000, finalized=True)],
        False,
        [Due(1, of(1000, 10)), Due(2, of(2000, 10))],
    ),
    "이미 정산한 줄은 그대로": (of(2000, 10), [line(1, 1000, finalized=True, due=True), line(2, 2000)], True, []),
    "나중의 배송비는 바로": (of(4500, 10), [line(1, 1000, finalized=True, due=True), line(2, 2000)], True, [Due(None, of(2500))]),
    "남은 줄 없음": (of(2500), [], False, [Due(None, of(2500))]),
    "남은 것 없음": (of(0), [], False, []),
}


@pytest.mark.parametrize(("pending", "lines", "any_due", "dues"), CASES.values(), ids=CASES)
def test_what_becomes_due(pending: Proceeds, lines: list[LineStanding], any_due: bool, dues: list[Due]) -> None:
    """claims.md 6.1."""
    assert becoming_due(pending, lines, any_due=any_due) == dues


@pytest.mark.parametrize(
    ("amount", "taken"), [(300, of(300)), (500, of(500)), (5500, of(500, 5000)), (9000, of(500, 8000))], ids=str
)
def test_a_fee_takes_money_first(amount: int, taken: Proceeds) -> None:
    """C31."""
    assert of(500, 8000).first(Won(amount)) == taken
