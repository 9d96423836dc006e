"""재고 확인 URL: asking a shop whether it sells now exactly what it registered (protocol/minishop, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from minishop.chassis.http import exchange
from minishop.chassis.webhooks import signed_headers
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.terms import terms_for
from minishop.checkout.orders.domain.offers import Refusal, Unsellable, Wanted, dearer_or_cheaper, short, wanted_of_combination
from minishop.checkout.orders.errors import ShopSilent
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won

TIMEOUT_SECONDS = 2.0
MAX_BYTES = 64 * 1024


class _Asked(Struct, rename="camel", kw_only=True):
    line: int
    product_id: str
    option_code: str
    quantity: int
    unit_price: int
    line_total: int


class _Check(Struct, rename="camel", kw_only=True, tag_field="type", tag="check"):
    merchant_id: str
    registration: str
    lines: list[_Asked]


class _Refused(Struct, rename="camel", kw_only=True):
    line: int
    reason: Unsellable
    left: int | None = None
    unit_price_now: int | None = None
    line_total_now: int | None = None


class _Answer(Struct, kw_only=True):
    result: Literal["sellable", "refused"]
    lines: list[_Refused] = []


def ask_check(merchant: Merchant, *, registration: str, wanted: Sequence[Wanted], now: datetime) -> list[Refusal]:
    """The lines that the shop does not sell as registered; none when it sells all. Raises ShopSilent."""
    body = write_check(merchant.public_id or "", registration=registration, wanted=wanted)
    headers = signed_headers(merchant.hint_secret, message_id=f"msg_{new_id()}", timestamp=int(now.timestamp()), body=body)
    terms = terms_for(merchant, merchant.hold_url, "check")
    answer = exchange(
        "POST", merchant.hold_url, content=body, headers=headers, timeout=TIMEOUT_SECONDS, max_bytes=MAX_BYTES, terms=terms
    )
    if not answer.ok:
        raise ShopSilent(reason=answer.reason)
    return read_answer(answer.body, wanted)


def write_check(merchant_id: str, *, registration: str, wanted: Sequence[Wanted]) -> bytes:
    """The question: the lines as registered, numbered from 1."""
    lines = [
        _Asked(
            line=number,
            product_id=line.product_id,
            option_code=line.option_code,
            quantity=line.quantity,
            unit_price=int(line.unit_price),
            line_total=int(line.line_total),
        )
        for number, line in enumerate(wanted, start=1)
    ]
    return msgspec.json.encode(_Check(merchant_id=merchant_id, registration=registration, lines=lines))


def read_answer(body: bytes, wanted: Sequence[Wanted]) -> list[Refusal]:
    """What the shop refuses of the lines it was asked about. Raises ShopSilent for what is no such answer."""
    try:
        answer = _decoder.decode(body)
        refusals = [_refusal(one, wanted) for one in answer.lines]
    except (msgspec.MsgspecError, RecursionError, UnicodeError, ValueError) as error:
        raise ShopSilent(reason=f"unreadable: {error}"[:200]) from None
    if (answer.result == "refused") is not bool(refusals):
        raise ShopSilent(reason=f"{answer.result} with {len(refusals)} lines")
    return refusals


_decoder = msgspec.json.Decoder(_Answer)


def _refusal(told: _Refused, wanted: Sequence[Wanted]) -> Refusal:
    if not 1 <= told.line <= len(wanted):
        raise ValueError(f"line {told.line} was not asked about")
    place, line = told.line - 1, wanted[told.line - 1]
    match told:
        case _Refused(reason=Unsellable.NOT_FOR_SALE):
            return Refusal(place, Unsellable.NOT_FOR_SALE)
        case _Refused(reason=Unsellable.PRICE_CHANGED, unit_price_now=int(unit_price), line_total_now=int(line_total)):
            return dearer_or_cheaper(place, line, unit_price=Won(unit_price), line_total=Won(line_total))
        case _Refused(reason=Unsellable.SOLD_OUT | Unsellable.TOO_FEW, left=int(left)):
            return short(place, left=left, wanted=wanted_of_combination(wanted, line))
    raise ValueError(f"{told.reason.value} without its numbers")
