"""The worked examples of claims.md whose money really moves (section 8): what the PG gives back, what comes back as points, what is left."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from tests.checkout.claims import cases, test_admin, test_cancelling
from tests.checkout.claims.cases import Bought, bought, of, some
from tests.checkout.claims.test_returning import ask, does
from tests.checkout.fakes import Outside
from tests.checkout.purses import give_coupon_worth
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon, PointGrant, Wallet
from minishop.checkout.benefits.services import purse
from minishop.checkout.benefits.services.finalization import finalize_order
from minishop.checkout.benefits.services.granting import grant_points
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.admin import open_admin, settle_admin
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won

# The mock-up's order 102816297: a set, a mug and two cloths, a coupon of 3,000 that the hub bears, 1,800 points, 57,000 by card.
DRAWN = Bought(((24_000, 1), (18_000, 1), (19_800, 2)), coupon=3_000, points=1_800)


def returned(world: World, order: Order, asked: list[Asked], reason: ClaimReason = ClaimReason.INTENT_CHANGED) -> tuple[int, int]:
    """Money and points of a return that went through: of the proposal, of the PG and of the ledger alike."""
    before = cases.balances(order)
    claim = ask(world, order, asked=asked, reason=reason)
    does(answering.approve, claim, who="api")
    cases.pay_back(order)
    assert cases.fresh(claim).state == "done"
    money, points, to_pay = cases.proposal(claim)
    after = cases.balances(order)
    assert to_pay == 0
    assert before["pg_receivable"] - after.get("pg_receivable", 0) == money
    assert before.get("points_owed", 0) - after.get("points_owed", 0) == points
    return money, points


@pytest.fixture
def order(world: World, outside: Outside) -> Order:
    """The drawn one, all of it delivered."""
    cases.modern(world)
    made = bought(world, DRAWN)
    cases.send(made)
    return made


def test_the_mockups_order_is_paid_as_drawn(order: Order) -> None:
    """S2: 57,000 by card, 1,800 points, 3,000 of the hub; the merchant is to get 61,800."""
    assert cases.balances(order) == {
        "pg_receivable": 57_000,
        "benefit_expense": 3_000,
        "points_owed": 1_800,
        "merchant_pending": -61_800,
    }


def test_c15_a_set_that_was_changed_for_another_mind(world: World, order: Order) -> None:
    """C15, S2: the threshold is broken by it; the merchant keeps the first delivery and the return fee, 5,500."""
    assert returned(world, order, of(order, 0)) == (16_636, 699)
    assert cases.balances(order)["merchant_pending"] == -40_300
    assert cases.balances(order)["benefit_expense"] == 3_000 - 1_165


def test_c16_a_broken_set(world: World, order: Order) -> None:
    """C16."""
    assert returned(world, order, of(order, 0), ClaimReason.BROKEN) == (22_136, 699)
    assert cases.balances(order)["merchant_pending"] == -61_800 + 24_000


def test_c17_one_thing_after_the_other(world: World, order: Order) -> None:
    """C17: four claims, four return fees and one first delivery; coupon and points are all back."""
    steps = [returned(world, order, of(order, 0)), returned(world, order, some(order, 2, 1))]
    steps += [returned(world, order, some(order, 2, 1)), returned(world, order, of(order, 1))]
    assert steps == [(16_636, 699), (6_131, 288), (6_130, 289), (13_603, 524)]
    assert cases.states(order) == ["returned"] * 3
    left = cases.balances(order)
    assert left["pg_receivable"] == 57_000 - 42_500
    assert not {"points_owed", "benefit_expense", "merchant_pending"} & left.keys()


def test_c18_everything_in_one_claim(world: World, order: Order) -> None:
    """C18, L11: the same as C17 but for three return fees."""
    assert returned(world, order, of(order)) == (51_500, 1_800)
    assert "merchant_pending" not in cases.balances(order)


def test_c20_everything_by_the_sellers_fault(world: World, order: Order) -> None:
    """C20, L9: as if it had never been."""
    assert returned(world, order, of(order), ClaimReason.BROKEN) == (57_000, 1_800)
    assert cases.balances(order) == {}


def test_c13_the_manuals_cancel(world: World, outside: Outside) -> None:
    """Q5: C13, S1, A24: 16,606 of 16,606, 500 of which the hub had given."""
    order = bought(world, Bought(((15_106, 1),), shipping=2_000, threshold=50_000, instant=500))
    assert int(order.pay_total) == 16_606
    test_cancelling.ask(world, order)
    cases.pay_back(order)
    assert ([int(row.amount) for row in cases.refunds(order)], cases.balances(order)) == ([16_606], {})


SIX = [(6_522, 0), (33_600, 0), (1_722, 0), (3_500, 944), (7_500, 2_500), (8_000, 2_500)]


def test_c14_the_six_orders_of_the_list(world: World, outside: Outside) -> None:
    """C14, R144, Q18, Q19: each comes back whole, once; together 60,844, of which 5,944 for shipping."""
    back = []
    for total, shipping in SIX:
        order = bought(world, Bought(((total - shipping, 1),), shipping=shipping, threshold=50_000 if shipping else 0))
        cases.send(order)
        back.append(returned(world, order, of(order), ClaimReason.WRONG_DELIVERY))
        assert cases.balances(order) == {}
    assert back == [(total, 0) for total, _ in SIX]
    assert (sum(money for money, _ in back), sum(shipping for _, shipping in SIX)) == (60_844, 5_944)


def test_c31_fees_fall_on_the_money_first_and_then_on_the_points(world: World, outside: Outside) -> None:
    """C31: 12,000 of 12,500 were points."""
    order, other = (bought(world, Bought(((10_000, 1),), shipping=2_500, threshold=50_000, points=12_000)) for _ in range(2))
    assert int(order.pay_total) == 500
    cases.send(order)
    assert returned(world, order, of(order)) == (0, 7_000)
    claim = test_cancelling.ask(world, other)
    cases.pay_back(other)
    assert (cases.proposal(claim), cases.balances(other)) == ((500, 12_000, 0), {})


def test_c38_points_that_are_spent_are_kept_from_the_money(world: World, outside: Outside) -> None:
    """C38, L18: 175 were granted, 40 are left; the buyer gets 34,865, and the merchant gives back 35,000 and gets its fees back."""
    order = bought(world, Bought(((35_000, 1),), threshold=0))
    cases.send(order)
    with scope(order.merchant_id):
        finalize_order(order=order, buyer=world.buyer, now=NOW)
        grant = PointGrant.objects.get(order_id=order.id)
        grant_points(merchant=order.merchant, grant_id=grant.id, now=grant.due_at)
    assert (int(grant.points), cases.balances(order)["points_owed"]) == (175, -175)
    spend(world.buyer, 135)
    claim = test_admin.opened(order)
    assert cases.proposal(claim) == (34_865, 0, 0)
    does(settle_admin, claim, who="root")
    cases.pay_back(order)
    assert [int(row.amount) for row in cases.refunds(order)] == [34_865]
    left = cases.balances(order)
    assert {
        account: left.get(account, 0) for account in ("merchant_payable", "points_expense", "pg_fee", "fee_income", "vat_owed")
    } == {
        "merchant_payable": 0,
        "points_expense": 0,
        "pg_fee": 0,
        "fee_income": 0,
        "vat_owed": 0,
    }
    assert left == {"pg_receivable": 135, "points_owed": -135}
    assert int(Wallet.objects.get(buyer=world.buyer).balance) == 0


def spend(buyer: Account, points: int) -> None:
    """Points that went for something else."""
    with transaction.atomic():
        purse.take(purse.locked_wallet(buyer), Won(points))


def test_points_and_the_coupon_come_back_once(world: World, outside: Outside) -> None:
    """L15: points with the claim that ends what they paid, into the buyer's wallet."""
    order = bought(world, DRAWN)
    test_cancelling.ask(world, order)
    cases.pay_back(order)
    assert int(Wallet.objects.get(buyer=world.buyer).balance) == 1_800
    cases.pay_back(order)
    assert (int(Wallet.objects.get(buyer=world.buyer).balance), cases.balances(order)) == (1_800, {})


