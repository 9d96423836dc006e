"""What the hub says no to about sheets and orders."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class SheetGone(DomainError):
    """No such sheet for this shop and total."""

    code: ClassVar[str] = "sheet_gone"


class MerchantClosed(DomainError):
    """The merchant cannot be paid: not approved, or without a PG contract. ``why`` says which."""

    code: ClassVar[str] = "merchant_closed"


class NotYourOrder(DomainError):
    """The sheet has been ordered by somebody else."""

    code: ClassVar[str] = "not_your_order"


class OrderClosed(DomainError):
    """The order is no longer to be paid: it has been paid, or has expired. ``order`` is its number."""

    code: ClassVar[str] = "order_closed"


class ShopSilent(DomainError):
    """The shop did not say what it sells now: unreachable, too slow, or unreadable. ``reason`` is for operators."""

    code: ClassVar[str] = "shop_silent"
    retryable: ClassVar[bool] = True
