"""원: amounts of money as whole won. Floats never come in, and never come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

BASIS_POINTS = 10_000


class Won(int):
    """A whole number of won, positive or negative.

    Adding and subtracting take only ``Won`` (and the int 0, so that ``sum`` works); multiplying takes only a count.
    Dividing is refused: a share of an amount is made by :meth:`share_floor`, whose rounding is named.
    """

    __slots__ = ()

    def __new__(cls, amount: int = 0) -> Self:
        """Raises TypeError for anything but an int: floats, Decimals, strings and booleans are not amounts."""
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise TypeError(f"won are whole numbers, not {type(amount).__name__}")
        return super().__new__(cls, amount)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The amount a text of ASCII digits stands for; raises ValueError otherwise (no sign, comma or blank)."""
        if not (text.isascii() and text.isdigit()) or len(text) > 15:
            raise ValueError(f"not an amount of won: {text[:40]!r}")
        return cls(int(text))

    def __add__(self, other: int) -> Self:
        return type(self)(int(self) + _amount(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> Self:
        return type(self)(int(self) - _amount(other))

    def __rsub__(self, other: int) -> Self:
        return type(self)(_amount(other) - int(self))

    def __neg__(self) -> Self:
        return type(self)(-int(self))

    def __mul__(self, count: int) -> Self:
        if isinstance(count, Won | bool) or not isinstance(count, int):
            raise TypeError("won are multiplied by a count")
        return type(self)(int(self) * count)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> float:
        raise TypeError("won are not divided; use share_floor")

    __rtruediv__ = __truediv__

    def __floordiv__(self, other: object) -> int:
        raise TypeError("won are not divided; use share_floor")

    __rfloordiv__ = __floordiv__

    def share_floor(self, basis_points: int) -> Self:
        """``basis_points`` ten-thousandths of a non-negative amount, rounded down (50 is 0.5 %; R87)."""
        if self < 0 or basis_points < 0:
            raise ValueError("a share is taken of nothing below zero")
        return type(self)(int(self) * basis_points // BASIS_POINTS)

    def grouped(self) -> str:
        """``"12,000"``."""
        return f"{int(self):,}"

    def __repr__(self) -> str:
        return f"Won({int(self)})"


def _amount(other: object) -> int:
    if isinstance(other, Won) or (type(other) is int and other == 0):
        return int(other)
    raise TypeError(f"won and {type(other).__name__} do not add up")


def total(amounts: Iterable[Won]) -> Won:
    """The sum; 0 won of nothing."""
    return sum(amounts, Won(0))
