"""클레임 읽기: what a queried line says of its claims. The wire's words for them and ours stand in one table (claims 1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from minishop.kernel.won import Won
from minishop.mall.channel.domain.facts import Json, count_of, instant_of, text_of, won_of
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.claims.domain.refunds import Refund, RefundRow, RowKind
from minishop.mall.orders.domain.claims import OPEN_STATES, ClaimKind, ClaimState, Way
from minishop.mall.orders.domain.collected import CollectedClaim
from minishop.mall.orders.domain.hub import HubState

_K, _S = ClaimKind, ClaimState

# claimStatus → kind and state; None: the kind of the object that says it. SOAP's further words mean the same.
CLAIM_STATUSES: dict[str, tuple[ClaimKind | None, ClaimState]] = {
    "CANCEL_REQUEST": (_K.CANCEL, _S.ASKED),
    "CANCELING": (_K.CANCEL, _S.REFUNDING),
    "CANCEL_DONE": (_K.CANCEL, _S.DONE),
    "CANCEL_REJECT": (_K.CANCEL, _S.REFUSED),
    "RETURN_REQUEST": (_K.RETURN, _S.ASKED),
    "RETURN_DONE": (_K.RETURN, _S.DONE),
    "RETURN_REJECT": (_K.RETURN, _S.REFUSED),
    "EXCHANGE_REQUEST": (_K.EXCHANGE, _S.ASKED),
    "EXCHANGE_REDELIVERING": (_K.EXCHANGE, _S.REDELIVERING),
    "EXCHANGE_DONE": (_K.EXCHANGE, _S.DONE),
    "EXCHANGE_REJECT": (_K.EXCHANGE, _S.REFUSED),
    "COLLECTING": (None, _S.COLLECTING),
    "COLLECT_DONE": (None, _S.COLLECTED),
    "PURCHASE_DECISION_HOLDBACK": (_K.HELD_DECISION, _S.ASKED),
    "PURCHASE_DECISION_HOLDBACK_REDELIVERING": (_K.HELD_DECISION, _S.ASKED),
    "PURCHASE_DECISION_REQUEST": (_K.HELD_DECISION, _S.ASKED),
    "PURCHASE_DECISION_HOLDBACK_RELEASE": (_K.HELD_DECISION, _S.WITHDRAWN),
    "ADMIN_CANCELING": (None, _S.REFUNDING),
    "ADMIN_CANCEL_DONE": (None, _S.DONE_BY_OPERATOR),
    "ADMIN_CANCEL_REJECT": (None, _S.REFUSED),
}
# The hub's operators cancel what has not left, and take back what has.
_NOT_LEFT = frozenset({HubState.AWAITING_PAYMENT, HubState.PAID, HubState.DISPATCH_REQUESTED, HubState.CANCELLED})
_OBJECTS = {"cancel": _K.CANCEL, "return": _K.RETURN, "exchange": _K.EXCHANGE}
_PREFIX = {_K.CANCEL: "cancel", _K.RETURN: "return", _K.EXCHANGE: "exchange"}
_WAYS = {"RETURN_INDIVIDUAL": Way.BY_BUYER, "RETURN_DELIVERY": Way.COURIER, "RETURN_DESIGNATED": Way.COURIER}
_BUYER = "구매자"
_BY_ITSELF = "시스템"


def read_claims(entry: Json, line: HubState) -> tuple[CollectedClaim, ...]:
    """The claims of a queried line, each once; one that is open stands last. Raises ValueError for a status that no list has."""
    found: dict[tuple[ClaimKind, str], CollectedClaim] = {}
    for claim in _told(entry, line):
        found.pop((claim.kind, claim.number), None)
        found[claim.kind, claim.number] = claim
    return tuple(sorted(found.values(), key=lambda claim: claim.state in OPEN_STATES))


def read_refund(answer: Json) -> Refund:
    """What the hub proposes to give back (protocol/minishop)."""
    try:
        told = answer["data"]
        rows = (RefundRow(RowKind(row["kind"]), won_of(row["amount"]), text_of(row, "productOrderId", 20)) for row in told["rows"])
        return Refund(won_of(told["refundAmount"]), won_of(told["refundPointAmount"]), tuple(rows))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableAnswer(part="claim-proposal", problem=f"{type(error).__name__}: {error}") from None


def _told(entry: Json, line: HubState) -> Iterator[CollectedClaim]:
    product_order: Json = entry["productOrder"]
    for over in entry.get("completedClaims") or ():
        kind = _K.RETURN if over["claimType"] == "RETURN" else _K.EXCHANGE if over["claimType"] == "EXCHANGE" else _K.CANCEL
        yield _claim(over, kind, line, product_order)
    current: Json = entry.get("currentClaim") or entry
    objects = [(kind, current[name]) for name, kind in _OBJECTS.items() if current.get(name)]
    for kind, told in sorted(objects, key=lambda one: str(one[1].get("claimRequestDate") or "")):
        yield _claim(told, kind, line, product_order)
    if str(product_order.get("claimType") or "").startswith("PURCHASE_DECISION"):
        held: Json = {"claimStatus": product_order.get("claimStatus"), "claimRequestDate": product_order.get("claimRequestDate")}
        yield _claim(held, _K.HELD_DECISION, line, product_order)


def _claim(told: Json, of_object: ClaimKind, line: HubState, product_order: Json) -> CollectedClaim:
    status = str(told["claimStatus"])
    if status not in CLAIM_STATUSES:
        raise ValueError(f"claimStatus {status[:60]!r}")
    kind, state = CLAIM_STATUSES[status]
    if status.startswith("ADMIN_"):
        kind = _K.CANCEL if line in _NOT_LEFT else _K.RETURN
    is_held = told.get("holdbackStatus") == "HOLDBACK"
    return CollectedClaim(
        number=text_of(told, "claimId", 20) or text_of(product_order, "claimId", 20),
        kind=kind or of_object,
        state=_state(state, told, is_held),
        quantity=count_of(told.get("requestQuantity") or product_order["quantity"]),
        reason=_first(told, of_object, "Reason", 60),
        words=_first(told, of_object, "DetailedReason", 500),
        asked_at=_at(told, "claimRequestDate"),
        ended_at=_at(told, "claimCompleteOperationDate", "cancelCompletedDate", "returnCompletedDate", "reDeliveryOperationDate"),
        is_held=is_held,
        hold_reason=text_of(told, "holdbackReason", 60),
        hold_words=text_of(told, "holdbackDetailedReason", 500),
        is_hubs_hold=told.get("holdbackConfigurer") == _BY_ITSELF,
        tells_refund=_proposed_or_agreed(told, "RefundAmount") is not None,
        refund=won_of(_proposed_or_agreed(told, "RefundAmount") or 0),
        refund_points=won_of(_proposed_or_agreed(told, "RefundPointAmount") or 0),
        refund_note=text_of(told, "refundStandbyReason", 300),
        fee=_fee(told),
        refused_because=text_of(told, "claimRejectReason", 500),
        due_at=_at(told, "answerDeadlineDate"),
        **_collection(told),
    )


def _collection(told: Json) -> dict[str, Any]:
    """How goods come back: the way, the parcel, and from where they are fetched."""
    address: Json = told.get("collectAddress") or {}
    parts = (text_of(address, name, 200) for name in ("baseAddress", "detailedAddress"))
    return {
        "way": _WAYS.get(text_of(told, "collectDeliveryMethod", 40), ""),
        "collect_carrier": text_of(told, "collectDeliveryCompany", 30),
        "collect_number": text_of(told, "collectTrackingNumber", 100),
        "pickup_name": text_of(address, "name", 150),
        "pickup_phone": text_of(address, "tel1", 40),
        "pickup_zipcode": text_of(address, "zipCode", 10),
        "pickup_address": " ".join(filter(None, parts)),
    }


def _proposed_or_agreed(told: Json, what: str) -> Any:
    agreed = told.get(f"r{what[1:]}")
    return told.get(f"proposed{what}") if agreed is None else agreed


def _state(state: ClaimState, told: Json, is_held: bool) -> ClaimState:
    """The wire's status made finer by what stands beside it: a hold, a refund under way, and who ended it."""
    if is_held and state in OPEN_STATES:
        return _S.HELD
    if state is _S.COLLECTED and told.get("refundStandbyStatus"):
        return _S.REFUNDING
    return _S.WITHDRAWN if state is _S.REFUSED and told.get("claimRejecter") == _BUYER else state


def _first(told: Json, kind: ClaimKind, what: str, most: int) -> str:
    """A reason, which a claim under way tells by its kind's name and a completed one by a common one."""
    common = {"Reason": "claimRequestReason", "DetailedReason": "claimRequestDetailContent"}[what]
    return text_of(told, f"{_PREFIX.get(kind, '')}{what}", most) or text_of(told, common, most)


def _at(told: Json, *names: str) -> datetime | None:
    return next((instant_of(told[name]) for name in names if told.get(name)), None)


def _fee(told: Json) -> Won:
    names = ("claimDeliveryFeeDemandAmount", "remoteAreaCostChargeAmount", "etcFeeDemandAmount")
    return Won(sum(won_of(told.get(name) or 0) for name in names))
