"""장바구니 규칙: what can be bought, what it costs, and what leaving something out does (A25, E19)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won
from minishop.mall.cart.domain import Problem, Wanted, dearer_without, ends_free_first, missing_for_free, problem_of, quote
from minishop.mall.shipping.domain.fee import Basis, Kind, Line, Mode, Policy

POLICY = Policy(Mode.BELOW_AMOUNT, Won(50_000), Won(2_500), individual_fees=True)
FREE_FIRST = replace(POLICY, free_first=True)


def wanted(
    key: int = 1, price: int = 10_000, quantity: int = 1, *, kind: Kind = Kind.GENERAL, fee: int = 0, buyable: bool = True,
    left: int | None = None, minimum: int = 1, maximum: int | None = None, product: str = "", variant: str = "",
) -> Wanted:  # fmt: skip
    product = product or f"P{key}"
    line = Line(product, variant or f"{product}-1", Won(price), quantity, kind, Won(fee))
    return Wanted(key, line, buyable, left, minimum, maximum)


PROBLEMS: dict[str, tuple[Wanted, Problem | None]] = {
    "살 수 있음": (wanted(quantity=3, left=3, minimum=3, maximum=3), None),
    "세지 않는 재고": (wanted(quantity=999), None),
    "팔지 않음": (wanted(buyable=False), Problem.NOT_BUYABLE),
    "재고보다 많음": (wanted(quantity=4, left=3), Problem.NOT_ENOUGH),
    "재고와 같음": (wanted(quantity=3, left=3), None),
    "최소와 같음": (wanted(quantity=2, minimum=2), None),
    "최대와 같음": (wanted(quantity=6, maximum=6), None),
    "최대가 999보다 큼": (wanted(quantity=1_000, maximum=2_000), Problem.ABOVE_MAXIMUM),
    "최소보다 적음": (wanted(quantity=1, minimum=2), Problem.BELOW_MINIMUM),
    "최대보다 많음": (wanted(quantity=7, maximum=6), Problem.ABOVE_MAXIMUM),
    "999보다 많음": (wanted(quantity=1_000), Problem.ABOVE_MAXIMUM),
}


@pytest.mark.parametrize(("one", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_why_a_line_cannot_be_bought(one: Wanted, problem: Problem | None) -> None:
    assert problem_of(one, [one]) is problem


def test_lines_of_one_variant_share_its_stock() -> None:
    lines = [wanted(1, quantity=2, left=3, product="P"), wanted(2, quantity=2, left=3, product="P")]
    assert [problem_of(one, lines) for one in lines] == [Problem.NOT_ENOUGH] * 2


def test_lines_of_one_product_share_its_limits() -> None:
    lines = [wanted(1, product="P", variant="1", minimum=2), wanted(2, product="P", variant="2", minimum=2)]
    assert [problem_of(one, lines) for one in lines] == [None, None]


def test_lines_of_another_product_count_for_no_limit() -> None:
    lines = [wanted(1, minimum=2), wanted(2, quantity=4, maximum=4)]
    assert [problem_of(one, lines) for one in lines] == [Problem.BELOW_MINIMUM, None]


def test_what_cannot_be_bought_costs_nothing_but_stops_the_order() -> None:
    """A25, step 1."""
    quoted = quote([wanted(1), wanted(2, 90_000, buyable=False)], POLICY)
    assert (quoted.goods, quoted.total, quoted.can_buy) == (10_000, 12_500, False)


def test_a_cart_paid_at_the_door_has_no_bill() -> None:
    """R61."""
    quoted = quote([wanted()], replace(POLICY, mode=Mode.ON_DELIVERY))
    assert (quoted.bill, quoted.can_buy, quoted.goods, quoted.total) == (None, False, 10_000, 10_000)


def test_a_won_is_enough_to_buy() -> None:
    assert quote([wanted(price=1)], POLICY).can_buy


@pytest.mark.parametrize("lines", [[], [wanted(price=0)]], ids=["빈 장바구니", "0원"])
def test_nothing_is_bought_for_nothing(lines: list[Wanted]) -> None:
    assert not quote(lines, POLICY).can_buy


def test_the_free_product_holds_the_bill_down() -> None:
    """E19: general 2,500 and fixed 4,000 come back with its removal."""
    lines = [wanted(1), wanted(2, kind=Kind.FIXED, fee=4_000), wanted(3, kind=Kind.FREE)]
    assert [dearer_without(key, lines, FREE_FIRST) for key in (1, 2, 3)] == [0, 0, 6_500]
    assert [ends_free_first(one, lines, FREE_FIRST) for one in lines] == [False, False, True]


def test_a_second_free_product_keeps_free_delivery() -> None:
    lines = [wanted(1), wanted(2, kind=Kind.FREE), wanted(3, kind=Kind.FREE)]
    assert [dearer_without(key, lines, FREE_FIRST) for key in (2, 3)] == [0, 0]
    assert not any(ends_free_first(one, lines, FREE_FIRST) for one in lines)


def test_falling_below_the_threshold_is_dearer_too() -> None:
    lines = [wanted(1, 40_000), wanted(2, 10_000)]
    assert [dearer_without(key, lines, POLICY) for key in (1, 2)] == [2_500, 2_500]
    assert not ends_free_first(lines[0], lines, POLICY)


def test_taking_out_the_last_line_is_not_dearer() -> None:
    assert dearer_without(1, [wanted()], POLICY) == 0


MISSING: dict[str, tuple[list[Wanted], Policy, int]] = {
    "일반 20,000원": ([wanted(quantity=2)], POLICY, 30_000),
    "기준보다 1원 적음": ([wanted(price=49_999)], POLICY, 1),
    "딱 기준 금액": ([wanted(price=50_000)], POLICY, 0),
    "기준보다 1원 많음": ([wanted(price=50_001)], POLICY, 0),
    "다른 종류는 세지 않음": ([wanted(1), wanted(2, 40_000, kind=Kind.GROWING)], POLICY, 40_000),
    "모든 상품 기준": ([wanted(1), wanted(2, 30_000, kind=Kind.GROWING)], replace(POLICY, basis=Basis.ALL_LINES), 10_000),
    "개별 배송비 끔": ([wanted(1), wanted(2, 30_000, kind=Kind.GROWING)], replace(POLICY, individual_fees=False), 10_000),
    "일반 상품 없음": ([wanted(kind=Kind.FREE)], POLICY, 0),
    "이미 면제": ([wanted(1), wanted(2, kind=Kind.FREE)], FREE_FIRST, 0),
    "살 수 없는 것은 세지 않음": ([wanted(1), wanted(2, 40_000, buyable=False)], POLICY, 40_000),
    "무료 상점": ([wanted()], replace(POLICY, mode=Mode.FREE), 0),
    "배송비 0원": ([wanted()], replace(POLICY, fee=Won(0)), 0),
}


@pytest.mark.parametrize(("lines", "policy", "missing"), MISSING.values(), ids=MISSING)
def test_how_much_more_makes_delivery_free(lines: list[Wanted], policy: Policy, missing: int) -> None:
    assert missing_for_free(lines, policy) == missing


prices = st.lists(st.tuples(st.integers(1, 30_000), st.integers(1, 5), st.sampled_from(Kind)), min_size=1, max_size=5)


@given(prices, st.booleans(), st.sampled_from(Basis))
def test_buying_what_is_missing_makes_the_base_fee_free(cart: list[tuple[int, int, Kind]], individual: bool, basis: Basis) -> None:
    """The hint keeps its word."""
    policy = replace(POLICY, individual_fees=individual, basis=basis)
    lines = [wanted(key, price, quantity, kind=kind) for key, (price, quantity, kind) in enumerate(cart)]
    missing = missing_for_free(lines, policy)
    if missing:
        bill = quote([*lines, wanted(99, int(missing))], policy).bill
        assert bill is not None
        assert bill.rows[0].amount == 0
