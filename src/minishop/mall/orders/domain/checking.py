"""송장 확인: the hub's check of a tracking number as a machine, and what its report means for it (R46, R47, R49)."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine
from minishop.mall.orders.domain.hub import HubState


class CheckState(StrEnum):
    """What the hub has said of a number so far."""

    PENDING = "pending"
    VALID = "valid"
    INVALID = "invalid"


class CheckEvent(StrEnum):
    """What happens to a check: the hub takes the number or will not, or the seller sends the same one again."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_AGAIN = "ask_again"


_S, _E = CheckState, CheckEvent

# A number that was valid once stays so: a late word about an earlier try changes nothing.
MACHINE = Machine(
    (_S.PENDING,),
    {
        (_S.PENDING, _E.ACCEPT): _S.VALID,
        (_S.INVALID, _E.ACCEPT): _S.VALID,
        (_S.PENDING, _E.REFUSE): _S.INVALID,
        (_S.PENDING, _E.ASK_AGAIN): _S.PENDING,
        (_S.INVALID, _E.ASK_AGAIN): _S.PENDING,
    },
)

_UNDECIDED = frozenset({HubState.PAID, HubState.DISPATCH_REQUESTED})


def verdict(*, problem: str, hub_state: HubState) -> CheckEvent | None:
    """What a report says of a number: a problem that the hub names refuses it, and a line that has moved on accepts it."""
    if problem:
        return CheckEvent.REFUSE
    return None if hub_state in _UNDECIDED else CheckEvent.ACCEPT
