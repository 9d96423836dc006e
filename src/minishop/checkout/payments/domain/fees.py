"""이용료: what the PG and the hub keep of what becomes due to a merchant, so that any sequence rounds once an order (claims.md 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from minishop.kernel.won import Won

HUB_BASIS_POINTS, PG_BASIS_POINTS = 80, 210


@dataclass(frozen=True, slots=True)
class Rates:
    """Fee rates in ten-thousandths. ``vat_added``: the hub's comes without VAT, which is put on top; else it is in it."""

    hub: int = HUB_BASIS_POINTS
    pg: int = PG_BASIS_POINTS
    vat_added: bool = False


@dataclass(frozen=True, slots=True)
class Fees:
    """What is charged: ``hub`` without its ``vat``; ``pg`` as the PG takes it."""

    pg: Won = Won(0)
    hub: Won = Won(0)
    vat: Won = Won(0)

    @property
    def total(self) -> Won:
        """All of it."""
        return self.pg + self.hub + self.vat

    def __sub__(self, other: Self) -> Fees:
        return Fees(self.pg - other.pg, self.hub - other.hub, self.vat - other.vat)

    def __add__(self, other: Self) -> Fees:
        return Fees(self.pg + other.pg, self.hub + other.hub, self.vat + other.vat)


def fees_on(basis: Won, outside: Won, rates: Rates) -> Fees:
    """The fees on all of an order's money that is due, ``basis``; the PG's also on what was refunded ``outside`` of it.

    What one event costs is the difference of two of these.
    """
    charged = basis.share_floor(rates.hub)
    vat = Won(int(charged) // 10) if rates.vat_added else vat_within(charged)
    return Fees(pg=(basis + outside).share_floor(rates.pg), hub=charged if rates.vat_added else charged - vat, vat=vat)


def vat_within(amount: Won) -> Won:
    """The eleventh of an amount that is VAT, rounded down (99,300 is 90,273 and 9,027)."""
    return Won(int(amount) // 11)
