"""What the hub says no to about benefits."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class NothingToFinalize(DomainError):
    """No line of the order is on its way or delivered."""

    code: ClassVar[str] = "nothing_to_finalize"


class NotYourOrder(DomainError):
    """The order is another buyer's."""

    code: ClassVar[str] = "not_your_order"


class UnknownCode(DomainError):
    """No coupon has this code now: there is none, its time has not come or is over."""

    code: ClassVar[str] = "unknown_code"


class CodeTaken(DomainError):
    """Somebody has redeemed this code; or this person has as many of its coupon as one may have."""

    code: ClassVar[str] = "code_taken"
