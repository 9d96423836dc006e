"""The hub's five messages about goods, and our answers, on the wire (protocol/minishop, section 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from minishop.kernel.errors import DomainError
from minishop.mall.channel.domain.sale_messages import CheckedLine, Number, RefusedLine, Text

MAX_BYTES = 64 * 1024
MAX_LINES = 200  # as many as an order may be registered with

Lines = Annotated[tuple[CheckedLine, ...], Meta(min_length=1, max_length=MAX_LINES)]
OrderNumber = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\A[^\x00]*\Z")]
# A payment window that takes the money inside may stand open for long; nothing is held for a day.
Seconds = Annotated[int, Meta(ge=1, le=7_200)]


class Unreadable(DomainError):
    """The body is no message that we know."""

    code: ClassVar[str] = "unreadable"


class Check(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="check"):
    """Can these lines be sold now? ``registration`` is the MALL_MANAGE_CODE of the order's registration."""

    merchant_id: Text
    registration: Text
    lines: Lines


class Hold(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="hold"):
    """Hold these lines for an order that is being paid."""

    merchant_id: Text
    order_no: OrderNumber
    attempt: Number
    registration: Text
    hold_seconds: Seconds
    lines: Lines


class Extend(Hold, frozen=True, kw_only=True, tag_field="type", tag="extend"):
    """Hold them for longer."""


class Release(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="release"):
    """This attempt has come to nothing."""

    merchant_id: Text
    order_no: OrderNumber
    attempt: Number
    reason: Text = ""


class Commit(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="commit"):
    """The order was paid: these lines are sold."""

    merchant_id: Text
    order_no: OrderNumber
    attempt: Number
    registration: Text
    lines: Lines


HubMessage = Check | Hold | Extend | Release | Commit
_decoder: msgspec.json.Decoder[HubMessage] = msgspec.json.Decoder(HubMessage)


class ShortLine(Struct):
    """How many pieces of a sold line are missing."""

    line: int
    short: int


class _Answer(Struct, rename="camel", omit_defaults=True, kw_only=True):
    result: str
    order_no: str | UnsetType = UNSET
    attempt: int | UnsetType = UNSET
    seconds_left: int | UnsetType = UNSET
    lines: Sequence[RefusedLine | ShortLine] | UnsetType = UNSET


def read_message(body: bytes) -> HubMessage:
    """The message of a body; raises Unreadable for anything else, whatever it is made of."""
    try:
        message = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Unreadable(why=str(error)[:200]) from None
    if not isinstance(message, Release) and len({line.line for line in message.lines}) < len(message.lines):
        raise Unreadable(why="a line is named twice")
    return message


def fingerprint(lines: Sequence[CheckedLine]) -> str:
    """A digest of what is asked for, whatever the order of the lines: the same attempt is about the same goods."""
    return hashlib.sha256(msgspec.json.encode(sorted(lines, key=lambda line: line.line))).hexdigest()


def write_sellable() -> bytes:
    """To ``check``: everything can be sold."""
    return msgspec.json.encode(_Answer(result="sellable"))


def write_refused(lines: Sequence[RefusedLine], attempt: int | None = None) -> bytes:
    """Every line that cannot be sold; with the attempt where something was to be held."""
    return msgspec.json.encode(_Answer(result="refused", attempt=UNSET if attempt is None else attempt, lines=lines))


def write_held(order_no: str, attempt: int, seconds_left: int) -> bytes:
    """The pieces are held for so many seconds from now on."""
    return msgspec.json.encode(_Answer(result="held", order_no=order_no, attempt=attempt, seconds_left=seconds_left))


def write_standing(result: str, order_no: str, attempt: int) -> bytes:
    """Nothing is held: what became of the order's pieces, by its newest attempt."""
    return msgspec.json.encode(_Answer(result=result, order_no=order_no, attempt=attempt))


def write_committed(order_no: str, attempt: int, lines: Sequence[ShortLine]) -> bytes:
    """The order is sold; how many pieces of each line are missing."""
    return msgspec.json.encode(_Answer(result="committed", order_no=order_no, attempt=attempt, lines=lines))
