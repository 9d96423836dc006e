"""배송비 법칙: what holds for every cart and every setting (A25)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from minishop.kernel.won import Won, total
from minishop.mall.shipping.domain.fee import Basis, DoorGate, FixedPer, Kind, Line, Mode, Part, Policy, Tier, Why, shipping_fee

amounts = st.integers(0, 200_000).map(Won)
fees = st.integers(0, 10_000).map(Won)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Line]:
    """Products that differ in kind and price; the lines of one product share kind, fee and block, as in a shop."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        kind, fee, block = draw(st.sampled_from(Kind)), draw(fees), draw(st.integers(1, 5))
        for variant in range(draw(st.integers(1, 2))):
            price, quantity = draw(st.integers(1, 60_000).map(Won)), draw(st.integers(1, 20))
            found.append(Line(f"P{number}", f"P{number}-{variant}", price, quantity, kind, fee, block))
    return found


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    bounds = sorted(draw(st.sets(st.integers(1, 100_000), max_size=4)))
    return tuple(Tier(Won(lower), draw(fees)) for lower in [0, *bounds])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return Policy(
        mode=draw(st.sampled_from(Mode)),
        threshold=draw(amounts),
        fee=draw(fees),
        tiers=draw(tiers()),
        individual_fees=draw(st.booleans()),
        free_first=draw(st.booleans()),
        basis=draw(st.sampled_from(Basis)),
        door_gate=DoorGate.NEVER,
        fixed_per=draw(st.sampled_from(FixedPer)),
    )


below_amount = policies().map(lambda policy: replace(policy, mode=Mode.BELOW_AMOUNT))
general_lines = st.builds(
    lambda price, quantity: Line("새 상품", "새 상품-1", Won(price), quantity), st.integers(1, 60_000), st.integers(1, 20)
)


def base_of(lines: list[Line], policy: Policy) -> int:
    return int(total(row.amount for row in shipping_fee(lines, policy).rows if row.part is Part.BASE))


@given(catalogues(), policies(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines: list[Line], policy: Policy, dice: object) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert shipping_fee(shuffled, policy) == shipping_fee(lines, policy)


@given(catalogues(), policies(), fees)
def test_the_rows_sum_to_the_total_and_none_is_negative(lines: list[Line], policy: Policy, regional: Won) -> None:
    bill = shipping_fee(lines, policy, regional)
    assert bill.total == sum(int(row.amount) for row in bill.rows)
    assert all(row.amount >= 0 for row in bill.rows)


@given(catalogues(), below_amount, general_lines)
def test_a_further_general_line_never_raises_a_base_fee_that_is_there(lines: list[Line], policy: Policy, more: Line) -> None:
    """Below-amount: more goods can only lead to the threshold. A cart without a general line has no base fee yet."""
    assume(any(line.kind is Kind.GENERAL or not policy.individual_fees for line in lines))
    assert base_of([*lines, more], policy) <= base_of(lines, policy)


@given(catalogues(), policies(), st.data())
def test_splitting_a_line_of_the_same_variant_changes_nothing(lines: list[Line], policy: Policy, data: st.DataObject) -> None:
    """Merging is the rule's own: two lines of a variant with different texts cost what one would (A25, step 1)."""
    assume(any(line.quantity > 1 for line in lines))
    whole = data.draw(st.sampled_from([line for line in lines if line.quantity > 1]))
    first = data.draw(st.integers(1, whole.quantity - 1))
    parts = [replace(whole, quantity=first), replace(whole, quantity=whole.quantity - first)]
    assert shipping_fee([line for line in lines if line is not whole] + parts, policy) == shipping_fee(lines, policy)


@given(catalogues(), policies())
def test_without_individual_fees_kinds_do_not_matter(lines: list[Line], policy: Policy) -> None:
    """Q26, E4."""
    off = replace(policy, individual_fees=False)
    plain = [Line(line.product, line.variant, line.unit_price, line.quantity) for line in lines]
    assert shipping_fee(lines, off) == shipping_fee(plain, replace(off, free_first=False))


@given(catalogues(), policies(), fees)
def test_free_first_never_makes_an_order_dearer_and_leaves_growing_fees(lines: list[Line], policy: Policy, regional: Won) -> None:
    """R59: base and fixed fees go, growing and regional ones stay."""
    with_rule = shipping_fee(lines, replace(policy, free_first=True), regional)
    without = shipping_fee(lines, replace(policy, free_first=False), regional)
    assert with_rule.total <= without.total
    kept = (Part.GROWING, Part.REGIONAL)
    assert [row for row in with_rule.rows if row.part in kept] == [row for row in without.rows if row.part in kept]


@given(catalogues(), policies())
def test_free_first_does_nothing_without_a_free_product(lines: list[Line], policy: Policy) -> None:
    """E8, E9: a free shop or a reached threshold is no free product."""
    others = [line for line in lines if line.kind is not Kind.FREE]
    assert shipping_fee(others, replace(policy, free_first=True)) == shipping_fee(others, replace(policy, free_first=False))


@given(catalogues(), policies())
def test_a_free_product_waives_the_base_and_every_fixed_fee(lines: list[Line], policy: Policy) -> None:
    policy = replace(policy, free_first=True, individual_fees=True)
    bill = shipping_fee([*lines, Line("덤", "덤-1", Won(100), 1, Kind.FREE)], policy)
    assert all(row.why is Why.WAIVED_BY_FREE_PRODUCT and not row.amount for row in bill.rows if row.part is not Part.GROWING)


@given(catalogues(), policies())
def test_more_pieces_of_a_fixed_product_cost_no_more(lines: list[Line], policy: Policy) -> None:
    policy = replace(policy, individual_fees=True, basis=Basis.GENERAL_LINES)
    doubled = [replace(line, quantity=line.quantity * 2) if line.kind is Kind.FIXED else line for line in lines]
    assert shipping_fee(doubled, policy).total == shipping_fee(lines, policy).total
