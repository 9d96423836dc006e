"""Which address finder an installation asks: the public one, the sandbox's, or none. Both speak the same (protocol/juso)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from minishop.chassis import environment

PUBLIC = "https://business.juso.go.kr/addrlink/addrLinkApi.do"
# What the sandbox's finder takes for a key; the public one knows no such key.
SANDBOX_KEY = "sandbox-address-key"
_PUBLIC_EXAMPLE, _SANDBOX_EXAMPLE = (
    "세종대로 209",
    "새터로 12",
)  # an address that each knows; addresses are Korean in every language


@dataclass(frozen=True, slots=True)
class End:
    """Where addresses are looked for, with the key that is shown there and an address that can be found."""

    url: str
    key: str = field(repr=False)
    example: str


def configured_end() -> End | None:
    """What ``MINISHOP_ADDRESS_FINDER`` says; None for an installation where addresses are typed by hand.

    Not set, it is the sandbox's in a sandbox, and in production the public one where there is a key for it. Raises ImproperlyConfigured.
    """
    key = os.environ.get("MINISHOP_JUSO_KEY", "").strip()
    sandbox = environment.mode() == "sandbox"
    match os.environ.get("MINISHOP_ADDRESS_FINDER", "") or ("sandbox" if sandbox else "juso" if key else "none"):
        case "none":
            return None
        case "sandbox" if sandbox:
            base = environment.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400")
            return End(f"{base.url}/addrlink/addrLinkApi.do", SANDBOX_KEY, _SANDBOX_EXAMPLE)
        case "juso" if key:
            return End(PUBLIC, key, _PUBLIC_EXAMPLE)
        case "juso":
            raise ImproperlyConfigured("MINISHOP_JUSO_KEY is not set, and MINISHOP_ADDRESS_FINDER is 'juso'")
        case other:
            raise ImproperlyConfigured(
                f"MINISHOP_ADDRESS_FINDER must be 'juso' or 'none', or in a sandbox 'sandbox', not {other!r}"
            )
