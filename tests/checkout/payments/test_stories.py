"""다섯 이야기 (claims.md 4): what stands on the accounts after each event, to the won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from tests.checkout.purses import fill_purse, give_coupon_worth
from tests.checkout.worlds import DETAILS, NOW, balance, make_account, make_merchant, make_payment, make_sheet, taken

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.models import PointLot, Wallet
from minishop.checkout.benefits.services.choosing import hold, use
from minishop.checkout.benefits.services.finalization import settle_after_claim
from minishop.checkout.benefits.services.granting import grant_points
from minishop.checkout.benefits.services.lapsing import lapse_points
from minishop.checkout.benefits.services.restoring import restore_points, take_back_points
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.placing import place_order
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.domain.ledger import (
    AccountKind,
    Entry,
    Given,
    claim_fee_back_entries,
    claim_fee_entries,
    paid_out_entries,
    payout_entries,
    remit_entries,
)
from minishop.checkout.payments.domain.proceeds import Proceeds
from minishop.checkout.payments.models import Posting, ProceedsEntry, Transfer
from minishop.checkout.payments.services.ledger import post
from minishop.checkout.payments.services.proceeds import Claimed, make_due, post_claim
from minishop.checkout.payments.services.settling import pay_order, record_verdict
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db
A = AccountKind


@dataclass
class Story:
    """One merchant's books, read by account; zeros are left out."""

    merchant: Merchant = field(default_factory=make_merchant)
    buyer: Account = field(default_factory=make_account)
    now: datetime = NOW

    def order(self, *prices: tuple[int, int], base: int = 0, coupon: int = 0, points: int = 0) -> Order:
        """An order of lines (pieces, price of one) that is paid with what the hub's coupon and points leave."""
        lines = [
            RegisteredLine(f"P{place}", f"상품 {place}", pieces, Won(price), Won(price) * pieces)
            for place, (pieces, price) in enumerate(prices)
        ]
        sheet = make_sheet(self.merchant, *lines, price=base)
        with scope(self.merchant.id):
            order = place_order(merchant=self.merchant, sheet=sheet, buyer=self.buyer, details=DETAILS, now=self.now)
            chosen = give_coupon_worth(self.buyer, coupon).id if coupon else None
            hold(order=order, choice=Choice(coupon=chosen, points=Won(points)), now=self.now)
            if order.pay_total:
                record_verdict(payment=make_payment(order), verdict=taken(order), now=self.now)
            else:
                assert use(order=order, now=self.now)
                pay_order(order=order, means="", key=f"payment:{order.number}", now=self.now)
            return Order.objects.select_related("merchant", "buyer").get(id=order.id)

    def lines(self, order: Order) -> list[OrderLine]:
        return list(OrderLine.objects.filter(order_id=order.id).order_by("position"))

    def end(self, order: Order, place: int) -> None:
        OrderLine.objects.filter(id=self.lines(order)[place].id).update(state="returned", remaining=0)

    def finalize(self, order: Order) -> None:
        OrderLine.objects.filter(order_id=order.id, remaining__gt=0).update(state="finalized")
        settle_after_claim(order=order, now=self.now)

    def grant(self, order: Order) -> None:
        self.now += timedelta(days=1)
        grant_points(merchant=self.merchant, grant_id=order.point_grants.get().id, now=self.now)

    def post(self, key: str, entries: Sequence[Entry]) -> None:
        post(merchant=self.merchant, key=key, kind="story", order_number="1", entries=entries, buyer=self.buyer, now=self.now)

    def books(self) -> dict[str, int]:
        found = {kind.value: int(balance(self.merchant, kind)) for kind in A}
        assert sum(found.values()) == 0
        assert {total(transfer.postings.values_list("amount", flat=True)) for transfer in Transfer.objects.all()} == {0}
        waiting = total(ProceedsEntry.objects.values_list("pending_money", flat=True))
        waiting += total(ProceedsEntry.objects.values_list("pending_benefits", flat=True))
        assert waiting == -found["merchant_pending"]
        return {kind: amount for kind, amount in found.items() if amount}


