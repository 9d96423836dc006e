"""더 낼 금액 (claims 1.2, 1.5, 3.1, 3.3): a cancel or a return that keeps more than it gives back is paid for first, as an exchange is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from tests.checkout.claims import cases
from tests.checkout.claims.cases import Bought, bought, of, some
from tests.checkout.claims.test_fees import agrees, come_back, fees, more, paid_for, press
from tests.checkout.claims.test_returning import ask, does, why_not
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.api.told_claims import told_claims
from minishop.checkout.center.claims.deeds import possible
from minishop.checkout.center.claims.queues import late_queues, queue
from minishop.checkout.claims.domain.deadlines import UNPAID_AFTER
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.queues import Queue
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.cancelling import approve_cancel, ask_cancel
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.returning import file_return
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Change, Order
from minishop.checkout.payments.domain.refunds import RefundTooLarge
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.claim_fees import return_claim_fees
from minishop.kernel.won import Won

# C29's order: free from 50,000; the 2,000 returned alone cost 3,000, so that 1,000 are to be paid.
EDGE = Bought(((50_000, 1), (2_000, 1)))
# 1,000 of 50,000 cancelled makes the first delivery fee of 2,500 due: 1,500 are to be paid.
FREE = Bought(((49_000, 1), (1_000, 1)))


@pytest.fixture
def world(world: World, outside: Outside) -> World:
    cases.modern(world)
    return world


def small_return(world: World) -> tuple[Order, Claim]:
    order = bought(world, EDGE)
    cases.send(order)
    return order, ask(world, order, asked=some(order, 1, 1))


def small_cancel(world: World, *, acknowledged: bool = False) -> tuple[Order, Claim]:
    order = bought(world, FREE)
    if acknowledged:
        cases.acknowledge(order)
    return order, cancelled(world, order, 1)


def cancelled(world: World, order: Order, *places: int) -> Claim:
    facts: dict[str, Any] = {"asked": of(order, *places), "reason": ClaimReason.INTENT_CHANGED, "words": "", "now": NOW}
    with scope(order.merchant_id):
        return ask_cancel(order=order, buyer=world.buyer, **facts)


def test_a_return_that_costs_more_than_it_gives_back_is_paid_for_first(world: World) -> None:
    """C29: 1,000 to pay; nobody but the buyer sees it before, and all of it is the merchant's once it is done."""
    order, claim = small_return(world)
    assert (claim.state, cases.proposal(claim), cases.told(order)) == ("fee_due", (0, 0, 1_000), [])
    before = cases.balances(order)
    come_back(press(world, claim))
    assert (cases.fresh(claim).state, cases.told(order)) == ("asked", [("CLAIM_REQUESTED", "return", "asked")])
    does(answering.approve, claim, who="api")
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", ["delivered", "returned"])
    found = more(order, before)
    charged = sum(found[account] for account in ("pg_fee", "fee_income", "vat_owed"))
    assert found["pg_receivable"] == 1_000
    assert found["merchant_pending"] + found["merchant_payable"] + charged == -1_000
    assert agrees(order)


def test_a_cancel_that_nobody_has_to_agree_to_is_done_once_it_is_paid(world: World) -> None:
    order, claim = small_cancel(world)
    assert (claim.state, cases.proposal(claim), cases.states(order)) == ("fee_due", (0, 0, 1_500), ["paid", "paid"])
    come_back(press(world, claim))
    assert (cases.fresh(claim).state, cases.states(order), fees(order)) == ("done", ["paid", "cancelled"], [(1_500, "paid")])
    assert agrees(order)


def test_a_cancel_of_what_was_begun_is_asked_once_it_is_paid(world: World) -> None:
    order, claim = small_cancel(world, acknowledged=True)
    come_back(press(world, claim))
    assert (cases.fresh(claim).state, cases.fresh(claim).deadline_at) == ("asked", NOW + timedelta(hours=24))
    does(approve_cancel, claim)
    assert cases.states(order) == ["paid", "cancelled"]


def test_unpaid_for_half_an_hour_nothing_came_of_it(world: World) -> None:
    order, claim = small_cancel(world)
    act_on_overdue(now=NOW + timedelta(minutes=31))
    assert (cases.fresh(claim).state, cases.states(order), cases.told(order)) == ("withdrawn", ["paid", "paid"], [])


@pytest.mark.parametrize("end", ["withdrawn", "refused"])
def test_what_was_paid_for_nothing_goes_back_whole(world: World, end: str) -> None:
    """3.3: a return that is refused posts nothing, ever."""
    order, claim = small_return(world)
    before = cases.balances(order)
    come_back(press(world, claim))
    if end == "withdrawn":
        does(withdraw, claim, buyer=world.buyer)
    else:
        does(answering.refuse, claim, words="입던 옷입니다", who="api")
    cases.pay_back(order)
    assert (cases.fresh(claim).state, more(order, before), agrees(order)) == (end, {}, True)


