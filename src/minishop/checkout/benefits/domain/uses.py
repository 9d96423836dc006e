"""쓰는 중인 혜택: the life of the points and the coupon that one order takes."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class UseState(StrEnum):
    """``HELD``: the buyer pressed pay. ``RELEASED``: the attempt failed or was left. ``USED``: the order is paid."""

    HELD = "held"
    RELEASED = "released"
    USED = "used"


class UseEvent(StrEnum):
    """What can happen to them. ``HOLD`` makes the row, too."""

    HOLD = "hold"
    RELEASE = "release"
    USE = "use"


_S, _E = UseState, UseEvent

MACHINE = Machine(
    (_S.HELD,),
    {
        (_S.HELD, _E.HOLD): _S.HELD,
        (_S.RELEASED, _E.HOLD): _S.HELD,
        (_S.HELD, _E.RELEASE): _S.RELEASED,
        (_S.HELD, _E.USE): _S.USED,
    },
    made_by={_E.HOLD: _S.HELD},
)
