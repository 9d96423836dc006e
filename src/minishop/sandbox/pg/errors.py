"""What the PG refuses."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class NotFound(DomainError):
    """No such contract, session or payment, or not this contract's."""

    code: ClassVar[str] = "not_found"


class Mismatch(DomainError):
    """The amount or the order differs from what the session was opened with."""

    code: ClassVar[str] = "mismatch"


class BelowMinimum(DomainError):
    """Less than the PG takes."""

    code: ClassVar[str] = "below_minimum"


class NotContracted(DomainError):
    """The contract does not have these means of payment."""

    code: ClassVar[str] = "not_contracted"


class NoParts(DomainError):
    """These means give nothing back but the whole."""

    code: ClassVar[str] = "no_parts"


class TooOld(DomainError):
    """The money was taken too long ago to be given back."""

    code: ClassVar[str] = "too_old"


class AlreadyCancelled(DomainError):
    """The money was given back before, under another key, or has never been taken."""

    code: ClassVar[str] = "already_cancelled"


class AlreadyPaid(DomainError):
    """The session's money has been taken; ``payment`` is the one that took it."""

    code: ClassVar[str] = "already_paid"
