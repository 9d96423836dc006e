"""적립금의 유효기간: when points end, and which are spent first; by table and by property."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.benefits.domain.lots import Lot, Portion, in_order, lapsing, last_day, taken, told_by
from minishop.kernel.won import Won, total

AT = datetime(2026, 1, 1, tzinfo=UTC)
LAST_DAYS = {
    "5월 12일": (date(2025, 5, 12), date(2026, 5, 31)),
    "C39 4월 10일": (date(2026, 4, 10), date(2027, 4, 30)),
    "2월": (date(2027, 2, 1), date(2028, 2, 29)),
    "12월": (date(2026, 12, 31), date(2027, 12, 31)),
    "11월": (date(2026, 11, 30), date(2027, 11, 30)),
}


@pytest.mark.parametrize(("came", "ends"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_points_live_through_the_end_of_the_month_a_year_later(came: date, ends: date) -> None:
    """claims.md 5.2."""
    assert last_day(came) == ends


def lot(number: int, left: int, ends: date, day: int = 1) -> Lot:
    return Lot(number, Won(left), ends, AT.replace(day=day))


MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
LOTS = [lot(1, 100, APRIL), lot(2, 50, MARCH, day=2), lot(3, 30, MARCH)]
SPENDINGS = {
    "먼저 끝나는 것, 그다음 오래된 것": (60, [Portion(3, Won(30)), Portion(2, Won(30))]),
    "모두": (180, [Portion(3, Won(30)), Portion(2, Won(50)), Portion(1, Won(100))]),
    "없음": (0, []),
}


@pytest.mark.parametrize(("amount", "portions"), SPENDINGS.values(), ids=SPENDINGS)
def test_what_ends_first_is_spent_first(amount: int, portions: list[Portion]) -> None:
    assert taken(LOTS, Won(amount)) == portions


def test_no_more_is_spent_than_there_is() -> None:
    with pytest.raises(ValueError, match="more than there are"):
        taken(LOTS, Won(181))


LAPSES = {
    "마지막 날에는 아직": (0, MARCH, []),
    "다음 날": (0, date(2026, 4, 1), [Portion(3, Won(30)), Portion(2, Won(50))]),
    "결제 중인 것은 남음": (40, date(2026, 4, 1), [Portion(2, Won(40))]),
    "모두 결제 중": (180, date(2026, 5, 1), []),
}


@pytest.mark.parametrize(("held", "today", "lost"), LAPSES.values(), ids=LAPSES)
def test_what_is_over_is_lost_unless_it_is_held(held: int, today: date, lost: list[Portion]) -> None:
    """claims.md 5.2: held points do not expire."""
    assert lapsing(LOTS, Won(held), today) == lost


NOTICES = {
    "31일 전": (date(2026, 2, 28), 0),
    "30일 전": (date(2026, 3, 1), 1),
    "8일 전": (date(2026, 3, 23), 1),
    "7일 전": (date(2026, 3, 24), 2),
}


@pytest.mark.parametrize(("today", "number"), NOTICES.values(), ids=NOTICES)
def test_notices_go_out_a_month_and_a_week_before(today: date, number: int) -> None:
    assert told_by(MARCH, today) == number


lots = st.lists(
    st.builds(Lot, st.integers(1, 9), st.integers(1, 100).map(Won), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.just(AT)),
    unique_by=lambda one: one.id,
)


@given(lots, st.integers(0, 900), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_lapsing_leaves_what_is_held_and_what_still_lives(found: list[Lot], held: int, today: date) -> None:
    """claims L16: what is left after a run covers what is held; nothing that lives is lost, nothing is lost twice."""
    kept = Won(min(held, int(total(one.left for one in found))))
    lost = {one.lot: one.amount for one in lapsing(found, kept, today)}
    left = [one._replace(left=one.left - lost.get(one.id, Won(0))) for one in found]
    assert total(one.left for one in left) >= kept
    assert all(one.left >= 0 for one in left)
    assert not {one.id for one in found if one.ends_on >= today} & set(lost)
    assert lapsing(left, kept, today) == []


@given(lots, st.data())
def test_spending_takes_exactly_what_is_asked(found: list[Lot], data: st.DataObject) -> None:
    """claims L16."""
    amount = data.draw(st.integers(0, int(total(one.left for one in found))))
    portions = taken(found, Won(amount))
    assert total(one.amount for one in portions) == amount
    order = [one.id for one in in_order(found)]
    assert [one.lot for one in portions] == order[: len(portions)]
