"""환불: the state machine of one refund, as data, and what the PG's word about it causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.machine import Machine
from minishop.kernel.won import Won, total


class RefundState(StrEnum):
    """``INTENDED``: to be asked for. ``ASKING``: the PG has been asked and its answer is not known. ``REFUSED``: said never, or too little is left.

    ``QUEUED``: to be asked for once the refund of the same payment that is under way is over.
    ``BY_ACCOUNT`` (계좌 환불): the hub owes it to the buyer and transfers it to an account. ``GIVEN_UP`` (환불 안 함): what it was for has
    been given up, since nobody could give the money back.
    """

    INTENDED = "intended"
    QUEUED = "queued"
    ASKING = "asking"
    DONE = "done"
    REFUSED = "refused"
    BY_ACCOUNT = "by_account"
    GIVEN_UP = "given_up"


class RefundEvent(StrEnum):
    """What can happen to a refund. ``QUEUE``: another of its payment is under way; ``BEGIN``: that one is over.

    ``PUT_OFF``: the PG gives nothing back now, and says when. ``RETRY``: an operator has it asked for again.
    ``OWE``: the PG was never asked, since it declares that it does not give this back; ``TAKE_OTHER_WAY``: it was, and refused.
    ``TRANSFER``: the hub has paid it to the buyer's account. ``GIVE_UP``: an operator lets the cancel fail for which it was.
    """

    INTEND = "intend"
    QUEUE = "queue"
    BEGIN = "begin"
    OWE = "owe"
    ASK = "ask"
    PUT_OFF = "put_off"
    GIVE_BACK = "give_back"
    REFUSE = "refuse"
    RETRY = "retry"
    TAKE_OTHER_WAY = "take_other_way"
    TRANSFER = "transfer"
    GIVE_UP = "give_up"


class RefundCause(StrEnum):
    """Why money goes back. ``SURPLUS``: more was taken than the order cost. ``CLAIM``: lines of it were cancelled or returned.

    ``CLAIM_FEE``: nothing came of the claim whose fee it was.
    """

    SURPLUS = "surplus"
    CLAIM = "claim"
    CLAIM_FEE = "claim_fee"


def posted_under(cause: RefundCause, key: str) -> str:
    """The key of the transfer in which a refund's money is posted. A claim's is the claim's own, whose number begins the refund's key."""
    match cause:
        case RefundCause.CLAIM:
            return f"claim:{key.partition('-')[0]}"
        case RefundCause.CLAIM_FEE:
            return key.replace("-", ":", 1)
    return f"refund:{key}"


class RefundFate(StrEnum):
    """What became of a refund at the PG. ``ALREADY``: something went back before under a name that is not ours. ``NOT_NOW``: to be asked for
    again later."""

    DONE = "done"
    NOT_DONE = "not_done"
    REFUSED = "refused"
    ALREADY = "already"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RefundVerdict:
    """The PG's word. ``amount`` belongs to DONE, ``retry_at`` to NOT_NOW; ``reason`` is for people."""

    fate: RefundFate
    amount: Won = Won(0)
    reason: str = ""
    retry_at: datetime | None = None


class RefundTooLarge(DomainError):
    """More would go back than was paid."""

    code: ClassVar[str] = "refund_too_large"


_S, _E = RefundState, RefundEvent

MACHINE = Machine(
    (_S.INTENDED, _S.QUEUED, _S.BY_ACCOUNT, _S.REFUSED),
    {
        (_S.QUEUED, _E.BEGIN): _S.INTENDED,
        (_S.INTENDED, _E.ASK): _S.ASKING,
        (_S.ASKING, _E.PUT_OFF): _S.INTENDED,
        (_S.ASKING, _E.GIVE_BACK): _S.DONE,
        (_S.ASKING, _E.REFUSE): _S.REFUSED,
        (_S.REFUSED, _E.RETRY): _S.INTENDED,
        (_S.REFUSED, _E.QUEUE): _S.QUEUED,
        (_S.REFUSED, _E.TAKE_OTHER_WAY): _S.BY_ACCOUNT,
        (_S.REFUSED, _E.GIVE_UP): _S.GIVEN_UP,
        (_S.BY_ACCOUNT, _E.TRANSFER): _S.DONE,
    },
    made_by={_E.INTEND: _S.INTENDED, _E.QUEUE: _S.QUEUED, _E.OWE: _S.BY_ACCOUNT, _E.REFUSE: _S.REFUSED},
)
_FOLLOWS = MappingProxyType({RefundFate.DONE: _E.GIVE_BACK, RefundFate.REFUSED: _E.REFUSE, RefundFate.NOT_NOW: _E.PUT_OFF})
# While one of these is open, no other refund of the same payment begins.
UNDER_WAY = frozenset({_S.INTENDED, _S.ASKING})
# Nothing goes back by these.
IN_VAIN = frozenset({_S.REFUSED, _S.GIVEN_UP})
# A PG that says "not now" and names no time, or one that is over, is asked again then.
PUT_OFF_FOR = timedelta(minutes=30)


def event_after(state: RefundState, verdict: RefundVerdict, *, amount: Won) -> RefundEvent | None:
    """The event that a verdict causes; None while nothing is certain, or when another amount than ours went back."""
    if state is not RefundState.ASKING or (verdict.fate is RefundFate.DONE and verdict.amount != amount):
        return None
    return _FOLLOWS.get(verdict.fate)


def ask_again_at(verdict: RefundVerdict, now: datetime) -> datetime:
    """When a refund that was put off is asked for again."""
    return verdict.retry_at if verdict.retry_at is not None and verdict.retry_at > now else now + PUT_OFF_FOR


def is_ours(*, given_back: Won, known: Won, amount: Won) -> bool:
    """Whether what went back at the PG under a name that is not ours is a refund of this amount: it is what is missing of what we know."""
    return given_back - known == amount


def refundable(paid: Won, refunds: Iterable[tuple[RefundState, Won]]) -> Won:
    """What of a payment can still go back: all but what went back or is on its way."""
    return paid - total(amount for state, amount in refunds if state not in IN_VAIN)


def why_no_transfer(*, number: str, on: date, has_account: bool, since: date, today: date) -> str:
    """What a transfer to an account lacks: ``account``, ``number``, or a day that is ``ahead`` or ``before`` the debt; empty for nothing.

    ``since``: the day of Seoul on which it came to be owed; ``today``: that day just now.
    """
    if not has_account:
        return "account"
    if not number.strip():
        return "number"
    if on > today:
        return "ahead"
    return "before" if on < since else ""
