"""몫: layers, their sharing over lines and inside a line (claims.md 2.1–2.3), by the worked examples and as laws."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checkout.claims.bought import coupon

from minishop.checkout.orders.domain.shares import Discount, Layer, Share, lay_out, part_of, shared
from minishop.kernel.won import Won, total


def won(*amounts: int) -> list[Won]:
    return [Won(amount) for amount in amounts]


O_LINES = won(0, 24_000, 18_000, 19_800)  # its shipping is free
SHEET = won(2_500, 18_000, 19_800)
COMBINED = won(2_500, 30_000, 12_345)
SHIPPING = Discount(Layer.SHIPPING_COUPON, Won(2_500), frozenset({0}))
INSTANT = Discount(Layer.INSTANT, Won(3_000), frozenset({1}))
PRODUCT = Discount(Layer.PRODUCT_COUPON, Won(2_000), frozenset({1}))
C6 = (coupon(3_734, 1, 2), PRODUCT, SHIPPING, INSTANT)  # laid out in their order, whatever the order they come in

# amounts, discounts, points → discounts, points, money of each item
LAID: dict[str, tuple[Sequence[Won], Sequence[Discount], int, list[int], list[int], list[int]]] = {
    "C1": (O_LINES, [coupon(3_000, 1, 2, 3)], 1_800, [0, 1_165, 873, 962], [0, 699, 524, 577], [0, 22_136, 16_603, 18_261]),
    "C2": (SHEET, [coupon(3_780, 1, 2)], 1_520, [0, 1_800, 1_980], [104, 674, 742], [2_396, 15_526, 17_078]),
    "C6": (COMBINED, C6, 1_000, [2_500, 7_499, 1_235], [0, 669, 331], [0, 21_832, 10_779]),
    "C11": (won(0, 16_500), [], 0, [0, 0], [0, 0], [0, 16_500]),
    "C12": (won(3_000, 45_000, 6_000), [], 0, [0, 0, 0], [0, 0, 0], [3_000, 45_000, 6_000]),
    "C31": (won(2_500, 10_000), [], 12_000, [0, 0], [2_400, 9_600], [100, 400]),
    "C36": (won(2_500, 17_800, 10_000), [replace(INSTANT, amount=Won(1_000))], 800, [0, 1_000, 0], [68, 458, 274], [2_432, 16_342, 9_726]),
}  # fmt: skip


@pytest.mark.parametrize(("amounts", "discounts", "used", "off", "points", "money"), LAID.values(), ids=LAID)
def test_layers_lie_on_items(
    amounts: Sequence[Won], discounts: Sequence[Discount], used: int, off: list[int], points: list[int], money: list[int]
) -> None:
    """R91: goods, then discounts, then points; what is left is money."""
    laid = lay_out(amounts, discounts, Won(used))
    assert [share.discount for share in laid] == off
    assert [share.points for share in laid] == points
    assert [share.money for share in laid] == money


EARNED = {"C1": 285, "C2": 175, "C6": 163, "C11": 82, "C12": 270}


@pytest.mark.parametrize(("name", "points"), EARNED.items(), ids=EARNED)
def test_what_is_paid_earns_points_rounded_down_once(name: str, points: int) -> None:
    """R87, Q1, C1, C2, C6, C11, C12: a half per cent of the money, neither of points nor of discounts."""
    amounts, discounts, used, *_ = LAID[name]
    assert total(share.money for share in lay_out(amounts, discounts, Won(used))).share_floor(50) == points


SHARED = {
    "C3": (2_000, (10_000, 10_000, 10_000), [666, 666, 668]),
    "C4 마지막이 다 못 가져감": (2_000, (1_000, 1_000, 1), [999, 1_000, 1]),
    "무게 0": (0, (0, 0), [0, 0]),
    "전부": (30, (10, 20), [10, 20]),
}


@pytest.mark.parametrize(("amount", "weights", "shares"), SHARED.values(), ids=SHARED)
def test_an_amount_is_shared(amount: int, weights: Sequence[int], shares: list[int]) -> None:
    """C3, C4."""
    assert shared(Won(amount), won(*weights)) == shares


@pytest.mark.parametrize("amount", [-1, 31])
def test_no_more_is_shared_than_there_is(amount: int) -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        shared(Won(amount), won(10, 20))


def test_a_coupons_bearer_is_told_line_by_line() -> None:
    """C7: seven tenths are the hub's, rounded down on each line; the merchant bears the rest."""
    laid = lay_out(O_LINES, [coupon(3_000, 1, 2, 3, hub=7_000)])
    assert [share.hub_cart_coupon for share in laid] == [0, 815, 611, 673]
    assert [share.cart_coupon - share.hub_cart_coupon for share in laid] == [0, 350, 262, 289]


