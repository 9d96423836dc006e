"""계좌 환불 (claims 7.2, 7.3): what the PG does not give back, or refuses, goes to an account; or an operator lets the cancel fail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.checkout.claims import cases
from tests.checkout.claims.cases import of, some
from tests.checkout.claims.test_cancelling import ask
from tests.checkout.claims.test_fees import agrees, come_back, more, press, waiting
from tests.checkout.claims.test_returning import ask as ask_back
from tests.checkout.claims.test_returning import delivered, does
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.money_ways import MoneyWay, asks_for_account, money_way
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.accounts import name_refund_account, owed_or_to_be
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.failing import fail_cancel
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means, RefundWay
from minishop.checkout.payments.domain.bank_accounts import BankAccount, account_of
from minishop.checkout.payments.errors import MoneyMovedThere, NothingMovedThere
from minishop.checkout.payments.letters import account_request
from minishop.checkout.payments.models import Payment, Refund
from minishop.checkout.payments.queries import open_refunds
from minishop.checkout.payments.services.by_account import confirm_transfer, write_down_part
from minishop.checkout.payments.services.refunding import retry_refund
from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won

ACCOUNT = BankAccount("NH농협은행", "이구매", "302-1234-5678")


def name(world: World, order: Order) -> None:
    with scope(order.merchant_id):
        name_refund_account(order=order, buyer=world.buyer, account=ACCOUNT, now=NOW)


def refused(world: World, outside: Outside, order: Order) -> Claim:
    """A cancel at once whose refund the PG has refused for good."""
    cases.paid_by(order, outside)
    claim = ask(world, order)
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    return claim


@pytest.mark.parametrize(
    ("way", "means", "shown"),
    [
        (RefundWay.NONE, Means.CARD, None),
        (RefundWay.PG_WHOLE, Means.CARD, MoneyWay.CARD),
        (RefundWay.PG_PART, Means.TRANSFER, MoneyWay.TRANSFER),
        (RefundWay.ACCOUNT, Means.CARD, MoneyWay.ACCOUNT),
    ],
    ids=["없음", "카드", "이체", "계좌"],
)
def test_how_money_comes_back_is_said_by_its_way(way: RefundWay, means: Means, shown: MoneyWay | None) -> None:
    """R136: never a card for what was no card."""
    assert money_way(means, way) is shown
    assert asks_for_account(ClaimKind.RETURN, ClaimState.ASKED, shown) is (way is RefundWay.ACCOUNT)
    assert not asks_for_account(ClaimKind.RETURN, ClaimState.DONE, shown)


def test_a_part_of_a_transfer_is_owed_at_once_to_the_account_that_was_named(world: World, outside: Outside) -> None:
    """7.3: the way is asked when the claim is agreed to; nobody asks the PG, and the money is certain since the hub owes it."""
    cases.modern(world)
    order = delivered(world)
    cases.paid_by(order, outside, "transfer")
    claim = ask_back(world, order, asked=some(order, 0, 1))
    name(world, order)
    with connection.cursor() as cursor:
        cursor.execute("SELECT account FROM checkout_claims_claim")
        assert all("5678" not in row[0] for row in cursor.fetchall())  # sealed (decision 0019)
    does(answering.approve, claim, who="api")
    (refund,) = cases.refunds(order)
    assert (cases.fresh(claim).state, cases.fresh(claim).account) == ("done", "")
    assert (refund.state, account_of(refund.account), outside.pg.cancels_asked) == ("by_account", ACCOUNT, [])
    assert cases.balances(order)["refund_owed"] == -int(refund.amount)
    assert agrees(order)
    with scope(order.merchant_id):
        confirm_transfer(refund=refund, number="T-1", on=NOW.date(), now=NOW)
    assert cases.balances(order).get("refund_owed", 0) == 0
    assert agrees(order)


def test_a_transfer_given_back_whole_asks_for_no_account(world: World, outside: Outside) -> None:
    """Q12: the PG gives it back to where it came from."""
    order = cases.paid(world)
    cases.paid_by(order, outside, "transfer")
    ask(world, order)
    with pytest.raises(ClaimRefused) as none_asked:
        name(world, order)
    assert none_asked.value.why is Refusal.NOT_NOW
    cases.pay_back(order)
    assert [refund.state for refund in cases.refunds(order)] == ["done"]


def test_an_account_is_forgotten_with_what_comes_to_nothing(world: World, outside: Outside) -> None:
    cases.modern(world)
    order = delivered(world)
    cases.paid_by(order, outside, "transfer")
    claim = ask_back(world, order, asked=some(order, 0, 1))
    name(world, order)
    assert account_of(cases.fresh(claim).account) == ACCOUNT
    with scope(order.merchant_id):
        withdraw(claim=claim, buyer=world.buyer, now=NOW)
    assert cases.fresh(claim).account == ""


def test_nobody_names_an_account_for_another(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with scope(order.merchant_id), pytest.raises(ClaimRefused) as not_theirs:
        name_refund_account(order=order, buyer=world.stranger, account=ACCOUNT, now=NOW)
    assert not_theirs.value.why is Refusal.NOT_YOURS


def test_what_the_pg_refuses_for_good_goes_the_other_way_by_itself(world: World, outside: Outside) -> None:
    """7.2: the claim is done, the debt is posted, the buyer names an account later, and it is transferred."""
    order = cases.paid(world)
    claim = refused(world, outside, order)
    assert (cases.fresh(claim).state, cases.states(order)) == ("canceling", ["paid", "paid"])
    assert Job.objects.filter(task="checkout.payments.tasks.take_other_way_later").count() == 1
    for _again in range(2):
        cases.take_other_way(order)
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", ["cancelled"] * 2)
    kept_by_pg = {"pg_receivable": 30_400, "merchant_payable": 638, "pg_fee": -638}
    assert cases.balances(order) == kept_by_pg | {"refund_owed": -30_400}
    name(world, order)
    (refund,) = cases.refunds(order)
    assert account_of(refund.account) == ACCOUNT
    with scope(order.merchant_id):
        confirm_transfer(refund=refund, number="T-1", on=NOW.date(), now=NOW)
    assert cases.balances(order) == kept_by_pg | {"bank": -30_400}
    assert agrees(order)


def test_a_silent_pg_is_asked_again_before_money_takes_the_other_way(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    claim = refused(world, outside, order)
    outside.pg.silent = True
    with pytest.raises(Later):
        cases.take_other_way(order)
    outside.pg.silent = False
    cases.take_other_way(order)
    assert cases.fresh(claim).state == "done"


def stuck(world: World, outside: Outside, order: Order) -> Claim:
    """A cancel that goes no way: the PG refuses, and has given something back that we know nothing of."""
    claim = refused(world, outside, order)
    with scope(order.merchant_id):
        (refund,) = cases.refunds(order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 1)
    cases.take_other_way(order)
    assert (cases.fresh(claim).state, cases.refunds(order)[0].state, refund.amount) == ("canceling", "refused", order.pay_total)
    return claim


def fail(claim: Claim, words: str = "PG에서 이미 움직인 돈이 있습니다") -> Refusal | None:
    try:
        with scope(claim.merchant_id):
            fail_cancel(claim=claim, words=words, who="root", now=NOW)
    except ClaimRefused as refused:
        return refused.why
    return None


def test_a_cancel_that_goes_no_way_fails_and_everything_is_as_before(world: World, outside: Outside) -> None:
    """1.2: line, points, coupon and stock as before, the merchant is told, and the order can be cancelled again."""
    order = cases.paid(world)
    before = cases.balances(order)
    claim = stuck(world, outside, order)
    assert fail(claim) is None
    failed = cases.fresh(claim)
    assert (failed.state, failed.accepted, failed.answer) == ("failed", None, "PG에서 이미 움직인 돈이 있습니다")
    assert (cases.states(order), cases.remaining(order)) == (["paid", "paid"], [2, 3])
    assert [line.open_claim for line in cases.lines_of(order)] == [None, None]
    assert (cases.balances(order), agrees(order)) == (before, True)
    assert [refund.state for refund in cases.refunds(order)] == ["given_up"]
    assert cases.told(order)[-1] == ("CLAIM_REJECTED", "cancel", "failed")
    outside.pg.back = {}
    again = ask(world, order)
    cases.pay_back(order)
    assert cases.fresh(again).state == "done"
    assert cases.balances(order) == {}


def test_no_cancel_fails_whose_money_went_back_at_the_pg_or_of_which_it_says_nothing(world: World, outside: Outside) -> None:
    """What went back there under another name is the refund, once it is asked for again."""
    order = cases.paid(world)
    claim = stuck(world, outside, order)
    outside.pg.silent = True
    assert fail(claim) is Refusal.PG_SILENT
    outside.pg.silent = False
    outside.pg.back = dict.fromkeys(outside.pg.taken, int(order.pay_total))
    assert fail(claim) is Refusal.MONEY_WENT_BACK
    assert (cases.fresh(claim).state, cases.refunds(order)[0].state) == ("canceling", "refused")
    outside.pg.back = dict.fromkeys(outside.pg.taken, int(order.pay_total) - 1)
    assert fail(claim) is None


def write_down(order: Order) -> Refund:
    with scope(order.merchant_id):
        return write_down_part(refund=cases.refunds(order)[0], now=NOW)


def test_what_went_back_there_is_written_down_and_the_rest_refunded(world: World, outside: Outside) -> None:
    """7.2: the PG is asked for the rest alone, under a key of its own; the claim is posted whole, and books, PG and order agree."""
    order = cases.paid(world)
    claim = stuck(world, outside, order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 10_000)
    found = write_down(order)
    assert (found.state, found.amount, found.found_there, found.rest) == ("intended", 30_400, 10_000, 20_400)
    assert fail(claim) is Refusal.MONEY_UNDER_WAY
    cases.pay_back(order)
    assert list(outside.pg.cancelled.values()) == [20_400]
    assert (cases.fresh(claim).state, cases.states(order)) == ("done", ["cancelled"] * 2)
    assert cases.balances(order) == {}
    assert agrees(order)
    with scope(order.merchant_id), pytest.raises(NothingMovedThere):
        write_down_part(refund=cases.refunds(order)[0], now=NOW)


def test_the_rest_goes_to_the_account_where_the_pg_refuses_it_again(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    claim = stuck(world, outside, order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 10_000)
    write_down(order)
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    assert fail(claim) is Refusal.PART_WENT_BACK
    cases.take_other_way(order)
    assert cases.fresh(claim).state == "done"
    # The PG keeps 2.1 % of the 20,400 that it has not given back.
    kept_by_pg = {"pg_receivable": 20_400, "merchant_payable": 428, "pg_fee": -428}
    assert cases.balances(order) == kept_by_pg | {"refund_owed": -20_400}
    assert agrees(order)
    name(world, order)
    with scope(order.merchant_id):
        confirm_transfer(refund=cases.refunds(order)[0], number="T-1", on=NOW.date(), now=NOW)
    assert cases.balances(order) == kept_by_pg | {"bank": -20_400}
    assert agrees(order)


@pytest.mark.parametrize(
    ("back", "error"), [(0, NothingMovedThere), (30_401, MoneyMovedThere)], ids=["돌아간 것 없음", "환불보다 많음"]
)
def test_only_a_part_of_the_refund_is_written_down(world: World, outside: Outside, back: int, error: type[DomainError]) -> None:
    order = cases.paid(world)
    stuck(world, outside, order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, back)
    with pytest.raises(error):
        write_down(order)
    assert [(one.state, one.found_there) for one in cases.refunds(order)] == [("refused", 0)]


def test_all_of_it_that_went_back_is_the_refund_once_it_is_asked_for(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    claim = stuck(world, outside, order)
    outside.pg.gone = set(outside.pg.taken)
    assert (write_down(order).state, cases.refunds(order)[0].found_there) == ("intended", 0)
    assert cases.fresh(claim).state == "canceling"
    outside.pg.next_cancel = "already"
    cases.pay_back(order)
    assert (cases.fresh(claim).state, cases.refunds(order)[0].state, outside.pg.cancelled) == ("done", "done", {})
    assert (cases.balances(order), agrees(order)) == ({}, True)


def test_a_claims_refunds_are_its_orders_and_read_once(world: World, outside: Outside) -> None:
    """Indexes ``payments_of_order`` and ``payments_refunds_of_payment``: nothing is looked for among all of a merchant's refunds."""
    order, other = cases.paid(world), cases.paid(world)
    claim = refused(world, outside, order)
    ask(world, other)
    with scope(order.merchant_id):
        (strange,) = cases.refunds(other)
        Refund.objects.filter(merchant_id=order.merchant_id, id=strange.id).update(key=f"{claim.number}-9")
        assert [one.key for one in queries.refunds_of(claim)] == [one.key for one in queries.money_back_of(claim)]
        assert [one.key for one in queries.refunds_of(claim)] == [f"{claim.number}-1"]
        with CaptureQueriesContext(connection) as asked:
            owed_or_to_be(order, NOW)
    assert sum("checkout_payments_refund" in one["sql"] for one in asked) == 1