def test_turned_to_the_sellers_fault_what_was_paid_goes_back_with_the_money(world: World) -> None:
    """L7: what is earned is what the version shown last keeps."""
    order, claim = small_return(world)
    come_back(press(world, claim))
    does(answering.judge, claim, fault=Fault.SELLER, words="", photos=[], who="api")
    does(answering.approve, claim, who="api")
    cases.pay_back(order)
    assert sorted(int(one.amount) for one in cases.refunds(order)) == [1_000, 2_000]
    assert (cases.fresh(claim).state, agrees(order)) == ("done", True)


def test_a_due_that_was_paid_by_itself_comes_back_when_nothing_is_sent(world: World) -> None:
    """L8: everything cancelled, the own payment comes back exactly, and its fees with it."""
    order, first = small_cancel(world)
    come_back(press(world, first))
    rest = cancelled(world, order, 0)
    cases.pay_back(order)
    assert cases.fresh(rest).state == "done"
    assert sorted(int(one.amount) for one in cases.refunds(order)) == [1_500, 50_000]
    assert (cases.balances(order), agrees(order)) == ({}, True)


def test_the_letter_of_the_claim_alone_asks_where_earlier_fees_go(world: World, outside: Outside) -> None:
    """7.3: the PG gives nothing back any more of a fee of a year ago; the letter that the claim is done asks for the account, once by each way."""
    order, first = small_cancel(world)
    come_back(press(world, first))
    with scope(order.merchant_id):
        Payment.objects.filter(claim_id=first.id).update(settled_at=NOW - timedelta(days=365))
    rest = cancelled(world, order, 0)
    cases.pay_back(order)
    assert sorted((one.cause, one.state) for one in cases.refunds(order)) == [("claim", "done"), ("claim_fee", "by_account")]
    assert not Job.objects.filter(task="checkout.payments.tasks.ask_for_account").exists()
    letter = Job.objects.get(task="checkout.claims.tasks.send_news", key__endswith=f"{rest.number}-done-sms")
    find_task(letter.task).run(**letter.arguments, now=NOW)
    (sent,) = outside.messages.values()
    assert "MY 페이지에 받을 계좌를 적어 주세요." in sent["text"]


def paid_beside(order: Order, like: Claim) -> Payment:
    """The fee of an exchange that is open, which was paid before any other of the order."""
    with scope(order.merchant_id):
        open_now = {"kind": "exchange", "state": "asked", "accepted": None, "ended_at": None}
        beside = Claim.objects.create(**facts_of(Claim.objects.get(id=like.id)) | open_now | {"number": "beside"})
        earlier = {"key": "beside", "claim_id": beside.id, "opened_at": NOW - timedelta(hours=1)}
        return Payment.objects.create(**facts_of(Payment.objects.get(claim_id=like.id)) | earlier)


def facts_of(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in ("id", "pk")}


def test_fees_of_claims_that_are_open_are_not_what_goes_back(world: World) -> None:
    """L8: only what was paid for claims that are done, for an open one's own end takes back the whole of it."""
    order, first = small_cancel(world)
    come_back(press(world, first))
    cancelled(world, order, 0)
    beside = paid_beside(order, first)
    cases.pay_back(order)
    assert {one.payment_id == beside.id for one in cases.refunds(order)} == {False}
    assert sorted(int(one.amount) for one in cases.refunds(order)) == [1_500, 50_000]


def test_what_cannot_go_back_whole_is_not_dropped(world: World) -> None:
    order, first = small_cancel(world)
    come_back(press(world, first))
    give: dict[str, Any] = {"order": order, "number": "1", "earlier": [first.id], "now": NOW}
    with scope(order.merchant_id), pytest.raises(RefundTooLarge) as too_large, transaction.atomic():
        return_claim_fees(amount=Won(1_501), **give)
    assert (too_large.value.facts, cases.refunds(order)) == ({"left": 1_500, "amount": 1_501}, [])


def test_who_makes_a_claim_for_the_buyer_asks_them_for_nothing_beyond(world: World) -> None:
    """3.1: the seller waives what the buyer has not agreed to pay."""
    order = bought(world, FREE)
    cases.send(order)
    facts: dict[str, Any] = {
        "asked": some(order, 1, 1),
        "reason": ClaimReason.INTENT_CHANGED,
        "words": "",
        "who": "api",
        "now": NOW,
    }
    with scope(order.merchant_id):
        claim = file_return(merchant=order.merchant, **facts)
    assert (claim.state, cases.proposal(claim)) == ("collecting", (0, 0, 0))


