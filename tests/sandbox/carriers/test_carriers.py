"""What carriers say of a number, by the clock (protocol/sandbox; R46, R47)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.sandbox.worlds import NOON

from minishop.sandbox.carriers.domain import Chosen, Step, history, usual_answer
from minishop.sandbox.carriers.errors import Unavailable, UnknownNumber
from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.carriers.services import choose_answer, track

CASES = {
    "방금 집화": (timedelta(), None, Step.AT_PICKUP),
    "59분 뒤": (timedelta(minutes=59), None, Step.AT_PICKUP),
    "1시간 뒤": (timedelta(hours=1), None, Step.IN_TRANSIT),
    "19시간 뒤": (timedelta(hours=19), None, Step.IN_TRANSIT),
    "20시간 뒤": (timedelta(hours=20), None, Step.DELIVERED),
    "30분에 배달로 정함": (timedelta(minutes=40), timedelta(minutes=30), Step.DELIVERED),
    "배달된 뒤에 배달로 정함": (timedelta(days=3), timedelta(days=2), Step.DELIVERED),
}


@pytest.mark.parametrize(("after", "delivered", "expected"), CASES.values(), ids=CASES)
def test_how_far_a_parcel_is(after: timedelta, delivered: timedelta | None, expected: Step) -> None:
    end = NOON + delivered if delivered is not None else None
    events = history(picked_up_at=NOON, delivered_at=end, now=NOON + after)
    assert events[-1].step is expected
    assert [event.at for event in events] == sorted(event.at for event in events)


@pytest.mark.parametrize(("number", "answer"), [("123456", Chosen.KNOWN), ("000012", Chosen.UNKNOWN), ("0001", Chosen.KNOWN)])
def test_numbers_that_begin_with_four_zeros_are_unknown(number: str, answer: Chosen) -> None:
    assert usual_answer(number) is answer


@pytest.mark.django_db
def test_a_number_is_picked_up_when_first_asked_for() -> None:
    assert [event.step for event in track(carrier="cj", tracking_number="1234", now=NOON)] == [Step.AT_PICKUP]
    later = track(carrier="cj", tracking_number="1234", now=NOON + timedelta(hours=2))
    assert [event.at for event in later] == [NOON, NOON + timedelta(hours=1)]
    assert Parcel.objects.get().asked == 2


@pytest.mark.django_db
def test_another_carriers_same_number_is_another_parcel() -> None:
    for carrier in ("cj", "hanjin"):
        track(carrier=carrier, tracking_number="1234", now=NOON)
    assert Parcel.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "refusal"), [(Chosen.UNKNOWN, UnknownNumber), (Chosen.UNAVAILABLE, Unavailable)], ids=["모름", "조회 불가"]
)
def test_a_prepared_refusal_is_answered_and_noted(answer: Chosen, refusal: type[Exception]) -> None:
    choose_answer(carrier="cj", tracking_number="1234", answer=answer, now=NOON)
    with pytest.raises(refusal):
        track(carrier="cj", tracking_number="1234", now=NOON)
    assert (Parcel.objects.get().asked, Parcel.objects.get().picked_up_at) == (1, None)


@pytest.mark.django_db
def test_a_number_corrected_to_known_moves_from_then_on() -> None:
    with pytest.raises(UnknownNumber):
        track(carrier="cj", tracking_number="00001", now=NOON)
    choose_answer(carrier="cj", tracking_number="00001", answer=Chosen.KNOWN, now=NOON + timedelta(hours=5))
    assert [event.at for event in track(carrier="cj", tracking_number="00001", now=NOON + timedelta(hours=5))] == [
        NOON + timedelta(hours=5)
    ]


@pytest.mark.django_db
def test_delivered_is_delivered_at_once() -> None:
    track(carrier="cj", tracking_number="1234", now=NOON)
    choose_answer(carrier="cj", tracking_number="1234", answer=Chosen.DELIVERED, now=NOON + timedelta(minutes=5))
    assert [event.step for event in track(carrier="cj", tracking_number="1234", now=NOON + timedelta(minutes=5))] == [
        Step.AT_PICKUP,
        Step.DELIVERED,
    ]
