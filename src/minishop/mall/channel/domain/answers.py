"""Reading the hub's answers: from the wire's JSON to collected lines and changes. An unreadable answer is refused
whole, but for single lines of a query.

Texts are cut to what an order can hold, and lose what no database keeps: a long name must not hold up a shop's orders.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minishop.mall.channel.domain.claims import read_claims
from minishop.mall.channel.domain.facts import Json, count_of, instant_of, number_of, text_of, won_of
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.channel.domain.words import hub_state
from minishop.mall.orders.domain.collected import CollectedLine, CollectedOrder, Recipient, Tracking
from minishop.mall.orders.domain.hub import ENDED, HubState

LONGEST_CURSOR = 80


LONGEST_RAW = 20_000
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes: the lines to look at, and the cursor to go on with."""

    line_numbers: tuple[str, ...]
    cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class LastChanged:
    """A page read by time: the lines to look at, where to go on when rows are left (instant, sequence), and the hub's time."""

    line_numbers: tuple[str, ...]
    more: tuple[str, str] | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Compared:
    """Which of the merchants that were asked about have changes, a feed that ends before their cursor, or no place at the hub."""

    changed: frozenset[str]
    ahead: frozenset[str]
    unknown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that a request did not succeed for, with the hub's code and words."""

    line_number: str
    code: str
    message: str


def in_words(failures: Iterable[Failure]) -> str:
    """Why requests did not succeed, each reason once."""
    return " / ".join(dict.fromkeys(f"{one.message} ({one.code})" for one in failures))


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of an answer that cannot be read: its number, what was sent, as JSON, and why."""

    hub_number: str
    raw: str
    reason: str


def read_changes(answer: Json) -> Changes:
    """The page of our own change feed (protocol/minishop, section 2)."""
    try:
        data = answer["data"]
        numbers = tuple(dict.fromkeys(str(row["productOrderId"]) for row in data["changes"]))
        return Changes(numbers, _cursor(data["nextCursor"]), bool(data["hasMore"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableAnswer(part="changes", problem=str(error)) from None


def read_compared(answer: Json) -> Compared:
    """The answer about many merchants (protocol/minishop, section 5)."""
    try:
        lists = [answer[name] for name in ("changed", "ahead", "unknown")]
        if not all(isinstance(names, list) for names in lists):
            raise ValueError("no lists")
        return Compared(*(frozenset(str(name) for name in names) for names in lists))
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableAnswer(part="changed-merchants", problem=str(error)) from None


def read_cursor(told: Any) -> str:
    """A cursor on its own. Raises UnreadableAnswer for what cannot be kept as one."""
    try:
        return _cursor(told)
    except ValueError as error:
        raise UnreadableAnswer(part="cursor", problem=str(error)) from None


def read_last_changed(answer: Json) -> LastChanged:
    """A page of what changed in a period."""
    try:
        data = answer["data"]
        more = data.get("more") or answer.get("more")  # some answers repeat it outside
        numbers = tuple(dict.fromkeys(str(row["productOrderId"]) for row in data["lastChangeStatuses"]))
        return LastChanged(numbers, _place(more) if more else None, instant_of(answer["timestamp"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(part="last-changed-statuses", problem=str(error)) from None


def read_lines(answer: Json) -> list[CollectedLine]:
    """The lines of a query's answer, all of them."""
    lines, unread = read_each(answer)
    if unread:
        raise UnreadableAnswer(part="query", problem=unread[0].reason)
    return lines


def read_each(answer: Json) -> tuple[list[CollectedLine], list[Unread]]:
    """The lines of a query's answer that can be read, and those that cannot. Raises UnreadableAnswer where it is not even known whose they
    are."""
    lines, unread = list[CollectedLine](), list[Unread]()
    try:
        for entry in answer["data"]:
            number = number_of(entry["productOrder"], "productOrderId")
            try:
                lines.append(_line(entry))
            except _UNREADABLE as error:
                raw = json.dumps(entry, ensure_ascii=False)[:LONGEST_RAW]
                unread.append(Unread(number, raw, f"{type(error).__name__}: {error}"))
    except _UNREADABLE as error:
        raise UnreadableAnswer(part="query", problem=f"{type(error).__name__}: {error}") from None
    return lines, unread


def read_failures(answer: Json) -> list[Failure]:
    """The lines that a confirm or dispatch did not succeed for."""
    try:
        rows: Sequence[Json] = answer["data"].get("failProductOrderInfos") or ()
        return [Failure(str(row["productOrderId"]), text_of(row, "code", 40), text_of(row, "message", 400)) for row in rows]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableAnswer(part="result", problem=str(error)) from None


