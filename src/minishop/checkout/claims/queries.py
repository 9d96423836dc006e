"""Reading claims, and what one would come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.claims.domain import proposing
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.fees import ExtraFeeTooHigh
from minishop.checkout.claims.domain.permission import Parts, Refusal, Standing, refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import FAULT, ClaimReason
from minishop.checkout.claims.domain.states import OPEN, TAKES_FEE, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault, Wanted, Way
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim, ClaimEvent, ClaimLine, ClaimProposal, ClaimRow, RefusedStep
from minishop.checkout.orders.domain.contract import contract_of
from minishop.checkout.orders.domain.states import Actor, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import capabilities_of, find_bought
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.queries import paid_claim_fee, pickup_posted
from minishop.kernel.won import Won

GOODS_TRAVEL = (ClaimKind.RETURN.value, ClaimKind.EXCHANGE.value)
MOST_SHOWN = 1_000  # claims of one page of orders


def preview(
    order: Order,
    *,
    kind: ClaimKind,
    asked: Sequence[Asked],
    reason: ClaimReason,
    now: datetime,
    by: Actor = Actor.BUYER,
    way: Way = Way.COURIER,
    zipcode: str = "",
) -> Proposal:
    """What a claim would come to now, in the merchant's scope. Raises ClaimRefused as the claim itself would."""
    lines = lines_of_order(order)
    pieces = pieces_of(lines, asked)
    fault = FAULT[reason]
    check(order, kind, by, fault, lines, pieces, now)
    return proposed(order, wanted(kind, lines, pieces, fault, way=way, pickup=zipcode))


def lines_of_order(order: Order) -> list[OrderLine]:
    """All of an order's lines, by their places."""
    return list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))


def pieces_of(lines: Sequence[OrderLine], asked: Sequence[Asked]) -> dict[int, int]:
    """The pieces that are asked for, by the place of their line. Raises ClaimRefused for a line that is none of these, or named twice."""
    places = {line.number: place for place, line in enumerate(lines)}
    if not asked:
        raise refused(Refusal.TOO_FEW)
    found: dict[int, int] = {}
    for one in asked:
        place = places.get(one.line_number)
        if place is None:
            raise refused(Refusal.UNKNOWN_LINE, line=one.line_number)
        if place in found:
            raise refused(Refusal.NAMED_TWICE, line=one.line_number)
        found[place] = lines[place].remaining if one.quantity is None else one.quantity
    return found


def check(
    order: Order,
    kind: ClaimKind,
    by: Actor,
    fault: Fault,
    lines: Sequence[OrderLine],
    pieces: Mapping[int, int],
    now: datetime,
) -> None:
    """Raises ClaimRefused for what cannot be claimed (``domain.permission``)."""
    can = capabilities_of(order)
    standings = {
        place: Standing(
            LineState(line.state),
            remaining=line.remaining,
            wanted=pieces.get(place),
            is_claimed=line.open_claim is not None,
            delivered_at=line.delivered_at,
        )
        for place, line in enumerate(lines)
    }
    parts = Parts(cancel=can.partial_cancel, returning=can.partial_return)
    why = refusal(kind, by, fault, standings, parts=parts, now=now)
    if why is not None:
        raise refused(why)


def wanted(
    kind: ClaimKind,
    lines: Sequence[OrderLine],
    pieces: Mapping[int, int],
    fault: Fault,
    *,
    way: Way = Way.COURIER,
    pickup: str = "",
) -> Wanted:
    """A claim on an order's lines as its proposal needs it."""
    return Wanted(kind, dict(pieces), fault, carried=carried(lines), way=way, pickup=pickup)


def carried(lines: Sequence[OrderLine]) -> frozenset[int]:
    """The places of the lines that have left with a carrier, whatever has become of them since."""
    return frozenset(place for place, line in enumerate(lines) if line.dispatched_at is not None)


def proposed(order: Order, wanted: Wanted, *, apart_from: Claim | None = None) -> Proposal:
    """What a claim of an order gives back and keeps, after all that were agreed to before it. Raises ClaimRefused (FEE_TOO_HIGH)."""
    before = [claim.wanted for claim in accepted(order) if apart_from is None or claim.id != apart_from.id]
    try:
        return proposing.propose(find_bought(order), before, wanted)
    except ExtraFeeTooHigh as high:
        raise refused(Refusal.FEE_TOO_HIGH, **high.facts) from high


def accepted(order: Order) -> list[Claim]:
    """The claims of an order that were agreed to and not given up, in the order in which they were."""
    found = Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id, accepted__isnull=False)
    return list(found.order_by("accepted"))


