"""What a shop does with claims at the hub, one product order a call (protocol/rest)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minishop.mall.channel.adapters.rest import OrderApi
from minishop.mall.channel.domain.answers import Failure
from minishop.mall.claims.domain.answering import Act, Answer
from minishop.mall.orders.domain.claims import ClaimKind


@dataclass(frozen=True, slots=True)
class Asked:
    """A cancel or a return: (line, pieces or None for all that remain) of each line, why, the key under which it is asked, and the parcel in which
    goods come back."""

    pieces: Sequence[tuple[str, int | None]]
    reason: str
    words: str
    key: str
    carrier: str = ""
    number: str = ""


_K, _A = ClaimKind, Act
_ANSWERS: Mapping[tuple[ClaimKind, Act], Callable[[Answer], tuple[str, dict[str, Any]]]] = {
    (_K.RETURN, _A.ACCEPT): lambda _told: ("return/accept", {}),
    (_K.RETURN, _A.RECEIVE): lambda _told: ("return/collect/complete", {}),
    (_K.RETURN, _A.APPROVE): lambda _told: ("return/approve", {}),
    (_K.RETURN, _A.REFUSE): lambda told: ("return/reject", {"rejectReturnReason": told.words}),
    (_K.RETURN, _A.HOLD): lambda told: ("return/holdback", _hold(told, "holdbackReturnDetailReason", "extraReturnFeeAmount")),
    (_K.RETURN, _A.RELEASE): lambda _told: ("return/holdback/release", {}),
    (_K.EXCHANGE, _A.ACCEPT): lambda _told: ("exchange/accept", {}),
    (_K.EXCHANGE, _A.RECEIVE): lambda _told: ("exchange/collect/complete", {}),
    (_K.EXCHANGE, _A.REDISPATCH): lambda told: (
        "exchange/dispatch",
        {"reDeliveryMethod": "DELIVERY", "reDeliveryCompany": told.carrier, "reDeliveryTrackingNumber": told.number},
    ),
    (_K.EXCHANGE, _A.REFUSE): lambda told: ("exchange/reject", {"rejectExchangeReason": told.words}),
    (_K.EXCHANGE, _A.HOLD): lambda told: (
        "exchange/holdback",
        _hold(told, "holdbackExchangeDetailReason", "extraExchangeFeeAmount"),
    ),
    (_K.EXCHANGE, _A.RELEASE): lambda _told: ("exchange/holdback/release", {}),
}


def _hold(told: Answer, words: str, fee: str) -> dict[str, Any]:
    return {"holdbackClassType": told.reason, words: told.words, **({fee: int(told.fee)} if told.fee else {})}


def ask_cancel(api: OrderApi, asked: Asked) -> list[Failure]:
    """취소 요청: all its lines as one claim, which is all or nothing."""
    return _ask(api, asked, "cancel", {})


def ask_return(api: OrderApi, asked: Asked) -> list[Failure]:
    """반품 요청 of goods that the buyer sends back; as for cancels."""
    parcel = {"collectDeliveryCompany": asked.carrier, "collectTrackingNumber": asked.number} if asked.number else {}
    return _ask(api, asked, "return", {"collectDeliveryMethod": "RETURN_INDIVIDUAL", **parcel})


def _ask(api: OrderApi, asked: Asked, what: str, besides: dict[str, str]) -> list[Failure]:
    words = {f"{what}DetailedReason": asked.words} if asked.words else {}
    (first, quantity), others = asked.pieces[0], asked.pieces[1:]
    body: dict[str, Any] = {f"{what}Reason": asked.reason, **words, **besides, **_quantity(what, quantity)}
    if others:
        body["togetherWith"] = [{"productOrderId": number, **_quantity(what, pieces)} for number, pieces in others]
    return api.claim(first, f"{what}/request", body, key=asked.key)


def approve_cancel(api: OrderApi, numbers: Sequence[str], *, key: str) -> list[Failure]:
    """취소 요청 승인; a claim of several lines is approved with the first of them."""
    return [failure for number in numbers for failure in api.claim(number, "cancel/approve", None, key=f"{key}-{number}")]


def refuse_cancel(api: OrderApi, numbers: Sequence[str], *, words: str, key: str) -> list[Failure]:
    """취소 요청 거절 [OWN]; as for approving."""
    body = {"rejectCancelReason": words}
    return [failure for number in numbers for failure in api.claim(number, "cancel/reject", body, key=f"{key}-{number}")]


def answer(api: OrderApi, number: str, kind: ClaimKind, told: Answer, *, key: str) -> list[Failure]:
    """An answer to the return or exchange that is open on a line; a claim of several lines is answered with one of them."""
    path, body = _ANSWERS[kind, told.act](told)
    return api.claim(number, path, body, key=key)


def _quantity(what: str, pieces: int | None) -> dict[str, int]:
    return {} if pieces is None else {f"{what}Quantity": pieces}
