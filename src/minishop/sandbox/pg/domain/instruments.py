"""시험 카드와 시험 계좌: what a buyer may pay with at the sandbox PG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.sandbox.pg.domain.terms import Method


@dataclass(frozen=True, slots=True)
class Instrument:
    """A test card or account: its code, the company's or the bank's name and the number as receipts show it."""

    code: str
    company: str
    number: str
    good: bool
    method: Method = Method.CARD


class UnknownInstrument(DomainError):
    """No test card or account has this code."""

    code: ClassVar[str] = "unknown_instrument"


CARDS = (
    Instrument("hana", "하나", "9409-****-****-1111", good=True),
    Instrument("kookmin", "국민", "9445-****-****-2222", good=True),
    Instrument("hyundai", "현대", "9490-****-****-3333", good=True),
    Instrument("over-limit", "신한", "9436-****-****-4444", good=False),
)
ACCOUNTS = (
    Instrument("nonghyup", "농협", "302-****-1111", good=True, method=Method.TRANSFER),
    Instrument("woori", "우리", "1002-****-2222", good=True, method=Method.TRANSFER),
    Instrument("empty", "기업", "010-****-3333", good=False, method=Method.TRANSFER),
)
BY_METHOD = {Method.CARD: CARDS, Method.TRANSFER: ACCOUNTS}


def instrument_of(code: str) -> Instrument:
    """The test card or account of a code; raises UnknownInstrument."""
    for one in (*CARDS, *ACCOUNTS):
        if one.code == code:
            return one
    raise UnknownInstrument(instrument=code)
