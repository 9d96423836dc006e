"""What the hub says no to about payments."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class PaymentUnderway(DomainError):
    """The PG has been asked to take the money and has not said yet. ``order`` is the order's number."""

    code: ClassVar[str] = "payment_underway"


class FeeNotDue(DomainError):
    """A claim of the ``order`` waits for no fee: it is paid, or the claim is over."""

    code: ClassVar[str] = "fee_not_due"


class MoneyMovedThere(DomainError):
    """More went back at the PG than we know of, so nothing may be paid another way; or more than a refund is of, so it is not that refund's."""

    code: ClassVar[str] = "money_moved_there"


class NothingMovedThere(DomainError):
    """At the PG no more went back than we know of."""

    code: ClassVar[str] = "nothing_moved_there"


class RefundUnderWay(DomainError):
    """Another refund of the payment is under way, so that nobody can tell yet whose money went back there."""

    code: ClassVar[str] = "refund_under_way"


class TransferIncomplete(DomainError):
    """A transfer needs an account that the buyer named, its number at the bank, and a day between the debt and today; ``why`` says what lacks."""

    code: ClassVar[str] = "transfer_incomplete"


class GatewaySilent(DomainError):
    """The PG did not open a payment window. Pressing pay again asks for the same one."""

    code: ClassVar[str] = "gateway_silent"
    retryable: ClassVar[bool] = True


class AmountChanged(DomainError):
    """The order costs another amount than the buyer saw: ``now``. Nothing was held."""

    code: ClassVar[str] = "amount_changed"


class PointsShort(DomainError):
    """The buyer has fewer points to spend than they wish: ``available``."""

    code: ClassVar[str] = "points_short"


class CouponGone(DomainError):
    """The coupon cannot be used any more: it is over, used, or held by another order."""

    code: ClassVar[str] = "coupon_gone"
