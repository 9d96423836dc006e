"""주문: two hands on one sheet, on one order's lines, on one merchant's feed; and a crash half way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests.checkout.fakes import Outside
from tests.checkout.payments.test_paying import ADDRESSES
from tests.checkout.worlds import (
    APRON,
    DETAILS,
    MUG,
    NOW,
    make_account,
    make_merchant,
    make_order,
    make_paid_order,
    make_sheet,
    registration,
)
from tests.racing import broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.acknowledging import AcknowledgeRefusal
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Change, Order, OrderLine, OrderSheet, SheetLine
from minishop.checkout.orders.models import LineEvent as History
from minishop.checkout.orders.services.acknowledge import acknowledge_all
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.placing import place_order
from minishop.checkout.orders.services.sheets import register_sheet, remove_old_sheets
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.expiry import expire_unpaid
from minishop.checkout.payments.services.paying import start_payment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.checkout.orders.services"
Deed = Callable[[], Any]


@pytest.fixture
def merchant(several_connections: None, outside: Outside) -> Merchant:
    return make_merchant(hint_url="")


def in_scope(of: Merchant, act: Callable[..., Any], **named: Any) -> Deed:
    def run() -> Any:
        with scope(of.id):
            return act(**named)

    return run


def placing(merchant: Merchant, sheet: OrderSheet, buyer: Any, **details: str) -> Deed:
    filled = replace(DETAILS, **details)
    return in_scope(merchant, place_order, merchant=merchant, sheet=sheet, buyer=buyer, details=filled, now=NOW)


def test_a_sheet_pressed_in_two_tabs_is_one_order(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with meanwhile(f"{SERVICES}.placing._make_order", placing(merchant, sheet, buyer)) as rival:
        placing(merchant, sheet, buyer)()
    assert rival.raised == []
    assert (len(stored(Order)), len(stored(OrderLine))) == (1, 1)


def test_an_order_that_expires_while_pay_is_pressed_again_gets_no_new_window(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    placing(merchant, sheet, buyer)()
    press = in_scope(
        merchant,
        start_payment,
        merchant=merchant,
        sheet=sheet,
        buyer=buyer,
        details=DETAILS,
        addresses=ADDRESSES,
        now=NOW + UNPAID_LIFE,
    )
    with meanwhile("minishop.checkout.payments.services.paying.new_attempt", lambda: expire_unpaid(now=NOW + UNPAID_LIFE)) as rival:
        press()
    assert rival.raised == []
    with scope(merchant.id):
        assert (OrderLine.objects.get().state, Payment.objects.get().state) == ("awaiting_payment", "opened")


def test_an_order_that_expires_while_it_is_corrected_is_the_corrected_one(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    placing(merchant, sheet, buyer)()
    seen: list[str] = []

    def expire() -> None:
        expire_unpaid(now=NOW + UNPAID_LIFE)
        with scope(merchant.id):
            seen.append(Order.objects.get().recipient_name)

    with meanwhile(f"{SERVICES}.placing._correct", expire) as rival:
        placing(merchant, sheet, buyer, recipient_name="김새벽")()
    assert (rival.raised, seen) == ([], ["김새벽"])


def test_an_order_that_dies_half_way_is_not_there(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with broken(f"{SERVICES}.placing._lines"):
        placing(merchant, sheet, buyer)()
    assert stored(Order, OrderLine) == []


def test_a_sheet_that_dies_half_way_is_not_there(merchant: Merchant) -> None:
    with broken(f"{SERVICES}.sheets._lines"):
        in_scope(merchant, register_sheet, merchant=merchant, registration=registration(), now=NOW)()
    assert stored(OrderSheet, SheetLine) == []


MUCH_LATER = NOW + timedelta(days=60)


def test_a_sheet_that_is_removed_while_it_is_ordered_from_stays(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with meanwhile(f"{SERVICES}.placing._make_order", lambda: remove_old_sheets(now=MUCH_LATER)) as rival:
        placing(merchant, sheet, buyer)()
    assert (rival.raised, rival.waited) == ([], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert (len(stored(Order)), len(stored(OrderSheet))) == (1, 1)


def test_a_sheet_that_is_being_removed_is_not_ordered_from_any_more(merchant: Merchant) -> None:
    sheet, buyer = make_sheet(merchant), make_account()
    with meanwhile("minishop.checkout.orders.services.sheets.delete_by_keys", placing(merchant, sheet, buyer)) as rival:
        remove_old_sheets(now=MUCH_LATER)
    assert [type(error) for error in rival.raised] == [OrderSheet.DoesNotExist]
    assert stored(Order, OrderSheet, SheetLine) == []


@pytest.fixture
def paid(merchant: Merchant) -> list[OrderLine]:
    """The lines of a paid order."""
    order = make_paid_order(merchant, make_account(), MUG, APRON)
    with scope(merchant.id):
        return list(OrderLine.objects.filter(order_id=order.id).order_by("id"))


def moving(merchant: Merchant, lines: list[OrderLine], event: LineEvent) -> Deed:
    def move() -> None:
        with scope(merchant.id), transaction.atomic():
            transition(lines=lines, event=event, actor=Actor.MERCHANT, now=NOW)

    return move


def test_two_steps_of_one_line_are_judged_one_after_the_other(merchant: Merchant, paid: list[OrderLine]) -> None:
    """Whoever moves lines locks them: also a caller that has not locked their order."""
    again = moving(merchant, list(paid), LineEvent.REQUEST_DISPATCH)
    with meanwhile(f"{SERVICES}.transition._write", again) as rival:
        moving(merchant, paid, LineEvent.REQUEST_DISPATCH)()
    assert rival.raised == []
    with scope(merchant.id):
        left = History.objects.filter(event=LineEvent.REQUEST_DISPATCH).order_by("id").values_list("from_state", flat=True)
        assert list(left) == ["paid", "paid", "dispatch_requested", "dispatch_requested"]


def test_who_has_locked_an_order_chooses_among_its_lines_as_they_stay(merchant: Merchant, paid: list[OrderLine]) -> None:
    def send() -> None:
        with scope(merchant.id), transaction.atomic():
            ready = [line for line in lock_lines_of_order(merchant, paid[0].order_id) if line.state == LineState.PAID]
            transition(lines=ready, event=LineEvent.REQUEST_DISPATCH, actor=Actor.MERCHANT, now=NOW)

    with meanwhile(f"{SERVICES}.transition._lock", send) as rival:
        send()
    assert rival.raised == []
    assert len([row for row in stored(History) if LineEvent.REQUEST_DISPATCH.value in row]) == 2


def test_a_line_is_acknowledged_by_one_of_two(merchant: Merchant, paid: list[OrderLine]) -> None:
    """발주확인 is judged by the state the line has when it is written, not by one that is being left."""
    told: list[Any] = []

    def acknowledge() -> None:
        told.extend(in_scope(merchant, acknowledge_all, merchant=merchant, line_numbers=[paid[0].number], now=NOW)())

    with meanwhile(f"{SERVICES}.acknowledge.mark_acknowledged", acknowledge) as rival:
        acknowledge()
    assert rival.raised == []
    # Who is told first is anybody's guess: both have come through by then.
    assert {result.refusal for result in told} == {None, AcknowledgeRefusal.ALREADY_ACKNOWLEDGED}
    assert len(told) == 2


def test_changes_of_two_orders_have_numbers_without_a_gap(merchant: Merchant) -> None:
    orders = [make_order(merchant, make_account(name)) for name in ("a", "b")]

    def record(order: Order) -> Deed:
        def run() -> None:
            with scope(merchant.id), transaction.atomic():
                lines = list(OrderLine.objects.filter(order_id=order.id))
                record_changes(merchant=merchant, lines=lines, kind=ChangeKind.PAYED, now=NOW)

        return run

    with meanwhile(f"{SERVICES}.changes.post_hint", record(orders[1])) as rival:
        record(orders[0])()
    assert rival.raised == []
    with scope(merchant.id):
        assert sorted(Change.objects.values_list("sequence", flat=True)) == [1, 2]
