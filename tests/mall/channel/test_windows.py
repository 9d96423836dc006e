"""조회 구간: a hub that is read by time (HUB_PROFILE=naver) is read whole, and the reading ends (protocol/rest)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.channel.domain.answers import read_cursor
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.domain.windows import LONGEST, Window, next_cursor, next_place, window

START = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
Change = tuple[datetime, str]


def cut(instant: datetime) -> datetime:
    """As the wire has it: whole milliseconds."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def page(
    changes: list[Change], since: datetime, until: datetime, sequence: str, limit: int
) -> tuple[list[str], tuple[str, str] | None]:
    """last-changed-statuses: both ends included, by time and then number; ``more`` names the first row that was left."""
    shown = sorted((at, number) for at, number in changes if (since, sequence) <= (at, number) and at <= until)
    more = (shown[limit][0].isoformat(), shown[limit][1]) if len(shown) > limit else None
    return [number for _, number in shown[:limit]], more


def walk(changes: list[Change], cursor: str, now: datetime, limit: int, skew: timedelta) -> tuple[set[str], str]:
    seen: set[str] = set()
    for _ in range(1000):
        asked = window(cursor, START, now)
        assert timedelta() <= asked.until - asked.since <= LONGEST
        numbers, more = page(changes, cut(asked.since), cut(asked.until), asked.sequence, limit)
        cursor, has_more = next_cursor(asked, more, now=now, told_at=now + skew)
        seen |= set(numbers)
        if not has_more:
            return seen, cursor
    raise AssertionError("the walk does not end")


@given(
    offsets=st.lists(st.integers(0, 5 * 86_400_000), max_size=40),
    bursts=st.lists(st.integers(0, 5 * 86_400_000), max_size=3),
    looks=st.lists(st.integers(0, 6 * 86_400_000_000), min_size=1, max_size=12),
    limit=st.integers(1, 5),
    late=st.integers(0, 59),
    skew=st.integers(-7_200, 7_200),
)
def test_walking_the_windows_misses_nothing_and_ends(
    offsets: list[int], bursts: list[int], looks: list[int], limit: int, late: int, skew: int
) -> None:
    """Whenever one looks, however far the clock jumps, when a change shows up to a minute late, and when the hub's clock is another."""
    instants = [*offsets, *(burst for burst in bursts for _ in range(7))]
    changes = [(START + timedelta(milliseconds=offset), f"{number:04d}") for number, offset in enumerate(instants)]
    cursor, seen, now = "", set[str](), START
    for look in sorted(looks):
        now = START + timedelta(microseconds=look)
        visible = [change for change in changes if change[0] + timedelta(seconds=late) <= now + timedelta(seconds=skew)]
        found, cursor = walk(visible, cursor, now, limit, timedelta(seconds=skew))
        seen |= found
    assert seen >= {
        number for at, number in changes if at + timedelta(minutes=1) <= now + min(timedelta(), timedelta(seconds=skew))
    }


@given(hours=st.integers(0, 100))
def test_a_hub_far_behind_is_asked_once_and_not_for_ever(hours: int) -> None:
    now = START + timedelta(hours=hours)
    asked = window(START.isoformat(), START, now)
    assert next_cursor(asked, None, now=now, told_at=START - timedelta(days=9)) == (START.isoformat(), False)


@given(back=st.integers(1, 10**6))
def test_a_clock_that_went_back_asks_for_nothing_backwards(back: int) -> None:
    now = START - timedelta(seconds=back)
    asked = window(START.isoformat(), START, now)
    assert (asked.since, asked.until) == (START, START)
    assert next_cursor(asked, None, now=now, told_at=now) == (START.isoformat(), False)


HOUR, MOMENT = timedelta(hours=1), timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("passed", "length"),
    [(24 * HOUR - MOMENT, 24 * HOUR - MOMENT), (24 * HOUR, 24 * HOUR), (24 * HOUR + MOMENT, 24 * HOUR), (99 * HOUR, 24 * HOUR)],
    ids=["하루가 안 됨", "딱 하루", "하루가 넘음", "나흘"],
)
def test_a_period_is_a_whole_day_and_no_more(passed: timedelta, length: timedelta) -> None:
    """protocol/rest: at most 24 hours are asked for at once, and no fewer, so that an absence costs as few requests as it can."""
    asked = window("", START, START + passed)
    assert (asked.since, asked.until - asked.since) == (START, length)


@pytest.mark.parametrize(("behind", "read"), [(60, 0), (59, 1), (0, 60)], ids=["딱 1분 전", "59초", "지금까지"])
def test_the_last_minute_before_the_hubs_present_is_read_again(behind: int, read: int) -> None:
    now = START + timedelta(minutes=2)
    asked = window((START + timedelta(minutes=0)).isoformat(), START, START + timedelta(minutes=1))
    cursor, has_more = next_cursor(asked, None, now=now, told_at=now - timedelta(seconds=behind))
    assert (cursor, has_more) == ((START + timedelta(seconds=read)).isoformat(), read > 0)


ASKED = Window(START, START + LONGEST)


@pytest.mark.parametrize(
    ("more", "ends", "place"),
    [
        pytest.param(("2026-11-23T15:00:00.000+00:00", "7"), START, "2026-11-23T15:00:00.000+00:00|7", id="줄이 남음"),
        pytest.param(None, START + LONGEST + timedelta(seconds=1), (START + LONGEST).isoformat(), id="다음 구간"),
        pytest.param(None, START + LONGEST, "", id="끝"),
    ],
)
def test_reading_again_goes_on_where_the_page_ended_until_the_end(more: tuple[str, str] | None, ends: datetime, place: str) -> None:
    assert next_place(ASKED, more, ends) == place


@pytest.mark.parametrize("told", [None, 7, "일", "a\nb", "9" * 81])
def test_a_cursor_that_cannot_be_kept_is_unreadable(told: object) -> None:
    with pytest.raises(UnreadableAnswer):
        read_cursor(told)
