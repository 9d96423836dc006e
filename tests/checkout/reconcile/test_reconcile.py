"""대사: planted in the database each disagreement is found by its name, written down once, and gone when it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Model
from django.test import Client
from tests.checkout.claims import cases
from tests.checkout.fakes import Outside
from tests.checkout.purses import fill_purse, give_coupon_worth
from tests.checkout.worlds import (
    APRON,
    MUG,
    NOW,
    make_account,
    make_merchant,
    make_order,
    make_paid_order,
    make_payment,
    make_world,
    taken,
)
from tests.logins import log_in
from tests.one_world import expect_each
from tests.reading import Page

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon, PointLot, Wallet
from minishop.checkout.benefits.services import choosing
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import ask_cancel, cancel_by_seller
from minishop.checkout.holds.models import StockHold
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine, OrderSheet
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.models import Payment, PgContract, PgDifference, Posting, ProceedsEntry, Refund, Transfer
from minishop.checkout.payments.services.expiry import expire_order
from minishop.checkout.payments.services.settling import record_verdict
from minishop.checkout.reconcile import queries
from minishop.checkout.reconcile.models import Finding, PurseFinding
from minishop.checkout.reconcile.services import looking
from minishop.checkout.reconcile.services.looking import reconcile, reconcile_purses
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant(outside: Outside) -> Merchant:
    """Three paid orders and one that waits, beside another merchant's."""
    merchant, other, buyer = make_merchant(hint_url=""), make_merchant(hint_url="", shop_name="남의상점"), make_account()
    for lines in ([MUG], [APRON], [MUG, APRON]):
        make_paid_order(merchant, buyer, *lines)
    make_order(merchant, buyer, MUG)
    make_paid_order(other, buyer, MUG)
    return merchant


def look(merchant: Merchant, **later: Any) -> list[tuple[str, str]]:
    with scope(merchant.id):
        return [(one.kind.value, one.key) for one in reconcile(merchant_id=merchant.id, now=NOW + timedelta(**later))]


def first() -> Order:
    order = Order.objects.order_by("id").first()
    assert order is not None
    return order


def transfer(key: str, *postings: tuple[AccountKind, int]) -> Transfer:
    order = first()
    made = Transfer.objects.create(merchant=order.merchant, key=key, kind="claim", order_number=order.number, at=NOW)
    for account, amount in postings:
        Posting.objects.create(
            merchant_id=order.merchant_id, transfer_id=made.id, account=account.value, amount=Won(amount), buyer=order.buyer
        )
    return made


def unbalanced() -> str:
    transfer("x", (AccountKind.LOSS, 5))
    return "x"


def moved(debit: AccountKind, credit: AccountKind) -> Callable[[], str]:
    def plant() -> str:
        transfer("x", (debit, 5), (credit, -5))
        return first().number

    return plant


def pending() -> str:
    ProceedsEntry.objects.filter(order_id=first().id).update(pending_money=Won(1))
    return first().number


def refund(state: str, amount: int, **facts: Any) -> str:
    payment = Payment.objects.get(order_id=first().id)
    made = {"merchant_id": payment.merchant_id, "payment_id": payment.id, "amount": Won(amount), "cause": "claim", "state": state}
    Refund.objects.create(**made, key="r", intended_at=facts.get("intended_at", NOW))
    return payment.key if amount > payment.amount else "r"


def forget_the_payment() -> str:
    Payment.objects.filter(order_id=first().id).update(state="declined")
    return first().number


def pieces() -> str:
    OrderLine.objects.filter(order_id=first().id).update(remaining=0)
    return first().number


def open_payment() -> str:
    paid = Payment.objects.get(order_id=first().id)
    Payment.objects.create(
        merchant_id=paid.merchant_id, contract_id=paid.contract_id, key="c", order_id=paid.order_id, amount=paid.amount,
        state="confirming", opened_at=NOW - timedelta(days=1),
    )  # fmt: skip
    return "c"


def pg() -> str:
    contract = PgContract.objects.get()
    PgDifference.objects.create(
        merchant_id=contract.merchant_id, contract_id=contract.id, day=NOW.date(), kind="unknown_here", key="k", found_at=NOW
    )
    return "unknown_here:k"


def hold() -> str:
    order, ago = first(), NOW - timedelta(days=1)
    StockHold.objects.filter(order_id=order.id).delete()
    StockHold.objects.create(
        merchant_id=order.merchant_id, order_id=order.id, buyer=order.buyer, attempt=1, state="held", policy="require",
        seconds=600, asked_at=ago, moved_at=ago,
    )  # fmt: skip
    return order.number


