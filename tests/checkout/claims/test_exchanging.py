"""교환 (claims 1.2): from the application to the arrival of the other goods, or to the return that it becomes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, of
from tests.checkout.claims.test_returning import ask as ask_back
from tests.checkout.claims.test_returning import delivered, does, why_not
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.center.claims.queues import late_queues, queue
from minishop.checkout.claims.domain.deadlines import STALLED_AFTER
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.queues import Queue
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import fee_awaited
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.exchanging import arrived, ask_exchange, redispatch, turn_into_return
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won


def ask(world: World, order: Order, reason: ClaimReason = ClaimReason.BROKEN, now: datetime = NOW) -> Claim:
    with scope(order.merchant_id):
        return ask_exchange(
            order=order,
            buyer=world.buyer,
            asked=of(order),
            reason=reason,
            words="깨져서 왔어요",
            way=Way.COURIER,
            pickup=HOME,
            now=now,
        )


def collected(world: World, order: Order) -> Claim:
    claim = ask(world, order)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    return claim


def send_others(claim: Claim, now: datetime = NOW) -> None:
    does(redispatch, claim, now, method="DELIVERY", carrier="HYUNDAI", number="123456789013", who="api")


def test_an_exchange_moves_no_money_and_its_goods_live_on(world: World, outside: Outside) -> None:
    """R51, C34's third: damaged goods are exchanged for nothing, and their week begins with the arrival of the others."""
    order = delivered(world)
    claim = collected(world, order)
    send_others(claim)
    arrival = NOW + timedelta(days=2)
    does(arrived, claim, arrival, by=Actor.BUYER, buyer=world.buyer)
    assert (cases.fresh(claim).state, cases.states(order), cases.remaining(order)) == ("done", ["exchanged"] * 2, [2, 3])
    assert (cases.proposal(claim), cases.refunds(order)) == ((0, 0, 0), [])
    assert [(kind, state) for kind, _, state in cases.told(order)] == [
        ("CLAIM_REQUESTED", "asked"),
        ("CLAIM_CHANGED", "collecting"),
        ("COLLECT_DONE", "collected"),
        ("CLAIM_REDELIVERING", "redelivering"),
        ("CLAIM_COMPLETED", "done"),
    ]
    with scope(order.merchant_id):
        assert Order.objects.get(id=order.id).finalize_at == kept_until(arrival)


