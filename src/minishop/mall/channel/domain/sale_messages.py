"""A line of an order on the wire, and why it cannot be sold (protocol/minishop, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from minishop.mall.channel.domain.sale import Refused

_LARGEST = 999_999_999_999  # 12 digits

Number = Annotated[int, Meta(ge=1, le=_LARGEST)]
Amount = Annotated[int, Meta(ge=0, le=_LARGEST)]
Text = Annotated[str, Meta(max_length=300, pattern=r"\A[^\x00]*\Z")]


class CheckedLine(Struct, rename="camel", frozen=True, kw_only=True):
    """A line as the hub holds it. An empty ``option_code`` is the product's only combination."""

    line: Number
    product_id: Text
    option_code: Text
    quantity: Number
    unit_price: Amount
    line_total: Amount


class RefusedLine(Struct, rename="camel", omit_defaults=True, kw_only=True):
    """A line that cannot be sold, as it is told."""

    line: int
    reason: str
    left: int | UnsetType = UNSET
    unit_price_now: int | UnsetType = UNSET
    line_total_now: int | UnsetType = UNSET


def refused_lines(refused: Sequence[Refused]) -> list[RefusedLine]:
    """What is told of the lines that cannot be sold."""
    return [_told(one) for one in refused]


def _told(one: Refused) -> RefusedLine:
    return RefusedLine(
        line=one.number,
        reason=one.reason.value,
        left=UNSET if one.left is None else one.left,
        unit_price_now=UNSET if one.unit_price_now is None else int(one.unit_price_now),
        line_total_now=UNSET if one.line_total_now is None else int(one.line_total_now),
    )
