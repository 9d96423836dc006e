"""A body is read in its time and within bounds, before any thread is taken; the slowest goes first."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.chassis.serving.fakes import dripping, hurried

from minishop.chassis.serving import limits
from minishop.chassis.serving.intake import Intake, Oversized, Unreadable

pytestmark = pytest.mark.usefixtures("socket_enabled")  # a loop wakes itself by a pair of sockets
MOST = 1_000_000


async def _read(pieces: list[tuple[float, bytes | None]], length: int | None, intake: Intake | None = None, **named: Any) -> Any:
    """The body's bytes, or the status or size it was refused with, and when."""
    intake = intake or Intake()
    loop = asyncio.get_running_loop()
    try:
        body, size = await intake.read(
            dripping(pieces), length=length, most=named.pop("most", MOST), address=named.pop("address", "a")
        )
    except Unreadable as unreadable:
        return unreadable.status, loop.time()
    except Oversized as oversized:
        return "too large", oversized.arrived
    with body:
        read = body.read()
        assert len(read) == size
        return read, loop.time()


def test_a_body_is_handed_on_whole_and_its_bytes_are_held_until_they_are_let_go() -> None:
    intake = Intake()
    assert hurried(_read([(0.1, b"ab"), (0.1, b"c")], 3, intake)) == (b"abc", pytest.approx(0.2))
    assert intake.held == 3
    intake.let_go(3)
    assert (intake.held, intake._readings, intake._of_address) == (0, set(), {})


def test_the_first_byte_comes_within_five_seconds() -> None:
    assert hurried(_read([(4.9, b"abc")], 3))[0] == b"abc"
    assert hurried(_read([(5.1, b"abc")], 3)) == (408, 5.0)


@pytest.mark.parametrize(("length", "seconds"), [(90_000, 14.5), (1_000_000, 60.0), (10_000_000, 510.0)], ids=str)
def test_the_whole_takes_ten_seconds_and_one_more_for_20000_bytes(length: int, seconds: float) -> None:
    rest = b"x" * (length - 1)
    assert limits.seconds_for(length) == seconds
    assert hurried(_read([(0, b"x"), (seconds - 0.1, rest)], length, most=length))[0] == b"x" + rest
    assert hurried(_read([(0, b"x"), (seconds + 0.1, rest)], length, most=length)) == (408, seconds)


def test_ten_bytes_a_second_end_in_their_time_however_long_they_could_go_on() -> None:
    drip: list[tuple[float, bytes | None]] = [(1.0, b"x" * 10)] * 9_000
    assert hurried(_read(drip, 90_000)) == (408, 14.5)


def test_in_chunks_the_time_grows_by_what_has_arrived() -> None:
    steady: list[tuple[float, bytes | None]] = [(1.0, b"x" * 20_000)] * 30
    assert hurried(_read([*steady, (0, b"")], None))[0] == b"x" * 600_000
    assert hurried(_read([(1.0, b"x" * 20_000), (11.0, b"x")], None)) == (408, 11.0)


@pytest.mark.parametrize("ending", [b"", None], ids=["짧게 끝남", "끊김"])
def test_a_body_shorter_than_it_says_is_not_passed_on(ending: bytes | None) -> None:
    assert hurried(_read([(0, b"abc"), (0, ending)], 4))[0] == 400


def test_a_sender_who_goes_in_the_middle_of_chunks_has_sent_no_body() -> None:
    assert hurried(_read([(0, b"abc"), (0, None)], None))[0] == 400


def test_chunks_beyond_the_limit_are_not_read_further() -> None:
    assert hurried(_read([(0, b"abc"), (0, b"def"), (9, b"g")], None, most=5)) == ("too large", 6)


def test_a_large_body_lies_on_the_disk_and_a_small_one_does_not() -> None:
    async def rolled(size: int) -> bool:
        body, _ = await Intake().read(dripping([(0, b"x" * size)]), length=size, most=MOST, address="a")
        with body:
            return bool(getattr(body, "_rolled"))  # noqa: B009

    assert not hurried(rolled(limits.IN_MEMORY))
    assert hurried(rolled(limits.IN_MEMORY + 1))


async def _crowd(intake: Intake, addresses: list[str], rates: list[int], newcomer: str) -> list[Any]:
    """Bodies at so many bytes a second each, and two seconds later another one: how all of them end."""
    slow = [
        asyncio.ensure_future(_read([(1.0, b"x" * rate)] * 8, rate * 8, intake, address=address))
        for address, rate in zip(addresses, rates, strict=True)
    ]
    await asyncio.sleep(2.5)
    return [(await _read([(0, b"new")], 3, intake, address=newcomer))[0], *[(await one)[0] for one in slow]]


