"""Who logs in to a sample installation, and with what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Sample logins. One password for all: it guards made-up data on one's own machine, and is printed by design."""

    operator: str = "operator@minishop.example"
    checkout_operator: str = "operator"
    seller: str = "seller@haru.example"
    buyer: str = "buyer"
    password: str = "sandbox-2011"


PEOPLE = People()
