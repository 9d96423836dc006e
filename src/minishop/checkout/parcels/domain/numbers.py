"""송장번호: what each carrier's numbers look like. A number that breaks its carrier's rule never reaches the carrier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, NoReturn

from minishop.checkout.parcels.domain import s10
from minishop.kernel.errors import DomainError

SHORTEST, LONGEST = 5, 30


class Fault(StrEnum):
    """What is wrong with a number, or (``CHECK_DIGIT_ODD``) only unusual."""

    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    CHECK_DIGIT = "check_digit"
    CHECK_DIGIT_ODD = "check_digit_odd"
    FORMAT = "format"


class NumberRefused(DomainError):
    """The carrier has no such numbers. ``fault`` says why, ``lengths`` which lengths it has."""

    code: ClassVar[str] = "number_refused"


@dataclass(frozen=True, slots=True)
class Rule:
    """A domestic carrier's rule: digits only, of these lengths (any when empty), with a check digit when ``by_seven``."""

    lengths: frozenset[int] = frozenset()
    by_seven: bool = False


_DIGITS = Rule()
RULES = MappingProxyType(
    {
        "CJGLS": Rule(frozenset({10, 12})),
        "CUPARCEL": Rule(frozenset({10, 12})),
        "HANJIN": Rule(frozenset({12, 14})),
        "HYUNDAI": Rule(frozenset({12}), by_seven=True),
        **dict.fromkeys(
            (
                "KGB", "EPOST", "ILYANG", "KDEXP", "DAESIN", "CHUNIL", "KUNYOUNG", "HDEXP", "CVSNET", "HOMEPICK", "HONAM", "SLX",
                "NONGHYUP", "YONGMA",
            ),
            _DIGITS,
        ),
    }
)  # fmt: skip


def normalised(text: str) -> str:
    """A number as carriers know it: without blanks and hyphens, letters capital."""
    return "".join(text.split()).replace("-", "").upper()


def check(carrier: str, number: str) -> Fault | None:
    """Raises NumberRefused when a normalised number breaks its carrier's rule; returns what is merely unusual about it, if anything."""
    if carrier == "EMS":
        return None if s10.is_valid(number) else _refuse(Fault.FORMAT)
    rule = RULES.get(carrier)
    if rule is None:
        fits = SHORTEST <= len(number) <= LONGEST and number.isascii() and number.isalnum()
        return None if fits else _refuse(Fault.FORMAT)
    if not (number.isascii() and number.isdigit()):
        _refuse(Fault.NOT_DIGITS)
    if not (len(number) in rule.lengths if rule.lengths else SHORTEST <= len(number) <= LONGEST):
        _refuse(Fault.WRONG_LENGTH, lengths=sorted(rule.lengths))
    if rule.by_seven and int(number[:-1]) % 7 != int(number[-1]):
        _refuse(Fault.CHECK_DIGIT)
    return Fault.CHECK_DIGIT_ODD if _is_odd_cj(carrier, number) else None


def _is_odd_cj(carrier: str, number: str) -> bool:
    # Parcels from convenience stores may not follow it, so that it warns and never refuses.
    return carrier == "CJGLS" and len(number) == 12 and int(number[2:11]) % 7 != int(number[11])


def _refuse(fault: Fault, lengths: list[int] | None = None) -> NoReturn:
    raise NumberRefused(fault=fault.value, lengths=lengths or [])