def test_the_201st_body_ends_the_slowest() -> None:
    intake = Intake(most_bodies=3)
    new, *others = hurried(_crowd(intake, ["a", "b", "c"], [50, 10, 90], "d"))
    assert (new, others) == (b"new", [b"x" * 400, 408, b"x" * 720])


def test_an_address_ends_only_its_own_slowest() -> None:
    intake = Intake(most_of_an_address=2)
    new, *others = hurried(_crowd(intake, ["a", "b", "a"], [50, 10, 90], "a"))
    assert (new, others) == (b"new", [429, b"x" * 80, b"x" * 720])


def test_who_is_ended_is_ended_though_a_piece_of_it_comes_in_the_same_moment() -> None:
    async def scenario() -> Any:
        intake, arrived, pieces = Intake(most_bodies=1), asyncio.Event(), [b"x" * 9]

        async def source() -> bytes | None:
            await arrived.wait()
            return pieces.pop() if pieces else await asyncio.sleep(1, b"x")

        slow = asyncio.ensure_future(intake.read(source, length=10, most=MOST, address="a"))
        await asyncio.sleep(2)
        arrived.set()
        assert (await _read([(0, b"new")], 3, intake, address="b"))[0] == b"new"
        with pytest.raises(Unreadable):
            await slow

    hurried(scenario())


def test_a_rush_of_young_bodies_is_let_in_and_judged_when_it_is_older() -> None:
    async def rush() -> list[Any]:
        intake = Intake(most_of_an_address=20)
        quick = [_read([(0.5, b"abc")], 3, intake) for _ in range(60)]
        slow = [_read([(0.5, b"a"), (9, b"bc")], 3, intake) for _ in range(30)]
        return [answer[0] for answer in await asyncio.gather(*quick, *slow)]

    ends = hurried(rush())
    assert ends[:60] == [b"abc"] * 60
    assert (ends[60:].count(429), ends[60:].count(b"abc")) == (10, 20)


def test_bytes_in_flight_are_bounded_and_the_slowest_makes_room() -> None:
    async def fill() -> tuple[Any, Any, int]:
        intake = Intake(most_bytes=100)
        slow = asyncio.ensure_future(_read([(0, b"x" * 60), (9, b"y")], 61, intake))
        await asyncio.sleep(2)
        quick = await _read([(0, b"z" * 50)], 50, intake)
        return quick[0], (await slow)[0], intake.held

    assert hurried(fill()) == (b"z" * 50, 408, 50)


def test_where_nobody_is_slower_a_body_that_does_not_fit_is_told_to_come_again() -> None:
    async def fill() -> tuple[Any, int]:
        intake = Intake(most_bytes=100)
        held, _ = await intake.read(dripping([(0, b"x" * 60)]), length=60, most=MOST, address="a")
        held.close()
        return (await _read([(0, b"z" * 50)], 50, intake))[0], intake.held

    assert hurried(fill()) == (503, 60)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 20),
            st.sampled_from("ab"),
            st.integers(1, 60),
            st.lists(st.tuples(st.floats(0, 12), st.integers(1, 30)), max_size=6),
        ),
        max_size=12,
    )
)
def test_whatever_comes_the_bounds_hold_and_nothing_is_left_behind(
    bodies: list[tuple[float, str, int, list[tuple[float, int]]]],
) -> None:
    async def all_of_them() -> None:
        intake = Intake(most_bytes=100, most_bodies=5, most_of_an_address=3)

        async def one(after: float, address: str, length: int, pieces: list[tuple[float, int]]) -> None:
            await asyncio.sleep(after)
            began = asyncio.get_running_loop().time()
            try:
                body, size = await intake.read(
                    dripping([*((pause, b"x" * n) for pause, n in pieces), (0, b"")]), length=length, most=MOST, address=address
                )
            except Unreadable:
                pass
            else:
                body.close()
                intake.let_go(size)
            took = asyncio.get_running_loop().time() - began
            assert took <= limits.seconds_for(length) + 0.001
            assert 0 <= intake.held <= 100 + 30

        await asyncio.gather(*(one(*body) for body in bodies))
        assert (intake.held, intake._readings, intake._of_address) == (0, set(), {})

    hurried(all_of_them())
