"""A parcel's states and a carrier's reports: the whole matrix."""

from __future__ import annotations

import pytest

from minishop.checkout.parcels.domain.states import KNOWN, OPEN, TRANSITIONS, IllegalReport, ParcelState, Report, next_state

REACHED = [report for report in Report if report is not Report.UNKNOWN]


@pytest.mark.parametrize("state", ParcelState)
@pytest.mark.parametrize("report", Report)
def test_the_whole_matrix(state: ParcelState, report: Report) -> None:
    if state not in OPEN:
        with pytest.raises(IllegalReport):
            next_state(state, report)
    elif report is Report.UNKNOWN:
        assert next_state(state, report) is (ParcelState.WRONG_NUMBER if state is ParcelState.CHECKING else state)
    else:
        assert next_state(state, report).value == report.value


def test_every_state_that_a_carrier_makes_is_reachable() -> None:
    made = {ParcelState.NOT_TRACKED, ParcelState.REPLACED, ParcelState.CHECKING}
    assert set(TRANSITIONS.values()) == set(ParcelState) - made


def test_what_is_over_is_not_followed() -> None:
    assert {ParcelState.WRONG_NUMBER, ParcelState.DELIVERED, ParcelState.NOT_TRACKED, ParcelState.REPLACED} & OPEN == set()
    assert {ParcelState.CHECKING} == OPEN - KNOWN
