"""What a message of the hub means for an order's pieces, whatever is known of them: the whole table (docs/rules/stock.md)."""

from __future__ import annotations

from itertools import product

import pytest

from minishop.mall.stock.domain.holding import Act, HoldState, Message, Standing, act_on

# Of the attempt that is known: hold, extend, release, commit.
SAME = {
    HoldState.HELD: "stand prolong release commit",
    HoldState.REFUSED: "stand stand release commit",
    HoldState.RELEASED: "stand stand stand commit",
    HoldState.EXPIRED: "stand take stand commit",
    HoldState.COMMITTED: "stand stand stand stand",
}
OLDER = "stale stale stale commit"
NEWER = "take take release commit"
SOLD = "stand stand stand stand"
ATTEMPT = 5


def acts(standing: Standing | None, attempt: int = ATTEMPT) -> str:
    return " ".join(act_on(standing, message, attempt) for message in Message)


@pytest.mark.parametrize(("state", "expected"), [*SAME.items()])
def test_a_message_of_the_attempt_that_is_known(state: HoldState, expected: str) -> None:
    assert acts(Standing(state, ATTEMPT)) == expected


@pytest.mark.parametrize(("state", "attempt"), [*product(HoldState, (ATTEMPT - 1, ATTEMPT + 1))])
def test_a_message_of_another_attempt(state: HoldState, attempt: int) -> None:
    """What was sold stays so; what was paid is taken over, whichever attempt paid it."""
    of_attempt = OLDER if attempt < ATTEMPT else NEWER
    assert acts(Standing(state, ATTEMPT), attempt) == (SOLD if state is HoldState.COMMITTED else of_attempt)


def test_a_message_of_an_order_that_nobody_knows() -> None:
    assert acts(None) == NEWER
    assert {act for text in (*SAME.values(), OLDER, NEWER) for act in text.split()} == {act.value for act in Act}
