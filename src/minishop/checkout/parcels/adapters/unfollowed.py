"""No contract with anyone who can be asked about parcels: a number is checked by its carrier's rule only."""

from __future__ import annotations

from minishop.checkout.parcels.adapters import Silent
from minishop.checkout.parcels.domain.states import Report


class UnfollowedCarriers:
    """Declares that it cannot follow; parcels are in transit as soon as they are sent."""

    follows = False

    def ask(self, carrier: str, number: str) -> Report | Silent:
        """Knows nothing of any number."""
        return Silent("this installation follows no parcels")
