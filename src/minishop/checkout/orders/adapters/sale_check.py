"""재고 확인 URL: asking a shop about the goods of an order (protocol/minishop, section 4).

``check`` is asked here; what the other messages to the same address share with it (lines, refusals, the signature) stands here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from minishop.chassis.http import Answer, Request, exchange
from minishop.chassis.webhooks import signed_headers
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import STRANGERS_AT_ONCE, is_own, terms_for
from minishop.checkout.orders.domain.offers import Refusal, Unsellable, Wanted, dearer_or_cheaper, short, wanted_of_combination
from minishop.checkout.orders.errors import ShopSilent
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won

TIMEOUT_SECONDS = 2.0
MAX_BYTES = 64 * 1024

ToldNumber = Annotated[int, Meta(ge=0, le=999_999_999_999)]  # a number of 12 digits at most, as everywhere on this wire


class Asked(Struct, rename="camel", kw_only=True):
    """A line as it was registered, numbered from 1."""

    line: int
    product_id: str
    option_code: str
    quantity: int
    unit_price: int
    line_total: int


class Refused(Struct, rename="camel", kw_only=True):
    """A line that the shop does not sell, as it says so."""

    line: int
    reason: Unsellable
    left: ToldNumber | None = None
    unit_price_now: ToldNumber | None = None
    line_total_now: ToldNumber | None = None


class _Check(Struct, rename="camel", kw_only=True, tag_field="type", tag="check"):
    merchant_id: str
    registration: str
    lines: list[Asked]


class _Answer(Struct, kw_only=True):
    result: Literal["sellable", "refused"]
    lines: list[Refused] = []


def ask_check(merchant: Merchant, *, registration: str, wanted: Sequence[Wanted], now: datetime) -> list[Refusal]:
    """The lines that the shop does not sell as registered; none when it sells all. Raises ShopSilent."""
    body = write_check(merchant.public_id or "", registration=registration, wanted=wanted)
    answer = ask_shop(merchant, merchant.hold_url, "check", body, now=now)
    if not answer.ok:
        raise ShopSilent(reason=answer.reason)
    return read_answer(answer.body, wanted)


def ask_shop(merchant: Merchant, url: str, kind: str, body: bytes, *, now: datetime) -> Answer:
    """Sends a signed message about goods and waits for the shop's answer, 2 s in all; never raises for what the shop does."""
    request = shop_request(merchant, url, body, now=now)
    return exchange(
        request.method,
        url,
        content=body,
        headers=request.headers,
        timeout=TIMEOUT_SECONDS,
        max_bytes=MAX_BYTES,
        terms=terms_for(merchant, url, kind),
    )


def shop_request(merchant: Merchant, url: str, body: bytes, *, now: datetime) -> Request:
    """The same message as a job sends it; every try is signed anew."""
    headers = signed_headers(merchant.hint_secret, message_id=f"msg_{new_id()}", timestamp=int(now.timestamp()), body=body)
    return Request("POST", url, body, headers, max_bytes=MAX_BYTES, at_once=None if is_own(url) else STRANGERS_AT_ONCE)


def write_check(merchant_id: str, *, registration: str, wanted: Sequence[Wanted]) -> bytes:
    """The question whether the lines can be sold as registered."""
    return msgspec.json.encode(_Check(merchant_id=merchant_id, registration=registration, lines=asked_lines(wanted)))


def asked_lines(wanted: Sequence[Wanted]) -> list[Asked]:
    """The lines as registered, numbered from 1."""
    return [
        Asked(
            line=number,
            product_id=line.product_id,
            option_code=line.option_code,
            quantity=line.quantity,
            unit_price=int(line.unit_price),
            line_total=int(line.line_total),
        )
        for number, line in enumerate(wanted, start=1)
    ]


def read_answer(body: bytes, wanted: Sequence[Wanted]) -> list[Refusal]:
    """What the shop refuses of the lines it was asked about. Raises ShopSilent for what is no such answer."""
    try:
        answer = _decoder.decode(body)
        refusals = refusals_of(answer.lines, wanted)
    except UNREADABLE as error:
        raise ShopSilent(reason=f"unreadable: {error}"[:200]) from None
    if (answer.result == "refused") is not bool(refusals):
        raise ShopSilent(reason=f"{answer.result} with {len(refusals)} lines")
    return refusals


# What reading a stranger's answer may raise.
UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError, ValueError)
_decoder = msgspec.json.Decoder(_Answer)


def refusals_of(told: Sequence[Refused], wanted: Sequence[Wanted]) -> list[Refusal]:
    """What is refused, by the lines that were asked about. Raises ValueError for another line, or a reason without its numbers."""
    return [_refusal(one, wanted) for one in told]


def _refusal(told: Refused, wanted: Sequence[Wanted]) -> Refusal:
    if not 1 <= told.line <= len(wanted):
        raise ValueError(f"line {told.line} was not asked about")
    place, line = told.line - 1, wanted[told.line - 1]
    match told:
        case Refused(reason=Unsellable.NOT_FOR_SALE):
            return Refusal(place, Unsellable.NOT_FOR_SALE)
        case Refused(reason=Unsellable.PRICE_CHANGED, unit_price_now=int(unit_price), line_total_now=int(line_total)):
            return dearer_or_cheaper(place, line, unit_price=Won(unit_price), line_total=Won(line_total))
        case Refused(reason=Unsellable.SOLD_OUT | Unsellable.TOO_FEW, left=int(left)):
            return short(place, left=left, wanted=wanted_of_combination(wanted, line))
        case Refused(reason=Unsellable.HELD_BY_OTHERS, left=int(left)):
            return Refusal(place, told.reason, left=left, wanted=wanted_of_combination(wanted, line))
    raise ValueError(f"{told.reason.value} without its numbers")
