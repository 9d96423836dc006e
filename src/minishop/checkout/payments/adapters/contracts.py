"""Which gateway a merchant's contract is with."""

from __future__ import annotations

from django.conf import settings

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.adapters.sandbox import SandboxGateway


def gateway_of(merchant: Merchant) -> Gateway | None:
    """The gateway that the merchant's orders are paid through; None without a contract, or with one this installation cannot use."""
    if merchant.pg_provider == "sandbox" and settings.SANDBOX is not None and merchant.pg_mid:
        return SandboxGateway(settings.SANDBOX.url, merchant.pg_mid, merchant.pg_secret)
    return None
