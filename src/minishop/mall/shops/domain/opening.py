"""오픈: when a shop may open (R3, R6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class EntryKind(StrEnum):
    """The three entries that must all be approved."""

    PG = "pg"
    CHECKOUT = "checkout"
    SHOPPING = "shopping"


class EntryState(StrEnum):
    """Where one application stands; a rejected one may be made again."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class Stage(StrEnum):
    """Where the shop as a whole stands."""

    PREPARING = "preparing"
    OPENS_SOON = "opens_soon"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Opening:
    """The shop's stage, and the day on which it opens once all three are approved."""

    stage: Stage
    opens_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Selling, feed and order sync are on."""
        return self.stage is Stage.OPEN


def opening(approved_on: Mapping[EntryKind, date], today: date) -> Opening:
    """Decides from the days (KST) on which entries were approved: the shop opens the day after the last of the three (R6)."""
    if any(kind not in approved_on for kind in EntryKind):
        return Opening(Stage.PREPARING)
    opens_on = max(approved_on.values()) + timedelta(days=1)
    return Opening(Stage.OPEN if today >= opens_on else Stage.OPENS_SOON, opens_on)
