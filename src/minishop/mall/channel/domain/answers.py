"""Reading the hub's answers: from the wire's JSON to collected lines and changes. Unreadable answers are refused whole.

Texts are cut to what an order can hold, and lose what no database keeps: a long name must not hold up a shop's orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won
from minishop.mall.channel.domain.words import hub_state
from minishop.mall.orders.domain.collected import CollectedLine, CollectedOrder, Recipient, Tracking

Json = Mapping[str, Any]
LONGEST_CURSOR = 80
LONGEST_NUMBER = 20
# Beyond these nothing was ever sold, and at some height no database counts any more.
MOST_WON, MOST_PIECES = 10**15, 10**9


class UnreadableAnswer(DomainError):
    """The hub answered something that the protocol does not have."""

    code: ClassVar[str] = "unreadable_answer"


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
        return LastChanged(numbers, _place(more) if more else None, _instant(answer["timestamp"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(part="last-changed-statuses", problem=str(error)) from None


def read_lines(answer: Json) -> list[CollectedLine]:
    """The lines of a query's answer."""
    try:
        return [_line(entry) for entry in answer["data"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(part="query", problem=f"{type(error).__name__}: {error}") from None


def read_failures(answer: Json) -> list[Failure]:
    """The lines that a confirm or dispatch did not succeed for."""
    try:
        rows: Sequence[Json] = answer["data"].get("failProductOrderInfos") or ()
        return [Failure(str(row["productOrderId"]), _text(row, "code", 40), _text(row, "message", 400)) for row in rows]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableAnswer(part="result", problem=str(error)) from None


def _line(entry: Json) -> CollectedLine:
    told, line = entry["order"], entry["productOrder"]
    delivery: Json = entry.get("delivery") or {}
    wrong = bool(delivery.get("isWrongTrackingNumber"))
    return CollectedLine(
        order=_order(told),
        recipient=_recipient(line),
        hub_number=_number(line, "productOrderId"),
        hub_state=hub_state(str(line["productOrderStatus"]), dispatched=bool(delivery), wrong_number=wrong),
        acknowledged=line.get("placeOrderStatus") == "OK",
        product_code=_text(line, "sellerProductCode", 150) or _text(line, "productId", 150, required=True),
        variant_code=_text(line, "optionManageCode", 100),
        product_name=_text(line, "productName", 4000, required=True),
        option_text=_text(line, "productOption", 4000),
        quantity=_count(line["quantity"]),
        unit_price=_won(line["unitPrice"]),
        line_total=_won(line["totalProductAmount"]),
        shipping_fee=_won(line.get("deliveryFeeAmount") or 0) + _won(line.get("sectionDeliveryFee") or 0),
        registration_code=_text(line, "sellerCustomCode1", 20),
        tracking=_tracking(delivery, wrong) if delivery else None,
    )


def _order(told: Json) -> CollectedOrder:
    points = _won(told.get("naverMileagePaymentAmount") or 0) + _won(told.get("checkoutAccumulationPaymentAmount") or 0)
    paid = _won(told.get("generalPaymentAmount") or 0) + _won(told.get("chargeAmountPaymentAmount") or 0)
    return CollectedOrder(
        hub_number=_number(told, "orderId"),
        ordered_at=_instant(told["orderDate"]),
        paid_at=_instant(told["paymentDate"]) if told.get("paymentDate") else None,
        orderer_name=_text(told, "ordererName", 150),
        orderer_phone=_text(told, "ordererTel", 45),
        orderer_email=_text(told, "ordererEmail", 254),
        payment_means=_text(told, "paymentMeans", 100),
        paid=paid + _won(told.get("payLaterPaymentAmount") or 0),
        points=points,
        discount=_won(told.get("orderDiscountAmount") or 0),
    )


def _recipient(line: Json) -> Recipient:
    address: Json = line.get("shippingAddress") or {}
    return Recipient(
        name=_text(address, "name", 150),
        phone=_text(address, "tel2", 45),
        mobile=_text(address, "tel1", 45),
        zipcode=_text(address, "zipCode", 45),
        address1=_text(address, "baseAddress", 300),
        address2=_text(address, "detailedAddress", 300),
        note=_text(line, "shippingMemo", 4000),
    )


def _tracking(delivery: Json, wrong: bool) -> Tracking:
    problem = (_text(delivery, "wrongTrackingNumberType", 500) or "택배사에서 확인되지 않는 송장번호입니다.") if wrong else ""
    return Tracking(_text(delivery, "deliveryCompany", 30), _text(delivery, "trackingNumber", 100), problem)


def _text(told: Json, name: str, most: int, *, required: bool = False) -> str:
    """A text without NULs and halves of characters, which PostgreSQL and UTF-8 cannot hold, cut to ``most`` characters."""
    value = told[name] if required else told.get(name)
    text = "" if value is None else str(value).replace("\0", " ")
    return text.encode(errors="replace").decode()[:most]


def _number(told: Json, name: str) -> str:
    number = str(told[name])
    if not (number.isascii() and number.isprintable() and 1 <= len(number) <= LONGEST_NUMBER):
        raise ValueError(f"{name} {number[:60]!r}")
    return number


def _cursor(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CURSOR or not (value.isascii() and value.isprintable()):
        raise ValueError(f"nextCursor {str(value)[:60]!r}")
    return value


def _place(more: Json) -> tuple[str, str]:
    """Where a reading by time goes on: an instant with its offset, and the hub's sequence inside it."""
    since, sequence = str(more["moreFrom"]), str(more["moreSequence"])
    _instant(since)
    _cursor(f"{since}|{sequence}")
    return since, sequence


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PIECES:
        raise ValueError(f"quantity {str(value)[:60]}")
    return value


def _instant(text: Any) -> datetime:
    instant = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    # Calendars end, and an instant at their ends is none in another zone.
    if instant.tzinfo is None or not 2000 <= instant.year < 3000:
        raise ValueError(f"no instant of an order: {text!r}")
    return instant


def _won(amount: Any) -> Won:
    won = Won(amount)
    if abs(won) > MOST_WON:
        raise ValueError(f"amount {str(amount)[:60]}")
    return won