@pytest.fixture
def story() -> Story:
    return Story()


def claimed(line: OrderLine | None, money: int, benefits: int = 0) -> Claimed:
    return Claimed(line.id if line else None, Proceeds(Won(money), Won(benefits)))


def test_s1_a_whole_order_is_cancelled(story: Story) -> None:
    """S1, C13, claims L1: 15,106 + 2,000 − 500 of the hub; everything goes back to 0."""
    order = story.order((1, 15106), base=2000, coupon=500)
    with scope(story.merchant.id):
        assert story.books() == {"pg_receivable": 16606, "benefit_expense": 500, "merchant_pending": -17106}
        [line] = story.lines(order)
        story.end(order, 0)
        parts = [claimed(line, 14606, 500), claimed(None, 2000)]
        post_claim(order=order, number="c1", claimed=parts, money=Won(16606), given=Given(discounts=Won(500)), fee=Won(0), now=NOW)
        settle_after_claim(order=order, now=NOW)
        assert story.books() == {}


def test_s2_one_of_three_is_returned_and_the_rest_kept(story: Story) -> None:
    """S2, C1, C41, claims L20, R137: the return fee when the claim is done, the due with the first finalized line, 201 points next day."""
    fill_purse(story.buyer, make_merchant(shop_name="다른상점"), 1800)
    order = story.order((1, 24000), (1, 18000), (2, 9900), coupon=3000, points=1800)
    with scope(story.merchant.id):
        before = {"pg_receivable": 57000, "points_owed": 1800, "benefit_expense": 3000, "merchant_pending": -61800}
        assert story.books() == before
        given = Given(points=Won(699), discounts=Won(1165))
        story.end(order, 0)
        post_claim(
            order=order,
            number="c1",
            claimed=[claimed(story.lines(order)[0], 22136, 1864)],
            money=Won(16636),
            given=given,
            fee=Won(3000),
            now=NOW,
        )
        restore_points(order=order, claim="c1", points=Won(699), now=NOW)
        make_due(order=order, now=NOW)
        assert story.books() == {
            "pg_receivable": 40364, "points_owed": 1101, "benefit_expense": 1835, "merchant_pending": -40300,
            "merchant_payable": -2913, "pg_fee": -63, "fee_income": -22, "vat_owed": -2,
        }  # fmt: skip
        story.finalize(order)
        fees = list(ProceedsEntry.objects.filter(kind="line").order_by("at", "id").values_list("pg_fee", "hub_fee", "vat"))
        assert [(int(pg), int(hub + vat), int(vat)) for pg, hub, vat in fees] == [(401, 152, 14), (383, 146, 13)]
        story.grant(order)
        story.post("remit", remit_entries(Won(40364), Won(847)))
        story.post("payout", payout_entries(Won(42131)))
        assert story.books() == {
            "bank": -2614, "points_owed": 900, "benefit_expense": 1835, "points_expense": 201, "fee_income": -293, "vat_owed": -29,
        }  # fmt: skip


def test_s3_an_exchange_becomes_a_return_that_the_pg_cannot_pay_back(story: Story) -> None:
    """S3, C35: the PG keeps its fee on 26,500."""
    order = story.order((1, 24000), base=2500)
    with scope(story.merchant.id):
        story.post("payment:fee", claim_fee_entries(Won(6000)))
        story.post("claimfee:back", claim_fee_back_entries(Won(6000)))
        story.end(order, 0)
        post_claim(
            order=order,
            number="c1",
            claimed=[claimed(story.lines(order)[0], 24000)],
            money=Won(21000),
            given=Given(),
            fee=Won(3000),
            by_account=Won(21000),
            now=NOW,
        )
        settle_after_claim(order=order, now=NOW)
        assert story.books() == {
            "pg_receivable": 26500, "refund_owed": -21000, "merchant_payable": -4900, "pg_fee": -556, "fee_income": -40, "vat_owed": -4,
        }  # fmt: skip
        story.post("refund:c1", paid_out_entries(Won(21000)))
        story.post("remit", remit_entries(Won(26500), Won(556)))
        story.post("payout", payout_entries(Won(4900)))
        assert story.books() == {"bank": 44, "fee_income": -40, "vat_owed": -4}