def others_hang_on(claim: Claim, order: Order) -> bool:
    """Whether what was agreed to after a claim that was agreed to itself would be wrong without it."""
    agreed = accepted(order)
    place = next(place for place, one in enumerate(agreed) if one.id == claim.id)
    return proposing.others_hang_on(find_bought(order), [one.wanted for one in agreed], place)


def settled_before(claim: Claim, order: Order) -> list[int]:
    """The ids of the order's claims that were agreed to before this one and are done: what was paid for them the merchant has earned."""
    return [one.id for one in accepted(order) if one.id != claim.id and one.state == ClaimState.DONE]


def claims_of_buyer(buyer: Account) -> QuerySet[Claim]:
    """A buyer's own claims at all merchants, the newest first, with order, merchant and lines. To be read across tenants."""
    found = Claim.objects.filter(order__buyer=buyer).select_related("order", "order__merchant")
    return with_lines(found).order_by("-asked_at", "-id")


def with_lines(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """The same claims with what each names, and the order's lines of it, as these stand in the order; two statements more."""
    return claims.prefetch_related(Prefetch("lines", ClaimLine.objects.order_by("line__position")), "lines__line")


def claims_of_orders(orders: Sequence[Order]) -> dict[int, list[Claim]]:
    """The claims of some orders by the orders' ids, the oldest first (index ``claims_of_order``); whosever the orders are."""
    with across_tenants("the claims of orders that somebody looks at"):
        merchants, ids = {order.merchant_id for order in orders}, [order.id for order in orders]
        asked = Claim.objects.filter(merchant_id__in=merchants, order_id__in=ids).order_by("asked_at", "id")[:MOST_SHOWN]
        found: dict[int, list[Claim]] = {number: [] for number in ids}
        for claim in asked:
            found[claim.order_id].append(claim)
    return found


def is_in_hand(claim: Claim) -> bool:
    """Whether a claim is a return or an exchange that is under way, as its buyer counts it (R97)."""
    return claim.kind in GOODS_TRAVEL and claim.ended_at is None and claim.state != ClaimState.FEE_DUE


def goods_in_hand() -> QuerySet[Claim]:
    """The returns and exchanges of an outer order that are under way, as its buyer counts them (R97)."""
    known = sorted(OPEN - {ClaimState.FEE_DUE})
    return Claim.objects.filter(
        merchant_id=OuterRef("merchant_id"), order_id=OuterRef("id"), kind__in=GOODS_TRAVEL, state__in=known
    )


def claims_of_order(order: Order) -> list[Claim]:
    """All claims of an order, oldest first, with their lines; in the merchant's scope."""
    found = with_lines(Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id))
    return list(found.order_by("asked_at", "id"))


def parts_done(claims: Sequence[Claim]) -> list[ClaimLine]:
    """What of an order's ``claims`` that are done named a part of a line's pieces, with their claims; one statement, and none without any. In
    the merchant's scope."""
    done = {claim.id: claim for claim in claims if claim.state == ClaimState.DONE}
    if not done:
        return []
    named = ClaimLine.objects.filter(merchant_id=claims[0].merchant_id, claim_id__in=done, quantity__lt=F("line__quantity"))
    return list(named.select_related("claim").order_by("claim__ended_at", "id"))


def claim_of_buyer(buyer: Account, number: str) -> Claim | None:
    """A buyer's own claim (index ``claims_by_number``), or None: a stranger's is as unknown as one that never was."""
    with across_tenants("a buyer's own claim, whoever sold the goods"):
        found = Claim.objects.filter(number=number, order__buyer=buyer).select_related("order", "order__merchant")
        return found.first()


def claim_number(order: Order, claim_id: int) -> str:
    """What a claim of an order is called, in the merchant's scope."""
    return str(Claim.objects.values_list("number", flat=True).get(merchant_id=order.merchant_id, id=claim_id))


def open_claim_of(line: OrderLine) -> Claim | None:
    """The claim that is open on a line, or None."""
    if line.open_claim is None:
        return None
    return Claim.objects.select_related("order").get(merchant_id=line.merchant_id, id=line.open_claim)


def last_claim_of(line: OrderLine) -> Claim | None:
    """The claim that the line was named in last, open or not, or None."""
    found = Claim.objects.filter(merchant_id=line.merchant_id, lines__line_id=line.id).select_related("order")
    return found.order_by("asked_at", "id").last()


def shown(claim: Claim) -> ClaimProposal:
    """The version of its proposal that was shown last."""
    return ClaimProposal.objects.get(merchant_id=claim.merchant_id, claim_id=claim.id, version=claim.version)


