"""The clock that all services share: ahead only, whole or not at all."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sandbox.worlds import NOON

from minishop.chassis.clock import now as service_now
from minishop.kernel.clock import kst_day, utc_now
from minishop.sandbox.clock.domain import ImpossibleMove, Move, seconds_ahead
from minishop.sandbox.clock.errors import AlreadyMoved, NotShared
from minishop.sandbox.clock.services import move, shift_seconds


@pytest.fixture
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shared" / "clock"
    monkeypatch.setenv("MINISHOP_CLOCK_FILE", str(path))
    return path


@pytest.mark.parametrize(
    ("how", "days", "expected"),
    [(Move.HOUR, 0, 3600), (Move.DAY, 0, 12 * 3600), (Move.DAYS, 3, 3 * 86_400)],
    ids=["한 시간", "다음 날", "사흘"],
)
def test_how_far_a_move_is_from_noon_in_seoul(how: Move, days: int, expected: int) -> None:
    assert seconds_ahead(how, days=days, now=NOON) == expected


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001  # made aware below
def test_the_next_day_is_the_day_after_in_seoul(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    moved = now + timedelta(seconds=seconds_ahead(Move.DAY, days=0, now=now))
    assert kst_day(moved) == kst_day(now) + timedelta(days=1)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_impossible_moves_leave_the_clock(days: int, clock_file: Path) -> None:
    with pytest.raises(ImpossibleMove):
        move(how=Move.DAYS, days=days, now=NOON)
    assert shift_seconds() == 0


def test_a_move_is_seen_by_every_service(clock_file: Path) -> None:
    assert move(how=Move.DAYS, days=2, now=NOON) == 172_800
    assert abs(service_now() - utc_now() - timedelta(days=2)) < timedelta(seconds=5)
    assert clock_file.read_text() == "172800"
    assert {path.name for path in clock_file.parent.iterdir()} == {"clock", "clock.lock"}


def test_a_second_press_of_the_same_page_is_refused(clock_file: Path) -> None:
    move(how=Move.HOUR, seen_shift=0, now=NOON)
    with pytest.raises(AlreadyMoved):
        move(how=Move.HOUR, seen_shift=0, now=NOON)
    assert shift_seconds() == 3600


def test_moves_at_the_same_time_all_count(clock_file: Path) -> None:
    threads = [threading.Thread(target=move, kwargs={"how": Move.HOUR, "now": NOON}) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shift_seconds() == 8 * 3600


def test_without_a_shared_file_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINISHOP_CLOCK_FILE", raising=False)
    with pytest.raises(NotShared):
        move(how=Move.HOUR, now=NOON)
    assert shift_seconds() == 0
