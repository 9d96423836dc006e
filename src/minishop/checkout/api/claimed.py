"""What claims say of lines: gathered for many lines at once, in a few statements, then written in the wire's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msgspec import UNSET

from minishop.checkout.api import claim_words as words
from minishop.checkout.api.claim_messages import CancelFacts, CompletedClaim, CurrentClaim, ExchangeFacts, ReturnFacts
from minishop.checkout.api.messages import Absent, Address
from minishop.checkout.api.told_claims import Told, told_claims
from minishop.checkout.claims.domain.proposal import RowKind
from minishop.checkout.claims.domain.states import ENDED, ClaimKind, ClaimState, Hold
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.models import Claim, ClaimLine
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import CARRIED, Actor, LineState
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.queries import decision_asked_at
from minishop.kernel.clock import day_start, kst_day, kst_iso

_REFUND_DAYS = 3
_SATURDAY = 5
_DELIVERY_FEES = frozenset({RowKind.DUE, RowKind.RETURN_FEE, RowKind.EXCHANGE_FEE})


@dataclass(frozen=True, slots=True)
class LineClaims:
    """A line's claims that the merchant may know, the oldest first, each with the pieces of the line that it names."""

    claims: Sequence[tuple[Told, ClaimLine]]

    @property
    def present(self) -> tuple[Told, ClaimLine] | None:
        """The one that is open, or the last that was."""
        return self.claims[-1] if self.claims else None


NONE = LineClaims(())
DECISION_HELD = {"claim_type": words.DECISION_TYPE, "claim_status": words.DECISION_STATUS}
DECISION_ASKED = {"claim_type": words.DECISION_TYPE, "claim_status": words.DECISION_ASKED}
DECISION_OVER = {"claim_type": words.DECISION_TYPE, "claim_status": words.DECISION_OVER}


def claims_of_lines(merchant: Merchant, lines: Iterable[OrderLine]) -> dict[int, LineClaims]:
    """The claims of these lines, by their ids, in the merchant's scope."""
    found: dict[int, list[tuple[Told, ClaimLine]]] = {}
    for told in told_claims(merchant, [line.id for line in lines]):
        for line in told.lines:
            found.setdefault(line.line_id, []).append((told, line))
    return {line_id: LineClaims(claims) for line_id, claims in found.items()}


def claim_of(claims: LineClaims, line: OrderLine, now: datetime) -> dict[str, str]:
    """``claimType``, ``claimStatus`` and ``claimId`` of a line; a purchase decision that is held back stands before what is over, and one
    that was before what had ended by then."""
    claim = claims.present[0].claim if claims.present else None
    ended_at = claim.ended_at if claim else line.decision_held_until
    held = None if ended_at is None else _held(line, ended_at, now)
    if held is not None or claim is None:
        return held or {}
    return {**type_and_status(ClaimKind(claim.kind), ClaimState(claim.state)), "claim_id": claim.number}


def _held(line: OrderLine, ended_at: datetime, now: datetime) -> dict[str, str] | None:
    """What is said of the decision on a line whose last claim ended then; None where nothing is, or the claim says how the line ended."""
    until, state = line.decision_held_until, LineState(line.state)
    if until is None or state not in CARRIED | {LineState.FINALIZED}:
        return None
    if until > now and state in CARRIED:
        return DECISION_ASKED if decision_asked_at([line], now) else DECISION_HELD
    return DECISION_OVER if ended_at <= until else None


def type_and_status(kind: ClaimKind, state: ClaimState) -> dict[str, str]:
    """``claimType`` and ``claimStatus``."""
    return {"claim_type": words.CLAIM_TYPE[kind], "claim_status": words.CLAIM_STATUS[kind, state]}


def current(claims: LineClaims) -> CurrentClaim | Absent:
    """``currentClaim``."""
    if claims.present is None:
        return UNSET
    told, line = claims.present
    match ClaimKind(told.claim.kind):
        case ClaimKind.RETURN:
            return CurrentClaim(returning=ReturnFacts(**_common(told, line), **_goods(told, line), **_of_return(told.claim)))
        case ClaimKind.EXCHANGE:
            return CurrentClaim(exchange=ExchangeFacts(**_common(told, line), **_goods(told, line), **_of_exchange(told.claim)))
        case _:
            return CurrentClaim(cancel=CancelFacts(**_common(told, line), **_of_cancel(told.claim)))


def completed(claims: LineClaims) -> list[CompletedClaim] | Absent:
    """``completedClaims``: those before the present one."""
    return [_completed(told, line) for told, line in claims.claims[:-1]] or UNSET


def _completed(told: Told, line: ClaimLine) -> CompletedClaim:
    claim = told.claim
    return CompletedClaim(
        **_common(told, line),
        claim_type=words.CLAIM_TYPE[ClaimKind(claim.kind)],
        claim_request_reason=claim.reason,
        claim_request_detail_content=claim.words or UNSET,
        claim_complete_operation_date=_iso(claim.ended_at),
    )


