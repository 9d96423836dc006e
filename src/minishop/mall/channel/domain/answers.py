"""Reading the hub's answers: from the wire's JSON to collected lines and changes. Unreadable answers are refused whole."""

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
        return Changes(numbers, str(data["nextCursor"]), bool(data["hasMore"]))
    except (KeyError, TypeError) as error:
        raise UnreadableAnswer(part="changes", problem=str(error)) from None


def read_last_changed(answer: Json) -> tuple[tuple[str, ...], tuple[str, str] | None, str | None]:
    """(line numbers, (moreFrom, moreSequence) when rows are left, the instant of the last row)."""
    try:
        data = answer["data"]
        rows = data["lastChangeStatuses"]
        more = data.get("more") or answer.get("more")  # some answers repeat it outside
        numbers = tuple(dict.fromkeys(str(row["productOrderId"]) for row in rows))
        last = str(rows[-1]["lastChangedDate"]) if rows else None
        return numbers, (str(more["moreFrom"]), str(more["moreSequence"])) if more else None, last
    except (KeyError, TypeError, AttributeError) as error:
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
        return [Failure(str(row["productOrderId"]), str(row.get("code", "")), str(row.get("message", ""))) for row in rows]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableAnswer(part="result", problem=str(error)) from None


def _line(entry: Json) -> CollectedLine:
    told, line = entry["order"], entry["productOrder"]
    delivery: Json = entry.get("delivery") or {}
    wrong = bool(delivery.get("isWrongTrackingNumber"))
    return CollectedLine(
        order=_order(told),
        recipient=_recipient(line),
        hub_number=str(line["productOrderId"]),
        hub_state=hub_state(str(line["productOrderStatus"]), dispatched=bool(delivery), wrong_number=wrong),
        acknowledged=line.get("placeOrderStatus") == "OK",
        product_code=str(line.get("sellerProductCode") or line["productId"]),
        variant_code=str(line.get("optionManageCode") or ""),
        product_name=str(line["productName"]),
        option_text=str(line.get("productOption") or ""),
        quantity=_count(line["quantity"]),
        unit_price=Won(line["unitPrice"]),
        line_total=Won(line["totalProductAmount"]),
        shipping_fee=Won(line.get("deliveryFeeAmount") or 0) + Won(line.get("sectionDeliveryFee") or 0),
        registration_code=str(line.get("sellerCustomCode1") or ""),
        tracking=_tracking(delivery, wrong) if delivery else None,
    )


def _order(told: Json) -> CollectedOrder:
    points = Won(told.get("naverMileagePaymentAmount") or 0) + Won(told.get("checkoutAccumulationPaymentAmount") or 0)
    paid = Won(told.get("generalPaymentAmount") or 0) + Won(told.get("chargeAmountPaymentAmount") or 0)
    return CollectedOrder(
        hub_number=str(told["orderId"]),
        ordered_at=_instant(told["orderDate"]),
        paid_at=_instant(told["paymentDate"]) if told.get("paymentDate") else None,
        orderer_name=str(told.get("ordererName") or ""),
        orderer_phone=str(told.get("ordererTel") or ""),
        orderer_email=str(told.get("ordererEmail") or ""),
        payment_means=str(told.get("paymentMeans") or ""),
        paid=paid + Won(told.get("payLaterPaymentAmount") or 0),
        points=points,
        discount=Won(told.get("orderDiscountAmount") or 0),
    )


def _recipient(line: Json) -> Recipient:
    address: Json = line.get("shippingAddress") or {}
    return Recipient(
        name=str(address.get("name") or ""),
        phone=str(address.get("tel2") or ""),
        mobile=str(address.get("tel1") or ""),
        zipcode=str(address.get("zipCode") or ""),
        address1=str(address.get("baseAddress") or ""),
        address2=str(address.get("detailedAddress") or ""),
        note=str(line.get("shippingMemo") or ""),
    )


def _tracking(delivery: Json, wrong: bool) -> Tracking:
    problem = str(delivery.get("wrongTrackingNumberType") or "택배사에서 확인되지 않는 송장번호입니다.") if wrong else ""
    return Tracking(str(delivery.get("deliveryCompany") or ""), str(delivery.get("trackingNumber") or ""), problem)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"quantity {value!r}")
    return value


def _instant(text: Any) -> datetime:
    instant = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    if instant.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return instant
