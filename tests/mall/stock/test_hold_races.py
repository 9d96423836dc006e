"""선점의 경쟁: what two messages of the hub, a seller and the clock do to one shelf at the same instant (decision 0039, docs/rules/stock.md)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from tests.mall.worlds import NOW, make_cast, make_product
from tests.racing import Rival, at_once, meanwhile

from minishop.chassis.brief import Busy, brief_transaction
from minishop.chassis.tenancy import scope
from minishop.mall.catalog.models import Variant
from minishop.mall.channel.services.holding import LONGEST_WAIT
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.holding import HoldState
from minishop.mall.stock.models import StockHold, StockHoldLine, StockLevel, StockMovement
from minishop.mall.stock.services import holds
from minishop.mall.stock.services.holds import Ask, Lacking, Paid, commit_paid, deny, free_due, let_go, prolong, take
from minishop.mall.stock.services.levels import count, restock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
HOLDS = "minishop.mall.stock.services.holds"
CHANNEL, SOON = "minishop", NOW + timedelta(seconds=600)


class Shelf:
    """A shop with two products, ten pieces of each, and what is done to them; every deed is a transaction in the shop's scope."""

    def __init__(self) -> None:
        self.shop: Shop = make_cast().haru
        with scope(self.shop.id):
            self.a, self.b = (make_product(self.shop, code, stock=10).variants.get() for code in ("P1", "P2"))

    def does(self, deed: Callable[[], Any]) -> Callable[[], None]:
        """A deed of some thread."""

        def act() -> None:
            with scope(self.shop.id), brief_transaction(LONGEST_WAIT):
                deed()

        return act

    def takes(self, order: str, *pieces: tuple[Variant, int], attempt: int = 1) -> Callable[[], None]:
        """A hold for an order, its goods in this order; refused where pieces lack."""
        ask = Ask(CHANNEL, order, attempt, {variant.id: n for variant, n in pieces}, SOON, "same")

        def act() -> None:
            try:
                self.does(lambda: take(shop=self.shop, ask=ask, reserves={}, now=NOW))()
            except Lacking:
                self.does(lambda: deny(shop=self.shop, ask=ask, now=NOW))()

        return act

    def releases(self, order: str, attempt: int = 1) -> Callable[[], None]:
        ask = Ask(CHANNEL, order, attempt, {}, NOW)
        return self.does(lambda: let_go(shop=self.shop, ask=ask, reason="expired", now=NOW))

    def commits(self, order: str, *pieces: tuple[Variant, int]) -> Callable[[], None]:
        paid = Paid(CHANNEL, order, {variant.id: n for variant, n in pieces}, 1, is_whole=True)
        return self.does(lambda: commit_paid(shop=self.shop, orders=[paid], now=NOW))

    def expires(self) -> Callable[[], None]:
        return self.does(lambda: free_due(shop=self.shop, channel=CHANNEL, until=SOON, now=NOW))

    def states(self) -> dict[str, int]:
        with scope(self.shop.id):
            found = list(StockHold.objects.values_list("state", flat=True))
        return {state: found.count(state) for state in sorted(set(found))}

    def level(self, variant: Variant) -> tuple[int | None, int, int]:
        """Quantity, held, unshipped."""
        with scope(self.shop.id):
            row = StockLevel.objects.get(variant_id=variant.id)
        return row.quantity, row.held, row.unshipped

    def adds_up(self) -> bool:
        """Each number is the sum of its movements, and held what live holds' lines say (the laws of docs/rules/stock.md)."""
        with scope(self.shop.id):
            for row in StockLevel.objects.all():
                moved = StockMovement.objects.filter(variant_id=row.variant_id).aggregate(q=Sum("dq"), h=Sum("dh"), u=Sum("du"))
                lines = StockHoldLine.objects.filter(variant_id=row.variant_id, hold__state=HoldState.HELD)
                held = lines.aggregate(sum=Sum("quantity"))["sum"] or 0
                if (row.quantity, row.held, row.unshipped, row.held) != (moved["q"], moved["h"], moved["u"], held):
                    return False
        return True


@pytest.fixture
def shelf(several_connections: None) -> Shelf:
    return Shelf()


