"""PG 계약: the state machine of a merchant's contract with a PG, as data, and what a hand-over of one leads to.

A contract is never edited: other keys are another contract. One that has been live is kept for good, because every
attempt to pay goes on asking the contract it was opened with.
"""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine


class ContractState(StrEnum):
    """``REQUESTED``: a trading merchant's next contract, until an operator decides. ``LIVE``: new attempts are opened with it.

    ``RETIRED``: was live; only the attempts opened with it still use it.
    """

    REQUESTED = "requested"
    LIVE = "live"
    RETIRED = "retired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ContractEvent(StrEnum):
    """What can happen to a contract. ``HAND_OVER`` begins one at once, ``REQUEST`` begins one that waits for approval."""

    HAND_OVER = "hand_over"
    REQUEST = "request"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


_S, _E = ContractState, ContractEvent

MACHINE = Machine(
    (_S.LIVE, _S.REQUESTED),
    {
        (_S.REQUESTED, _E.APPROVE): _S.LIVE,
        (_S.REQUESTED, _E.REJECT): _S.REJECTED,
        (_S.REQUESTED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.LIVE, _E.REPLACE): _S.RETIRED,
    },
    made_by={_E.HAND_OVER: _S.LIVE, _E.REQUEST: _S.REQUESTED},
)


def beginning_of(*, is_approved: bool, has_live: bool) -> ContractEvent:
    """How another contract begins: at once, unless the merchant trades (it is approved and has a live one)."""
    return ContractEvent.REQUEST if is_approved and has_live else ContractEvent.HAND_OVER
