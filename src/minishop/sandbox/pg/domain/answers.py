"""다음 응답: how the PG answers one confirm, or one cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from minishop.sandbox.pg.domain.states import PaymentEvent


class Answer(StrEnum):
    """The answers a person can choose; each is used up by one confirm."""

    APPROVE = "approve"
    DECLINE = "decline"
    TIMEOUT_TAKEN = "timeout_taken"
    TIMEOUT_LOST = "timeout_lost"
    TWICE = "twice"
    LATE = "late"


class CancelAnswer(StrEnum):
    """The same for a cancel; each is used up by one."""

    APPROVE = "approve"
    DECLINE = "decline"
    TIMEOUT_TAKEN = "timeout_taken"
    TIMEOUT_LOST = "timeout_lost"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the payment, whether the caller hears of it, and how often the notification is sent.

    ``says_no``: the caller hears of a refusal, whatever became of it.
    """

    event: PaymentEvent | None
    answered: bool
    notices: int
    says_no: bool = False


VERDICTS: Mapping[Answer, Verdict] = MappingProxyType(
    {
        Answer.APPROVE: Verdict(PaymentEvent.APPROVE, answered=True, notices=1),
        Answer.DECLINE: Verdict(PaymentEvent.DECLINE, answered=True, notices=0, says_no=True),
        Answer.TIMEOUT_TAKEN: Verdict(PaymentEvent.APPROVE, answered=False, notices=1),
        Answer.TIMEOUT_LOST: Verdict(None, answered=False, notices=0),
        Answer.TWICE: Verdict(PaymentEvent.APPROVE, answered=True, notices=2),
        # The card company said no, thought better of it, and only the notification tells.
        Answer.LATE: Verdict(PaymentEvent.APPROVE, answered=True, notices=1, says_no=True),
    }
)
CANCEL_VERDICTS: Mapping[CancelAnswer, Verdict] = MappingProxyType(
    {
        CancelAnswer.APPROVE: Verdict(PaymentEvent.CANCEL, answered=True, notices=1),
        CancelAnswer.DECLINE: Verdict(None, answered=True, notices=0, says_no=True),
        CancelAnswer.TIMEOUT_TAKEN: Verdict(PaymentEvent.CANCEL, answered=False, notices=1),
        CancelAnswer.TIMEOUT_LOST: Verdict(None, answered=False, notices=0),
        CancelAnswer.TWICE: Verdict(PaymentEvent.CANCEL, answered=True, notices=2),
    }
)


def verdict(answer: Answer, *, card_is_good: bool) -> Verdict:
    """How a confirm ends: a bad card is declined whatever was chosen, but a lost or unanswered confirm stays so."""
    chosen = VERDICTS[answer]
    if chosen.event is PaymentEvent.APPROVE and not card_is_good:
        return Verdict(PaymentEvent.DECLINE, chosen.answered, notices=0, says_no=True)
    return chosen