@contextmanager
def between_two_levels(deed: Callable[[], Any]) -> Iterator[Rival]:
    """While the block runs, a rival acts when its first hold has changed one level and stands before the next."""
    rival, calls, original = Rival(deed), [0], holds._promise

    def counted(*args: Any, **facts: Any) -> None:
        calls[0] += 1
        if calls[0] == 2:
            rival.let_in()
        original(*args, **facts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holds, "_promise", counted)
        yield rival
        rival.leave()


RIVALS: dict[str, Callable[[Shelf], Callable[[], None]]] = {
    "선점": lambda shelf: shelf.takes("B", (shelf.b, 1), (shelf.a, 1)),
    "판매": lambda shelf: shelf.commits("D", (shelf.b, 1), (shelf.a, 1)),
    "해제": lambda shelf: shelf.releases("D"),
    "만료": lambda shelf: shelf.expires(),
}


@pytest.mark.parametrize("who", RIVALS)
def test_whoever_wants_the_same_goods_in_opposite_order_does_not_wait_for_good(shelf: Shelf, who: str) -> None:
    """Levels are taken in rising order whatever the order of the lines: each waits for the other's end, and none is broken off."""
    shelf.takes("D", (shelf.b, 1), (shelf.a, 1))()
    with between_two_levels(RIVALS[who](shelf)) as rival:
        shelf.takes("A", (shelf.a, 1), (shelf.b, 1))()
    assert rival.raised == []
    assert shelf.adds_up()


def test_a_message_that_comes_eight_times_at_once_holds_once(shelf: Shelf) -> None:
    """``ON CONFLICT`` lets one through; of newer attempts the newest stands, and the older ones' pieces are free."""
    assert at_once(*[shelf.takes("A", (shelf.a, 3))] * 8) == []
    assert (shelf.level(shelf.a), shelf.states()) == ((10, 3, 0), {"held": 1})
    assert at_once(*(shelf.takes("A", (shelf.a, 4), attempt=number) for number in (2, 3, 4, 5))) == []
    with scope(shelf.shop.id):
        assert StockHold.objects.get().attempt == 5
    assert (shelf.level(shelf.a), shelf.adds_up()) == ((10, 4, 0), True)


def test_the_first_message_of_an_order_comes_twice_and_the_second_waits_for_the_first(shelf: Shelf) -> None:
    with meanwhile(f"{HOLDS}._promise", shelf.takes("A", (shelf.a, 3))) as rival:
        shelf.takes("A", (shelf.a, 3))()
    assert (rival.raised, shelf.level(shelf.a), shelf.adds_up()) == ([], (10, 3, 0), True)


def test_twenty_want_the_last_ten_pieces(shelf: Shelf) -> None:
    assert at_once(*(shelf.takes(f"O{number}", (shelf.a, 1)) for number in range(20))) == []
    assert (shelf.level(shelf.a), shelf.states(), shelf.adds_up()) == ((10, 10, 0), {"held": 10, "refused": 10}, True)


def test_a_hold_judged_before_a_count_does_not_stand_on_what_the_count_took(shelf: Shelf) -> None:
    """The seller finds two of ten while somebody is promised three: who came first counts, since the database judges on the newest row. What a
    count finds less than was promised stays promised."""

    def finds_two() -> None:
        with scope(shelf.shop.id):
            version = StockLevel.objects.get(variant_id=shelf.a.id).version
            count(shop=shelf.shop, variant_id=shelf.a.id, shelf=2, version=version, key="c", who="s", now=NOW)

    with meanwhile(f"{HOLDS}._promise", finds_two) as rival:
        shelf.takes("A", (shelf.a, 3))()
    assert (rival.raised, shelf.adds_up()) == ([], True)
    assert (shelf.level(shelf.a), shelf.states()) == (((2, 3, 0), {"held": 1}) if rival.waited else ((2, 0, 0), {"refused": 1}))
    assert rival.waited is (connection.vendor == "sqlite")


