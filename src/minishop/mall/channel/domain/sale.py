"""판매 확인: whether a shop sells now what it registered (docs/rules/selling.md). One judgement for whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won

Choices = tuple[tuple[str, str], ...]


class Reason(StrEnum):
    """Why a line cannot be sold now, in the order in which it is asked; the first that holds is told."""

    NOT_FOR_SALE = "not_for_sale"
    PRICE_CHANGED = "price_changed"
    HELD_BY_OTHERS = "held_by_others"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was registered. ``variant`` is the code of the combination, ``choices`` what it stood for then."""

    number: int
    variant: str
    choices: Choices
    quantity: int
    unit_price: Won
    line_total: Won


@dataclass(frozen=True, slots=True)
class Offer:
    """A combination as the shop has it now.

    ``for_sale``: the product is there, displayed, for sale and priced in won; a base price of 0 is good where the option
    costs something. ``left`` is what may be sold now, ``offered`` what may be sold once nobody is paying any more; None is not counted.
    """

    choices: Choices
    for_sale: bool
    price: Won
    surcharge: Won
    left: int | None
    offered: int | None

    def amount(self, quantity: int) -> Won:
        """What so many pieces cost now."""
        return (self.price + self.surcharge) * quantity


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be sold: why, and then what is left of its combination or what it costs now."""

    number: int
    reason: Reason
    left: int | None = None
    unit_price_now: Won | None = None
    line_total_now: Won | None = None


def judge(lines: Sequence[Line], offers: Mapping[str, Offer]) -> list[Refused]:
    """The lines that cannot be sold as registered, in their order; nothing when all can. ``offers`` are by variant.

    Stock is judged for all lines of a combination together, and then fails on each of them: there is no first come among
    the lines of one order. A price that fell is refused as well: nobody pays more than the product's page says.
    """
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line.variant] += 0 if _why_not(line, offers) is Reason.NOT_FOR_SALE else line.quantity
    judged = (_judge_line(line, offers, wanted[line.variant]) for line in lines)
    return [refused for refused in judged if refused is not None]


def _judge_line(line: Line, offers: Mapping[str, Offer], wanted: int) -> Refused | None:
    match _why_not(line, offers):
        case Reason.PRICE_CHANGED as reason:
            offer = offers[line.variant]
            return Refused(line.number, reason, unit_price_now=offer.price, line_total_now=offer.amount(line.quantity))
        case None:
            return _judge_stock(line, offers[line.variant], wanted)
        case reason:
            return Refused(line.number, reason)


def _why_not(line: Line, offers: Mapping[str, Offer]) -> Reason | None:
    """What speaks against a line whatever the stock."""
    offer = offers.get(line.variant)
    if offer is None or not offer.for_sale or offer.choices != line.choices or offer.amount(line.quantity) <= 0:
        return Reason.NOT_FOR_SALE
    same = (offer.price, offer.amount(line.quantity)) == (line.unit_price, line.line_total)
    return None if same else Reason.PRICE_CHANGED


def _judge_stock(line: Line, offer: Offer, wanted: int) -> Refused | None:
    if offer.left is None or wanted <= offer.left:
        return None
    if offer.offered is None or wanted <= offer.offered:
        return Refused(line.number, Reason.HELD_BY_OTHERS, left=max(offer.left, 0))
    return Refused(line.number, Reason.TOO_FEW if offer.offered > 0 else Reason.SOLD_OUT, left=max(offer.left, 0))
