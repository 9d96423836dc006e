"""The carriers' API: where a parcel is."""

from __future__ import annotations

import re
from types import MappingProxyType

from django.http import HttpRequest

from minishop.chassis.clock import now
from minishop.kernel.clock import kst_iso
from minishop.sandbox.api.endpoint import Reply, endpoint
from minishop.sandbox.carriers.domain import Event, Step
from minishop.sandbox.carriers.errors import UnknownNumber
from minishop.sandbox.carriers.services import track

# The wire is Korean whatever the caller's language: these are not marked for translation.
_DESCRIPTIONS = MappingProxyType({Step.AT_PICKUP: "집화 완료", Step.IN_TRANSIT: "배송 중", Step.DELIVERED: "배달 완료"})
_NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")


def _track(request: HttpRequest, carrier: str, tracking_number: str) -> Reply:
    if not _NUMBER.fullmatch(tracking_number) or len(carrier) > 40:
        raise UnknownNumber(tracking_number=tracking_number)
    events = track(carrier=carrier, tracking_number=tracking_number, now=now())
    told = {"carrier": carrier, "trackingNumber": tracking_number, "status": events[-1].step.value}
    return Reply(200, {**told, "events": [_told(event) for event in events]})


def _told(event: Event) -> dict[str, str]:
    return {"status": event.step.value, "time": kst_iso(event.at), "description": _DESCRIPTIONS[event.step]}


tracking = endpoint("carriers", GET=_track)
