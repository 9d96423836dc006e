"""Many things, some at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.batches import batches


@given(values=st.lists(st.integers(), max_size=30), size=st.integers(1, 7))
def test_every_value_once_in_its_order_and_only_the_last_batch_smaller(values: list[int], size: int) -> None:
    found = [list(batch) for batch in batches(values, size)]
    assert [one for batch in found for one in batch] == values
    assert [len(batch) for batch in found[:-1]] == [size] * (len(found) - 1 if found else 0)
    assert all(found)
