"""환불 계좌: where a buyer wants money that the PG does not give back."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError

_NUMBER = re.compile(r"[0-9-]{6,20}")
_LEAST_DIGITS = 6


class BadAccount(DomainError):
    """A bank, a holder or a number that cannot be one; ``field`` names it."""

    code: ClassVar[str] = "bad_account"


def is_account_number(text: str) -> bool:
    """Whether this can be an account's number: digits, with hyphens between them or not."""
    return _NUMBER.fullmatch(text) is not None and sum(letter.isdigit() for letter in text) >= _LEAST_DIGITS


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A buyer's account. Raises BadAccount when it is made of what cannot be one."""

    bank: str
    holder: str
    number: str

    def __post_init__(self) -> None:
        for name, most in (("bank", 30), ("holder", 40)):
            text = getattr(self, name)
            if not text.strip() or len(text) > most or not text.isprintable():
                raise BadAccount(field=name)
        if not is_account_number(self.number):
            raise BadAccount(field="number")

    @property
    def masked(self) -> str:
        """As pages show it: the bank, and the last four digits of the number."""
        return f"{self.bank} ****{self.number.replace('-', '')[-4:]}"

    def stored(self) -> str:
        """As it is kept, sealed, until the money has been transferred."""
        return json.dumps(asdict(self), ensure_ascii=False)


def account_of(stored: str) -> BankAccount | None:
    """The account that is kept; None for none."""
    return BankAccount(**json.loads(stored)) if stored else None
