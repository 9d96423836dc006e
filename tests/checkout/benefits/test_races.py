"""구매확정과 적립: the buyer, the hub's clock and a job at once; points are promised and given once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.checkout.machines import Clock
from tests.checkout.worlds import APRON, MUG, NOW, make_account, make_merchant, make_paid_order
from tests.racing import broken, meanwhile, stored

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.benefits.services import finalization
from minishop.checkout.benefits.services.granting import grant_points
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Change, LineEvent, Order, OrderLine
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.payments.models import Posting, Transfer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.benefits.services"
KINDS = (OrderLine, LineEvent, Change, PointGrant, Job)
MUCH_LATER = NOW + timedelta(days=60)


@pytest.fixture
def merchant(several_connections: None) -> Merchant:
    return make_merchant(hint_url="")


@pytest.fixture
def order(merchant: Merchant, clock: Clock) -> Order:
    """An order that is on its way."""
    order = make_paid_order(merchant, make_account(), MUG, APRON)
    with scope(merchant.id):
        line = OrderLine.objects.filter(order_id=order.id).order_by("position")[0]
        dispatch_all(
            merchant=merchant, wanted=[Wanted(line.number, "DELIVERY", "HYUNDAI", "123456789013", NOW)], who="api", now=NOW
        )
    clock.work()
    return order


def in_scope(of: Merchant, act: Callable[..., Any], **named: Any) -> Callable[[], Any]:
    def run() -> Any:
        with scope(of.id):
            return act(**named)

    return run


def by_buyer(merchant: Merchant, order: Order) -> Callable[[], Any]:
    return in_scope(merchant, finalization.finalize_order, order=order, buyer=order.buyer, now=MUCH_LATER)


def by_clock(merchant: Merchant, order: Order) -> Callable[[], Any]:
    return in_scope(merchant, finalization._finalize_overdue_order, merchant_id=merchant.id, order_id=order.id, now=MUCH_LATER)


@pytest.mark.parametrize(
    ("first", "second"),
    [(by_buyer, by_clock), (by_clock, by_buyer), (by_buyer, by_buyer)],
    ids=["구매자 먼저", "시계 먼저", "두 번 누름"],
)
def test_an_order_is_finalized_once_and_its_points_are_promised_once(
    merchant: Merchant, order: Order, first: Any, second: Any
) -> None:
    with meanwhile(f"{SERVICES}.finalization.transition", second(merchant, order)) as rival:
        first(merchant, order)()
    assert rival.raised == []
    with scope(merchant.id):
        assert PointGrant.objects.count() == 1
        assert LineEvent.objects.filter(event="finalize").count() == 2
        assert Change.objects.filter(kind="PURCHASE_DECIDED").count() == 2


@pytest.mark.parametrize("act", [by_buyer, by_clock], ids=["구매자", "시계"])
def test_a_finalization_that_dies_half_way_has_not_happened(merchant: Merchant, order: Order, act: Any) -> None:
    before = stored(*KINDS)
    with broken(f"{SERVICES}.finalization.promise_points"):
        act(merchant, order)()
    assert stored(*KINDS) == before


@pytest.fixture
def grant(merchant: Merchant, order: Order) -> PointGrant:
    """Points that are due."""
    by_buyer(merchant, order)()
    with scope(merchant.id):
        return PointGrant.objects.get()


def giving(merchant: Merchant, grant: PointGrant) -> Callable[[], Any]:
    return in_scope(merchant, grant_points, merchant=merchant, grant_id=grant.id, now=grant.due_at)


def test_points_are_given_once_by_two_workers(merchant: Merchant, grant: PointGrant) -> None:
    with meanwhile("minishop.checkout.payments.models.Transfer.save", giving(merchant, grant)) as rival:
        giving(merchant, grant)()
    assert rival.raised == []
    with scope(merchant.id):
        assert Transfer.objects.filter(kind="points").count() == 1


def test_points_that_are_being_given_when_the_worker_dies_are_given_by_the_next(merchant: Merchant, grant: PointGrant) -> None:
    before = stored(Transfer, Posting, PointGrant)
    with broken(f"{SERVICES}.granting.ledger.post"):
        giving(merchant, grant)()
    assert stored(Transfer, Posting, PointGrant) == before
