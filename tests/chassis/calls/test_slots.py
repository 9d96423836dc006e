"""At most so many calls at once to a host, for a merchant, out of the page threads."""

from __future__ import annotations

import threading

from minishop.chassis.calls.slots import Slots


def test_a_key_has_its_number_of_slots_and_gets_them_back() -> None:
    slots = Slots()
    with slots.taken({"a": 2}, within=0) as first, slots.taken({"a": 2}, within=0) as second:
        assert (first, second) == (True, True)
        with slots.taken({"a": 2}, within=0) as third, slots.taken({"b": 2}, within=0) as other:
            assert (third, other) == (False, True)
    with slots.taken({"a": 1}, within=0) as again:
        assert again
    assert not slots._taken


def test_all_keys_are_taken_together_or_none() -> None:
    slots = Slots()
    with slots.taken({"host": 1}, within=0), slots.taken({"host": 1, "owner": 1}, within=0) as both:
        assert not both
        with slots.taken({"owner": 1}, within=0) as owner:
            assert owner


def test_one_that_waits_gets_the_slot_that_comes_free() -> None:
    slots, held, release, got = Slots(), threading.Event(), threading.Event(), []

    def hold() -> None:
        with slots.taken({"a": 1}, within=0):
            held.set()
            release.wait(10)

    def wait() -> None:
        with slots.taken({"a": 1}, within=60) as free:
            got.append(free)

    threads = [threading.Thread(target=hold), threading.Thread(target=wait)]
    threads[0].start()
    assert held.wait(10)
    threads[1].start()
    release.set()
    for thread in threads:
        thread.join(10)
    assert got == [True]
