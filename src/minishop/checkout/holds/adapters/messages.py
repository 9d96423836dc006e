"""선점 메시지: ``hold``, ``extend``, ``release`` and ``commit`` to a shop's 재고 확인 URL (protocol/minishop, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType
from msgspec.json import Decoder

from minishop.chassis.http import Answer, Request
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.adapters.sale_check import (
    UNREADABLE,
    Asked,
    Refused,
    ToldNumber,
    ask_shop,
    asked_lines,
    refusals_of,
    shop_request,
)
from minishop.checkout.orders.domain.offers import Refusal, Wanted

# A shop that promises more is taken at its word for so long.
LONGEST_SECONDS = 86_400


class MessageKind(StrEnum):
    """What is said to the shop."""

    HOLD = "hold"
    EXTEND = "extend"
    RELEASE = "release"
    COMMIT = "commit"


class Result(StrEnum):
    """What the shop says of the hold. ``SILENT`` is none of its words: no answer came, or none that can be understood."""

    HELD = "held"
    REFUSED = "refused"
    RELEASED = "released"
    EXPIRED = "expired"
    STALE = "stale"
    COMMITTED = "committed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Question:
    """One message about one hold. ``hold_id`` and ``asked_at`` say which question an answer belongs to."""

    kind: MessageKind
    merchant: Merchant
    url: str
    hold_id: int
    asked_at: datetime
    order_number: str
    attempt: int
    registration: str
    seconds: int
    reason: str
    wanted: Sequence[Wanted]


@dataclass(frozen=True, slots=True)
class Told:
    """A shop's answer. ``seconds_left`` belongs to HELD, ``refusals`` to REFUSED, ``short`` (pieces by place) to COMMITTED."""

    result: Result
    seconds_left: int = 0
    refusals: Sequence[Refusal] = ()
    short: Sequence[tuple[int, int]] = ()
    reason: str = ""


class _Message(Struct, rename="camel", kw_only=True):
    type: str
    merchant_id: str
    order_no: str
    attempt: int
    registration: str | UnsetType = UNSET
    hold_seconds: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    lines: list[Asked] | UnsetType = UNSET


class _Short(Struct):
    line: Annotated[int, Meta(ge=1)]
    short: ToldNumber


class _Answer(Struct, rename="camel", kw_only=True):
    result: Result
    seconds_left: ToldNumber | None = None
    lines: Raw = Raw(b"[]")


_answers, _refused, _short = Decoder(_Answer), Decoder(list[Refused]), Decoder(list[_Short])


def ask(question: Question, *, now: datetime) -> Told:
    """Asks the shop and waits, 2 s in all; never raises for what the shop does. In no transaction."""
    answer = ask_shop(question.merchant, question.url, question.kind.value, write(question), now=now)
    return read(answer, question)


def request_of(question: Question, *, now: datetime) -> Request:
    """The same as a job sends it."""
    return shop_request(question.merchant, question.url, write(question), now=now)


def write(question: Question) -> bytes:
    """The message's body."""
    asks = question.kind in (MessageKind.HOLD, MessageKind.EXTEND)
    releases = question.kind is MessageKind.RELEASE
    message = _Message(
        type=question.kind.value,
        merchant_id=question.merchant.public_id or "",
        order_no=question.order_number,
        attempt=question.attempt,
        registration=UNSET if releases else question.registration,
        hold_seconds=question.seconds if asks else UNSET,
        reason=question.reason if releases else UNSET,
        lines=UNSET if releases else asked_lines(question.wanted),
    )
    return msgspec.json.encode(message)


def read(answer: Answer, question: Question) -> Told:
    """What the shop says; SILENT, with the reason, for everything that is no answer to this question."""
    if not answer.ok:
        return Told(Result.SILENT, reason=answer.reason)
    try:
        return _read(answer.body, question)
    except UNREADABLE as error:
        return Told(Result.SILENT, reason=f"unreadable: {error}"[:200])


def _read(body: bytes, question: Question) -> Told:
    told = _answers.decode(body)
    if told.result not in _MAY_SAY[question.kind]:
        raise ValueError(f"{told.result.value} to {question.kind.value}")
    match told:
        case _Answer(result=Result.HELD, seconds_left=int(seconds)):
            return Told(Result.HELD, seconds_left=min(seconds, LONGEST_SECONDS))
        case _Answer(result=Result.HELD):
            raise ValueError("held without seconds")
        case _Answer(result=Result.REFUSED) if question.wanted:
            return Told(Result.REFUSED, refusals=_refusals(told.lines, question.wanted))
        case _Answer(result=Result.COMMITTED) if question.kind is MessageKind.COMMIT:
            return Told(Result.COMMITTED, short=_short_of(told.lines, question.wanted))
    return Told(told.result)


def _refusals(lines: Raw, wanted: Sequence[Wanted]) -> list[Refusal]:
    refusals = refusals_of(_refused.decode(lines), wanted)
    if not refusals:
        raise ValueError("refused without a line")
    return refusals


def _short_of(lines: Raw, wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """The places of which pieces are lacking, and how many; never more than were sold."""
    told = [(one.line - 1, one.short) for one in _short.decode(lines) if one.short]
    if any(place >= len(wanted) for place, _ in told):
        raise ValueError("a line that was not sold")
    return [(place, min(pieces, wanted[place].quantity)) for place, pieces in told]


_MAY_SAY = {
    MessageKind.HOLD: frozenset({Result.HELD, Result.REFUSED, Result.RELEASED, Result.EXPIRED, Result.STALE}),
    MessageKind.EXTEND: frozenset({Result.HELD, Result.REFUSED, Result.RELEASED, Result.EXPIRED, Result.STALE}),
    MessageKind.RELEASE: frozenset(Result) - {Result.SILENT, Result.HELD},
    MessageKind.COMMIT: frozenset({Result.COMMITTED}),
}
