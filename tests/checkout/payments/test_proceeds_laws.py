"""판매대금의 법칙: whatever is returned and finalized in whatever order, the books agree (claims L1, L20, L22)."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.checkout.payments.test_stories import Story, claimed
from tests.checkout.purses import fill_purse
from tests.checkout.worlds import NOW, balance, make_merchant

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.domain.points import taken_back
from minishop.checkout.benefits.services.finalization import settle_after_claim
from minishop.checkout.benefits.services.restoring import restore_points
from minishop.checkout.orders.domain.shares import part_of
from minishop.checkout.orders.domain.states import LIVING
from minishop.checkout.orders.models import Order, OrderLine, OrderPart
from minishop.checkout.orders.queries import share_of
from minishop.checkout.payments.domain.fees import Rates, fees_on
from minishop.checkout.payments.domain.ledger import AccountKind, Given
from minishop.checkout.payments.models import ProceedsEntry
from minishop.checkout.payments.services.proceeds import make_due, post_claim
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db


def give_back_a_piece(story: Story, order: Order, line: OrderLine, number: int, fee: int, *, by_account: bool) -> None:
    """One piece of a line ends; its fee is kept from its money."""
    share = share_of(OrderPart.objects.get(order_id=order.id, line_id=line.id))
    before, after = (part_of(share, line.quantity - line.remaining + more, line.quantity) for more in (0, 1))
    ended = after - before
    kept = min(Won(fee), ended.money)
    line.remaining -= 1
    line.state = line.state if line.remaining else "returned"
    line.save(update_fields=["remaining", "state"])
    post_claim(
        order=order,
        number=f"c{number}",
        claimed=[claimed(line, int(ended.money), int(ended.points + ended.benefits))],
        money=ended.money - kept,
        given=Given(points=ended.points, discounts=ended.benefits),
        fee=kept,
        by_account=ended.money - kept if by_account else Won(0),
        now=NOW,
    )
    restore_points(order=order, claim=f"c{number}", points=ended.points, now=NOW)
    settle_after_claim(order=order, now=NOW)


def check(story: Story, order: Order) -> None:
    """claims L22: what is pending is what lines that live and are not finalized hold, and shipping as long as none is."""
    books, entries = story.books(), list(ProceedsEntry.objects.filter(order_id=order.id))
    lines = list(OrderLine.objects.filter(order_id=order.id, state__in=LIVING))
    pending = -books.get("merchant_pending", 0)
    if not [line for line in lines if line.state != "finalized"]:
        assert pending == 0
    basis, outside = total(entry.due_money for entry in entries), total(entry.outside for entry in entries)
    fees = fees_on(basis, outside, Rates())
    charged = [-balance(story.merchant, kind) for kind in (AccountKind.PG_FEE, AccountKind.FEE_INCOME, AccountKind.VAT_OWED)]
    assert charged == [fees.pg, fees.hub, fees.vat]


@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_order_of_claims_and_finalizing_keeps_the_books(data: st.DataObject) -> None:
    """claims L1, claims L20, claims L22."""
    with transaction.atomic():
        story = Story(merchant=make_merchant())
        fill_purse(story.buyer, make_merchant(shop_name="다른상점"), 5000)
        prices = data.draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9000)), min_size=1, max_size=3))
        cost = sum(pieces * price for pieces, price in prices) + 2500
        points = data.draw(st.integers(0, min(5000, cost - 600)))
        order = story.order(*prices, base=2500, coupon=500, points=points)
        with scope(story.merchant.id):
            for number in range(8):
                lines = [line for line in story.lines(order) if line.state in LIVING]
                if not lines:
                    break
                line = data.draw(st.sampled_from(lines))
                if line.state != "finalized" and data.draw(st.booleans()):
                    OrderLine.objects.filter(id=line.id).update(state="finalized")
                    make_due(order=order, now=NOW)
                else:
                    fee, by_account = data.draw(st.integers(0, 3000)), data.draw(st.booleans())
                    give_back_a_piece(story, order, line, number, fee, by_account=by_account)
                check(story, order)
        transaction.set_rollback(True)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_what_is_taken_back_adds_up(owed: int, available: int, money: int) -> None:
    """claims L18: from balance + from money + loss; the balance is never below 0."""
    back = taken_back(Won(owed), available=Won(available), money=Won(money))
    assert back.balance + back.money + back.loss == owed
    assert 0 <= back.balance <= available
    assert 0 <= back.money <= money
    assert not back.loss or (back.balance, back.money) == (available, money)
