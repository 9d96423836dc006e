"""선점할 차례: what has to be asked of the shop before a payment may go on. Pure; times are the machine's true time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.holds.domain.states import HoldState

HOLD_SECONDS = 600
# After so many attempts at an order that the buyer left, its pieces are kept for a shorter time.
SHORT_HOLD_SECONDS, ABANDONED = 180, 2
# So long before its end a hold is too short to take money on.
MARGIN = timedelta(seconds=60)
# A PG may take the money in its window until the end, and tell of it a little later.
NO_WINDOW, AFTER_WINDOW = timedelta(), timedelta(seconds=300)
# So long another press may still be waiting for the shop's answer.
PATIENCE = timedelta(seconds=3)
# Holds of one buyer at one merchant that may live at once.
MOST_LIVE = 5
# A hold that is kept while the PG's answer is unknown is renewed when its last answer is so old: a look every two minutes at most makes that five.
RENEWED_AFTER = timedelta(minutes=3)
# So long a release is repeated: by then the shop has long freed the pieces by itself.
TOLD_FOR = timedelta(hours=24)


class Need(StrEnum):
    """``WAIT``: another press is asking just now. ``AGAIN``: the same question once more. ``NEW``: a hold with the next number.

    ``GONE``: the shop has refused the pieces.
    """

    NOTHING = "nothing"
    WAIT = "wait"
    AGAIN = "again"
    EXTEND = "extend"
    NEW = "new"
    GONE = "gone"


class Place(StrEnum):
    """Where a buyer stands: before the press on pay, or at the way back from the PG, where the money is taken."""

    PRESS = "press"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold as it stands: ``ends_at`` is when the pieces may be anybody's, as the shop said last."""

    state: HoldState
    asked_at: datetime
    ends_at: datetime | None = None

    def is_held(self, now: datetime, least: timedelta = MARGIN) -> bool:
        """Whether the shop has promised the pieces for a minute at least, or for as long as is told."""
        return self.state in PROMISED and self.ends_at is not None and self.ends_at - now >= least


PROMISED = frozenset({HoldState.HELD, HoldState.EXTENDING, HoldState.UNKNOWN})
_S, _P, _N = HoldState, Place, Need
# Of a hold that has no minute left, or never had one.
_NEEDS: Mapping[tuple[HoldState, Place], Need] = MappingProxyType(
    {
        **{(state, place): _N.EXTEND for state in PROMISED for place in _P},
        **{(state, place): _N.NEW for state in (_S.RELEASING, _S.RELEASED) for place in _P},
        **{(_S.SKIPPED, place): _N.NOTHING for place in _P},
        **{(state, place): _N.NOTHING for state in (_S.COMMITTING, _S.COMMITTED) for place in _P},
        **{(_S.ASKED, place): _N.AGAIN for place in _P},
        (_S.REFUSED, _P.PRESS): _N.NEW,
        (_S.REFUSED, _P.RETURN): _N.GONE,
    }
)


def need(standing: Standing | None, place: Place, now: datetime, window: timedelta = NO_WINDOW) -> Need:
    """What has to be asked before a buyer may go on from a place. ``window``: for how long the PG may take the money without asking us."""
    if standing is None:
        return Need.NEW
    if standing.is_held(now, max(window, MARGIN)):
        return Need.NOTHING
    if standing.state is HoldState.ASKED and place is Place.PRESS and now - standing.asked_at < PATIENCE:
        return Need.WAIT
    return _NEEDS[standing.state, place]


def hold_seconds(abandoned: int, window: timedelta = NO_WINDOW) -> int:
    """For how long pieces are asked for, after so many attempts at the order that its buyer left. A PG that takes the money in its window is
    not asked for it, so that nothing can be looked at before: pieces are kept a little longer than such a ``window`` lasts."""
    if window:
        return int((window + AFTER_WINDOW).total_seconds())
    return SHORT_HOLD_SECONDS if abandoned >= ABANDONED else HOLD_SECONDS