def judged(world: World) -> tuple[Order, Claim]:
    """A return of C29's for the seller's fault that was turned to the buyer's when the goods were looked at."""
    order = bought(world, EDGE)
    cases.send(order)
    claim = ask(world, order, asked=some(order, 1, 1), reason=ClaimReason.PRODUCT_UNSATISFIED)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    does(answering.judge, claim, fault=Fault.BUYER, words="설명과 같습니다", photos=[], who="api")
    return order, claim


def told_of_holds(claim: Claim) -> int:
    """How often the feed told of a claim on one line whose goods are back that it is held, or free."""
    with scope(claim.merchant_id):
        return Change.objects.filter(claim_id=claim.id, kind="CLAIM_CHANGED", claim_state="collected").count()


def test_what_became_due_later_stops_the_refund_until_it_is_paid(world: World) -> None:
    """1.2, 1.5: held for its fee instead of being refunded by time; the payment releases it, and its clock begins anew."""
    order, claim = judged(world)
    later = NOW + timedelta(days=4)
    assert why_not(answering.approve, claim, later, who="api") is Refusal.FEE_UNPAID
    act_on_overdue(now=later)
    held = cases.fresh(claim)
    assert (held.state, held.hold, held.deadline_at) == ("collected", "held", None)
    assert told_of_holds(claim) == 1
    come_back(press(world, claim, now=later), later)
    freed = cases.fresh(claim)
    assert told_of_holds(claim) == 2, "that it is held, and that it is free"
    assert (freed.state, freed.hold, freed.deadline_at) == ("collected", "released", later + timedelta(days=3))
    does(answering.approve, claim, later, who="api")
    assert (cases.states(order), agrees(order)) == (["delivered", "returned"], True)


def test_a_seller_waives_what_became_due(world: World) -> None:
    order, claim = judged(world)
    later = NOW + timedelta(days=2)
    does(answering.lower, claim, later, fees={}, waived=True)
    does(answering.approve, claim, later, who="api")
    assert (cases.states(order), fees(order)) == (["delivered", "returned"], [])


@pytest.mark.parametrize(
    "made", [small_return, small_cancel, partial(small_cancel, acknowledged=True)], ids=["return", "cancel", "begun"]
)
def test_what_is_let_go_before_it_is_paid_goes_on_as_if_it_had_been(
    world: World, made: Callable[[World], tuple[Order, Claim]]
) -> None:
    """1.2: nothing is left to pay, so that the claim neither waits for a payment nor lapses for want of it."""
    order, claim = made(world)
    does(answering.lower, claim, fees={}, waived=True)
    at_once = made is small_cancel
    assert cases.fresh(claim).state == ("done" if at_once else "asked")
    assert cases.told(order)[0] == ("CLAIM_REQUESTED", claim.kind, "canceling" if at_once else "asked")
    act_on_overdue(now=NOW + timedelta(minutes=31))
    assert (cases.fresh(claim).state, fees(order)) == ("done" if at_once else "asked", [])


def test_what_another_claim_makes_free_goes_on_too(world: World) -> None:
    """1.2: a cancel that waits for its payment costs nothing any more once another of the order's has been agreed to."""
    order = bought(world, Bought(((47_000, 1), (1_000, 1), (2_000, 1))))
    small = cancelled(world, order, 1)
    assert (small.state, cases.proposal(small)[2]) == ("fee_due", 1_500)
    other = cancelled(world, order, 0)
    cases.pay_back(order)
    assert (cases.fresh(other).state, cases.fresh(small).state) == ("done", "done")
    assert (cases.states(order), agrees(order)) == (["cancelled", "cancelled", "paid"], True)


@pytest.mark.parametrize("free", ["waived", "judged"])
def test_the_hold_for_a_fee_ends_with_the_fee(world: World, free: str) -> None:
    """1.5: nobody has to release what the hub held for a fee that is not asked for any more."""
    _, claim = judged(world)
    later = NOW + timedelta(days=4)
    act_on_overdue(now=later)
    assert cases.fresh(claim).hold == "held"
    if free == "waived":
        does(answering.lower, claim, later, fees={}, waived=True)
    else:
        does(answering.judge, claim, later, fault=Fault.SELLER, words="", photos=[], who="api")
    freed = cases.fresh(claim)
    assert (freed.state, freed.hold, freed.deadline_at) == ("collected", "released", later + timedelta(days=3))


@pytest.mark.parametrize(
    ("reason", "released", "ends"),
    [(HoldReason.ETC, False, "held"), (HoldReason.RETURN_DELIVERYFEE, True, "released")],
    ids=["for another reason", "released before"],
)
def test_a_payment_ends_what_is_held_for_it_and_nothing_else(world: World, reason: HoldReason, released: bool, ends: str) -> None:
    """1.5."""
    _, claim = judged(world)
    does(answering.hold, claim, reason=reason, words="더 봐야 합니다", until=NOW + timedelta(days=1), who="api")
    if released:
        does(answering.release, claim, who="api")
    assert come_back(press(world, claim)).state == "paid"
    assert cases.fresh(claim).hold == ends


