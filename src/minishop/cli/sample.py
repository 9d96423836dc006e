"""The sample shop of a first start: operators, a seller and a buyer, made through the same pages that people use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """Sample logins. One password for all: it guards made-up data on one's own machine."""

    operator: str = "operator@minishop.example"
    checkout_operator: str = "operator"
    seller: str = "seller@haru.example"
    buyer: str = "buyer"
    password: str = "sandbox-2011"  # printed by design


PEOPLE = People()
SHOP = "haru"
