"""다음 응답: how the PG answers one confirm, or one cancel; and what of it is out of order, or answers badly now and then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

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
    NOT_NOW = "not_now"
    LATE = "late"


class Outage(StrEnum):
    """장애: which part of the PG answers nothing until a person chooses otherwise."""

    NONE = "none"
    WINDOWS = "windows"
    CONFIRMS = "confirms"
    CANCELS = "cancels"
    LOOK_UPS = "look_ups"
    ALL = "all"


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
        CancelAnswer.NOT_NOW: Verdict(None, answered=True, notices=0, says_no=True),
        # Refused to the merchant's face, and given back all the same.
        CancelAnswer.LATE: Verdict(PaymentEvent.CANCEL, answered=True, notices=1, says_no=True),
    }
)
# What a moody PG answers in turn; nothing that a person would have to clear afterwards.
MOODY = (Answer.TIMEOUT_TAKEN, Answer.TIMEOUT_LOST, Answer.TWICE, Answer.LATE, Answer.DECLINE)
MOODY_CANCELS = (
    CancelAnswer.TIMEOUT_TAKEN,
    CancelAnswer.TIMEOUT_LOST,
    CancelAnswer.TWICE,
    CancelAnswer.NOT_NOW,
    CancelAnswer.LATE,
)
A = TypeVar("A", Answer, CancelAnswer)


def in_a_mood(answers: Sequence[A], *, percent: int, lot: float) -> A | None:
    """One of the answers for a lot (0 ≤ lot < 1) that falls within the percentage, each as often as the others; else None."""
    return answers[int(lot * 100 / percent * len(answers))] if lot * 100 < percent else None


def verdict(answer: Answer, *, is_good: bool) -> Verdict:
    """How a confirm ends: a bad card or account is declined whatever was chosen, but a lost or unanswered confirm stays so."""
    chosen = VERDICTS[answer]
    if chosen.event is PaymentEvent.APPROVE and not is_good:
        return Verdict(PaymentEvent.DECLINE, chosen.answered, notices=0, says_no=True)
    return chosen
