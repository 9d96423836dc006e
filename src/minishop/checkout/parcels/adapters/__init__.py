"""Carriers, as the hub asks them. Which adapter does is a setting; each declares whether it can follow a number at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from minishop.checkout.parcels.domain.states import Report


@dataclass(frozen=True, slots=True)
class Silent:
    """The carrier gave no answer that can be used; ``reason`` is for operators."""

    reason: str


class CarrierDesk(Protocol):
    """One who answers for all carriers."""

    follows: bool

    def ask(self, carrier: str, number: str) -> Report | Silent:
        """What the carrier says of a number now. Never raises for what the carrier does."""
        ...


def carrier_desk() -> CarrierDesk:
    """The adapter that the installation is set to."""
    desk: CarrierDesk = import_string(settings.CARRIER_DESK)()
    return desk
