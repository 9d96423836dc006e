"""Reading the numbers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from minishop.sandbox.carriers.domain import Event, history
from minishop.sandbox.carriers.models import Parcel


def parcels() -> QuerySet[Parcel]:
    """All numbers, the one asked for last first; prepared ones before it."""
    return Parcel.objects.order_by(F("last_asked_at").desc(nulls_first=True), "-id")


def history_of(parcel: Parcel, now: datetime) -> list[Event]:
    """How far a parcel is by now; nothing before it was known."""
    if parcel.picked_up_at is None:
        return []
    return history(picked_up_at=parcel.picked_up_at, delivered_at=parcel.delivered_at, now=now)