def test_the_next_claim_goes_on_when_one_fails(world: World, outside: Outside) -> None:
    """Nothing hangs on the first, since a third line keeps the shipping with the order either way."""
    cases.modern(world)
    order = cases.paid(world, cases.BOWL, cases.CLOTH, RegisteredLine("P2003", "하루 접시", 1, Won(5_000), Won(5_000)))
    cases.paid_by(order, outside)
    first, second = ask(world, order, asked=of(order, 0)), ask(world, order, asked=of(order, 1))
    assert len(cases.refunds(order)) == 1
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 1)
    cases.take_other_way(order)
    assert fail(first) is None
    cases.pay_back(order)
    assert (cases.fresh(first).state, cases.fresh(second).state, cases.states(order)) == (
        "failed",
        "done",
        ["paid", "cancelled", "paid"],
    )
    assert agrees(order)


def test_no_cancel_fails_on_which_what_was_agreed_to_later_hangs(world: World, outside: Outside) -> None:
    """claims L7, claims L14: 62,000 was paid. The first cancel gives 21,203; the second, being the last, 37,797 and the 3,000 of the
    shipping, which would not have come back by it without the first. By account the first is done, and all 62,000 is given back."""
    cases.modern(world)
    order = cases.bought(world, cases.Bought(((41_000, 1), (23_000, 1)), shipping=3_000, threshold=100_000, coupon=5_000))
    cases.paid_by(order, outside)
    first = ask(world, order, asked=of(order, 1))
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    second = ask(world, order, asked=of(order, 0))
    assert (cases.proposal(first)[0], cases.proposal(second)[0]) == (21_203, 40_797)
    assert fail(first) is Refusal.OTHERS_HANG_ON_IT, "agreed to, though its money has not gone back yet"
    cases.pay_back(order)
    assert (fail(first), cases.fresh(first).state, cases.fresh(second).state) == (Refusal.OTHERS_HANG_ON_IT, "canceling", "done")
    cases.take_other_way(order)
    assert (cases.fresh(first).state, cases.states(order)) == ("done", ["cancelled"] * 2)
    assert sum(int(one.amount) for one in cases.refunds(order)) == 62_000
    assert agrees(order)


