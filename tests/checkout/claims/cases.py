"""Builders for the tests of claims: paid orders, sent and delivered, and what can be read of them afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from tests.checkout.fakes import Outside
from tests.checkout.worlds import DETAILS, NOW, World, make_paid_order, make_payment, make_sheet, taken

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import scope
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked, Pickup
from minishop.checkout.claims.models import Claim
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.orders.domain.contract import FeeMode, Rule, contract_of, facts_of
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.domain.shares import Discount, Layer
from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.orders.services.acknowledge import mark_acknowledged
from minishop.checkout.orders.services.parts import write_parts
from minishop.checkout.orders.services.placing import place_order
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.payments.models import Payment, Posting, Refund
from minishop.checkout.payments.services.refunding import give_back
from minishop.checkout.payments.services.settling import record_verdict
from minishop.kernel.won import Won

HOME = Pickup("박받음", "010-8765-4321", "04524", "서울시 중구 세종대로 110", "3층")
BOWL = RegisteredLine("P2001", "하루 그릇", 2, Won(9_000), Won(18_000))
CLOTH = RegisteredLine("P2002", "하루 행주", 3, Won(3_300), Won(9_900))


def modern(world: World) -> None:
    """The merchant's profile knows parts of orders."""
    world.merchant.profile = Profile.TODAY.value
    world.merchant.save(update_fields=["profile"])


def paid(world: World, *lines: RegisteredLine, now: datetime = NOW) -> Order:
    """A paid order of two lines, or of those that are named."""
    return make_paid_order(world.merchant, world.buyer, *(lines or (BOWL, CLOTH)), now=now)


