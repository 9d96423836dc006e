"""선점할 차례 (docs/rules/selling.md): what has to be asked before a payment goes on: the whole matrix of states, places and time left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from minishop.checkout.holds.domain.states import LIVE, OPEN, HoldState
from minishop.checkout.holds.domain.steps import Need, Place, Standing, hold_seconds, need

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
S, N = HoldState, Need
LEFT = {"60초": 60, "59초": 59, "끝남": -1}
EXPECTED = {
    "asked": {Place.PRESS: N.AGAIN, Place.RETURN: N.AGAIN},
    "skipped": {Place.PRESS: N.NOTHING, Place.RETURN: N.NOTHING},
    "held": {Place.PRESS: N.EXTEND, Place.RETURN: N.EXTEND},
    "extending": {Place.PRESS: N.EXTEND, Place.RETURN: N.EXTEND},
    "unknown": {Place.PRESS: N.EXTEND, Place.RETURN: N.EXTEND},
    "refused": {Place.PRESS: N.NEW, Place.RETURN: N.GONE},
    "releasing": {Place.PRESS: N.NEW, Place.RETURN: N.NEW},
    "released": {Place.PRESS: N.NEW, Place.RETURN: N.NEW},
    "committing": {Place.PRESS: N.NOTHING, Place.RETURN: N.NOTHING},
    "committed": {Place.PRESS: N.NOTHING, Place.RETURN: N.NOTHING},
}


@pytest.mark.parametrize(("state", "place", "left"), list(product(S, Place, LEFT)), ids=str)
def test_every_state_at_every_place(state: HoldState, place: Place, left: str) -> None:
    """buying.md 2.4, 2.5; W6: a promise of a minute is enough, and is the only one that is."""
    promised = state in (S.HELD, S.EXTENDING, S.UNKNOWN) and LEFT[left] >= 60
    standing = Standing(state, NOW - timedelta(minutes=9), NOW + timedelta(seconds=LEFT[left]))
    assert need(standing, place, NOW) is (N.NOTHING if promised else EXPECTED[state.value][place])


@pytest.mark.parametrize("place", Place)
def test_an_order_without_a_hold_needs_one(place: Place) -> None:
    assert need(None, place, NOW) is N.NEW


def test_a_press_waits_three_seconds_for_the_answer_to_another() -> None:
    """W18."""
    asked = Standing(S.ASKED, NOW)
    assert [need(asked, Place.PRESS, NOW + timedelta(seconds=s)) for s in (0, 2.9, 3)] == [N.WAIT, N.WAIT, N.AGAIN]
    assert need(asked, Place.RETURN, NOW) is N.AGAIN


def test_an_order_that_was_left_twice_is_kept_for_three_minutes() -> None:
    assert [hold_seconds(left) for left in range(4)] == [600, 600, 180, 180]


def test_a_window_that_takes_the_money_is_outlasted() -> None:
    """buying.md 2.4: what is not asked for its money cannot be looked at before it, however often the buyer has left."""
    window = timedelta(minutes=30)
    assert [hold_seconds(left, window) for left in range(4)] == [2_100] * 4
    for left, needed in ((1_800, N.NOTHING), (1_799, N.EXTEND)):
        standing = Standing(S.HELD, NOW, NOW + timedelta(seconds=left))
        assert need(standing, Place.PRESS, NOW, window) is needed


def test_what_lives_may_keep_pieces_and_what_is_open_needs_a_word() -> None:
    assert set(S) - LIVE == {S.SKIPPED, S.REFUSED, S.RELEASING, S.RELEASED, S.COMMITTING, S.COMMITTED}
    assert {S.RELEASING, S.COMMITTING} == OPEN - LIVE
