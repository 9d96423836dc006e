"""보낼 편지의 상태: a message's machine, and what an attempt to deliver it makes happen."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine

GIVE_UP_AFTER = 30


class State(StrEnum):
    """Where a message stands. Refused and parked ones stand on the attention page with a resend button."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    PARKED = "parked"


class Event(StrEnum):
    """What happens to a message: an attempt that ends in one of four ways, or a person who has it sent again."""

    DELIVER = "deliver"
    REFUSE = "refuse"
    PUT_OFF = "put_off"
    PARK = "park"
    RESEND = "resend"


STUCK = (State.REFUSED, State.PARKED)

MACHINE = Machine(
    (State.WAITING,),
    {
        (State.WAITING, Event.DELIVER): State.SENT,
        (State.WAITING, Event.REFUSE): State.REFUSED,
        (State.WAITING, Event.PUT_OFF): State.WAITING,
        (State.WAITING, Event.PARK): State.PARKED,
        **{(state, Event.RESEND): State.WAITING for state in (State.WAITING, *STUCK)},
    },
)


def event_of_attempt(*, delivered: bool, retryable: bool, attempts: int) -> Event:
    """What an attempt makes happen; ``attempts`` counts it too. What may help is tried again until it has been tried often enough."""
    if delivered:
        return Event.DELIVER
    if not retryable:
        return Event.REFUSE
    return Event.PARK if attempts >= GIVE_UP_AFTER else Event.PUT_OFF