def test_the_other_goods_leave_when_the_first_are_back(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = ask(world, order)
    other: dict[str, Any] = {"method": "DELIVERY", "carrier": "HYUNDAI", "number": "123456789013", "who": "api"}
    assert why_not(redispatch, claim, **other) is Refusal.NOT_NOW
    does(answering.accept, claim, who="api")
    assert why_not(redispatch, claim, **other) is Refusal.NOT_NOW


def test_a_month_after_they_left_the_clock_says_that_they_arrived(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = collected(world, order)
    send_others(claim)
    act_on_overdue(now=NOW + timedelta(days=28) - timedelta(seconds=1))
    assert cases.fresh(claim).state == "redelivering"
    act_on_overdue(now=NOW + timedelta(days=28))
    assert cases.fresh(claim).state == "done"


@pytest.mark.parametrize("stage", ["asked", "collecting", "collected"])
def test_it_becomes_a_return_as_far_as_it_had_come(world: World, outside: Outside, stage: str) -> None:
    """C35's shape: the return has the exchange's fault, lines and address."""
    order = delivered(world)
    claim = ask(world, order)
    if stage != "asked":
        does(answering.accept, claim, who="api")
    if stage == "collected":
        does(answering.received, claim, who="api")
    with scope(order.merchant_id):
        made = turn_into_return(claim=claim, buyer=world.buyer, now=NOW)
    assert (cases.fresh(claim).state, made.kind, made.state, made.fault) == ("turned", "return", stage, Fault.SELLER)
    assert (made.turned_from, made.pickup_address1) == (claim.id, HOME.address1)
    assert {line.open_claim for line in cases.lines_of(order)} == {made.id}
    assert cases.told(order)[-2:] == [("CLAIM_REJECTED", "exchange", "turned"), ("CLAIM_REQUESTED", "return", stage)]
    does(answering.approve, made, who="api")
    cases.pay_back(order)
    assert (cases.states(order), cases.balances(order)) == (["returned"] * 2, {})


def test_once_the_others_have_left_it_stays_an_exchange(world: World, outside: Outside) -> None:
    order = delivered(world)
    claim = collected(world, order)
    send_others(claim)
    assert why_not(turn_into_return, claim, buyer=world.buyer) is Refusal.NOT_NOW


def test_an_exchange_is_not_approved_but_received(world: World, outside: Outside) -> None:
    order = delivered(world)
    assert why_not(answering.approve, ask(world, order), who="api") is Refusal.NOT_NOW


def test_a_change_of_mind_has_a_fee_that_is_paid_first(world: World, outside: Outside) -> None:
    """C34's first: both ways, 6,000. Until it is paid the seller sees nothing, and half an hour later it is over."""
    order = delivered(world)
    claim = ask(world, order, ClaimReason.COLOR_AND_SIZE)
    assert (claim.state, cases.proposal(claim), cases.told(order)) == ("fee_due", (0, 0, 6_000), [])
    act_on_overdue(now=NOW + timedelta(minutes=29))
    assert cases.fresh(claim).state == "fee_due"
    act_on_overdue(now=NOW + timedelta(minutes=30))
    assert (cases.fresh(claim).state, cases.told(order)) == ("withdrawn", [])
    assert [line.open_claim for line in cases.lines_of(order)] == [None, None]


def test_an_exchange_is_held_for_an_extra_fee(world: World, outside: Outside) -> None:
    """C30, 1.5: 1,000 of damaged goods for 27,900; it waits for the buyer, who pays it at the PG."""
    claim = collected(world, delivered(world))
    hold: dict[str, Any] = {"reason": HoldReason.EXCHANGE_EXTRAFEE, "words": "상자가 없습니다", "who": "api"}
    until = NOW + timedelta(days=1)
    assert why_not(answering.hold, claim, until=until, extra_fee=Won(25_111), **hold) is Refusal.FEE_TOO_HIGH
    does(answering.hold, claim, until=until, extra_fee=Won(1_000), **hold)
    held = cases.fresh(claim)
    assert (cases.proposal(claim), held.hold, held.deadline_at) == ((0, 0, 1_000), "held", None)
    with scope(claim.merchant_id):
        assert fee_awaited(held, held.order) == 1_000


def test_what_its_seller_leaves_for_14_days_is_on_the_operators_list(world: World, outside: Outside) -> None:
    """1.2, 1.5: goods on their way back, or back for an exchange, wait for no clock; so an operator looks at them."""
    back, exchange = ask_back(world, delivered(world)), ask(world, delivered(world))
    for claim in (back, exchange):
        does(answering.accept, claim, who="api")
    does(answering.received, exchange, NOW + timedelta(days=1), who="api")
    fortnight, looked_at = NOW + STALLED_AFTER, ask_back(world, delivered(world))
    with across_tenants("an operator"):
        assert late_queues(fortnight - timedelta(seconds=1)) == []
        assert (late_queues(fortnight), [one.id for one in queue(Queue.STALLED, fortnight)]) == ([Queue.STALLED], [back.id])
        assert [one.id for one in queue(Queue.STALLED, fortnight + timedelta(days=1))] == [back.id, exchange.id]
    assert looked_at.deadline_at, "what waits to be answered has its own time"


def test_what_has_not_left_is_not_exchanged(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with pytest.raises(ClaimRefused) as refused:
        ask(world, order)
    assert refused.value.why is Refusal.NOT_SENT