def test_a_claim_for_which_too_little_is_left_waits_for_an_operator(world: World, outside: Outside) -> None:
    """Neither its seller nor the clock fails on it: its refund is refused with the reason, and the cancel may fail."""
    order = cases.paid(world)
    cases.paid_by(order, outside)
    cases.acknowledge(order)
    claim = ask(world, order)
    with scope(order.merchant_id):
        payment = Payment.objects.get(order_id=order.id)
        Refund.objects.create(
            merchant_id=order.merchant_id, key="before", payment_id=payment.id, amount=Won(1), cause="surplus", state="done",
            intended_at=NOW, settled_at=NOW,
        )  # fmt: skip
    act_on_overdue(now=NOW + timedelta(days=9))
    refund = cases.refunds(order)[-1]
    assert (cases.fresh(claim).state, refund.key, refund.state) == ("canceling", f"{claim.number}-1", "refused")
    assert refund.reason == "결제한 금액에서 이만큼은 남아 있지 않음"
    with across_tenants("an operator"):
        assert refund in open_refunds(NOW)
    cases.take_other_way(order)
    assert cases.refunds(order)[-1].state == "refused"
    assert (fail(claim), cases.states(order)) == (None, ["paid"] * 2)


def test_what_waits_for_a_person_holds_up_no_other_claim(world: World, outside: Outside) -> None:
    """7.2: refused for good, and something moved there: the next claim's money goes back, and the first is queued behind it when asked again."""
    cases.modern(world)
    order = cases.paid(world)
    cases.paid_by(order, outside)
    first, second = ask(world, order, asked=of(order, 0)), ask(world, order, asked=of(order, 1))
    outside.pg.next_cancel = "decline"
    cases.pay_back(order)
    outside.pg.back = dict.fromkeys(outside.pg.taken, 1)
    for _again in range(2):
        cases.take_other_way(order)
    assert [one.state for one in cases.refunds(order)] == ["refused", "intended"]
    with scope(order.merchant_id):
        assert retry_refund(refund=cases.refunds(order)[0], now=NOW).state == "queued"
    outside.pg.back = {}
    cases.pay_back(order)
    assert (cases.fresh(first).state, cases.fresh(second).state) == ("done", "done")
    assert agrees(order)


