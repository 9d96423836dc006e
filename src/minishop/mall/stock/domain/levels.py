"""재고 규칙: the three numbers of a variant, and the movements that alone change them (docs/rules/stock.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError


class Kind(StrEnum):
    """Why a number moved."""

    OPENED = "opened"
    RECEIVED = "received"
    COUNTED = "counted"
    LOST = "lost"
    HELD = "held"
    RELEASED = "released"
    EXPIRED = "expired"
    COMMITTED = "committed"
    SOLD = "sold"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    RETURNED = "returned"


# These change nothing of what is there, only to whom it is promised: they raise no version.
OF_HOLDS = frozenset({Kind.HELD, Kind.RELEASED, Kind.EXPIRED})


class ShelfMoved(DomainError):
    """Something moved since the shelf was shown that was counted: nobody can know whether a parcel was counted before it left."""

    code: ClassVar[str] = "shelf_moved"


class TooLow(DomainError):
    """A quantity would go below 0. ``there``: the pieces that are there now."""

    code: ClassVar[str] = "stock_too_low"


@dataclass(frozen=True, slots=True)
class Level:
    """A variant's pieces: ``quantity`` sold to nobody (None is not counted), ``held`` of those promised, ``unshipped`` sold and still here."""

    quantity: int | None
    held: int = 0
    unshipped: int = 0

    @property
    def free(self) -> int | None:
        """판매 가능: what is promised to nobody; None is not counted. A count may have found less than was promised."""
        return None if self.quantity is None else max(self.quantity - self.held, 0)

    @property
    def shelf(self) -> int | None:
        """실물: what a person counts in the store room."""
        return None if self.quantity is None else self.quantity + self.unshipped


@dataclass(frozen=True, slots=True)
class Step:
    """A movement: by how much each number changes, and how many pieces were missing. ``counted``: where counting begins or ends with it."""

    kind: Kind
    dq: int = 0
    dh: int = 0
    du: int = 0
    short: int = 0
    counted: bool | None = None


def after(level: Level, step: Step) -> Level:
    """The level after a movement."""
    is_counted = (level.quantity is not None) if step.counted is None else step.counted
    quantity = (level.quantity or 0) + step.dq if is_counted else None
    return replace(level, quantity=quantity, held=level.held + step.dh, unshipped=level.unshipped + step.du)


def receive(level: Level, pieces: int) -> Step:
    """입고."""
    return Step(Kind.RECEIVED, dq=_counted(level, pieces))


def lose(level: Level, pieces: int) -> Step:
    """파손·분실. Raises TooLow for more than there are."""
    return Step(Kind.LOST, dq=-_counted(level, _at_most(level, pieces)))


def differ(level: Level, difference: int) -> Step:
    """수정: what a seller typed as a difference. Raises TooLow where it would go below 0."""
    return Step(Kind.COUNTED, dq=_counted(level, -_at_most(level, -difference)))


def counts(level: Level, quantity: int | None) -> Step:
    """The quantity as it is written; counting begins or ends where one of the two is None. The sum of a level's movements is 0 while
    nobody counts."""
    return Step(Kind.COUNTED, dq=(quantity or 0) - (level.quantity or 0), counted=quantity is not None)


def release(pieces: int, kind: Kind = Kind.RELEASED) -> Step:
    """선점 해제, 선점 만료."""
    return Step(kind, dh=-pieces)


def commit(level: Level, pieces: int) -> Step:
    """판매 확정: a paid order takes what was held for it; a count may have found less meanwhile."""
    taken = pieces if level.quantity is None else min(pieces, level.quantity)
    return Step(Kind.COMMITTED, dq=-_counted(level, taken), dh=-pieces, du=taken, short=pieces - taken)


def sell(level: Level, pieces: int) -> Step:
    """판매(선점 없음): a paid order without a hold takes what is free, never what others hold."""
    taken = pieces if level.free is None else min(pieces, level.free)
    return Step(Kind.SOLD, dq=-_counted(level, taken), du=taken, short=pieces - taken)


def ship(_level: Level, pieces: int) -> Step:
    """출고: sold pieces leave the house."""
    return Step(Kind.SHIPPED, du=-pieces)


def cancel(level: Level, pieces: int) -> Step:
    """판매 취소 before it left: ``pieces`` that the sale really took are there again."""
    return Step(Kind.CANCELLED, dq=_counted(level, pieces), du=-pieces)


def give_back(level: Level, pieces: int) -> Step:
    """반품 입고: pieces that came back and can be sold again."""
    return Step(Kind.RETURNED, dq=_counted(level, pieces))


def count_shelf(level: Level, shelf: int) -> Step:
    """실사: what a person counted in the store room, parcels that wait to leave among them. Raises TooLow for less than these."""
    if shelf < level.unshipped:
        raise TooLow(there=level.unshipped)
    return counts(level, shelf - level.unshipped)


def typed(level: Level, *, shown: int | None, wanted: int | None) -> Step:
    """What someone who was shown ``shown`` pieces and typed ``wanted`` does: the difference is applied to what is there. To begin or to stop
    counting is no difference, and is done as written. Raises TooLow."""
    if shown is None or wanted is None or level.quantity is None:
        return counts(level, wanted)
    return differ(level, wanted - shown)


def left(quantity: int | None, held: int, *, sold_out: bool, reserve: int) -> int | None:
    """What a channel may still sell: free pieces without its reserve; None is not counted. The seller's switch is 0."""
    if sold_out:
        return 0
    return None if quantity is None else max(max(quantity - held, 0) - reserve, 0)


def offered(quantity: int | None, *, sold_out: bool, reserve: int) -> int | None:
    """What lists, the feed and the search go by: as ``left``, whoever is paying just now."""
    return left(quantity, 0, sold_out=sold_out, reserve=reserve)


def left_of_product(left: Sequence[int | None]) -> int | None:
    """What is left of a product, given its variants: None as soon as one is not counted."""
    counted = [quantity for quantity in left if quantity is not None]
    return None if len(counted) < len(left) else sum(counted)


def _counted(level: Level, pieces: int) -> int:
    return 0 if level.quantity is None else pieces


def _at_most(level: Level, pieces: int) -> int:
    if level.quantity is not None and pieces > level.quantity:
        raise TooLow(there=level.quantity)
    return pieces
