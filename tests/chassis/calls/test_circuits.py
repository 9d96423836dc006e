"""A party that does not answer is not asked for a while: when a circuit opens, for how long, and what closes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.chassis.calls.circuits import FEW, IN_A_ROW, PAUSES, WINDOW, Circuit, Circuits

NOW = 1_000.0


def _opened() -> Circuit:
    circuit = Circuit()
    for _ in range(IN_A_ROW):
        assert circuit.admits(NOW)
        circuit.failed(NOW, "silent")
    return circuit


def test_the_fifth_failure_in_a_row_opens_it_and_the_fourth_does_not() -> None:
    circuit = Circuit()
    for _ in range(IN_A_ROW - 1):
        circuit.failed(NOW, "silent")
    assert circuit.admits(NOW)
    circuit.failed(NOW, "silent")
    assert not circuit.admits(NOW)


@pytest.mark.parametrize(
    ("calls", "opens"),
    [(5 * "ox", True), (4 * "ox" + "x", False), (4 * "xoo", False), (5 * "xo" + "x", True)],
    ids=["열 번 중 다섯", "아홉 번", "셋 중 하나", "열한 번 중 여섯"],
)
def test_half_of_at_least_ten_within_half_a_minute_opens_it(calls: str, opens: bool) -> None:
    circuit = Circuit()
    for call in calls:
        circuit.failed(NOW, "silent") if call == "x" else circuit.succeeded(NOW)
    assert circuit.admits(NOW) is not opens


def test_failures_older_than_the_window_do_not_count_towards_half() -> None:
    circuit, later = Circuit(), NOW + WINDOW
    for _ in range(FEW // 2 - 1):
        circuit.succeeded(NOW)
        circuit.failed(NOW, "silent")
    circuit.succeeded(later)
    circuit.failed(later, "silent")
    assert circuit.admits(later)
    circuit = Circuit(recent=circuit.recent)
    circuit.failed(NOW + WINDOW - 0.001, "silent")
    assert not circuit.admits(NOW + WINDOW - 0.001), "a moment earlier they all count"


def test_it_stays_open_longer_each_time_and_lets_one_trial_through() -> None:
    circuit, at = _opened(), NOW
    for pause in (*PAUSES, PAUSES[-1]):
        assert not circuit.admits(at + pause - 0.001)
        at += pause
        assert circuit.admits(at)
        assert not circuit.admits(at), "a second call beside the trial"
        circuit.failed(at, "silent")


def test_a_success_closes_it_and_the_next_pause_is_the_first_again() -> None:
    circuit = _opened()
    assert circuit.admits(NOW + PAUSES[0])
    circuit.succeeded(NOW + PAUSES[0])
    later = NOW + PAUSES[0]
    for _ in range(IN_A_ROW):
        assert circuit.admits(later)
        circuit.failed(later, "silent")
    assert not circuit.admits(later + PAUSES[0] - 0.001)
    assert circuit.admits(later + PAUSES[0])


def test_a_call_that_began_before_it_opened_prolongs_nothing() -> None:
    circuit = _opened()
    circuit.failed(NOW + PAUSES[0] - 0.001, "silent")
    assert circuit.admits(NOW + PAUSES[0])


def test_hosts_and_kinds_have_circuits_of_their_own_and_remember_why() -> None:
    circuits = Circuits()
    for _ in range(IN_A_ROW):
        assert circuits.admits(("a", "hint"), NOW)
        circuits.settle(("a", "hint"), NOW, failure="no answer in 5 s")
    assert not circuits.admits(("a", "hint"), NOW)
    assert circuits.reason(("a", "hint")) == "no answer in 5 s"
    assert circuits.admits(("b", "hint"), NOW)
    assert circuits.admits(("a", "token"), NOW)


@given(st.lists(st.tuples(st.floats(0, 60), st.booleans()), max_size=60))
def test_a_party_that_always_answers_is_always_asked_and_an_open_circuit_is_asked_again_in_time(
    calls: list[tuple[float, bool]],
) -> None:
    circuit, at = Circuit(), NOW
    for pause, fails in calls:
        at += pause
        if circuit.admits(at):
            circuit.failed(at, "silent") if fails else circuit.succeeded(at)
    assert circuit.admits(at + PAUSES[-1])
    if not any(fails for _, fails in calls):
        assert circuit.admits(at) or circuit.on_trial