def lines_of(order: Order) -> list[OrderLine]:
    with scope(order.merchant_id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position"))


def acknowledge(order: Order, now: datetime = NOW) -> None:
    with scope(order.merchant_id):
        mark_acknowledged(order.merchant, lines_of(order), now)


def send(order: Order, *places: int, now: datetime = NOW, delivered: bool = True) -> None:
    """Lines leave, and arrive if told so: all, or those at places."""
    lines = [line for place, line in enumerate(lines_of(order)) if place in places or not places]
    with scope(order.merchant_id), transaction.atomic():
        transition(lines=lines, event=LineEvent.REQUEST_DISPATCH, actor=Actor.MERCHANT, now=now)
        transition(lines=lines, event=LineEvent.TRACKING_VALID, actor=Actor.CARRIER, now=now)
        if delivered:
            transition(lines=lines, event=LineEvent.DELIVER, actor=Actor.CARRIER, now=now)


def of(order: Order, *places: int) -> list[Asked]:
    """All that remains of the lines at places, or of all."""
    return [Asked(line.number) for place, line in enumerate(lines_of(order)) if place in places or not places]


def some(order: Order, place: int, quantity: int) -> list[Asked]:
    return [Asked(lines_of(order)[place].number, quantity)]


def fresh(claim: Claim) -> Claim:
    with scope(claim.merchant_id):
        return Claim.objects.get(id=claim.id)


def states(order: Order) -> list[str]:
    return [line.state for line in lines_of(order)]


def remaining(order: Order) -> list[int]:
    return [line.remaining for line in lines_of(order)]


def refunds(order: Order) -> list[Refund]:
    with scope(order.merchant_id):
        return list(Refund.objects.filter(payment__order_id=order.id).order_by("id"))


def pay_back(order: Order, now: datetime = NOW) -> None:
    """The PG is asked for every refund of the order that is open, as the worker does."""
    while waiting := [refund for refund in refunds(order) if refund.state in ("intended", "asking")]:
        for refund in waiting:
            with scope(order.merchant_id):
                give_back(refund=refund, now=now)


def paid_by(order: Order, outside: Outside, means: str = "card") -> None:
    """The PG knows an order's payment, and by which means it was made."""
    with scope(order.merchant_id):
        payment = Payment.objects.get(order_id=order.id, purpose="order", state="paid")
        payment.method = means
        payment.save(update_fields=["method"])
    outside.pg.taken[payment.key] = int(payment.amount)


def take_other_way(order: Order, now: datetime = NOW) -> None:
    """What the PG has refused goes the other way, as the worker does it."""
    later = find_task("checkout.payments.tasks.take_other_way_later")
    for refund in [one for one in refunds(order) if one.state == "refused"]:
        later.run(merchant_id=refund.merchant_id, refund_id=refund.id, now=now)


def told(order: Order) -> list[tuple[str, str, str]]:
    """What the merchant's feed says of the order's claims: kind of change, kind and state of the claim."""
    with scope(order.merchant_id):
        rows = Change.objects.filter(order_number=order.number).exclude(claim_id=None).order_by("sequence")
        return list(dict.fromkeys((row.kind, row.claim_kind, row.claim_state) for row in rows))


def balances(order: Order) -> dict[str, int]:
    """What the ledger says of all the order's accounts that are not 0; together they are."""
    found: Counter[str] = Counter()
    with scope(order.merchant_id):
        for row in Posting.objects.filter(transfer__order_number=order.number):
            found[row.account] += int(row.amount)
    assert sum(found.values()) == 0
    return {account: amount for account, amount in found.items() if amount}


def proposal(claim: Claim) -> tuple[int, int, int]:
    """Money, points and what is to be paid, of the version that was shown last."""
    with scope(claim.merchant_id):
        version = queries.shown(fresh(claim))
        return int(version.money), int(version.points), int(version.to_pay)


def set_fees(orders: Sequence[Order], *, return_fee: int = 3_000) -> None:
    """Gives orders a contract with the return's fee, which they were registered without."""
    for order in orders:
        with scope(order.merchant_id):
            contract = contract_of(order.contract)
            order.contract = facts_of(contract) | {"return_fee": return_fee, "exchange_fee": 2 * return_fee}
            order.save(update_fields=["contract"])


@dataclass(frozen=True, slots=True)
class Bought:
    """An order as an example tells of it: lines as (total, pieces), what they cost to deliver, and what was taken off.

    ``threshold``: free delivery from there on. ``instant``: of the first line; ``coupon``: over all lines; both borne by the hub.
    """

    lines: tuple[tuple[int, int], ...]
    shipping: int = 0
    threshold: int = 50_000
    fee: int = 2_500
    instant: int = 0
    coupon: int = 0
    points: int = 0


def bought(world: World, wanted: Bought, now: datetime = NOW) -> Order:
    """Such an order, paid as it would be."""
    lines = [
        RegisteredLine(f"P{place}", f"상품 {place}", pieces, Won(amount // pieces), Won(amount))
        for place, (amount, pieces) in enumerate(wanted.lines, start=1)
    ]
    sheet = make_sheet(world.merchant, *lines, now=now, price=wanted.shipping)
    with scope(world.merchant.id):
        order = place_order(merchant=world.merchant, sheet=sheet, buyer=world.buyer, details=DETAILS, now=now)
        _agree(order, wanted)
    payment = make_payment(order, now=now)
    with scope(world.merchant.id):
        record_verdict(payment=payment, verdict=taken(order), now=now)
        return Order.objects.select_related("merchant", "buyer").get(merchant_id=order.merchant_id, id=order.id)


def _agree(order: Order, wanted: Bought) -> None:
    rule = Rule(FeeMode.BELOW_AMOUNT, threshold=Won(wanted.threshold), fee=Won(wanted.shipping or wanted.fee))
    contract = replace(contract_of(order.contract), rule=rule, return_fee=Won(3_000), exchange_fee=Won(6_000), flat_because=None)
    order.contract = facts_of(contract)
    lines = lines_of(order)
    goods = frozenset(range(1, 1 + len(lines)))
    discounts = [
        Discount(Layer.INSTANT, Won(wanted.instant), frozenset({1})),
        Discount(Layer.CART_COUPON, Won(wanted.coupon), goods),
    ]
    write_parts(order=order, lines=lines, discounts=discounts, points=Won(wanted.points))
    order.discount, order.points_used = Won(wanted.instant + wanted.coupon), Won(wanted.points)
    order.pay_total = order.goods_total + order.shipping_fee - order.discount - order.points_used
    order.save(update_fields=["contract", "discount", "points_used", "pay_total"])
