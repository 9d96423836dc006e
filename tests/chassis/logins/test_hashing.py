"""Password hashing under a limit: never more at once than there are places, and an answer for everybody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from minishop.chassis.logins.hashing import Gate, HashingBusy


@contextmanager
def occupied(gate: Gate, times: int) -> Iterator[None]:
    """So many other threads are inside for as long as the block runs."""
    leave = threading.Event()
    with ExitStack() as stack:
        for _ in range(times):
            entered = threading.Event()
            thread = threading.Thread(target=stay, args=(gate, entered, leave))
            thread.start()
            stack.callback(thread.join)
            assert entered.wait(5)
        stack.callback(leave.set)
        yield


def stay(gate: Gate, entered: threading.Event, leave: threading.Event) -> None:
    with gate.slot():
        entered.set()
        leave.wait(10)


def test_beyond_the_places_and_the_queue_one_is_asked_to_come_again_at_once() -> None:
    gate = Gate(at_once=2, waiting=0, patience=30)
    with occupied(gate, 2), pytest.raises(HashingBusy), gate.slot():
        pytest.fail("a third one got in")
    with gate.slot():
        pass  # there is room again


def test_whoever_waits_gives_up_after_a_while_and_leaves_the_queue() -> None:
    gate = Gate(at_once=1, waiting=1, patience=0.01)
    with occupied(gate, 1):
        for _ in range(3):
            with pytest.raises(HashingBusy), gate.slot():
                pytest.fail("two at once")


def test_whoever_waits_gets_in_when_a_place_is_free() -> None:
    gate = Gate(at_once=1, waiting=1, patience=30)
    got_in = threading.Event()
    with occupied(gate, 1):
        waiting = threading.Thread(target=stay, args=(gate, got_in, got_in))
        waiting.start()
        assert not got_in.is_set()
    waiting.join(10)
    assert got_in.is_set()


def test_a_thread_needs_one_place_however_deep_it_goes() -> None:
    """A hash with old parameters is verified and made anew within one login."""
    gate = Gate(at_once=1, waiting=0)
    with gate.slot(), gate.slot(), occupied(Gate(1, 0), 1):
        pass
    with gate.slot():
        pass


def test_a_place_is_given_back_after_an_error() -> None:
    gate = Gate(at_once=1, waiting=0)
    with pytest.raises(ZeroDivisionError), gate.slot():
        raise ZeroDivisionError
    with gate.slot():
        pass
