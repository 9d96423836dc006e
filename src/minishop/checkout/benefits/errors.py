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
