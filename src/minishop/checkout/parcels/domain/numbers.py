"""송장번호: what each carrier's numbers look like. A number that breaks its carrier's rule never reaches the carrier."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, NoReturn

from minishop.checkout.parcels.domain import carriers, s10
from minishop.checkout.parcels.domain.carriers import Carrier, CheckRule, NumberRule
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


def normalised(text: str) -> str:
    """A number as carriers know it: without blanks and hyphens, letters capital."""
    return "".join(text.split()).replace("-", "").upper()


def check(carrier: str, number: str) -> Fault | None:
    """Raises NumberRefused when a normalised number breaks its carrier's rule; returns what is merely unusual about it, if anything."""
    rule = carriers.catalogue().get(carrier)
    if rule is None or rule.number in (NumberRule.ANY, NumberRule.NONE):
        fits = SHORTEST <= len(number) <= LONGEST and number.isascii() and number.isalnum()
        return None if fits else _refuse(Fault.FORMAT)
    if rule.number is NumberRule.S10:
        return None if s10.is_valid(number) else _refuse(Fault.FORMAT)
    return _check_digits(rule, number)


def _check_digits(rule: Carrier, number: str) -> Fault | None:
    if not (number.isascii() and number.isdigit()):
        _refuse(Fault.NOT_DIGITS)
    if not (len(number) in rule.lengths if rule.lengths else SHORTEST <= len(number) <= LONGEST):
        _refuse(Fault.WRONG_LENGTH, lengths=sorted(rule.lengths))
    if rule.check is CheckRule.MOD7 and int(number[:-1]) % 7 != int(number[-1]):
        _refuse(Fault.CHECK_DIGIT)
    # Parcels from convenience stores may not follow it, so that it warns and never refuses.
    warns = rule.check is CheckRule.MOD7_OF_THIRD_TO_ELEVENTH_WARNS and len(number) == 12
    return Fault.CHECK_DIGIT_ODD if warns and int(number[2:11]) % 7 != int(number[11]) else None


def _refuse(fault: Fault, lengths: list[int] | None = None) -> NoReturn:
    raise NumberRefused(fault=fault.value, lengths=lengths or [])
