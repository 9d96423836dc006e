"""What the order desk refuses."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class NothingToDispatch(DomainError):
    """No line of the order can be sent now."""

    code: ClassVar[str] = "nothing_to_dispatch"


class WaitsForCancel(DomainError):
    """A cancel of the order is asked for or under way: its goods must not leave before the hub has said how that ends."""

    code: ClassVar[str] = "waits_for_cancel"


class BadTracking(DomainError):
    """The carrier is unknown or the number cannot be one. ``problem``: carrier, number."""

    code: ClassVar[str] = "bad_tracking"
