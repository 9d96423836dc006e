"""Asking a carrier, and choosing what it says."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.sandbox.carriers.domain import Chosen, Event, usual_answer
from minishop.sandbox.carriers.errors import Unavailable, UnknownNumber
from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.carriers.queries import history_of


def track(*, carrier: str, tracking_number: str, now: datetime) -> list[Event]:
    """How far the parcel is, the first step first. A number asked for the first time is picked up now.

    Raises UnknownNumber, Unavailable; the question is noted all the same.
    """
    parcel = _note_question(carrier, tracking_number, now)
    match Chosen(parcel.answer):
        case Chosen.UNKNOWN:
            raise UnknownNumber(tracking_number=tracking_number)
        case Chosen.UNAVAILABLE:
            raise Unavailable(tracking_number=tracking_number)
        case _:
            return history_of(parcel, now)


@transaction.atomic
def _note_question(carrier: str, tracking_number: str, now: datetime) -> Parcel:
    parcel = _locked(carrier, tracking_number)
    parcel.asked += 1
    parcel.last_asked_at = now
    _pick_up_when_known(parcel, now)
    parcel.save()
    return parcel


@transaction.atomic
def choose_answer(*, carrier: str, tracking_number: str, answer: Chosen, now: datetime) -> Parcel:
    """From now on the carrier says this of the number, which need not have been asked for."""
    parcel = _locked(carrier, tracking_number)
    parcel.answer = answer
    parcel.delivered_at = now if answer is Chosen.DELIVERED else None
    if parcel.asked or answer is Chosen.DELIVERED:
        _pick_up_when_known(parcel, now)
    parcel.save()
    return parcel


def _locked(carrier: str, tracking_number: str) -> Parcel:
    defaults = {"answer": usual_answer(tracking_number)}
    Parcel.objects.get_or_create(carrier=carrier, tracking_number=tracking_number, defaults=defaults)
    return Parcel.objects.select_for_update().get(carrier=carrier, tracking_number=tracking_number)


def _pick_up_when_known(parcel: Parcel, now: datetime) -> None:
    if parcel.answer in (Chosen.KNOWN, Chosen.DELIVERED):
        parcel.picked_up_at = parcel.picked_up_at or now