def test_s4_points_alone_are_returned_and_lapse_a_year_later(story: Story) -> None:
    """S4, C32, claims L19: no PG, no fee, no points to earn."""
    fill_purse(story.buyer, story.merchant, 4500)
    order = story.order((1, 4500), points=4500)
    with scope(story.merchant.id):
        assert story.books() == {"points_expense": 4500, "merchant_pending": -4500}
        assert order.pay_total == 0
        story.end(order, 0)
        back = [claimed(story.lines(order)[0], 0, 4500)]
        post_claim(order=order, number="c1", claimed=back, money=Won(0), given=Given(points=Won(4500)), fee=Won(0), now=NOW)
        restore_points(order=order, claim="c1", points=Won(4500), now=NOW)
        settle_after_claim(order=order, now=NOW)
        assert story.books() == {"points_expense": 4500, "points_owed": -4500}
        lapse_points(now=NOW + timedelta(days=366 + 30))
        assert story.books() == {"points_expense": 4500, "points_lapsed": -4500}
        assert not order.point_grants.exists()


def test_s5_a_settled_order_is_returned_by_the_operator(story: Story) -> None:
    """S5: fees and points come back, and the merchant owes what it was paid."""
    fill_purse(story.buyer, make_merchant(shop_name="다른상점"), 2400)
    order = story.order((1, 62000), points=2400)
    with scope(story.merchant.id):
        story.finalize(order)
        story.grant(order)
        assert story.books() == {
            "pg_receivable": 59600, "merchant_payable": -60273, "points_owed": 2102, "points_expense": 298,
            "pg_fee": -1251, "fee_income": -433, "vat_owed": -43,
        }  # fmt: skip
        story.post("remit", remit_entries(Won(59600), Won(1251)))
        story.post("payout", payout_entries(Won(60273)))
        story.end(order, 0)
        back = [claimed(story.lines(order)[0], 59600, 2400)]
        restore_points(order=order, claim="c1", points=Won(2400), now=NOW)
        took = take_back_points(order=order, claim="c1", money=Won(59600), now=NOW)
        assert (took.balance, took.money, took.loss) == (298, 0, 0)
        post_claim(order=order, number="c1", claimed=back, money=Won(59600), given=Given(points=Won(2400)), fee=Won(0), now=NOW)
        settle_after_claim(order=order, now=NOW)
        story.post("net", remit_entries(Won(-59600), Won(-1251)))
        assert story.books() == {"bank": -60273, "merchant_payable": 60273}


def test_c38_points_that_were_spent_are_kept_from_the_money(story: Story) -> None:
    """C38, claims L18: 40 from the balance, 135 from the money; again, nothing."""
    order = story.order((1, 35000))
    with scope(story.merchant.id):
        story.finalize(order)
        story.grant(order)
        PointLot.objects.update(left=40)
        Wallet.objects.update(balance=40)
        story.end(order, 0)
        back = [claimed(story.lines(order)[0], 35000)]
        took = take_back_points(order=order, claim="c1", money=Won(35000), now=NOW)
        assert (took.balance, took.money, took.loss) == (40, 135, 0)
        assert take_back_points(order=order, claim="c1", money=Won(35000), now=NOW).balance == 0
        for _ in range(2):
            post_claim(order=order, number="c1", claimed=back, money=Won(34865), kept=Won(135), given=Given(), fee=Won(0), now=NOW)
        assert story.books() == {"pg_receivable": 135, "points_owed": -135}
        assert [int(entry.due_money) for entry in ProceedsEntry.objects.filter(kind="claim")] == [-35000]


def test_the_database_keeps_what_was_posted(story: Story) -> None:
    """claims L2: the same order twice finalized posts once."""
    order = story.order((1, 24000), base=2500)
    with scope(story.merchant.id):
        story.finalize(order)
        before = Posting.objects.count()
        story.finalize(order)
        assert Posting.objects.count() == before
