"""배송비 (claims 1.2, 3.3, 4): a claim's own fee is paid at the PG before its seller sees it, and is earned or goes back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.bought import JEJU
from tests.checkout.claims.cases import HOME, of
from tests.checkout.claims.test_exchanging import send_others
from tests.checkout.claims.test_returning import does
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.asked import Pickup
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Fee, Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.exchanging import arrived, ask_exchange, turn_into_return
from minishop.checkout.claims.services.fees import pay_claim_fee
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.models import Payment, PgContract
from minishop.checkout.payments.queries import newest_payment, paid_payment
from minishop.checkout.payments.services.by_account import confirm_transfer, take_other_way
from minishop.checkout.payments.services.comparing import compare_day
from minishop.checkout.payments.services.paying import Addresses, abandon_payment
from minishop.checkout.payments.services.settling import find_out, take_return
from minishop.checkout.reconcile.domain.judging import judge
from minishop.checkout.reconcile.queries import facts_of as all_of
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won

ADDRESSES = Addresses("http://hub/return/", "http://hub/cancel/", "http://hub/notify/")
LATER = NOW + timedelta(minutes=31)


def waiting(world: World, home: Pickup = HOME) -> tuple[Order, Claim]:
    """A delivered order of 27,900 whose buyer wants another colour, and has not paid for that."""
    order = cases.paid(world)
    cases.send(order)
    cases.set_fees([order])
    with scope(order.merchant_id):
        order.contract = {**order.contract, "regions": [["63000", "63644", 3_000]]}
        order.save(update_fields=["contract"])
        claim = ask_exchange(
            order=order,
            buyer=world.buyer,
            asked=of(order),
            reason=ClaimReason.COLOR_AND_SIZE,
            words="",
            way=Way.COURIER,
            pickup=home,
            now=NOW,
        )
    return order, claim


def press(world: World, claim: Claim, means: Means = Means.CARD, now: datetime = NOW) -> Payment:
    with scope(claim.merchant_id):
        return pay_claim_fee(claim=claim, buyer=world.buyer, means=means, addresses=ADDRESSES, now=now)


def come_back(payment: Payment, now: datetime = NOW) -> Payment:
    with scope(payment.merchant_id):
        return take_return(payment=payment, pg_payment_key="pk-fee", now=now)


def ask_again(payment: Payment, now: datetime = LATER) -> Payment:
    with scope(payment.merchant_id):
        return find_out(payment=payment, now=now)


def paid_for(world: World) -> tuple[Order, Claim, dict[str, int]]:
    """An exchange whose fee is paid, and what the ledger said of its order before."""
    order, claim = waiting(world)
    before = cases.balances(order)
    assert come_back(press(world, claim)).state == "paid"
    return order, cases.fresh(claim), before


def fees(order: Order) -> list[tuple[int, str]]:
    with scope(order.merchant_id):
        return list(Payment.objects.exclude(claim_id=None).order_by("id").values_list("amount", "state"))


def more(order: Order, before: dict[str, int]) -> dict[str, int]:
    """What the ledger says now beside what it said before."""
    after = cases.balances(order)
    found = {account: after.get(account, 0) - before.get(account, 0) for account in after | before}
    return {account: amount for account, amount in found.items() if amount}


def agrees(order: Order) -> bool:
    with scope(order.merchant_id):
        return not judge(all_of(order.merchant_id, [order.id])[0], now=LATER)


def test_paid_the_seller_sees_it(world: World, outside: Outside) -> None:
    """C34's first: 6,000 are kept for the claim, which is asked now and waits for the seller's three days."""
    order, claim, before = paid_for(world)
    assert (claim.state, claim.deadline_at) == ("asked", NOW + timedelta(days=3))
    assert cases.told(order) == [("CLAIM_REQUESTED", "exchange", "asked")]
    assert more(order, before) == {"pg_receivable": 6_000, "claim_fees_held": -6_000}
    assert agrees(order)
    with scope(order.merchant_id):
        own = paid_payment(order)
        assert own is not None
        assert (own, own.claim_id) == (newest_payment(order), None)


def test_in_jeju_the_way_costs_more(world: World, outside: Outside) -> None:
    """C34's second: 12,000, as both parcels cross the sea."""
    order, claim = waiting(world, replace(HOME, zipcode=JEJU))
    come_back(press(world, claim))
    assert (cases.fresh(claim).state, fees(order)) == ("asked", [(12_000, "paid")])