def test_a_hold_by_the_hub_leaves_the_seller_theirs(world: World) -> None:
    """1.2, 1.5: a hold is given once by the seller, who has given none; the wire says whose it was."""
    order, claim = judged(world)
    later = NOW + timedelta(days=4)
    hold: dict[str, Any] = {"reason": HoldReason.ETC, "words": "더 봐야 합니다", "until": later + timedelta(days=1), "who": "api"}
    act_on_overdue(now=later)
    assert (why_not(answering.hold, claim, later, **hold), holder(order)) == (Refusal.HELD, Actor.HUB)
    come_back(press(world, claim, now=later), later)
    with scope(claim.merchant_id):
        assert "hold" in possible(cases.fresh(claim))
    does(answering.hold, claim, later, **hold)
    does(answering.release, claim, later, who="api")
    assert (why_not(answering.hold, claim, later, **hold), holder(order)) == (Refusal.HELD_BEFORE, Actor.MERCHANT)
    with scope(claim.merchant_id):
        assert "hold" not in possible(cases.fresh(claim))


def holder(order: Order) -> Actor:
    """Who held the order's claim last, as the wire is told."""
    with scope(order.merchant_id):
        (told,) = told_claims(order.merchant, [line.id for line in cases.lines_of(order)])
    return told.held_by


def paid_and_more(world: World) -> Claim:
    """A return whose payment was made, and of which the seller asks for another 500 since."""
    _, claim = small_return(world)
    come_back(press(world, claim))
    hold: dict[str, Any] = {"reason": HoldReason.EXTRAFEEE, "words": "더 듭니다", "until": NOW + timedelta(days=1), "who": "api"}
    does(answering.hold, claim, extra_fee=Won(500), **hold)
    return claim


def test_what_became_due_after_the_payment_is_the_sellers_to_let_go(world: World) -> None:
    """1.2: it cannot be paid, so the centre offers to waive it; then the claim goes on."""
    claim = paid_and_more(world)
    with scope(claim.merchant_id):
        assert "waiver" in possible(cases.fresh(claim))
    does(answering.lower, claim, fees={}, waived=True)
    does(answering.approve, claim, NOW, who="api")
    assert cases.fresh(claim).state == "done"


def unpaid(now: datetime) -> list[Claim]:
    with across_tenants("the operator's list"):
        return list(queue(Queue.UNPAID, now))


@pytest.mark.parametrize(
    ("reason", "listed"), [(HoldReason.RETURN_DELIVERYFEE, True), (HoldReason.ETC, False)], ids=["for a fee", "for another reason"]
)
def test_what_is_held_for_a_fee_for_14_days_is_on_the_operators_list(world: World, reason: HoldReason, listed: bool) -> None:
    """1.5."""
    _, claim = judged(world)
    does(answering.hold, claim, reason=reason, words="배송비를 내 주세요", until=NOW + timedelta(days=1), who="api")
    almost = NOW + UNPAID_AFTER - timedelta(seconds=1)
    assert unpaid(almost) == []
    assert [one.id for one in unpaid(NOW + UNPAID_AFTER)] == ([claim.id] if listed else [])
    with across_tenants("the operator's notice"):
        assert (late_queues(almost), late_queues(NOW + UNPAID_AFTER)) == ([], [Queue.UNPAID] if listed else [])


KEPT = {
    "nothing": (0, [6_000], 0),
    "a part": (2_500, [3_500], 2_500),
    "all that it costs": (6_000, [], 6_000),
}


@pytest.mark.parametrize(("keep", "back", "earned"), KEPT.values(), ids=KEPT)
def test_a_seller_keeps_of_an_exchanges_fee_when_the_goods_travelled_twice(
    world: World, keep: int, back: list[int], earned: int
) -> None:
    """3.3: refused after collection the seller may, with words, keep up to the exchange fee."""
    order, claim, before = paid_for(world)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    does(answering.refuse, claim, words="입던 옷입니다", who="api", keep=Won(keep))
    cases.pay_back(order)
    assert [int(one.amount) for one in cases.refunds(order)] == back
    assert (cases.fresh(claim).fee_kept, more(order, before).get("pg_receivable", 0), agrees(order)) == (keep, earned, True)


def test_no_more_is_kept_than_the_fee_and_nothing_of_what_never_came(world: World) -> None:
    """3.3."""
    _, claim, _ = paid_for(world)
    refusal: dict[str, Any] = {"words": "안 됩니다", "who": "api"}
    assert why_not(answering.refuse, claim, keep=Won(1), **refusal) is Refusal.KEEPS_TOO_MUCH
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    assert why_not(answering.refuse, claim, keep=Won(6_001), **refusal) is Refusal.KEEPS_TOO_MUCH
