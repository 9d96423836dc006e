"""The line's one writer, and the feed: no gap, in the order of commits, one hint a batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from tests.checkout.worlds import APRON, MUG, NOW, make_account, make_merchant, make_order

from minishop.chassis.tenancy import ScopeMissing, scope
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.merchants.models import MerchantCounter
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.orders.models import LineEvent as Event
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.transition import transition
from minishop.kernel.machine import IllegalTransition

pytestmark = pytest.mark.django_db


def lines_of(order: Order) -> list[OrderLine]:
    return list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))


@pytest.fixture
def order() -> Order:
    return make_order(make_merchant(), make_account(), MUG, APRON)


def test_a_step_leaves_its_history(order: Order) -> None:
    with scope(order.merchant_id):
        moved = transition(lines=lines_of(order), event=LineEvent.PAY, actor=Actor.HUB, now=NOW, reason="카드", who="pg")
        assert {line.state for line in moved} == {line.state for line in lines_of(order)} == {LineState.PAID}
        assert set(Event.objects.values_list("event", "from_state", "to_state", "actor", "reason")) == {
            ("pay", "awaiting_payment", "paid", "hub:pg", "카드")
        }


@pytest.mark.parametrize(("length", "kept"), [(500, 500), (501, 500)])
def test_a_reason_is_kept_up_to_what_its_column_holds(order: Order, length: int, kept: int) -> None:
    with scope(order.merchant_id):
        transition(lines=lines_of(order)[:1], event=LineEvent.PAY, actor=Actor.HUB, now=NOW, reason="가" * length)
        assert Event.objects.get().reason == "가" * kept


@pytest.mark.parametrize(("length", "kept"), [(76, 76), (77, 76)])
def test_who_did_it_is_kept_up_to_what_its_column_holds(order: Order, length: int, kept: int) -> None:
    with scope(order.merchant_id):
        transition(lines=lines_of(order)[:1], event=LineEvent.PAY, actor=Actor.HUB, now=NOW, who="a" * length)
        assert Event.objects.get().actor == "hub:" + "a" * kept


WAY = [
    (LineEvent.PAY, Actor.HUB, ""),
    (LineEvent.REQUEST_DISPATCH, Actor.MERCHANT, ""),
    (LineEvent.TRACKING_VALID, Actor.CARRIER, "dispatched_at"),
    (LineEvent.DELIVER, Actor.CARRIER, "delivered_at"),
    (LineEvent.FINALIZE, Actor.BUYER, "finalized_at"),
]


def test_each_step_of_the_way_keeps_its_own_moment(order: Order) -> None:
    expected = dict.fromkeys(("dispatched_at", "delivered_at", "finalized_at"))
    with scope(order.merchant_id):
        for hours, (event, actor, moment) in enumerate(WAY):
            at = NOW + timedelta(hours=hours)
            transition(lines=lines_of(order)[:1], event=event, actor=actor, now=at)
            expected |= {moment: at} if moment else {}
            line = lines_of(order)[0]
            assert {name: getattr(line, name) for name in expected} == expected


def test_all_lines_or_none(order: Order) -> None:
    with scope(order.merchant_id):
        transition(lines=lines_of(order)[:1], event=LineEvent.PAY, actor=Actor.HUB, now=NOW)
        with pytest.raises(IllegalTransition):
            transition(lines=lines_of(order), event=LineEvent.PAY, actor=Actor.HUB, now=NOW)
        assert [line.state for line in lines_of(order)] == [LineState.PAID, LineState.AWAITING_PAYMENT]
        assert Event.objects.count() == 1


def test_what_the_caller_saw_last_does_not_count(order: Order) -> None:
    with scope(order.merchant_id):
        stale = lines_of(order)
        transition(lines=stale, event=LineEvent.PAY, actor=Actor.HUB, now=NOW)
        with pytest.raises(IllegalTransition):
            transition(lines=stale, event=LineEvent.PAY, actor=Actor.HUB, now=NOW)


def test_nobody_else_may_cause_it(order: Order) -> None:
    with scope(order.merchant_id):
        with pytest.raises(IllegalTransition):
            transition(lines=lines_of(order), event=LineEvent.PAY, actor=Actor.BUYER, now=NOW)
        assert not Event.objects.exists()


def test_another_tenants_scope_moves_nothing(order: Order) -> None:
    with scope(order.merchant_id):
        lines = lines_of(order)
    other = make_merchant(shop_name="남의상점")
    with scope(other.id):
        assert transition(lines=lines, event=LineEvent.PAY, actor=Actor.HUB, now=NOW) == []
    with pytest.raises(ScopeMissing):
        transition(lines=lines, event=LineEvent.PAY, actor=Actor.HUB, now=NOW)
    with scope(order.merchant_id):
        assert {line.state for line in lines_of(order)} == {LineState.AWAITING_PAYMENT}


def record(order: Order, kind: ChangeKind = ChangeKind.PAYED) -> None:
    with scope(order.merchant_id), transaction.atomic():
        record_changes(merchant=order.merchant, lines=lines_of(order), kind=kind, now=NOW)


@pytest.mark.parametrize(("microseconds", "kept"), [(0, 0), (999, 0), (1_000, 1_000), (120_999, 120_000), (999_999, 999_000)])
def test_a_change_is_stamped_to_the_millisecond_that_has_begun(order: Order, microseconds: int, kept: int) -> None:
    """The wire tells milliseconds: an instant that was read back finds the change again."""
    with scope(order.merchant_id), transaction.atomic():
        at = NOW.replace(microsecond=microseconds)
        record_changes(merchant=order.merchant, lines=lines_of(order)[:1], kind=ChangeKind.PAYED, now=at)
        assert Change.objects.get().at == NOW.replace(microsecond=kept)


def test_the_feed_counts_without_a_gap(order: Order) -> None:
    other = make_order(make_merchant(shop_name="남의상점"), make_account("stranger"))
    record(order)
    record(other)
    record(order, ChangeKind.DISPATCHED)
    with scope(order.merchant_id):
        rows = list(Change.objects.order_by("sequence").values_list("sequence", "kind", "order_number"))
    assert rows == [
        (1, "PAYED", order.number),
        (2, "PAYED", order.number),
        (3, "DISPATCHED", order.number),
        (4, "DISPATCHED", order.number),
    ]
    with scope(other.merchant_id):
        assert MerchantCounter.objects.get().changes_made == 1


def test_what_is_rolled_back_leaves_no_gap(order: Order) -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        record(order)
        raise Broken
    record(order)
    with scope(order.merchant_id):
        assert sorted(Change.objects.values_list("sequence", flat=True)) == [1, 2]
        assert OutboxMessage.objects.count() == 1


def test_nothing_changed_is_no_change(order: Order) -> None:
    with scope(order.merchant_id), transaction.atomic():
        record_changes(merchant=order.merchant, lines=[], kind=ChangeKind.PAYED, now=NOW)
        assert not Change.objects.exists()
        assert not OutboxMessage.objects.exists()
