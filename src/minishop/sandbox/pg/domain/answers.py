"""다음 응답: how the PG answers one confirm."""

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the payment, whether the caller hears of it, and how often the notification is sent."""

    event: PaymentEvent | None
    answered: bool
    notices: int


VERDICTS: Mapping[Answer, Verdict] = MappingProxyType(
    {
        Answer.APPROVE: Verdict(PaymentEvent.APPROVE, answered=True, notices=1),
        Answer.DECLINE: Verdict(PaymentEvent.DECLINE, answered=True, notices=0),
        Answer.TIMEOUT_TAKEN: Verdict(PaymentEvent.APPROVE, answered=False, notices=1),
        Answer.TIMEOUT_LOST: Verdict(None, answered=False, notices=0),
        Answer.TWICE: Verdict(PaymentEvent.APPROVE, answered=True, notices=2),
    }
)


def verdict(answer: Answer, *, card_is_good: bool) -> Verdict:
    """How a confirm ends: a bad card is declined whatever was chosen, but a lost or unanswered confirm stays so."""
    chosen = VERDICTS[answer]
    if chosen.event is PaymentEvent.APPROVE and not card_is_good:
        return Verdict(PaymentEvent.DECLINE, chosen.answered, notices=0)
    return chosen
