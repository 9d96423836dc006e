"""What can be done with an order's benefits."""

from minishop.checkout.benefits.services.finalization import finalize_order

__all__ = ["finalize_order"]
