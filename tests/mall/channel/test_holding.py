"""선점과 수집: orders that were held and collected, holds that are over, goods held with the registration (docs/rules/stock.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.mall.api.hub_talk import Hub, numbers, register
from tests.mall.fake_hub import FakeHub
from tests.mall.orders.collected import reported
from tests.mall.worlds import NOW, make_product

from minishop.mall.api import signed
from minishop.mall.cart.queries import Choice, view_of
from minishop.mall.channel import tasks
from minishop.mall.channel.models import Poll, Registration
from minishop.mall.channel.queries import information_of
from minishop.mall.channel.services import registering
from minishop.mall.channel.services.expiring import free_over
from minishop.mall.channel.services.registering import HubSilent, Visit, register_order
from minishop.mall.channel.services.reserving import NotLeft, TooManyHolds, Visitor
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.limits import is_beyond, minutes_to_hold
from minishop.mall.stock.models import StockHold, StockLevel

ORDER = "2026112300000001"
SOMEBODY = Visitor("v", "c", "a")


@pytest.fixture
def shelf(connected: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Ten of P1, registered."""
    monkeypatch.setattr(signed, "is_signed", lambda *_: True)
    make_product(connected, "P1", stock=10)
    register(connected, "P1")
    return connected


def held(shop: Shop, monkeypatch: pytest.MonkeyPatch, pieces: int = 1, order: str = ORDER) -> Hub:
    hub = Hub(shop, order)
    monkeypatch.setattr(signed, "now", lambda: hub.at)
    assert hub.say("hold", 1, ("P1", pieces))["result"] == "held"
    return hub


def collect(shop: Shop, at: datetime = NOW) -> None:
    tasks.collect.run(shop_id=shop.id, now=at)


def sold(hub: FakeHub, *lines: str) -> None:
    hub.sell(ORDER, *lines)


