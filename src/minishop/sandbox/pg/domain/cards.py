"""시험 카드: the cards a buyer may pay with at the sandbox PG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Card:
    """A test card: its code, the company's name and the number as receipts show it."""

    code: str
    company: str
    number: str
    good: bool


class UnknownCard(DomainError):
    """No test card has this code."""

    code: ClassVar[str] = "unknown_card"


CARDS = (
    Card("hana", "하나", "9409-****-****-1111", good=True),
    Card("kookmin", "국민", "9445-****-****-2222", good=True),
    Card("hyundai", "현대", "9490-****-****-3333", good=True),
    Card("over-limit", "신한", "9436-****-****-4444", good=False),
)


def card_of(code: str) -> Card:
    """The test card of a code; raises UnknownCard."""
    for card in CARDS:
        if card.code == code:
            return card
    raise UnknownCard(card=code)