def ended(order: Order, asked: list[Asked]) -> None:
    """The operator ends pieces for the seller's fault, whatever has become of the order."""
    facts: dict[str, Any] = {"fault": Fault.SELLER, "reason": ClaimReason.ETC, "words": "직권", "who": "root"}
    with scope(order.merchant_id):
        claim = open_admin(merchant=order.merchant, asked=asked, now=NOW, **facts)
    does(settle_admin, claim, who="root")
    cases.pay_back(order)
    assert cases.fresh(claim).state == "done"


def test_after_every_claim_the_granted_points_are_those_of_the_net_money(world: World, outside: Outside) -> None:
    """claims L17: granted once, and then ⌊net money × rate⌋ after each claim: 309 of 61,800, 189 of 37,800, 139 of 27,900, none of 0."""
    cases.modern(world)
    order = bought(world, Bought(((24_000, 1), (18_000, 1), (19_800, 2)), threshold=0))
    cases.send(order)
    with scope(order.merchant_id):
        finalize_order(order=order, buyer=world.buyer, now=NOW)
        grant = PointGrant.objects.get(order_id=order.id)
        for _ in range(2):
            grant_points(merchant=order.merchant, grant_id=grant.id, now=grant.due_at)
    had = [int(Wallet.objects.get(buyer=world.buyer).balance)]
    for asked in (some(order, 0, 1), some(order, 2, 1), [*some(order, 1, 1), *some(order, 2, 1)]):
        ended(order, asked)
        had.append(int(Wallet.objects.get(buyer=world.buyer).balance))
    assert had == [309, 189, 139, 0]
    with scope(order.merchant_id):
        assert PointGrant.objects.get(order_id=order.id).points == 0


def test_a_coupon_comes_back_with_the_last_piece_and_once(world: World, outside: Outside) -> None:
    """claims L15: used as long as a piece of its order lives, restored by the claim that ends the last, and by no other."""
    cases.modern(world)
    order = bought(world, DRAWN)
    coupon = give_coupon_worth(world.buyer, 3_000)
    BuyerCoupon.objects.filter(id=coupon.id).update(state="used", order_id=order.id, order_merchant_id=order.merchant_id)
    with scope(order.merchant_id):
        BenefitUse.objects.create(
            merchant_id=order.merchant_id, order_id=order.id, coupon_id=coupon.id, state="used", points=order.points_used, at=NOW
        )
    cases.send(order)
    found = []
    for asked in (some(order, 2, 1), of(order, 0), some(order, 2, 1), of(order, 1)):
        returned(world, order, asked)
        found.append(BuyerCoupon.objects.get(id=coupon.id).state)
    assert found == ["used", "used", "used", "restored"]
    with scope(order.merchant_id):
        last = Claim.objects.filter(order_id=order.id).latest("asked_at", "id")
    coupon.refresh_from_db()
    assert (coupon.restored_by, coupon.order_id) == (last.number, None)
