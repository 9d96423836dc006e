"""재고와 주문의 대사: planted each disagreement is found by its name, and nothing of what agrees is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, make_product

from minishop.chassis.jobs.models import Job
from minishop.mall.channel import tasks
from minishop.mall.channel.domain.difference import Difference, Told, differences
from minishop.mall.channel.services import reconciling
from minishop.mall.channel.services.reconciling import Differs, reconcile
from minishop.mall.orders.domain.claims import ClaimMark
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.models import Shop
from minishop.mall.stock import queries
from minishop.mall.stock.domain.balance import Balance
from minishop.mall.stock.models import StockHold, StockHoldLine, StockLevel, StockMovement


@pytest.fixture
def shop(connected: Shop, hub: FakeHub) -> Shop:
    """Ten pieces, of which two lines were bought, and a product that nobody counts."""
    make_product(connected, "P1", stock=10)
    make_product(connected, "P2")
    hub.sell("2026112300000001", "L1", "L2")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    assert OrderLine.objects.count() == 2
    return connected


def look(shop: Shop) -> list[tuple[str, str]]:
    return [(one.kind, one.key) for one in reconcile(shop=shop, now=NOW)]


def level(**facts: int) -> Callable[[FakeHub], str]:
    def plant(_hub: FakeHub) -> str:
        row = StockLevel.objects.get(quantity__isnull=False)
        StockLevel.objects.filter(variant_id=row.variant_id).update(**facts)
        return str(row.variant_id)

    return plant


def held_by_nobody(_hub: FakeHub) -> str:
    """A hold's pieces that were counted, without a line that has them."""
    row = StockLevel.objects.get(quantity__isnull=False)
    StockLevel.objects.filter(variant_id=row.variant_id).update(held=1)
    StockMovement.objects.create(shop_id=row.shop_id, variant_id=row.variant_id, kind="held", dh=1, key="x", at=NOW)
    return str(row.variant_id)


def line(**facts: object) -> Callable[[FakeHub], str]:
    def plant(_hub: FakeHub) -> str:
        OrderLine.objects.filter(hub_number="L2").update(**facts)
        return "L2"

    return plant


def changed_there(hub: FakeHub) -> str:
    """And the feed does not tell it."""
    hub.change("L1", "CANCELED")
    hub.feed.pop()
    return "L1"


PLANTED: dict[str, tuple[str, Callable[[FakeHub], str]]] = {
    "재고": ("level_quantity", level(quantity=5)),
    "선점": ("level_held", level(held=2)),
    "출고 전": ("level_unshipped", level(unshipped=1)),
    "줄 없는 선점": ("held_lines", held_by_nobody),
    "상태": ("line_state", line(hub_state="finalized")),
    "아무도 알리지 않은 취소": ("line_state", changed_there),
    "남은 수량": ("line_pieces", line(remaining=1)),
    "클레임": ("line_claim", line(claim_mark=ClaimMark.CANCEL_ASKED.value)),
    "체크아웃이 모르는 줄": ("line_missing", line(hub_number="L3")),
}


@pytest.mark.parametrize("batch", [1, 300], ids=["한 건씩", "한꺼번에"])
@pytest.mark.parametrize(("kind", "plant"), PLANTED.values(), ids=PLANTED)
def test_each_kind_planted_is_found_by_name(
    shop: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch, kind: str, plant: Callable[[FakeHub], str], batch: int
) -> None:
    monkeypatch.setattr(reconciling, "QUERY_LIMIT", batch)
    monkeypatch.setattr(reconciling, "levels_after", lambda shop, last: queries.levels_after(shop, last, batch))
    assert look(shop) == []
    key = plant(hub)
    found = look(shop)
    assert (kind, key) in found or (kind, "L3") in found
    assert {one for _, one in found} <= {key, "L3"}


def test_what_is_being_paid_agrees(shop: Shop) -> None:
    """A live hold's pieces are those of its lines."""
    row = StockLevel.objects.get(quantity__isnull=False)
    hold = StockHold.objects.create(shop=shop, channel="minishop", order_no="9", attempt=1, state="held", until=NOW)
    StockHoldLine.objects.create(shop=shop, hold_id=hold.id, attempt=1, variant_id=row.variant_id, quantity=2)
    assert look(shop) == [("held_lines", str(row.variant_id))]
    StockMovement.objects.create(shop=shop, variant_id=row.variant_id, kind="held", dh=2, key="x", at=NOW)
    StockLevel.objects.filter(variant_id=row.variant_id).update(held=2)
    assert look(shop) == []


def test_what_the_shop_has_not_collected_yet_is_no_difference(shop: Shop, hub: FakeHub) -> None:
    """However many pages of changes wait; what it has collected has to agree."""
    hub.page = 1
    line(remaining=1)(hub)
    hub.sell("2026112300000002", "L4")
    hub.change("L1", "CANCELED")
    assert look(shop) == [("line_pieces", "L2")]
    hub.overtaken.add("2")
    assert ("line_state", "L1") in look(shop), "nothing is known of what a feed tells that was set back"


def test_what_is_gone_at_the_second_look_is_no_difference(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """People go on while it is read: only the first look at each falls between two steps of one."""
    (row,), looks = list(StockLevel.objects.filter(quantity__isnull=False)), []

    def read_between(*wanted: Any) -> list[Balance]:
        looks.append("levels")
        StockLevel.objects.filter(variant_id=row.variant_id).update(held=1 if looks.count("levels") == 1 else row.held)
        return list(queries.balances(*wanted))

    def compare_between(number: str, ours: Told, theirs: Told | None) -> list[Difference]:
        looks.append(number)
        return list(differences(number, ours, theirs if looks.count(number) == 2 else None))

    monkeypatch.setattr(reconciling, "balances", read_between)
    monkeypatch.setattr(reconciling, "differences", compare_between)
    assert look(shop) == []
    assert looks == ["levels", "levels", "L1", "L2", "L1", "L2"]


def test_the_night_asks_for_open_lines_and_what_has_moved_of_late(shop: Shop, hub: FakeHub) -> None:
    for number, state in (("L1", "preparing"), ("L2", "finalized")):
        OrderLine.objects.filter(hub_number=number).update(state=state, remaining=1)
    for since, wanted in ((NOW, ["L1", "L2"]), (NOW + timedelta(seconds=1), ["L1"])):
        assert [one.key for one in reconcile(shop=shop, now=NOW, since=since)] == wanted


def test_the_command_says_zero_or_names_each(shop: Shop, hub: FakeHub) -> None:
    told = StringIO()
    call_command("reconcile", stdout=told)
    assert told.getvalue() == "0 differences\n"
    line(remaining=1)(hub)
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("reconcile", stdout=told)
    assert told.getvalue().splitlines() == [f"{shop.code} line_pieces L2 1 2", "1 differences"]


def test_every_shop_is_looked_through_every_night_and_a_difference_is_a_failure_that_operators_see(
    shop: Shop, hub: FakeHub
) -> None:
    tasks.reconcile_every_night.run(now=NOW)
    jobs = Job.objects.filter(task="mall.channel.tasks.reconcile_shop")
    assert sorted(job.arguments["shop_id"] for job in jobs) == sorted(Shop.objects.values_list("id", flat=True))
    assert len({job.run_at for job in jobs}) == len(jobs) > 1, "not all at one instant"
    tasks.reconcile_shop.run(shop_id=shop.id, now=NOW)
    line(remaining=1)(hub)
    with pytest.raises(Differs, match="line_pieces L2 1 2"):
        tasks.reconcile_shop.run(shop_id=shop.id, now=NOW)