def test_a_typed_difference_and_holds_at_once_leave_what_both_say(shelf: Shelf) -> None:
    def brings_five() -> None:
        with scope(shelf.shop.id):
            restock(shop=shelf.shop, variant=shelf.a, shown=10, wanted=15, key="t", now=NOW)

    assert at_once(brings_five, brings_five, *(shelf.takes(f"O{number}", (shelf.a, 1)) for number in range(6))) == []
    assert (shelf.level(shelf.a), shelf.adds_up()) == ((15, 6, 0), True)


@pytest.mark.parametrize("moment", ["_take_lines", "book"])
def test_a_release_while_the_order_is_sold_takes_nothing_back(shelf: Shelf, moment: str) -> None:
    """Whoever is first at the order's row decides; sold once, whatever the other says afterwards."""
    shelf.takes("A", (shelf.a, 3), (shelf.b, 1))()
    with meanwhile(f"{HOLDS}.{moment}", shelf.releases("A")) as rival:
        shelf.commits("A", (shelf.a, 3), (shelf.b, 1))()
    assert (rival.raised, shelf.states(), shelf.adds_up()) == ([], {"committed": 1}, True)
    assert (shelf.level(shelf.a), shelf.level(shelf.b)) == ((7, 0, 3), (9, 0, 1))


@pytest.mark.parametrize("other", ["releases", "expires"])
def test_what_is_sold_while_it_is_let_go_is_sold_from_what_is_free(shelf: Shelf, other: str) -> None:
    shelf.takes("A", (shelf.a, 3))()
    ends = shelf.releases("A") if other == "releases" else shelf.expires()
    with meanwhile(f"{HOLDS}._take_lines", shelf.commits("A", (shelf.a, 3))) as rival:
        ends()
    assert (rival.raised, shelf.states(), shelf.adds_up()) == ([], {"committed": 1}, True)
    assert shelf.level(shelf.a) == (7, 0, 3)


def test_release_sale_and_expiry_of_many_orders_at_once(shelf: Shelf) -> None:
    both = ((shelf.a, 1), (shelf.b, 1))
    for number in range(5):
        shelf.takes(f"O{number}", *both)()
    sales = [shelf.commits(f"O{number}", *reversed(both)) for number in range(5)]
    assert at_once(*sales, *(shelf.releases(f"O{number}") for number in range(5)), shelf.expires(), *sales) == []
    assert (shelf.states(), shelf.adds_up()) == ({"committed": 5}, True)
    assert (shelf.level(shelf.a), shelf.level(shelf.b)) == ((5, 0, 5), (5, 0, 5))


def test_a_hold_that_is_prolonged_is_not_freed_by_a_clock_that_has_just_looked(shelf: Shelf) -> None:
    """The clock has to wait for the order's row, and finds it promised for longer."""
    shelf.takes("A", (shelf.a, 3))()
    rival = Rival(shelf.expires())
    with scope(shelf.shop.id), transaction.atomic():
        assert prolong(shop=shelf.shop, channel=CHANNEL, order_no="A", attempt=1, until=SOON + timedelta(seconds=600))
        rival.let_in()
    rival.leave()
    assert (rival.raised, shelf.states(), shelf.adds_up()) == ([], {"held": 1}, True)


def test_who_waits_too_long_for_a_level_is_busy_and_leaves_nothing(shelf: Shelf) -> None:
    """Whoever keeps the level lets go of it only afterwards: the shop has said that the hub is to ask again, and nothing of the hold is there."""
    taken, over = threading.Event(), threading.Event()

    def keeps() -> None:
        with scope(shelf.shop.id), transaction.atomic():
            StockLevel.objects.filter(variant_id=shelf.a.id).update(safety=0)
            taken.set()
            over.wait(20)

    keeper = threading.Thread(target=lambda: (keeps(), connection.close()))
    keeper.start()
    assert taken.wait(10)
    try:
        with pytest.raises(Busy):
            shelf.takes("A", (shelf.a, 1))()
    finally:
        over.set()
        keeper.join()
    assert (shelf.states(), shelf.level(shelf.a), shelf.adds_up()) == ({}, (10, 0, 0), True)
    shelf.takes("A", (shelf.a, 1))()
    assert shelf.states() == {"held": 1}
