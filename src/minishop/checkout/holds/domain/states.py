"""선점 상태: what the hub knows of the pieces that a shop keeps for an order, as data (docs/rules/selling.md)."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class HoldState(StrEnum):
    """``SKIPPED``: the order goes on without a hold, since its shop keeps none or, where the merchant chose so, did not answer.

    ``UNKNOWN``: the shop did not answer the last question. ``EXTENDING``, ``RELEASING``, ``COMMITTING``: it is told, and its answer waited for.
    """

    ASKED = "asked"
    SKIPPED = "skipped"
    HELD = "held"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXTENDING = "extending"
    RELEASING = "releasing"
    RELEASED = "released"
    COMMITTING = "committing"
    COMMITTED = "committed"


class HoldEvent(StrEnum):
    """What can happen to a hold. ``FREE``: the shop no longer keeps the pieces, or never did; ``SELL``: it counts them as sold."""

    HOLD = "hold"
    REFUSE = "refuse"
    LOSE = "lose"
    SKIP = "skip"
    EXTEND = "extend"
    RELEASE = "release"
    FREE = "free"
    COMMIT = "commit"
    SELL = "sell"


_S, _E = HoldState, HoldEvent

MACHINE = Machine(
    (_S.ASKED, _S.SKIPPED),
    {
        (_S.ASKED, _E.HOLD): _S.HELD,
        (_S.ASKED, _E.REFUSE): _S.REFUSED,
        (_S.ASKED, _E.LOSE): _S.UNKNOWN,
        (_S.ASKED, _E.FREE): _S.RELEASED,
        (_S.ASKED, _E.RELEASE): _S.RELEASING,
        (_S.SKIPPED, _E.HOLD): _S.HELD,
        (_S.SKIPPED, _E.REFUSE): _S.REFUSED,
        (_S.SKIPPED, _E.FREE): _S.RELEASED,
        (_S.SKIPPED, _E.RELEASE): _S.RELEASING,
        (_S.HELD, _E.EXTEND): _S.EXTENDING,
        (_S.HELD, _E.RELEASE): _S.RELEASING,
        (_S.EXTENDING, _E.HOLD): _S.HELD,
        (_S.EXTENDING, _E.REFUSE): _S.REFUSED,
        (_S.EXTENDING, _E.LOSE): _S.UNKNOWN,
        (_S.EXTENDING, _E.FREE): _S.RELEASED,
        (_S.EXTENDING, _E.RELEASE): _S.RELEASING,
        (_S.UNKNOWN, _E.SKIP): _S.SKIPPED,
        (_S.UNKNOWN, _E.EXTEND): _S.EXTENDING,
        (_S.UNKNOWN, _E.RELEASE): _S.RELEASING,
        (_S.RELEASING, _E.FREE): _S.RELEASED,
        (_S.COMMITTING, _E.SELL): _S.COMMITTED,
        # Money that was taken is told the shop whatever became of the hold: a window may be paid after its pieces are gone.
        **{
            (state, _E.COMMIT): _S.COMMITTING
            for state in (_S.ASKED, _S.SKIPPED, _S.HELD, _S.REFUSED, _S.UNKNOWN, _S.EXTENDING, _S.RELEASING, _S.RELEASED)
        },
    },
)

# The shop keeps pieces, or may keep them, and the buyer has not ended it.
LIVE = frozenset({_S.ASKED, _S.HELD, _S.EXTENDING, _S.UNKNOWN})
# Something is still to be told, or to be asked again.
OPEN = frozenset({*LIVE, _S.RELEASING, _S.COMMITTING})
