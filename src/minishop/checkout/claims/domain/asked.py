"""신청: what somebody asks for, before it is known what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Asked:
    """Pieces of a line by its number; without a number of pieces all that remain."""

    line_number: str
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the applicant saw of the proposal; another one now is shown first, and nothing is made."""

    money: Won
    points: Won
    to_pay: Won


@dataclass(frozen=True, slots=True)
class Pickup:
    """Where goods are fetched."""

    name: str
    phone: str
    zipcode: str
    address1: str
    address2: str = ""