A = AccountKind
PLANTED: dict[str, tuple[str, Callable[[], str]]] = {
    "합이 0이 아닌 분개": ("unbalanced", unbalanced),
    "받을 돈": ("receivable", moved(A.PG_RECEIVABLE, A.BANK)),
    "환불 예정금": ("refund_owed", moved(A.REFUND_OWED, A.BANK)),
    "클레임 배송비": ("fees_held", moved(A.CLAIM_FEES_HELD, A.BANK)),
    "확정 대기": ("pending", pending),
    "정산 예정": ("payable", moved(A.MERCHANT_PAYABLE, A.BANK)),
    "너무 많은 환불": ("refunded_too_much", lambda: refund("intended", 10_000_000)),
    "사라진 결제": ("paid_state", forget_the_payment),
    "수량": ("pieces", pieces),
    "열린 결제": ("payment_open", open_payment),
    "열린 환불": ("refund_open", lambda: refund("intended", 1, intended_at=NOW - timedelta(days=1))),
    "남은 선점": ("hold_left", hold),
    "PG와 다름": ("pg", pg),
}


@pytest.mark.parametrize("batch", [1, 500], ids=["한 건씩", "한꺼번에"])
def test_each_kind_planted_is_found_by_name(merchant: Merchant, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    """L1, L6: planted among orders that agree, and nothing of what agrees is named."""
    monkeypatch.setattr(queries, "BATCH", batch)
    assert look(merchant) == []

    def find(planted: tuple[str, Callable[[], str]]) -> None:
        kind, plant = planted
        with scope(merchant.id):
            key = plant()
        assert (kind, key) in look(merchant)
        with scope(merchant.id):
            known = set(Finding.objects.filter(resolved_at=None).values_list("kind", "key"))
        assert known == set(look(merchant))
        assert {one for _, one in known} <= {key, *([first_number(merchant)] if kind == "paid_state" else [])}

    expect_each(PLANTED, find)


def first_number(merchant: Merchant) -> str:
    with scope(merchant.id):
        return first().number


def test_what_is_mended_is_resolved_and_may_come_back(merchant: Merchant) -> None:
    with scope(merchant.id):
        line = OrderLine.objects.order_by("id").first()
        assert line is not None
        for remaining, open_ in ((0, 1), (line.quantity, 0), (0, 1)):
            OrderLine.objects.filter(id=line.id).update(remaining=remaining)
            reconcile(merchant_id=merchant.id, now=NOW)
            assert Finding.objects.filter(resolved_at=None).count() == open_
        assert Finding.objects.count() == 1


def test_a_batch_costs_the_same_however_many_orders_it_has(merchant: Merchant, django_assert_num_queries: Any) -> None:
    counts = []
    for _more in range(2):
        with scope(merchant.id), django_assert_num_queries(22, exact=False) as asked:
            reconcile(merchant_id=merchant.id, now=NOW)
        counts.append(len(asked.captured_queries))
        make_paid_order(merchant, make_account(f"buyer-{len(counts)}"), MUG)
    assert counts[0] == counts[1]


def test_the_command_prints_zero_or_each_by_name(merchant: Merchant) -> None:
    told = StringIO()
    call_command("reconcile", stdout=told)
    assert told.getvalue() == "0 differences\n"
    with scope(merchant.id):
        key = pieces()
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("reconcile", stdout=told)
    assert told.getvalue().splitlines() == [f"{merchant} pieces {key} 0 2", "1 differences"]
    call_command("reconcile", "--merchant", Merchant.objects.exclude(id=merchant.id).get().public_id, stdout=StringIO())


def test_every_merchant_is_looked_through_every_night(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of merchants and of buyers a job, which hands on the next; a run of the same again adds none."""
    monkeypatch.setattr("minishop.checkout.reconcile.services.looking._BATCH", 1)
    night, hand_out, one = (
        find_task(f"checkout.reconcile.tasks.reconcile_{name}") for name in ("every_night", "merchants", "merchant")
    )
    every = list(Merchant.objects.order_by("id").values_list("id", flat=True))
    jobs, batches = Job.objects.filter(task=one.name), Job.objects.filter(task=hand_out.name)
    for done in ([], every[:1], every, every):
        night.run(now=NOW)
        assert sorted(job.arguments["merchant_id"] for job in jobs.all()) == done
        assert sorted(job.arguments["after"] for job in batches.all()) == [0, *done]
        for _again in range(2):
            hand_out.run(after=max([0, *done]), now=NOW)
    with scope(merchant.id):
        pieces()
    for job in jobs:
        one.run(**job.arguments, now=NOW)
    with scope(merchant.id):
        assert Finding.objects.get().kind == "pieces"
    buyers = Job.objects.get(task="checkout.reconcile.tasks.reconcile_buyers")
    find_task(buyers.task).run(**buyers.arguments, now=NOW)
    assert Job.objects.filter(task=buyers.task).count() == 2


def test_the_page_names_what_does_not_agree_and_looks_again(merchant: Merchant) -> None:
    client = Client()
    log_in(client, make_account("operator", operator=True))
    assert Page(client.get("/center/reconcile/")).says("맞지 않는 것이 없습니다.")
    with scope(merchant.id):
        key = pieces()
    look(merchant)
    page = Page(client.get("/center/reconcile/"))
    assert page.rows("맞지 않는 것") == [
        {"쇼핑몰": "하루상점", "무엇이": "남은 수량이 상품주문의 상태와 맞지 않습니다", "어느 것": key, "여기": "0", "있어야 할 값": "2",
         "찾은 시각": "2026.11.23 10:00"}
    ]  # fmt: skip
    assert Page(client.post("/center/reconcile/run/", follow=True)).says("모든 가맹점의 원장과 주문을 맞추어 봅니다.")
    assert Job.objects.filter(task="checkout.reconcile.tasks.reconcile_now").exists()


def test_the_page_is_for_operators(merchant: Merchant) -> None:
    client = Client()
    log_in(client, make_account("somebody"))
    assert client.get("/center/reconcile/").status_code != 200


@pytest.fixture
def claimed(outside: Outside) -> Order:
    """An order paid with points and a coupon too: one line is cancelled and paid back, a cancel of the other is asked for."""
    world = make_world()
    cases.modern(world)
    fill_purse(world.buyer, world.merchant, 5_000)
    order, coupon = make_order(world.merchant, world.buyer, MUG, APRON), give_coupon_worth(world.buyer, 3_000)
    with scope(order.merchant_id):
        choosing.hold(order=order, choice=Choice(coupon.id, Won(1_000)), now=NOW)
        record_verdict(payment=make_payment(order), verdict=taken(order), now=NOW)
        facts: dict[str, Any] = {"reason": ClaimReason.SOLD_OUT, "words": "", "now": NOW}
        cancel_by_seller(merchant=world.merchant, asked=cases.of(order, 0), who="api", **facts)
        cases.pay_back(order)
        cases.acknowledge(order)
        facts |= {"reason": ClaimReason.INTENT_CHANGED}
        ask_cancel(order=Order.objects.get(id=order.id), buyer=world.buyer, asked=cases.of(order, 1), **facts)
    return order


def done() -> Claim:
    return Claim.objects.get(state="done")


def of_done(rows: type[Model], key: str, **facts: Any) -> Callable[[], str]:
    def plant() -> str:
        assert rows._default_manager.filter(key__startswith=key.format(done().number)).update(**facts) == 1
        return done().number

    return plant


def posted_otherwise() -> str:
    """Posted rows are never edited: five won more of the benefits went back than was proposed."""
    posted = Transfer.objects.get(key=f"claim:{done().number}")
    for account, amount in (("benefit_expense", -5), ("loss", 5)):
        Posting.objects.create(merchant_id=posted.merchant_id, transfer_id=posted.id, account=account, amount=Won(amount))
    return done().number


def stuck() -> str:
    claim = Claim.objects.get(state="asked")
    Claim.objects.filter(id=claim.id).update(state="canceling", stands_since=NOW - timedelta(days=1))
    return claim.number


def of_order(rows: type[Model], **facts: Any) -> Callable[[], str]:
    def plant() -> str:
        rows._default_manager.filter(order_id=done().order_id).update(**facts)
        return str(done().order.number)

    return plant


OF_CLAIMS: dict[str, tuple[str, Callable[[], str]]] = {
    "클레임의 분개": ("claim_posting", posted_otherwise),
    "클레임의 적립금": ("claim_points", of_done(PointLot, "claim:{}", amount=Won(1), left=Won(1))),
    "클레임의 환불": ("claim_refund", of_done(Refund, "{}-", state="refused")),
    "끝나지 않는 환불": ("claim_stuck", stuck),
    "열린 클레임": ("open_claim", of_order(OrderLine, open_claim=None)),
    "쓴 혜택": ("benefit_use", of_order(BenefitUse, points=Won(1))),
    "쓴 쿠폰": ("coupon", of_order(BuyerCoupon, state="issued", order_id=None)),
}


@pytest.mark.parametrize(("kind", "plant"), OF_CLAIMS.values(), ids=OF_CLAIMS)
def test_what_of_claims_and_benefits_is_planted_is_found_by_name(claimed: Order, kind: str, plant: Callable[[], str]) -> None:
    """The state of a claim against posting, refund and lines; what an order took against its coupon and its amounts."""
    assert look(claimed.merchant) == []
    with scope(claimed.merchant_id):
        key = plant()
    assert (kind, key) in look(claimed.merchant)


def a_lot() -> None:
    PointLot.objects.filter(key="points:1").update(left=F("left") + 1)


def a_posting() -> None:
    transfer("x", (AccountKind.POINTS_OWED, 5), (AccountKind.POINTS_EXPENSE, -5))


def what_is_held() -> None:
    BenefitUse.objects.update(state="held")


def a_stray() -> None:
    BenefitUse.objects.update(coupon_id=None)


OF_PURSES = {"wallet_lots": a_lot, "wallet_ledger": a_posting, "wallet_held": what_is_held, "coupon": a_stray}


@pytest.mark.parametrize("kind", OF_PURSES)
def test_what_of_a_purse_is_planted_is_found_and_resolved(
    claimed: Order, monkeypatch: pytest.MonkeyPatch, kind: str, django_assert_num_queries: Any
) -> None:
    """Wallet against lots, ledger and orders, coupons against what took them: however many buyers, at the same cost a batch."""
    monkeypatch.setattr(queries, "BATCH", 1)

    def walk(after: int = 0) -> list[tuple[str, str]]:
        some, last = reconcile_purses(after=after, now=NOW)
        found = [(one.kind.value, one.key) for one in some]
        return found if last is None else [*found, *walk(last)]

    assert walk() == []
    with scope(claimed.merchant_id), transaction.atomic():
        before = transaction.savepoint()
        OF_PURSES[kind]()
        assert (kind, str(claimed.buyer_id)) in walk()
        assert (kind, str(claimed.buyer_id)) in set(PurseFinding.objects.filter(resolved_at=None).values_list("kind", "key"))
        told = StringIO()
        with pytest.raises(CommandError):
            call_command("reconcile", stdout=told)
        assert f"buyer {kind} {claimed.buyer_id} " in told.getvalue()
        transaction.savepoint_rollback(before)
    PurseFinding.objects.create(kind=kind, key=str(claimed.buyer_id), found_at=NOW)
    assert walk() == []
    assert PurseFinding.objects.get().resolved_at == NOW


@pytest.mark.parametrize(("reading", "plant"), [("facts_of", pieces), ("purses_of", a_lot)], ids=["주문", "지갑"])
def test_what_is_gone_at_the_second_look_is_no_difference(
    claimed: Order, monkeypatch: pytest.MonkeyPatch, reading: str, plant: Callable[[], object]
) -> None:
    """People go on while it is read: only the first look falls between two steps of one."""
    read, looks = getattr(queries, reading), []

    def read_between(*wanted: Any) -> Any:
        looks.append(wanted)
        with transaction.atomic():
            before = transaction.savepoint()
            if len(looks) == 1:
                plant()
            found = read(*wanted)
            transaction.savepoint_rollback(before)
        return found

    monkeypatch.setattr(looking, reading, read_between)
    with scope(claimed.merchant_id):
        assert reconcile(merchant_id=claimed.merchant_id, now=NOW) == []
        assert reconcile_purses(after=0, now=NOW)[0] == []
    assert len(looks) == 2


def test_an_order_that_ends_without_an_attempt_gives_back_what_it_held(claimed: Order) -> None:
    """Points paid all of it and its shop was silent, so that no attempt was ever made whose end would release them."""
    order = make_order(claimed.merchant, claimed.buyer, MUG)
    with scope(order.merchant_id):
        choosing.hold(order=order, choice=Choice(None, Won(1_000)), now=NOW)
        held = Wallet.objects.get().held
        OrderSheet.objects.filter(id=order.sheet_id).update(expires_at=NOW)
        assert expire_order(merchant_id=order.merchant_id, order_id=order.id, now=NOW + timedelta(minutes=31))
    assert (held, Wallet.objects.get().held) == (Won(1_000), Won(0))
    assert look(claimed.merchant, days=2) == []
