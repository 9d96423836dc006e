"""주문: the collector and the desk, two collectors, two sellers; each acts on what the other has left."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from tests.mall.orders.collected import reported
from tests.mall.worlds import NOW, make_cast
from tests.racing import at_once, broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.mall.orders.domain.checking import CheckEvent
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.models import Dispatch, LineEvent, Order, OrderDay, OrderLine
from minishop.mall.orders.services import desk
from minishop.mall.orders.services.checking import check_tracking
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.orders.services"
LINES_WRITTEN = "minishop.chassis.sets.update"
Deed = Callable[[], Any]


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


@pytest.fixture
def order(shop: Shop) -> Order:
    """An order of two lines that is being prepared."""
    collecting(shop, reported("1", "L1"), reported("1", "L2"))()
    with scope(shop.id):
        return Order.objects.get()


def collecting(shop: Shop, *lines: Any) -> Deed:
    def collect() -> None:
        with scope(shop.id):
            record_lines(shop=shop, channel="minishop", lines=lines, fee_breakdowns={}, now=NOW)

    return collect


def sending(shop: Shop, order: Order, number: str = "123456789013") -> Deed:
    def send() -> None:
        with scope(shop.id):
            desk.enter_tracking(shop=shop, order=order, carrier="HYUNDAI", number=number, actor="owner", now=NOW)

    return send


def holding(shop: Shop, order: Order) -> Deed:
    def hold() -> None:
        with scope(shop.id):
            desk.hold(shop=shop, order=order, actor="owner", reason="재고 확인", now=NOW)

    return hold


def histories(shop: Shop) -> list[list[tuple[str, str]]]:
    """Each line's steps that moved it, in order, and with its state at the end: a chain, where nobody acted on a state that was gone."""
    with scope(shop.id):
        return [
            [*LineEvent.objects.filter(line_id=line.id).order_by("id").values_list("from_state", "to_state"), (line.state, "")]
            for line in OrderLine.objects.order_by("hub_number")
        ]


def is_chain(steps: list[tuple[str, str]]) -> bool:
    return all(to == after for (_, to), (after, _) in pairwise(steps))


def test_the_desk_acts_on_what_the_collector_has_left(shop: Shop, order: Order) -> None:
    gone = collecting(shop, *(reported("1", line, HubState.DELIVERING) for line in ("L1", "L2")))
    with meanwhile(f"{SERVICES}.transition.Steps.move", gone) as rival:
        sending(shop, order)()
    assert rival.raised == []
    assert all(is_chain(steps) for steps in histories(shop))


def test_the_desk_and_the_collector_never_wait_for_each_other(shop: Shop, order: Order) -> None:
    """The hub names lines in any order; both lock them in one."""
    gone = collecting(shop, *(reported("1", line, HubState.DELIVERING) for line in ("L2", "L1")))
    with meanwhile(f"{SERVICES}.transition.Steps.follow_hub", holding(shop, order)) as rival:
        gone()
    assert rival.raised == []


def test_a_line_that_a_page_names_twice_is_one_line(shop: Shop) -> None:
    collecting(shop, reported("1", "L1"), reported("1", "L1", HubState.DELIVERING))()
    with scope(shop.id):
        assert list(OrderLine.objects.values_list("hub_number", "state")) == [("L1", "in_transit")]


def test_the_collector_acts_on_what_the_desk_has_left(shop: Shop, order: Order) -> None:
    with meanwhile(f"{SERVICES}.transition.Steps.follow_hub", holding(shop, order)) as rival:
        collecting(shop, reported("1", "L1", HubState.DELIVERING))()
    assert rival.raised == []
    assert all(is_chain(steps) for steps in histories(shop))


def test_two_sellers_hold_and_send_one_after_the_other(shop: Shop, order: Order) -> None:
    with meanwhile(f"{SERVICES}.transition.Steps.move", holding(shop, order)):
        sending(shop, order)()
    assert all(is_chain(steps) for steps in histories(shop))


