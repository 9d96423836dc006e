"""Which gateway a contract is with."""

from __future__ import annotations

from django.conf import settings

from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.adapters.sandbox import SandboxGateway
from minishop.checkout.payments.models import PgContract


def gateway_of(contract: PgContract) -> Gateway | None:
    """The gateway that is asked under this contract; None with a PG that this installation cannot use."""
    if contract.provider == "sandbox" and settings.SANDBOX is not None:
        return SandboxGateway(settings.SANDBOX.url, contract.mid, contract.secret)
    return None
