"""분개: every transfer sums to 0, by property; what does not is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.payments.domain.ledger import AccountKind, Entry, Unbalanced, balanced, payment_entries, points_entries
from minishop.kernel.won import Won, total

positive = st.integers(1, 10**12).map(Won)
entries = st.lists(st.builds(Entry, st.sampled_from(AccountKind), st.integers(-1000, 1000).map(Won)), max_size=6)


@given(positive)
def test_a_payment_and_a_grant_balance(amount: Won) -> None:
    for made in (payment_entries(amount), points_entries(amount)):
        assert total(entry.amount for entry in made) == 0
        assert {abs(entry.amount) for entry in made} == {amount}


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