def fee_missing(claim: Claim, order: Order) -> Won:
    """더 낼 금액: what a claim's buyer owes beside what is withheld and was paid, while that is to be paid; in the merchant's scope."""
    if claim.state not in TAKES_FEE:
        return Won(0)
    to_pay = shown(claim).to_pay
    paid = paid_claim_fee(order, claim.id) if to_pay else None
    return max(to_pay - (paid.amount if paid else Won(0)), Won(0))


def fee_awaited(claim: Claim, order: Order) -> Won:
    """What of it may be paid at the PG, which takes one payment a claim: what became due after that is the seller's to waive or to refuse."""
    missing = fee_missing(claim, order)
    return Won(0) if missing and paid_claim_fee(order, claim.id) else missing


def fee_may_be_kept(claim: Claim, order: Order) -> Won:
    """The most that a seller who refuses an exchange may keep of its fee: of goods that came back the contract's, as far as it was paid."""
    if claim.kind != ClaimKind.EXCHANGE or claim.state != ClaimState.COLLECTED:
        return Won(0)
    paid = paid_claim_fee(order, claim.id)
    return min(paid.amount, contract_of(order.contract).exchange_fee) if paid else Won(0)


def pickup_of(claim: Claim) -> Won:
    """회수 배송비: what a pickup for a claim costs its merchant; nothing where the buyer sends the goods, or the merchant its own courier."""
    is_fetched = claim.kind in GOODS_TRAVEL and claim.wanted.way is Way.COURIER
    return claim.clock.pickup_fee if is_fetched else Won(0)


def pickup_in_bill(claim: Claim) -> tuple[Won, bool]:
    """회수 배송비 as it was posted for a claim, else while that is open what a pickup would cost; and whether it is such an estimate. In the
    merchant's scope."""
    posted = pickup_posted(claim.merchant_id, claim.number)
    if posted or claim.ended_at is not None:
        return posted, False
    estimate = pickup_of(claim)
    return estimate, bool(estimate)


def has_begun(lines: Sequence[OrderLine]) -> bool:
    """Whether somebody at the seller's has begun with lines, so that a cancel of them has to be agreed to."""
    return any(line.acknowledged_at is not None or line.state != LineState.PAID for line in lines)


def rows_of(claim: Claim) -> list[ClaimRow]:
    """The rows of the version that was shown last, in their order."""
    found = ClaimRow.objects.filter(merchant_id=claim.merchant_id, claim_id=claim.id, version=claim.version)
    return list(found.order_by("position"))


def refunds_of(claim: Claim) -> list[Refund]:
    """The money of a claim that goes back, by its keys among its order's, with what was paid; in the merchant's scope."""
    return list(_refunds_named(claim, Q(key__startswith=f"{claim.number}-")).order_by("id"))


def money_back_of(claim: Claim) -> list[Refund]:
    """The money of a claim that goes back, and fees that it gives back, with what was paid; in the merchant's scope."""
    named = Q(key__startswith=f"{claim.number}-") | Q(key__startswith=f"{_OF_FEES}{claim.number}")
    return list(_refunds_named(claim, named).order_by("intended_at", "id"))


def _refunds_named(claim: Claim, named: Q) -> QuerySet[Refund]:
    """Of its order's payments only (indexes ``payments_of_order`` and ``payments_refunds_of_payment``): a merchant has many refunds."""
    found = Refund.objects.filter(named, merchant_id=claim.merchant_id, payment__order_id=claim.order_id)
    return found.select_related("payment")


_OF_FEES = "claimfee-"


def claim_number_of(refund: Refund) -> str:
    """The number of the claim whose money or fee goes back by a refund; empty for money that was taken for nothing."""
    return "" if refund.cause == RefundCause.SURPLUS else refund.key.removeprefix(_OF_FEES).partition("-")[0]


def refused_refund(claim: Claim) -> Refund | None:
    """The refund of a claim that the PG has refused for good and that has gone no other way, or None; in the merchant's scope."""
    return next((one for one in refunds_of(claim) if one.state == RefundState.REFUSED), None)


def refused_steps_of(claim: Claim) -> list[RefusedStep]:
    """What was tried with a claim and refused by its table of states, oldest first."""
    return list(RefusedStep.objects.filter(merchant_id=claim.merchant_id, claim_id=claim.id).order_by("at", "id"))


def history_of(claim: Claim) -> list[ClaimEvent]:
    """What happened to a claim, oldest first."""
    return list(ClaimEvent.objects.filter(merchant_id=claim.merchant_id, claim_id=claim.id).order_by("at", "id"))
