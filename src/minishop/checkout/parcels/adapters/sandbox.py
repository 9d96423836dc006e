"""The sandbox's carriers (protocol/sandbox, Carriers)."""

from __future__ import annotations

from types import MappingProxyType
from urllib.parse import quote

import msgspec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from minishop.chassis.http import Terms, exchange
from minishop.checkout.parcels.adapters import Silent
from minishop.checkout.parcels.domain.states import Report

_REPORTS = MappingProxyType(
    {
        "AT_PICKUP": Report.PICKED_UP,
        "IN_TRANSIT": Report.IN_TRANSIT,
        "OUT_FOR_DELIVERY": Report.OUT_FOR_DELIVERY,
        "DELIVERED": Report.DELIVERED,
        "ATTEMPT_FAIL": Report.FAILED,
        "EXCEPTION": Report.FAILED,
    }
)


_TERMS = Terms("carrier")


class _Tracking(msgspec.Struct):
    status: str


class SandboxCarriers:
    """Asks the sandbox service. Raises ImproperlyConfigured where there is none."""

    follows = True

    def __init__(self) -> None:
        if settings.SANDBOX is None:
            raise ImproperlyConfigured("the sandbox's carriers exist in a sandbox installation only")
        self._base = f"{settings.SANDBOX.url}/carriers/v1"

    def ask(self, carrier: str, number: str) -> Report | Silent:
        """What the sandbox has been told to say."""
        answer = exchange("GET", f"{self._base}/{quote(carrier)}/{quote(number)}", max_bytes=200_000, terms=_TERMS)
        if answer.status == 404 and _is_not_found(answer.body):
            return Report.UNKNOWN
        if not answer.ok:
            return Silent(answer.reason)
        try:
            return _REPORTS[msgspec.json.decode(answer.body, type=_Tracking).status]
        except (msgspec.DecodeError, KeyError):
            return Silent("an answer that cannot be read")


class _Error(msgspec.Struct):
    code: str


def _is_not_found(body: bytes) -> bool:
    # A 404 of something else than the carriers (a moved address, a proxy) says nothing about the number.
    try:
        return msgspec.json.decode(body, type=_Error).code == "NOT_FOUND"
    except msgspec.DecodeError:
        return False