def _common(told: Told, line: ClaimLine) -> dict[str, Any]:
    claim = told.claim
    kind, state = ClaimKind(claim.kind), ClaimState(claim.state)
    settling, agreed = words.is_settling(state), claim.accepted is not None
    is_over_for_nothing = state in ENDED and state is not ClaimState.DONE
    is_proposed = state not in ENDED and not agreed and kind in (ClaimKind.CANCEL, ClaimKind.RETURN)
    return {
        "claim_id": claim.number,
        "claim_status": words.CLAIM_STATUS[kind, state],
        "claim_request_date": kst_iso(claim.asked_at),
        "request_channel": words.CHANNEL.get(Actor(claim.asked_by), words.BY_ITSELF),
        "request_quantity": line.quantity,
        "refund_expected_date": _refund_expected(claim.stands_since) if settling else UNSET,
        "refund_standby_status": words.STANDBY if settling else UNSET,
        "refund_standby_reason": words.STANDBY_REASONS[told.is_stuck] if settling else UNSET,
        "refund_amount": told.money if agreed else UNSET,
        "refund_point_amount": told.points if agreed else UNSET,
        "proposed_refund_amount": told.money if is_proposed else UNSET,
        "proposed_refund_point_amount": told.points if is_proposed else UNSET,
        "answer_deadline_date": _iso(claim.deadline_at if _waits_for_answer(claim) else None),
        "claim_rejecter": words.REJECTER.get(told.ended_by, words.BY_ITSELF) if is_over_for_nothing else UNSET,
        "claim_reject_reason": claim.answer or UNSET if is_over_for_nothing else UNSET,
    }


def _waits_for_answer(claim: Claim) -> bool:
    """Whether the hub goes on by itself at the claim's deadline; a hold that merely ends then does not."""
    is_held, state = claim.hold == Hold.HELD, ClaimState(claim.state)
    goes_on = state is ClaimState.COLLECTED and ClaimKind(claim.kind) is ClaimKind.RETURN
    return goes_on or (state is ClaimState.ASKED and not is_held)


def _of_cancel(claim: Claim) -> dict[str, Any]:
    agreed = claim.accepted is not None
    return {
        "cancel_reason": claim.reason,
        "cancel_detailed_reason": claim.words or UNSET,
        "cancel_approval_date": kst_iso(claim.stands_since) if agreed and claim.ended_at is None else UNSET,
        "cancel_completed_date": _iso(claim.ended_at) if claim.state == ClaimState.DONE else UNSET,
    }


def _of_return(claim: Claim) -> dict[str, Any]:
    return {
        "return_reason": claim.reason,
        "return_detailed_reason": claim.words or UNSET,
        "return_completed_date": _iso(claim.ended_at) if claim.state == ClaimState.DONE else UNSET,
    }


def _of_exchange(claim: Claim) -> dict[str, Any]:
    return {
        "exchange_reason": claim.reason,
        "exchange_detailed_reason": claim.words or UNSET,
        "re_delivery_method": claim.redelivery_method or UNSET,
        "re_delivery_company": claim.redelivery_carrier or UNSET,
        "re_delivery_tracking_number": claim.redelivery_number or UNSET,
        "re_delivery_operation_date": _iso(claim.redelivered_at),
    }


def _goods(told: Told, line: ClaimLine) -> dict[str, Any]:
    claim, wanted = told.claim, told.claim.wanted
    by_buyer = wanted.way is Way.BY_BUYER
    return {
        "collect_address": _pickup(claim) if claim.pickup_zipcode else UNSET,
        "collect_status": "DELIVERED" if claim.collected_at else "COLLECT_WAITING" if claim.collect_number else "NOT_REQUESTED",
        "collect_delivery_method": "RETURN_INDIVIDUAL" if by_buyer else "RETURN_DELIVERY",
        "collect_delivery_company": claim.collect_carrier or UNSET,
        "collect_tracking_number": claim.collect_number or UNSET,
        "collect_completed_date": _iso(claim.collected_at),
        **_fees(told, line),
        **_hold(told),
    }


def _fees(told: Told, line: ClaimLine) -> dict[str, Any]:
    """Each fee of the claim on its first line, with the numbers of all of them; nothing on the others (claims 10)."""
    is_first = line.id == told.lines[0].id
    fees: Mapping[str, int] = told.kept if is_first else {}
    delivery, region = sum(fees.get(kind, 0) for kind in _DELIVERY_FEES), fees.get(RowKind.REGION, 0)
    extra = fees.get(RowKind.EXTRA_FEE, 0)
    payer = words.SELLER_PAYS if told.claim.fault is Fault.SELLER else words.PAID_APART if told.is_paid_apart else words.WITHHELD
    return {
        "claim_delivery_fee_demand_amount": delivery,
        "claim_delivery_fee_pay_method": payer if is_first else UNSET,
        "claim_delivery_fee_product_order_ids": ",".join(each.line.number for each in told.lines) if is_first else UNSET,
        "remote_area_cost_charge_amount": region,
        "etc_fee_demand_amount": extra,
        "etc_fee_pay_method": payer if extra else UNSET,
    }


def _hold(told: Told) -> dict[str, Any]:
    claim = told.claim
    if not claim.hold:
        return {}
    return {
        "holdback_status": "HOLDBACK" if claim.hold == Hold.HELD else "RELEASED",
        "holdback_reason": claim.hold_reason,
        "holdback_detailed_reason": claim.hold_words or UNSET,
        "holdback_config_date": _iso(claim.held_at),
        "holdback_configurer": words.REJECTER.get(told.held_by, words.BY_ITSELF),
        "holdback_release_date": _iso(claim.released_at),
    }


def _pickup(claim: Claim) -> Address:
    return Address(
        address_type="DOMESTIC", name=claim.pickup_name, tel1=claim.pickup_phone, zip_code=claim.pickup_zipcode,
        base_address=claim.pickup_address1, detailed_address=claim.pickup_address2, city="", state="", country="KR",
    )  # fmt: skip


def _refund_expected(agreed_at: datetime) -> str:
    """Three working days after a claim was agreed to; weekends do not count."""
    day, left = kst_day(agreed_at), _REFUND_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return kst_iso(day_start(day))


def _iso(at: datetime | None) -> str | Absent:
    return kst_iso(at) if at else UNSET