def test_lines_of_one_order_that_come_in_two_pages_add_up(shop: Shop, order: Order) -> None:
    with meanwhile(f"{SERVICES}.beginning._line", collecting(shop, reported("1", "L4"))) as rival:
        collecting(shop, reported("1", "L3"))()
    assert rival.raised == []
    with scope(shop.id):
        assert int(Order.objects.get().goods_total) == 80_000


def test_orders_that_come_at_once_have_numbers_of_their_own(shop: Shop) -> None:
    with meanwhile(f"{SERVICES}.beginning.order_number", collecting(shop, reported("2", "L2"))) as rival:
        collecting(shop, reported("1", "L1"))()
    assert rival.raised == []
    with scope(shop.id):
        assert sorted(number[-1] for number in Order.objects.values_list("number", flat=True)) == ["1", "2"]


def test_a_crowd_of_collectors_leaves_no_gap_in_the_day(shop: Shop) -> None:
    collecting(shop, reported("0", "L0"))()
    assert at_once(*(collecting(shop, reported(str(number), f"L{number}")) for number in range(1, 6))) == []
    with scope(shop.id):
        assert sorted(Order.objects.values_list("number", flat=True))[-1].endswith("0000006")
        assert OrderDay.objects.get().last == 6


@pytest.mark.parametrize("act", [sending, holding], ids=["송장입력", "배송보류"])
def test_a_desk_that_dies_half_way_has_done_nothing(shop: Shop, order: Order, act: Callable[..., Deed]) -> None:
    before = stored(OrderLine, LineEvent, Dispatch)
    with broken(LINES_WRITTEN):
        act(shop, order)()
    assert stored(OrderLine, LineEvent, Dispatch) == before


def releasing(shop: Shop, order: Order) -> Deed:
    def release() -> None:
        with scope(shop.id):
            desk.release(shop=shop, order=order, actor="owner", now=NOW)

    return release


def test_a_release_that_dies_half_way_leaves_the_order_held(shop: Shop, order: Order) -> None:
    holding(shop, order)()
    before = stored(OrderLine, LineEvent)
    with broken(LINES_WRITTEN):
        releasing(shop, order)()
    assert stored(OrderLine, LineEvent) == before


def test_a_page_that_dies_half_way_is_not_there_at_all(shop: Shop, order: Order) -> None:
    before = stored(Order, OrderLine, LineEvent, OrderDay)
    with broken("minishop.chassis.sets.insert", after=2):  # the day's number and the order
        collecting(shop, reported("2", "L3"), reported("2", "L4"))()
    assert stored(Order, OrderLine, LineEvent, OrderDay) == before


@pytest.fixture
def entered(shop: Shop, order: Order) -> list[int]:
    """The numbers entered for the order's lines."""
    sending(shop, order)()
    with scope(shop.id):
        return list(Dispatch.objects.values_list("id", flat=True))


def checking(shop: Shop, entered: list[int], event: CheckEvent) -> Deed:
    def check() -> None:
        with scope(shop.id):
            check_tracking(shop=shop, dispatch_ids=entered, event=event, reason="", now=NOW)

    return check


def test_a_number_that_is_found_valid_meanwhile_is_not_refused_any_more(shop: Shop, entered: list[int]) -> None:
    """R47: the worker that was told no, and the collector that sees the line on its way."""
    with meanwhile(f"{SERVICES}.checking._move", checking(shop, entered, CheckEvent.ACCEPT)) as rival:
        checking(shop, entered, CheckEvent.REFUSE)()
    assert rival.raised == []
    with scope(shop.id):
        assert set(Dispatch.objects.values_list("check_state", flat=True)) == {"valid"}


def test_a_check_that_dies_half_way_leaves_every_number_as_it_was(shop: Shop, entered: list[int]) -> None:
    before = stored(Dispatch, LineEvent)
    with broken(LINES_WRITTEN):  # here the dispatches
        checking(shop, entered, CheckEvent.REFUSE)()
    assert stored(Dispatch, LineEvent) == before