def test_only_a_cancel_whose_money_was_refused_can_fail(world: World, outside: Outside) -> None:
    order, back = cases.paid(world), delivered(world)
    cases.paid_by(order, outside)
    claim, goods = ask(world, order), ask_back(world, back)
    assert (fail(claim, " "), fail(claim), fail(goods)) == (Refusal.WORDS_NEEDED, Refusal.MONEY_UNDER_WAY, Refusal.NOT_NOW)
    cases.pay_back(order)
    assert fail(claim) is Refusal.NOT_NOW
    assert cases.states(order) == ["cancelled"] * 2


def test_what_is_left_of_a_fee_that_was_transferred_is_owed_by_account(world: World, outside: Outside) -> None:
    """C35, 7.3: the seller keeps a part of an exchange's fee; the PG gives back no part of a transfer."""
    order, claim = waiting(world)
    before = cases.balances(order)
    come_back(press(world, claim, Means.TRANSFER))
    for deed in (answering.accept, answering.received):
        does(deed, cases.fresh(claim), who="api")
    does(answering.refuse, cases.fresh(claim), words="입던 옷입니다", who="api", keep=Won(2_000))
    (refund,) = cases.refunds(order)
    assert (refund.state, int(refund.amount), refund.cause) == ("by_account", 4_000, "claim_fee")
    assert more(order, before)["refund_owed"] == -4_000
    assert agrees(order)
    assert Job.objects.filter(task="checkout.payments.tasks.ask_for_account").count() == 2, "one by each way"
    with scope(order.merchant_id):
        assert "내신 배송비 4,000원은 결제한 방법으로 돌려드릴 수 없으니" in account_request(refund, "sms").text
    name(world, order)
    assert account_of(cases.refunds(order)[0].account) == ACCOUNT
