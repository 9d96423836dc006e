"""보내기: what an attempt to deliver a message makes of it."""

from __future__ import annotations

import pytest

from minishop.chassis.outbox.domain import GIVE_UP_AFTER, Event, event_of_attempt


@pytest.mark.parametrize(
    ("delivered", "retryable", "attempts", "event"),
    [
        (True, False, 1, Event.DELIVER),
        (True, True, GIVE_UP_AFTER, Event.DELIVER),
        (False, False, 1, Event.REFUSE),
        (False, False, GIVE_UP_AFTER, Event.REFUSE),
        (False, True, 1, Event.PUT_OFF),
        (False, True, GIVE_UP_AFTER - 1, Event.PUT_OFF),
        (False, True, GIVE_UP_AFTER, Event.PARK),
    ],
    ids=["보냄", "마지막에 보냄", "거절", "마지막에 거절", "한 번 실패", "마지막 전", "그만둠"],
)
def test_what_an_attempt_makes_happen(delivered: bool, retryable: bool, attempts: int, event: Event) -> None:
    assert event_of_attempt(delivered=delivered, retryable=retryable, attempts=attempts) is event
