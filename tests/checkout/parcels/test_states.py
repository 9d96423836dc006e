"""What a carrier's word makes happen to a line: the whole matrix, and the time in which a number may still be unknown (R46, R47)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from minishop.checkout.orders.domain.states import MACHINE as LINES
from minishop.checkout.orders.domain.states import LineEvent, LineState
from minishop.checkout.parcels.domain.dispatching import Method, Shipment, Step, goes_along
from minishop.checkout.parcels.domain.following import STEPS, is_too_early, line_events
from minishop.checkout.parcels.domain.states import KNOWN, OPEN, ParcelState, Report

P, L, E = ParcelState, LineState, LineEvent
NOW, GRACE = datetime(2026, 11, 23, 3, 0, tzinfo=UTC), timedelta(hours=1)
FOLLOWS = {
    (P.WRONG_NUMBER, L.DISPATCH_REQUESTED): (E.TRACKING_INVALID,),
    (P.PICKED_UP, L.DISPATCH_REQUESTED): (E.TRACKING_VALID,),
    (P.IN_TRANSIT, L.DISPATCH_REQUESTED): (E.TRACKING_VALID,),
    (P.OUT_FOR_DELIVERY, L.DISPATCH_REQUESTED): (E.TRACKING_VALID,),
    (P.FAILED, L.DISPATCH_REQUESTED): (E.TRACKING_VALID,),
    (P.DELIVERED, L.DISPATCH_REQUESTED): (E.TRACKING_VALID, E.DELIVER),
    (P.DELIVERED, L.DELIVERING): (E.DELIVER,),
}


@pytest.mark.parametrize(("parcel", "line"), list(product(P, L)))
def test_what_a_parcel_makes_happen_to_its_line(parcel: ParcelState, line: LineState) -> None:
    events = line_events(parcel, line)
    assert events == FOLLOWS.get((parcel, line), ())
    assert list(events) == sorted(events, key=STEPS.index)
    for event in events:
        line = LINES.next_state(line, event)


@pytest.mark.parametrize(
    ("state", "said", "waited", "early"),
    [
        (P.CHECKING, Report.UNKNOWN, timedelta(), True),
        (P.CHECKING, Report.UNKNOWN, GRACE - timedelta(microseconds=1), True),
        (P.CHECKING, Report.UNKNOWN, GRACE, False),
        (P.CHECKING, Report.PICKED_UP, timedelta(), False),
        (P.IN_TRANSIT, Report.UNKNOWN, timedelta(), False),
    ],
    ids=["방금 입력", "유예 끝 직전", "유예 끝", "집화됨", "알던 번호"],
)
def test_a_number_may_be_unknown_for_a_while(state: ParcelState, said: Report, waited: timedelta, early: bool) -> None:
    assert is_too_early(state, said, registered_at=NOW - waited, now=NOW, grace=GRACE) is early


ONE, OTHER = Shipment(Method.DELIVERY, "CJGLS", "1111111111"), Shipment(Method.DELIVERY, "CJGLS", "2222222222")


@pytest.mark.parametrize(
    ("line", "current", "step", "along"),
    [
        (L.PAID, None, Step.SEND, True),
        (L.PAID, OTHER, Step.REPLACE, True),
        (L.DISPATCH_REQUESTED, ONE, Step.REPLACE, True),
        (L.DISPATCH_REQUESTED, OTHER, Step.REPLACE, False),
        (L.DISPATCH_REQUESTED, ONE, Step.SEND, False),
        (L.DELIVERING, ONE, Step.REPLACE, False),
        (L.AWAITING_PAYMENT, None, Step.SEND, False),
    ],
    ids=["함께 보냄", "틀린 번호의 줄", "함께 교체", "다른 송장", "이미 보냄", "배송중", "미결제"],
)
def test_which_lines_go_along_with_a_whole_order(line: LineState, current: Shipment | None, step: Step, along: bool) -> None:
    """R45."""
    assert goes_along(line, current, ONE, step) is along


def test_what_is_over_is_not_followed() -> None:
    assert {ParcelState.WRONG_NUMBER, ParcelState.DELIVERED, ParcelState.NOT_TRACKED, ParcelState.REPLACED} & OPEN == set()
    assert {ParcelState.CHECKING} == OPEN - KNOWN
