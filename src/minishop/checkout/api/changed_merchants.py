"""The bodies of ``changed-merchants`` (protocol/minishop, section 5)."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from msgspec import Meta, Struct

from minishop.checkout.api.cursors import cursor
from minishop.checkout.api.endpoint import body_as
from minishop.checkout.api.refusals import not_valid
from minishop.checkout.merchants.domain.comparing import Place

MOST = 500
_SUBJECT = "changedMerchants"


class ChangedMerchantsRequest(Struct):
    """Merchant ids with the cursors that the host keeps of their feeds."""

    merchants: Annotated[list[tuple[str, str]], Meta(min_length=1, max_length=MOST)]


class ChangedMerchants(Struct, rename="camel", kw_only=True):
    """The merchants that the host has something to do about."""

    timestamp: str
    trace_id: str
    changed: list[str]
    ahead: list[str]
    unknown: list[str]


def read(request: HttpRequest) -> dict[str, Place]:
    """The cursor of each merchant asked about. Raises Refused with the place of what does not fit, such as ``merchants[3][1]``."""
    asked: dict[str, Place] = {}
    for place, (merchant, text) in enumerate(body_as(request, ChangedMerchantsRequest, _SUBJECT).merchants):
        if merchant in asked:
            raise not_valid(_SUBJECT, f"merchants[{place}][0]")
        asked[merchant] = cursor(text, subject=_SUBJECT, name=f"merchants[{place}][1]")
    return asked
