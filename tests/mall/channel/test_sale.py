"""판매 확인: the judgement of an order's lines, and its laws (docs/rules/selling.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won
from minishop.mall.channel.domain.sale import Line, Offer, Reason, Refused, judge

YELLOW, BLUE = (("색상", "노랑"),), (("색상", "파랑"),)
OFFER = Offer(YELLOW, for_sale=True, price=Won(12_000), surcharge=Won(500), left=5, offered=5)


def line(number: int = 1, quantity: int = 2, variant: str = "Y", **changed: object) -> Line:
    made = Line(number, variant, YELLOW, quantity, Won(12_000), Won(12_500) * quantity)
    return replace(made, **changed)  # type: ignore[arg-type]


TABLE: dict[str, tuple[Line, Offer | None, Refused | None]] = {
    "등록한 그대로": (line(), OFFER, None),
    "남은 만큼 모두": (line(quantity=5), OFFER, None),
    "재고를 세지 않음": (line(quantity=999), replace(OFFER, left=None, offered=None), None),
    "없는 품목": (line(), None, Refused(1, Reason.NOT_FOR_SALE)),
    "진열하지 않거나 판매하지 않거나 대체문구": (line(), replace(OFFER, for_sale=False), Refused(1, Reason.NOT_FOR_SALE)),
    "같은 코드가 다른 선택이 됨": (line(), replace(OFFER, choices=BLUE), Refused(1, Reason.NOT_FOR_SALE)),
    "선택이 생김": (line(choices=()), OFFER, Refused(1, Reason.NOT_FOR_SALE)),
    "0원이 됨": (line(), replace(OFFER, price=Won(0), surcharge=Won(0)), Refused(1, Reason.NOT_FOR_SALE)),
    "기본가 0원에 옵션가": (
        line(unit_price=Won(0), line_total=Won(1_000)), replace(OFFER, price=Won(0)), None
    ),
    "추가금 인상": (
        line(), replace(OFFER, surcharge=Won(1_400)),
        Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(26_800)),
    ),
    "추가금 인하": (
        line(), replace(OFFER, surcharge=Won(0)),
        Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(24_000)),
    ),
    "합계는 같고 기본가가 다름": (
        line(), replace(OFFER, price=Won(12_100), surcharge=Won(400)),
        Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_100), line_total_now=Won(25_000)),
    ),
    "품절": (line(), replace(OFFER, left=0, offered=0), Refused(1, Reason.SOLD_OUT, left=0)),
    "팔린 것이 재고보다 많음": (line(), replace(OFFER, left=-1, offered=-1), Refused(1, Reason.SOLD_OUT, left=0)),
    "하나 남음": (line(), replace(OFFER, left=1, offered=1), Refused(1, Reason.TOO_FEW, left=1)),
    "모자람": (line(quantity=3), replace(OFFER, left=2, offered=2), Refused(1, Reason.TOO_FEW, left=2)),
    "남이 결제 중": (line(), replace(OFFER, left=1, offered=2), Refused(1, Reason.HELD_BY_OTHERS, left=1)),
    "세지 않던 것을 남이 결제 중": (line(), replace(OFFER, left=0, offered=None), Refused(1, Reason.HELD_BY_OTHERS, left=0)),
    "남이 결제를 그만두어도 모자람": (line(quantity=3), replace(OFFER, left=0, offered=2), Refused(1, Reason.TOO_FEW, left=0)),
    "가격이 먼저, 재고는 나중": (
        line(), replace(OFFER, surcharge=Won(0), left=0),
        Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(24_000)),
    ),
    "판매 중지가 가격보다 먼저": (line(), replace(OFFER, for_sale=False, price=Won(1)), Refused(1, Reason.NOT_FOR_SALE)),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "offer", "refused"), TABLE.values(), ids=TABLE)
def test_a_line_is_judged(wanted: Line, offer: Offer | None, refused: Refused | None) -> None:
    assert judge([wanted], {"Y": offer} if offer else {}) == ([refused] if refused else [])


def test_one_variant_on_three_lines_is_judged_together() -> None:
    """2 + 2 + 1 of one variant; with 4 left each of its lines is short, with 5 none is."""
    lines = [line(1, 2), line(2, 2), line(3, 1)]
    short = [Refused(number, Reason.TOO_FEW, left=4) for number in (1, 2, 3)]
    assert judge(lines, {"Y": replace(OFFER, left=4, offered=4)}) == short
    assert judge(lines, {"Y": replace(OFFER, left=5, offered=5)}) == []


def test_the_supplement_alone_is_refused() -> None:
    """Without holds: a supplement is a variant of its own, and the mugs beside it are not short."""
    mug, box = replace(OFFER, left=10, offered=10), replace(OFFER, left=2, offered=2)
    lines = [line(1, 3, "MUG"), line(2, 3, "BOX")]
    assert judge(lines, {"MUG": mug, "BOX": box}) == [Refused(2, Reason.TOO_FEW, left=2)]


def test_a_line_that_is_not_for_sale_takes_nothing_from_the_others() -> None:
    """Its code stands for something else by now, so that it wants none of what the others want."""
    assert judge([line(1, 4, choices=BLUE), line(2, 5)], {"Y": OFFER}) == [Refused(1, Reason.NOT_FOR_SALE)]


def test_a_line_whose_price_changed_still_wants_its_pieces() -> None:
    refused = judge([line(1, 4, line_total=Won(1)), line(2, 4)], {"Y": OFFER})
    assert [(one.number, one.reason) for one in refused] == [(1, Reason.PRICE_CHANGED), (2, Reason.TOO_FEW)]


def _more(left: int | None, pieces: int) -> int | None:
    return None if left is None else left + pieces


codes = st.sampled_from(["Y", "B", "gone"])
offers_made = st.builds(
    Offer,
    choices=st.sampled_from([YELLOW, BLUE]),
    for_sale=st.sampled_from([True, True, True, False]),
    price=st.sampled_from([Won(12_000), Won(12_000), Won(0)]),
    surcharge=st.sampled_from([Won(500), Won(500), Won(0)]),
    left=st.none() | st.integers(0, 8),
    offered=st.none(),
).map(lambda one: replace(one, offered=one.left))
stocks = st.fixed_dictionaries({"Y": offers_made, "B": offers_made})
orders = st.lists(st.tuples(codes, st.integers(1, 4), st.sampled_from([YELLOW, YELLOW, BLUE])), min_size=1, max_size=6).map(
    lambda rows: [line(n, quantity, code, choices=choices) for n, (code, quantity, choices) in enumerate(rows, start=1)]
)


@given(orders, stocks, st.randoms())
def test_the_order_of_the_lines_does_not_matter(lines: list[Line], offers: dict[str, Offer], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(judge(shuffled, offers), key=lambda one: one.number) == judge(lines, offers)


@given(orders, stocks)
def test_stock_fails_on_every_line_of_a_variant_or_on_none(lines: list[Line], offers: dict[str, Offer]) -> None:
    refused = {one.number: one for one in judge(lines, offers)}
    stock = (None, Reason.HELD_BY_OTHERS, Reason.SOLD_OUT, Reason.TOO_FEW)
    for code in ("Y", "B"):
        told = {
            (one.reason, one.left) if (one := refused.get(wanted.number)) else None for wanted in lines if wanted.variant == code
        }
        by_stock = {one for one in told if one is None or one[0] in stock}
        assert len(by_stock) <= 1


@given(orders, stocks, st.sampled_from(["Y", "B"]), st.integers(1, 9))
def test_what_passes_still_passes_with_more_stock(lines: list[Line], offers: dict[str, Offer], code: str, more: int) -> None:
    offer = offers[code]
    richer = offers | {code: replace(offer, left=_more(offer.left, more), offered=_more(offer.offered, more))}
    assert {one.number for one in judge(lines, richer)} <= {one.number for one in judge(lines, offers)}


@given(orders, stocks)
def test_what_passes_can_be_taken_from_the_shelf(lines: list[Line], offers: dict[str, Offer]) -> None:
    """Never more than is there, never at another price than now."""
    if judge(lines, offers):
        return
    for code, offer in offers.items():
        of_variant = [one for one in lines if one.variant == code]
        assert offer.left is None or sum(one.quantity for one in of_variant) <= offer.left
        assert all(one.line_total == (offer.price + offer.surcharge) * one.quantity > 0 for one in of_variant)


@given(orders, stocks)
def test_a_line_added_never_helps_another(lines: list[Line], offers: dict[str, Offer]) -> None:
    fewer = {one.number for one in judge(lines[:-1], offers)}
    assert fewer <= {one.number for one in judge(lines, offers)}


@given(orders, stocks)
def test_what_is_left_is_told_only_below_what_was_wanted(lines: list[Line], offers: dict[str, Offer]) -> None:
    wanted = {one.number: one for one in lines}
    for refused in judge(lines, offers):
        if refused.left is not None:
            of_variant = [one for one in lines if one.variant == wanted[refused.number].variant]
            assert 0 <= refused.left < sum(one.quantity for one in of_variant)
            assert (refused.left == 0) is (refused.reason is Reason.SOLD_OUT)