def steps(share: Share, of: int, *pieces: int) -> list[Share]:
    ends = [0]
    for one in pieces:
        ends.append(ends[-1] + one)
    return [part_of(share, after, of) - part_of(share, before, of) for before, after in itertools.pairwise(ends)]


C6_A = lay_out(COMBINED, C6, Won(1_000))[1]
C8 = Share(Won(7_000), cart_coupon=Won(100), money=Won(6_900))
C10 = Share(Won(2), cart_coupon=Won(1), points=Won(1))
PIECES: dict[str, tuple[Share, int, tuple[int, ...], list[tuple[int, int, int]]]] = {
    "C8": (C8, 7, (1, 2, 4), [(14, 986, 0), (28, 1_972, 0), (58, 3_942, 0)]),
    "C9": (C6_A, 2, (1, 1), [(3_749, 10_917, 334), (3_750, 10_915, 335)]),
    "C10": (C10, 2, (1, 1), [(0, 0, 1), (1, 0, 0)]),
}


@pytest.mark.parametrize(("share", "of", "pieces", "given"), PIECES.values(), ids=PIECES)
def test_pieces_of_a_line_take_their_part_of_each_layer(
    share: Share, of: int, pieces: Sequence[int], given: list[tuple[int, int, int]]
) -> None:
    """C8, C9, C10: discount, money, points of each step."""
    found = [(int(one.discount), int(one.money), int(one.points)) for one in steps(share, of, *pieces)]
    assert found == given


amounts = st.lists(st.integers(0, 100_000).map(Won), min_size=1, max_size=8)


@st.composite
def laid_out(draw: st.DrawFn) -> list[Share]:
    """An order with any discounts over any items, and points up to all."""
    items = draw(st.lists(st.integers(0, 50_000).map(Won), min_size=1, max_size=6))
    left, found = list(items), []
    for layer in Layer:
        over = draw(st.frozensets(st.sampled_from(range(len(items)))))
        most = total(left[place] for place in over)
        taken = Won(draw(st.integers(0, int(most))))
        found.append(Discount(layer, taken, over, draw(st.integers(0, 10_000))))
        left = [share.amount - share.discount for share in lay_out(items, found)]
    return lay_out(items, found, Won(draw(st.integers(0, int(total(left))))))


@given(weights=amounts, data=st.data())
def test_shares_add_up_and_only_the_tail_is_more_than_the_floor(weights: list[Won], data: st.DataObject) -> None:
    """claims L3."""
    whole = total(weights)
    amount = Won(data.draw(st.integers(0, int(whole))))
    shares = shared(amount, weights)
    assert total(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
    floors = [int(amount) * int(weight) // int(whole) if whole else 0 for weight in weights]
    changed = [place for place in range(len(weights)) if shares[place] != floors[place]]
    if changed:
        assert all(shares[place] == weights[place] for place in range(changed[0] + 1, len(weights)))


@given(shares=laid_out())
def test_every_item_adds_up_and_the_hub_bears_no_more_than_there_is(shares: list[Share]) -> None:
    """claims L3."""
    for share in shares:
        assert share.amount == share.discount + share.points + share.money
        assert min(share.money, share.points, share.discount) >= 0
        assert all(0 <= getattr(share, f"hub_{layer}") <= getattr(share, layer) for layer in Layer)


@given(share=laid_out().map(lambda shares: shares[0]), of=st.integers(1, 12))
def test_inside_a_line_every_layer_grows_to_its_share(share: Share, of: int) -> None:
    """claims L4."""
    parts = [part_of(share, done, of) for done in range(of + 1)]
    assert (parts[0], parts[-1]) == (Share(), share)
    for before, after in itertools.pairwise(parts):
        step = after - before
        assert all(getattr(step, name) >= 0 for name in Share.__dataclass_fields__)
        assert step.amount == step.discount + step.points + step.money


@given(share=laid_out().map(lambda shares: shares[0]), pieces=st.lists(st.integers(1, 5), min_size=1, max_size=6), data=st.data())
def test_any_split_of_the_quantities_gives_the_same_sum(share: Share, pieces: list[int], data: st.DataObject) -> None:
    """claims L5."""
    shuffled = data.draw(st.permutations(pieces))
    assert sum(steps(share, sum(pieces), *pieces), Share()) == sum(steps(share, sum(pieces), *shuffled), Share()) == share


@pytest.mark.parametrize(("done", "of"), [(-1, 2), (3, 2)])
def test_no_part_is_less_than_nothing_or_more_than_all(done: int, of: int) -> None:
    with pytest.raises(ValueError, match="of"):
        part_of(C8, done, of)