def test_pressed_twice_it_is_one_window(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    first, second = press(world, claim), press(world, claim)
    assert (first.id, first.pg_url) == (second.id, second.pg_url)
    come_back(first)
    come_back(second)
    assert (fees(order), outside.pg.taken[first.key]) == ([(6_000, "paid")], 6_000)


def test_other_means_are_another_window_and_the_first_takes_nothing(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    first = press(world, claim)
    second = press(world, claim, Means.TRANSFER)
    assert come_back(first).state == "abandoned"
    assert come_back(second).state == "paid"
    assert (fees(order), set(outside.pg.taken)) == ([(6_000, "abandoned"), (6_000, "paid")], {second.key})


def test_while_nobody_knows_a_second_press_waits_for_the_first(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    outside.pg.next = "timeout_taken"
    first = come_back(press(world, claim))
    assert (first.state, press(world, claim).id, cases.fresh(claim).state) == ("confirming", first.id, "fee_due")
    assert ask_again(first, NOW).state == "paid"
    assert (cases.fresh(claim).state, fees(order)) == ("asked", [(6_000, "paid")])


def test_while_nobody_knows_a_press_waits_for_the_first_also_where_less_is_asked_for(world: World, outside: Outside) -> None:
    """What may have been taken is neither left nor taken a second time; of another amount than is asked for it goes back."""
    order, claim = waiting(world)
    outside.pg.next = "timeout_taken"
    first = come_back(press(world, claim))
    does(answering.lower, claim, fees={Fee.EXCHANGE_FEE: Won(1_000)})
    assert press(world, claim).id == first.id
    assert ask_again(first, NOW).state == "surplus"
    assert (cases.fresh(claim).state, [one.amount for one in cases.refunds(order)]) == ("fee_due", [6_000])


def test_declined_it_may_be_tried_again(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    outside.pg.next = "decline"
    assert come_back(press(world, claim)).state == "declined"
    assert cases.fresh(claim).state == "fee_due"
    come_back(press(world, claim))
    assert (cases.fresh(claim).state, fees(order)) == ("asked", [(6_000, "declined"), (6_000, "paid")])


def test_the_window_is_left(world: World, outside: Outside) -> None:
    order, claim = waiting(world)
    payment = press(world, claim)
    with scope(order.merchant_id):
        abandon_payment(payment=payment, now=NOW)
    assert (cases.fresh(claim).state, fees(order)) == ("fee_due", [(6_000, "abandoned")])


def test_after_half_an_hour_the_window_takes_no_money(world: World, outside: Outside) -> None:
    _, claim = waiting(world)
    payment = press(world, claim)
    act_on_overdue(now=LATER)
    assert come_back(payment, LATER).state == "abandoned"
    assert outside.pg.taken == {}
    with pytest.raises(ClaimRefused) as refused:
        press(world, claim, now=LATER)
    assert refused.value.why is Refusal.NOT_NOW


@pytest.mark.parametrize("answer", ["timeout_taken", "late"], ids=["the answer was lost", "declined, and taken all the same"])
def test_money_that_comes_after_the_lapse_goes_back(world: World, outside: Outside, answer: str) -> None:
    """1.2: nothing came of the claim in its time, so what the PG took is a surplus."""
    order, claim = waiting(world)
    before = cases.balances(order)
    outside.pg.next = answer
    payment = come_back(press(world, claim))
    act_on_overdue(now=LATER)
    assert ask_again(payment).state == "surplus"
    assert (cases.fresh(claim).state, cases.told(order)) == ("withdrawn", [])
    cases.pay_back(order, LATER)
    assert (more(order, before), [one.amount for one in cases.refunds(order)]) == ({}, [6_000])
    assert agrees(order)


def test_money_that_was_never_taken_is_not_asked_for_after_the_lapse(world: World, outside: Outside) -> None:
    _, claim = waiting(world)
    outside.pg.next = "timeout_lost"
    payment = come_back(press(world, claim))
    act_on_overdue(now=LATER)
    assert (ask_again(payment).state, outside.pg.taken) == ("declined", {})


def test_done_it_is_the_merchants(world: World, outside: Outside) -> None:
    """4: earned when the other goods have arrived, once; the PG's and the hub's fees are taken of it."""
    order, claim, before = paid_for(world)
    does(answering.accept, claim, who="api")
    does(answering.received, claim, who="api")
    send_others(claim)
    does(arrived, claim, by=Actor.BUYER, buyer=world.buyer)
    found = more(order, before)
    fee = {account: found.pop(account) for account in ("pg_fee", "fee_income", "vat_owed")}
    assert found == {"pg_receivable": 6_000, "merchant_payable": -6_000 - sum(fee.values())}
    assert (cases.refunds(order), agrees(order)) == ([], True)


@pytest.mark.parametrize("end", ["withdrawn", "refused", "turned"])
def test_where_nothing_comes_of_it_it_goes_back_whole(world: World, outside: Outside, end: str) -> None:
    """C35's money: 6,000 by the PG, of their own payment; the order's is not touched."""
    order, claim, before = paid_for(world)
    match end:
        case "withdrawn":
            does(withdraw, claim, buyer=world.buyer)
        case "refused":
            does(answering.refuse, claim, words="입던 옷입니다", who="api")
        case _:
            does(turn_into_return, claim, buyer=world.buyer)
    assert cases.fresh(claim).state == end
    assert agrees(order)
    cases.pay_back(order)
    assert [(one.amount, one.state, one.cause) for one in cases.refunds(order)] == [(6_000, "done", "claim_fee")]
    assert (more(order, before), agrees(order)) == ({}, True)
    assert compared(order, "claimfee") == []


def compared(order: Order, beginning: str) -> list[tuple[str, str]]:
    """What the comparison of the day with the PG says of refunds whose keys begin so."""
    with scope(order.merchant_id):
        contract = PgContract.objects.get(state="live")
        found = compare_day(contract=contract, day=kst_day(NOW), now=NOW + timedelta(days=1))
    return [(one.kind, one.key) for one in found if one.key.startswith(beginning)]


def test_turned_the_return_keeps_its_own_fee_alone(world: World, outside: Outside) -> None:
    """C35: the exchange's 6,000 are back whole beside the return's money, of which its own 3,000 are kept."""
    order, claim, _ = paid_for(world)
    with scope(order.merchant_id):
        made = turn_into_return(claim=claim, buyer=world.buyer, now=NOW)
    does(answering.approve, made, who="api")
    cases.pay_back(order)
    assert sorted(int(one.amount) for one in cases.refunds(order)) == [6_000, 24_900]
    assert cases.balances(order).get("claim_fees_held", 0) == 0
    assert agrees(order)


def test_a_fee_that_the_pg_keeps_is_owed_by_account(world: World, outside: Outside) -> None:
    """C35, 7.3: the PG refuses for good, so the hub owes it, and transfers it."""
    order, claim, before = paid_for(world)
    does(withdraw, claim, buyer=world.buyer)
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    (refund,) = cases.refunds(order)
    with scope(order.merchant_id):
        take_other_way(refund=refund, account=BankAccount("국민은행", "박받음", "110-123-456789"), now=NOW)
    assert more(order, before) == {"pg_receivable": 6_000, "refund_owed": -6_000}
    assert agrees(order)
    with scope(order.merchant_id):
        confirm_transfer(refund=refund, number="1", on=NOW.date(), now=NOW)
    assert more(order, before) == {"pg_receivable": 6_000, "bank": -6_000}
    assert agrees(order)


def test_another_buyer_pays_for_nothing(world: World, outside: Outside) -> None:
    _, claim = waiting(world)
    with scope(claim.merchant_id), pytest.raises(ClaimRefused) as refused:
        pay_claim_fee(claim=claim, buyer=world.stranger, means=Means.CARD, addresses=ADDRESSES, now=NOW)
    assert refused.value.why is Refusal.NOT_YOURS
