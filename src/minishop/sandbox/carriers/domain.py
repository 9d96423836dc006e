"""배송 추적: what a carrier says of a number, by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IN_TRANSIT_AFTER = timedelta(hours=1)
DELIVERED_AFTER = timedelta(hours=20)
NEVER_KNOWN = "0000"


class Chosen(StrEnum):
    """What a person wants the carrier to say of a number."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    UNAVAILABLE = "unavailable"
    DELIVERED = "delivered"


class Step(StrEnum):
    """How far a parcel is (glossary: wire)."""

    AT_PICKUP = "AT_PICKUP"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED = "DELIVERED"


@dataclass(frozen=True, slots=True)
class Event:
    """A step and when it was reached."""

    step: Step
    at: datetime


def usual_answer(tracking_number: str) -> Chosen:
    """What is said of a number nobody chose anything for."""
    return Chosen.UNKNOWN if tracking_number.startswith(NEVER_KNOWN) else Chosen.KNOWN


def history(*, picked_up_at: datetime, delivered_at: datetime | None, now: datetime) -> list[Event]:
    """The steps reached so far, the first one first; ``delivered_at`` brings the delivery forward."""
    usual = picked_up_at + DELIVERED_AFTER
    end = min(delivered_at, usual) if delivered_at is not None else usual
    plan = [
        Event(Step.AT_PICKUP, picked_up_at),
        Event(Step.IN_TRANSIT, picked_up_at + IN_TRANSIT_AFTER),
        Event(Step.DELIVERED, end),
    ]
    return [event for event in plan if event.at <= min(now, end)]
