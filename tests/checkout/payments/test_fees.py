"""이용료: of every event the difference, so that any sequence of them rounds once an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.payments.domain.fees import Fees, Rates, fees_on, vat_within
from minishop.kernel.won import Won

STEPS = {
    "C41": ([3000, 22103, 40364], [(63, 24, 2), (401, 152, 14), (383, 146, 13)]),
    "C42 39,000": ([39000], [(819, 312, 28)]),
    "C42 35,000": ([35000], [(735, 280, 25)]),
}


@pytest.mark.parametrize(("bases", "charged"), STEPS.values(), ids=STEPS)
def test_each_event_is_charged_the_difference(bases: list[int], charged: list[tuple[int, int, int]]) -> None:
    """claims.md 6.2."""
    before, found = Fees(), []
    for basis in bases:
        after = fees_on(Won(basis), Won(0), Rates())
        step = after - before
        found.append((step.pg, step.hub + step.vat, step.vat))
        before = after
    assert found == charged


def test_the_pg_keeps_its_fee_on_what_it_did_not_give_back() -> None:
    """claims.md S3: 556 instead of 115."""
    assert fees_on(Won(5500), Won(21000), Rates()) == Fees(pg=Won(556), hub=Won(40), vat=Won(4))


def test_a_contract_may_say_that_vat_is_added() -> None:
    assert fees_on(Won(39000), Won(0), Rates(vat_added=True)) == Fees(pg=Won(819), hub=Won(312), vat=Won(31))


def test_an_eleventh_is_vat() -> None:
    assert vat_within(Won(99300)) == Won(9027)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**6)), max_size=8), st.booleans())
def test_any_sequence_adds_up_to_one_rounding(events: list[tuple[int, int]], vat_added: bool) -> None:
    """claims L20: Σ over events = ⌊final basis × rate⌋; what is refunded whole costs nothing."""
    rates, so_far = Rates(vat_added=vat_added), Fees()
    for basis, outside in [*events, (0, 0)]:
        after = fees_on(Won(basis), Won(outside), rates)
        so_far += after - so_far
        assert so_far == after
        assert so_far.pg == (basis + outside) * 210 // 10_000
    assert so_far == Fees()