def test_a_collected_order_takes_what_was_held_for_it(shelf: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """W19, W8: collected and told by the hub, in either order: moved once."""
    talk = held(shelf, monkeypatch, pieces=4)
    sold(hub, "L1", "L2")
    collect(shelf)
    assert numbers() == (6, 0, 4)
    assert talk.say("commit", 1, ("P1", 4)) == {
        "result": "committed", "orderNo": ORDER, "attempt": 1, "lines": [{"line": 1, "short": 0}],
    }  # fmt: skip
    collect(shelf)
    assert numbers() == (6, 0, 4)
    assert list(OrderLine.objects.values_list("stock_unshipped", "stock_short")) == [(2, 0), (2, 0)]


def test_what_the_hub_told_first_is_shared_by_the_lines(shelf: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of four are there: the first line has its two, the second one."""
    StockLevel.objects.update(quantity=3)
    Hub(shelf, ORDER).say("commit", 1, ("P1", 4))
    assert numbers() == (0, 0, 3)
    sold(hub, "L1", "L2")
    collect(shelf)
    assert numbers() == (0, 0, 3)
    assert sorted(OrderLine.objects.values_list("stock_unshipped", "stock_short")) == [(1, 1), (2, 0)]


def test_lines_of_one_order_that_come_on_two_pages(shelf: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was held is sold with the first page; without a hold each page takes what is free."""
    held(shelf, monkeypatch, pieces=4)
    for number in ("L1", "L2"):
        record_lines(shop=shelf, channel="minishop", lines=[reported(ORDER, number)], fee_breakdowns={}, now=NOW)
    assert numbers() == (6, 0, 4)
    for number in ("M1", "M2"):
        record_lines(shop=shelf, channel="minishop", lines=[reported("2", number)], fee_breakdowns={}, now=NOW)
    assert numbers() == (2, 0, 8)
    assert set(OrderLine.objects.values_list("stock_unshipped", "stock_short")) == {(2, 0)}


def test_pieces_that_leave_or_come_free(shelf: Shop, hub: FakeHub) -> None:
    """W20: cancelled before it left: 10/0/0 again; sent: nothing is unshipped any more, and a return comes back by hand alone."""
    sold(hub, "L1", "L2")
    collect(shelf)
    assert numbers() == (6, 0, 4)
    for number, state in (("L1", "CANCELED"), ("L2", "DELIVERING")):
        hub.change(number, state)
    collect(shelf)
    collect(shelf)
    assert numbers() == (8, 0, 0)
    hub.change("L2", "RETURNED")
    collect(shelf)
    assert numbers() == (8, 0, 0)


@pytest.mark.parametrize(
    ("read", "at", "there"),
    [(False, 719, 4), (True, 719, 4), (True, 721, 0), (False, 721, 4), (False, 600 + 3_599, 4), (False, 600 + 3_601, 0)],
    ids=["유예 전", "유예 전, 읽음", "읽었음", "읽지 못함", "한 시간 전", "한 시간 뒤"],
)
def test_what_was_promised_and_not_paid_comes_free(
    shelf: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, read: bool, at: int, there: int
) -> None:
    """W7: nobody comes back, and the release is lost. The hub is read first; where it is dead, pieces wait an hour for it."""
    held(shelf, monkeypatch, pieces=4)
    hub.down = not read
    tasks.free_holds.run(shop_id=shelf.id, now=NOW + timedelta(seconds=at))
    assert numbers() == (10, there, 0)


def test_who_paid_is_read_before_anything_is_freed(shelf: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """W8: the shop was away while the buyer paid; it reads first, and sells what was held."""
    held(shelf, monkeypatch, pieces=4)
    sold(hub, "L1", "L2")
    tasks.free_holds.run(shop_id=shelf.id, now=NOW + timedelta(minutes=30))
    assert numbers() == (6, 0, 4)
    assert StockHold.objects.get().state == "committed"


def test_due_holds_are_found_by_the_minute(shelf: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from minishop.chassis.jobs.models import Job

    held(shelf, monkeypatch)
    before = set(Job.objects.values_list("task", flat=True))
    tasks.find_due_holds.run(now=NOW + timedelta(seconds=719))
    assert set(Job.objects.values_list("task", flat=True)) == before
    tasks.find_due_holds.run(now=NOW + timedelta(seconds=720))
    assert "mall.channel.tasks.free_holds" in set(Job.objects.values_list("task", flat=True))


def test_what_is_over_is_freed_when_somebody_asks(shelf: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is called for that: it is enough that the hub was read since."""
    held(shelf, monkeypatch, pieces=10)
    late = Hub(shelf, "B", NOW + timedelta(seconds=725))
    monkeypatch.setattr(signed, "now", lambda: late.at)
    assert late.say("hold", 1)["result"] == "refused"
    collect(shelf, NOW + timedelta(seconds=601))
    assert late.say("hold", 1)["result"] == "held"
    assert numbers() == (10, 1, 0)


# ---- goods that are held with the registration


@pytest.fixture
def one_left(connected: Shop, settings: Any) -> Shop:
    """One of P1, at a hub that cannot say when somebody pays."""
    settings.HUB_PROFILE = "naver"
    make_product(connected, "P1", stock=1)
    return connected


def buy(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    *,
    pieces: int = 1,
    who: Visitor = SOMEBODY,
    at: datetime = NOW,
    key: str = "K",
) -> str:
    def send(_form: object) -> str:
        if not key:
            raise HubSilent
        return key

    monkeypatch.setattr(registering, "_send", send)
    from minishop.mall.catalog.queries import find_product

    product = find_product(shop, "P1")
    assert product is not None
    view = view_of(shop, [Choice(0, product, product.variants.all()[0], pieces)], {product.variants.all()[0].id: 99})
    return register_order(shop=shop, view=view, visit=Visit("/cart/", visitor=who), now=at)


def stocked(pieces: int) -> None:
    StockLevel.objects.update(quantity=pieces)


def test_the_holder_of_the_last_piece_is_not_refused(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """W16: A registers, B is told at the mall, the callback says one, and the collected order takes what was held."""
    buy(one_left, monkeypatch)
    with pytest.raises(NotLeft):
        buy(one_left, monkeypatch, who=Visitor("w", "d", "b"))
    assert [one.quantity for one in information_of(one_left, ["P1"], "http://haru")] == [1]
    code = Registration.objects.get().code
    line = reported(ORDER, "L1", registration_code=code, quantity=1, remaining=1)
    record_lines(shop=one_left, channel="naver", lines=[line], fee_breakdowns={}, held_by_code=True, now=NOW)
    assert numbers() == (0, 0, 1)
    assert [one.quantity for one in information_of(one_left, ["P1"], "http://haru")] == [0]


def test_another_sheets_holder_is_told_what_one_holds(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """W17: the largest of the live holds is added, not their sum."""
    stocked(9)
    for name, pieces in (("v", 2), ("w", 3)):
        buy(one_left, monkeypatch, pieces=pieces, who=Visitor(name, name, name))
    assert [one.quantity for one in information_of(one_left, ["P1"], "http://haru")] == [4 + 3]


def test_what_the_hub_does_not_take_is_free_at_once(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HubSilent):
        buy(one_left, monkeypatch, key="")
    assert (numbers(), Registration.objects.count()) == ((1, 0, 0), 0)


def test_a_carts_next_registration_lets_go_of_the_former(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        buy(one_left, monkeypatch)
    assert numbers() == (1, 1, 0)
    assert StockHold.objects.filter(state="held").count() == 1


@pytest.mark.parametrize(("visitor", "address", "most"), [("v", "", 3), ("", "a", 10)], ids=["방문자", "주소"])
def test_who_holds_too_much_is_told(one_left: Shop, monkeypatch: pytest.MonkeyPatch, visitor: str, address: str, most: int) -> None:
    stocked(60)
    for _ in range(most):
        buy(one_left, monkeypatch, who=Visitor(visitor, "", address))
    with pytest.raises(TooManyHolds):
        buy(one_left, monkeypatch, who=Visitor(visitor, "", address))
    assert numbers() == (60, most, 0)


def test_a_flood_does_not_empty_a_shop(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of ten, rounded up, is held; beyond that the order is registered without."""
    stocked(10)
    for number in range(7):
        buy(one_left, monkeypatch, who=Visitor(f"v{number}", f"c{number}", ""))
    assert numbers() == (10, 5, 0)
    assert (Registration.objects.count(), StockHold.objects.count()) == (7, 5)


@pytest.mark.parametrize(
    ("quantity", "most"), [(10, 5), (11, 6), (50, 25), (9, 9), (1, 99), (None, 999)], ids=["10", "11", "50", "9", "1", "세지 않음"]
)
def test_how_much_registrations_may_hold(quantity: int | None, most: int) -> None:
    assert not is_beyond(quantity, most)
    assert is_beyond(quantity, most + 1) is (quantity is not None and quantity >= 10)


def test_who_lets_it_expire_twice_has_five_minutes(one_left: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [minutes_to_hold(15, times) for times in (0, 1, 2, 9)] == [15, 15, 5, 5]
    for minutes in (0, 18, 36):
        at = NOW + timedelta(minutes=minutes)
        Poll.objects.update(read_at=int(at.timestamp() * 1000))
        if not Poll.objects.exists():
            Poll.objects.create(shop=one_left, merchant="np_1", due_at=0, phase=0, read_at=int(at.timestamp() * 1000))
        buy(one_left, monkeypatch, who=Visitor("v", "c", ""), at=at)
        free_over(shop=one_left, now=at + timedelta(minutes=17, seconds=59))
        Poll.objects.update(read_at=int((at + timedelta(minutes=16)).timestamp() * 1000))
        free_over(shop=one_left, now=at + timedelta(minutes=17, seconds=59))
    ends = [hold.until - NOW for hold in StockHold.objects.order_by("id")]
    assert ends == [timedelta(minutes=15), timedelta(minutes=33), timedelta(minutes=41)]