def _line(entry: Json) -> CollectedLine:
    told, line = entry["order"], entry["productOrder"]
    delivery: Json = entry.get("delivery") or {}
    wrong = bool(delivery.get("isWrongTrackingNumber"))
    state = hub_state(str(line["productOrderStatus"]), dispatched=bool(delivery), wrong_number=wrong)
    return CollectedLine(
        order=_order(told),
        recipient=_recipient(line),
        hub_number=number_of(line, "productOrderId"),
        hub_state=state,
        acknowledged=line.get("placeOrderStatus") == "OK",
        product_code=text_of(line, "sellerProductCode", 150) or text_of(line, "productId", 150, required=True),
        variant_code=text_of(line, "optionManageCode", 100),
        product_name=text_of(line, "productName", 4000, required=True),
        option_text=text_of(line, "productOption", 4000),
        quantity=count_of(line["quantity"]),
        unit_price=won_of(line["unitPrice"]),
        line_total=won_of(line["totalProductAmount"]),
        shipping_fee=won_of(line.get("deliveryFeeAmount") or 0) + won_of(line.get("sectionDeliveryFee") or 0),
        registration_code=text_of(line, "sellerCustomCode1", 20),
        tracking=_tracking(delivery, wrong) if delivery else None,
        remaining=_remaining(line, state),
        regional_fee=won_of(line.get("sectionDeliveryFee") or 0),
        coupon_discount=won_of(line.get("productProductDiscountAmount") or 0),
        claims=read_claims(entry, state),
    )


def _remaining(line: Json, state: HubState) -> int:
    """The pieces that are left; a hub that does not count them has ended all of a line or none."""
    if state in ENDED:
        return 0
    bought, told = count_of(line["quantity"]), line.get("remainQuantity")
    return bought if told is None else min(bought, count_of(told))


def _order(told: Json) -> CollectedOrder:
    points = won_of(told.get("naverMileagePaymentAmount") or 0) + won_of(told.get("checkoutAccumulationPaymentAmount") or 0)
    paid = won_of(told.get("generalPaymentAmount") or 0) + won_of(told.get("chargeAmountPaymentAmount") or 0)
    can = told.get("claimAbilities")
    return CollectedOrder(
        hub_number=number_of(told, "orderId"),
        ordered_at=instant_of(told["orderDate"]),
        paid_at=instant_of(told["paymentDate"]) if told.get("paymentDate") else None,
        orderer_name=text_of(told, "ordererName", 150),
        orderer_phone=text_of(told, "ordererTel", 45),
        orderer_email=text_of(told, "ordererEmail", 254),
        payment_means=text_of(told, "paymentMeans", 100),
        paid=paid + won_of(told.get("payLaterPaymentAmount") or 0),
        points=points,
        discount=won_of(told.get("orderDiscountAmount") or 0),
        cancels_parts=None if can is None else "PARTIAL_CANCEL" in can,
        answers_claims=None if can is None else "ANSWERED_BY_SHOP" in can,
    )


def _recipient(line: Json) -> Recipient:
    address: Json = line.get("shippingAddress") or {}
    return Recipient(
        name=text_of(address, "name", 150),
        phone=text_of(address, "tel2", 45),
        mobile=text_of(address, "tel1", 45),
        zipcode=text_of(address, "zipCode", 45),
        address1=text_of(address, "baseAddress", 300),
        address2=text_of(address, "detailedAddress", 300),
        note=text_of(line, "shippingMemo", 4000),
    )


def _tracking(delivery: Json, wrong: bool) -> Tracking:
    problem = (text_of(delivery, "wrongTrackingNumberType", 500) or "택배사에서 확인되지 않는 송장번호입니다.") if wrong else ""
    return Tracking(text_of(delivery, "deliveryCompany", 30), text_of(delivery, "trackingNumber", 100), problem)


def _cursor(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CURSOR or not (value.isascii() and value.isprintable()):
        raise ValueError(f"nextCursor {str(value)[:60]!r}")
    return value


def _place(more: Json) -> tuple[str, str]:
    """Where a reading by time goes on: an instant with its offset, and the hub's sequence inside it."""
    since, sequence = str(more["moreFrom"]), str(more["moreSequence"])
    instant_of(since)
    _cursor(f"{since}|{sequence}")
    return since, sequence
