"""A mall that has run for long is brought up in one go: what its shops had follows them through every table.

One walk each way, with rows of every capability that has ever brought some along: rendering the models of so many migrations is what costs,
not their rows.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Sum
from tests.mall.worlds import NOW
from tests.migrating import State, migrate

from minishop.chassis import finding
from minishop.chassis.finding import found
from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.catalog.queries import living_products, products_of_words
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.queries import Search, find_orders
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel, StockMovement

pytestmark = pytest.mark.django_db(transaction=True)
SHOPS_THEN = ("mall_shops", "0002_entries_name_their_party")
BEFORE = [
    ("mall_channel", "0005_secrets_are_sealed"),
    SHOPS_THEN,
    ("mall_catalog", "0002_a_product_has_a_material"),
    ("mall_orders", "0003_know_the_states_of_checks_and_of_the_hub"),
    ("mall_stock", "0001_initial"),
]
WITH_TURNS = [("mall_channel", "0008_connections_keep_no_cursor"), SHOPS_THEN]
AMOUNTS = dict.fromkeys(("goods_total", "shipping_fee", "paid_total"), 0)
TIMES = {"ordered_at": NOW, "collected_at": NOW}
LINE = {"product_code": "P1", "unit_price": 0, "line_total": 0, "hub_state": "paid"}
# quantity, and the changes that were written down of it
LEVELS: dict[int, tuple[int | None, list[tuple[str, str, int, int]]]] = {
    1: (7, [("set", "set-a", 10, 0), ("sold", "sold-L1", -2, 0), ("sold", "sold-L2", -1, 0)]),
    2: (None, [("sold", "sold-L3", -4, 0)]),
    3: (0, [("set", "set-b", 1, 0), ("sold", "sold-L4", -1, 2), ("released", "released-sold-L5", 1, 0)]),
    4: (5, []),
}
LINES = {
    "L1": (1, "preparing", False),
    "L2": (1, "in_transit", False),
    "L3": (2, "on_hold", False),
    "L4": (3, "shipping_wait", True),
}


def test_a_mall_is_brought_up_with_all_that_its_shops_had(newest: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """R42, R6: every open shop gets its turn. Buying L1: a level is the sum of its movements when the ledger begins."""
    monkeypatch.setattr(finding, "_BATCH_OF_OWNERS", 2)
    with across_tenants("a test builds an old installation"):
        then = migrate(BEFORE)
        open_shops = [make_open_shop(then, "trading", cursor="294"), make_open_shop(then, "quiet", cursor="")]
        make_open_shop(then, "preparing", cursor="", approved=2)
        haru = make_shop(then, "haru", name="ＨＡＲＵ 상점", business_number="1234567891")
        make_products(then, haru, make_shop(then, "maru"))
        make_order(then, haru)
        make_levels(then, haru)
        expect_turns(migrate(WITH_TURNS), open_shops)
        expect_cursors(migrate(BEFORE))
    migrate(newest)
    expect_shops_by_their_keys()
    expect_products_in_their_own_shop()
    with scope(haru.pk):
        expect_the_order_by_people_goods_and_tracking_number(Shop.objects.get(pk=haru.pk))
        expect_sums_of_movements()


def make_shop(then: Any, code: str, **facts: str) -> Any:
    return then("mall_shops", "Shop").objects.create(**{"code": code, "name": code, "created_at": NOW, **facts})


def make_open_shop(then: Any, code: str, *, cursor: str, approved: int = 3) -> int:
    shop = make_shop(then, code)
    then("mall_channel", "HubConnection").objects.create(
        shop=shop, merchant_id=f"np_{code}", button_key="b", client_id="c", cursor=cursor
    )
    for kind in ("pg", "checkout", "shopping")[:approved]:
        then("mall_shops", "Entry").objects.create(shop=shop, kind=kind, state="approved", requested_at=NOW, decided_at=NOW)
    return int(shop.pk)


def make_products(then: Any, *shops: Any) -> None:
    for number, shop in enumerate((*shops, *shops, shops[0])):
        then("mall_catalog", "Product").objects.create(
            shop=shop, code=f"P{number}", name=f"울목도리 {number}", created_at=NOW, updated_at=NOW
        )


def make_order(then: Any, shop: Any) -> None:
    order = then("mall_orders", "Order").objects.create(
        shop=shop, number="20261101-0000001", hub_number="1", orderer_name="김구매", orderer_phone="", recipient_name="이수령",
        recipient_mobile="01023456789", **AMOUNTS, **TIMES,
    )  # fmt: skip
    line = then("mall_orders", "OrderLine").objects.create(
        shop=shop, order_id=order.id, hub_number="1-a", product_name="하루 목도리", quantity=1, state="preparing", **LINE
    )
    then("mall_orders", "Dispatch").objects.create(
        shop=shop, line_id=line.id, carrier="CJGLS", tracking_number="638411205781", entered_by="김하루", entered_at=NOW
    )


def make_levels(then: Any, shop: Any) -> None:
    for variant_id, (quantity, moved) in LEVELS.items():
        then("mall_stock", "StockLevel").objects.create(shop=shop, variant_id=variant_id, quantity=quantity)
        for reason, key, change, short in moved:
            facts = {"change": change, "short": short, "reason": reason, "key": key, "at": NOW}
            then("mall_stock", "StockMovement").objects.create(shop=shop, variant_id=variant_id, **facts)
    order = then("mall_orders", "Order").objects.create(
        shop=shop, number="2", hub_number="2", orderer_name="가", recipient_name="가", **AMOUNTS, **TIMES
    )
    for number, (variant_id, state, short) in LINES.items():
        facts = {"hub_number": number, "variant_id": variant_id, "state": state, "stock_short": short}
        then("mall_orders", "OrderLine").objects.create(shop=shop, order_id=order.id, product_name="P", quantity=3, **facts, **LINE)


def expect_turns(then: Any, open_shops: list[int]) -> None:
    trading, quiet = open_shops
    polls = then("mall_channel", "Poll").objects.order_by("shop_id")
    assert list(polls.values_list("shop_id", "merchant", "cursor", "phase")) == [
        (trading, "np_trading", "294", phase_of(trading)),
        (quiet, "np_quiet", "", phase_of(quiet)),
    ]


def expect_cursors(then: Any) -> None:
    """On the way back the connections have them again."""
    kept = then("mall_channel", "HubConnection").objects.order_by("shop_id").values_list("cursor", flat=True)
    assert list(kept) == ["294", "", ""]


def expect_shops_by_their_keys() -> None:
    for word, column in (("haru상", "name_key"), ("haru", "code_key"), ("123-45", "business_number_key")):
        assert [shop.code for shop in found(Shop.objects.all(), word, column).rows] == ["haru"]


def expect_products_in_their_own_shop() -> None:
    for code, codes in (("haru", ["P0", "P2", "P4"]), ("maru", ["P1", "P3"])):
        shop = Shop.objects.get(code=code)
        with scope(shop.id):
            products = products_of_words(shop, living_products(shop), "목 도리")
            assert sorted(products.values_list("code", flat=True)) == codes


def expect_the_order_by_people_goods_and_tracking_number(shop: Shop) -> None:
    for words in ("구매", "010-2345-6789", "목도리", "6384"):
        assert find_orders(shop, Search("all", words=words)).orders.count() == 1, words
    assert find_orders(shop, Search("all", words="장갑")).orders.count() == 0


def expect_sums_of_movements() -> None:
    sums = {
        row["variant_id"]: (row["q"], row["h"], row["u"])
        for row in StockMovement.objects.values("variant_id").annotate(q=Sum("dq"), h=Sum("dh"), u=Sum("du"))
    }
    levels = {row.variant_id: (row.quantity or 0, row.held, row.unshipped) for row in StockLevel.objects.order_by("variant_id")}
    assert levels == sums == {1: (7, 0, 2), 2: (0, 0, 4), 3: (0, 0, 1), 4: (5, 0, 0)}
    lines = OrderLine.objects.filter(hub_number__in=LINES).order_by("hub_number")
    assert list(lines.values_list("hub_number", "stock_unshipped", "stock_short")) == [
        ("L1", 2, 0),
        ("L2", 0, 0),
        ("L3", 4, 0),
        ("L4", 1, 2),
    ]
    assert set(StockMovement.objects.filter(kind__in=["set", "released"])) == set()
