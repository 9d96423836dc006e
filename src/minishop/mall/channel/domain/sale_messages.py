"""The hub's question whether an order can be sold, and our answer, on the wire (protocol/minishop, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from minishop.kernel.errors import DomainError
from minishop.mall.channel.domain.sale import Refused

MAX_BYTES = 64 * 1024
MAX_LINES = 200  # as many as an order may be registered with
_LARGEST = 999_999_999_999  # 12 digits

Number = Annotated[int, Meta(ge=1, le=_LARGEST)]
Amount = Annotated[int, Meta(ge=0, le=_LARGEST)]
Text = Annotated[str, Meta(max_length=300, pattern=r"\A[^\x00]*\Z")]


class Unreadable(DomainError):
    """The body is no message that we know."""

    code: ClassVar[str] = "unreadable"


class CheckedLine(Struct, rename="camel", frozen=True, kw_only=True):
    """A line as the hub holds it. An empty ``option_code`` is the product's only combination."""

    line: Number
    product_id: Text
    option_code: Text
    quantity: Number
    unit_price: Amount
    line_total: Amount


class Check(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="check"):
    """``check``: can these lines be sold now? ``registration`` is the MALL_MANAGE_CODE of the order's registration."""

    merchant_id: Text
    registration: Text
    lines: Annotated[tuple[CheckedLine, ...], Meta(min_length=1, max_length=MAX_LINES)]


class _RefusedLine(Struct, rename="camel", omit_defaults=True, kw_only=True):
    line: int
    reason: str
    left: int | UnsetType = UNSET
    unit_price_now: int | UnsetType = UNSET
    line_total_now: int | UnsetType = UNSET


class _Answer(Struct, omit_defaults=True, kw_only=True):
    result: str
    lines: list[_RefusedLine] | UnsetType = UNSET


def read_message(body: bytes) -> Check:
    """The message of a body; raises Unreadable for anything else, whatever it is made of."""
    try:
        message = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Unreadable(why=str(error)[:200]) from None
    if len({line.line for line in message.lines}) < len(message.lines):
        raise Unreadable(why="a line is named twice")
    return message


_decoder = msgspec.json.Decoder(Check)


def write_answer(refused: Sequence[Refused]) -> bytes:
    """``sellable``, or ``refused`` with every line that cannot be sold."""
    answer = _Answer(result="refused", lines=[_told(one) for one in refused]) if refused else _Answer(result="sellable")
    return msgspec.json.encode(answer)


def _told(one: Refused) -> _RefusedLine:
    return _RefusedLine(
        line=one.number,
        reason=one.reason.value,
        left=UNSET if one.left is None else one.left,
        unit_price_now=UNSET if one.unit_price_now is None else int(one.unit_price_now),
        line_total_now=UNSET if one.line_total_now is None else int(one.line_total_now),
    )
