"""The bodies of the REST order API that are about claims. Absent members are left out, never null."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, field

from minishop.checkout.api.messages import Absent, Address, Delivery, Message, OrderPart, ProductOrder, Request, Text

Words = Annotated[str, Meta(pattern=r"^[^\x00]*$", max_length=500)]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Amount = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]


class AlsoCancelled(Request, kw_only=True):
    """Another line of the same cancel [OWN]."""

    product_order_id: Text
    cancel_quantity: Pieces | None = None


class CancelRequest(Request, kw_only=True):
    """``POST …/claim/cancel/request``. ``togetherWith`` [OWN]: further lines of the order that are cancelled with it, all or none."""

    cancel_reason: Text
    cancel_detailed_reason: Words = ""
    cancel_quantity: Pieces | None = None
    together_with: Annotated[tuple[AlsoCancelled, ...], Meta(max_length=299)] = ()


class RejectCancelRequest(Request, kw_only=True):
    """``POST …/claim/cancel/reject`` [OWN]."""

    reject_cancel_reason: Words


class AlsoReturned(Request, kw_only=True):
    """Another line of the same return [OWN]."""

    product_order_id: Text
    return_quantity: Pieces | None = None


class ReturnRequest(Request, kw_only=True):
    """``POST …/claim/return/request``; ``returnDetailedReason`` [OWN]: in the seller's words."""

    return_reason: Text
    return_detailed_reason: Words = ""
    collect_delivery_method: Text
    collect_delivery_company: Text = ""
    collect_tracking_number: Text = ""
    return_quantity: Pieces | None = None
    together_with: Annotated[tuple[AlsoReturned, ...], Meta(max_length=299)] = ()


class RejectReturnRequest(Request, kw_only=True):
    """``POST …/claim/return/reject``."""

    reject_return_reason: Words


class HoldReturnRequest(Request, kw_only=True):
    """``POST …/claim/return/holdback``."""

    holdback_class_type: Text
    holdback_return_detail_reason: Words
    extra_return_fee_amount: Amount = 0


class RejectExchangeRequest(Request, kw_only=True):
    """``POST …/claim/exchange/reject``."""

    reject_exchange_reason: Words


class HoldExchangeRequest(Request, kw_only=True):
    """``POST …/claim/exchange/holdback``."""

    holdback_class_type: Text
    holdback_exchange_detail_reason: Words
    extra_exchange_fee_amount: Amount = 0


class DispatchExchangeRequest(Request, kw_only=True):
    """``POST …/claim/exchange/dispatch``."""

    re_delivery_method: Text = "DELIVERY"
    re_delivery_company: Text = ""
    re_delivery_tracking_number: Text = ""


class ProposedPieces(Request, kw_only=True):
    """Pieces of a line that a claim would name; without a number all that remain."""

    product_order_id: Text
    quantity: Pieces | None = None


class ProposalRequest(Request, kw_only=True):
    """``POST /v1/minishop/claim-proposals`` [OWN]: what a cancel by the seller would come to, or with ``returnReason`` a return of what the buyer
    sends back."""

    cancel_reason: Text = ""
    return_reason: Text = ""
    product_orders: Annotated[list[ProposedPieces], Meta(min_length=1, max_length=300)]


class ProposedRow(Message, kw_only=True):
    """A row: what it is, why, and its amount; what is given to the buyer is positive."""

    kind: str
    why: str
    amount: int
    product_order_id: str | Absent = UNSET


class ProposalData(Message, kw_only=True):
    """``data`` of a proposal."""

    rows: list[ProposedRow]
    refund_amount: int
    refund_point_amount: int


class ClaimFacts(Message, kw_only=True):
    """What every claim on a line says. ``claimRejecter``, ``claimRejectReason``, ``refundAmount``, ``refundPointAmount``, what is proposed of the two
    before, and ``answerDeadlineDate``, when the hub goes on where nobody has answered, are [OWN]."""

    claim_id: str
    claim_status: str
    claim_request_date: str
    request_channel: str
    request_quantity: int
    refund_expected_date: str | Absent = UNSET
    refund_standby_status: str | Absent = UNSET
    refund_standby_reason: str | Absent = UNSET
    refund_amount: int | Absent = UNSET
    refund_point_amount: int | Absent = UNSET
    proposed_refund_amount: int | Absent = UNSET
    proposed_refund_point_amount: int | Absent = UNSET
    answer_deadline_date: str | Absent = UNSET
    claim_rejecter: str | Absent = UNSET
    claim_reject_reason: str | Absent = UNSET


class CancelFacts(ClaimFacts, kw_only=True):
    """``cancel``."""

    cancel_reason: str
    cancel_detailed_reason: str | Absent = UNSET
    cancel_approval_date: str | Absent = UNSET
    cancel_completed_date: str | Absent = UNSET


class GoodsFacts(ClaimFacts, kw_only=True):
    """What returns and exchanges say besides."""

    collect_address: Address | Absent = UNSET
    collect_status: str
    collect_delivery_method: str
    collect_delivery_company: str | Absent = UNSET
    collect_tracking_number: str | Absent = UNSET
    collect_completed_date: str | Absent = UNSET
    claim_delivery_fee_demand_amount: int
    claim_delivery_fee_pay_method: str | Absent = UNSET
    claim_delivery_fee_product_order_ids: str | Absent = UNSET
    remote_area_cost_charge_amount: int
    etc_fee_demand_amount: int
    etc_fee_pay_method: str | Absent = UNSET
    holdback_status: str | Absent = UNSET
    holdback_reason: str | Absent = UNSET
    holdback_detailed_reason: str | Absent = UNSET
    holdback_config_date: str | Absent = UNSET
    holdback_configurer: str | Absent = UNSET
    holdback_release_date: str | Absent = UNSET


class ReturnFacts(GoodsFacts, kw_only=True):
    """``return``."""

    return_reason: str
    return_detailed_reason: str | Absent = UNSET
    return_completed_date: str | Absent = UNSET


class ExchangeFacts(GoodsFacts, kw_only=True):
    """``exchange``."""

    exchange_reason: str
    exchange_detailed_reason: str | Absent = UNSET
    re_delivery_method: str | Absent = UNSET
    re_delivery_company: str | Absent = UNSET
    re_delivery_tracking_number: str | Absent = UNSET
    re_delivery_operation_date: str | Absent = UNSET


class CurrentClaim(Message, kw_only=True):
    """``currentClaim``: the claim that is open on a line, or the last one that was."""

    cancel: CancelFacts | Absent = UNSET
    returning: ReturnFacts | Absent = field(name="return", default=UNSET)
    exchange: ExchangeFacts | Absent = UNSET


class CompletedClaim(ClaimFacts, kw_only=True):
    """An element of ``completedClaims``: what was before the present one."""

    claim_type: str
    claim_request_reason: str
    claim_request_detail_content: str | Absent = UNSET
    claim_complete_operation_date: str | Absent = UNSET


class QueriedLine(Message, kw_only=True):
    """One element of query's ``data``."""

    order: OrderPart
    product_order: ProductOrder
    delivery: Delivery | Absent = UNSET
    current_claim: CurrentClaim | Absent = UNSET
    completed_claims: list[CompletedClaim] | Absent = UNSET
