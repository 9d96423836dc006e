"""The base of every error that a rule may raise."""

from __future__ import annotations

from typing import ClassVar


class DomainError(Exception):
    """A rule said no.

    ``code`` is stable ASCII for programs and tests; ``facts`` carries what the message to a person needs.
    The words that people read are made by the surfaces, never here.
    """

    code: ClassVar[str] = "refused"
    retryable: ClassVar[bool] = False

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({shown})" if shown else self.code
