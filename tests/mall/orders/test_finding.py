"""찾기: orders are found by their numbers, people, telephone numbers, tracking numbers and goods, by an index, in their own shop."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.mall.orders.collected import reported
from tests.mall.worlds import NOW, Cast
from tests.plans import plans_of

from minishop.chassis.tenancy import scope
from minishop.kernel.clock import kst_day
from minishop.mall.orders import queries
from minishop.mall.orders.models import Order
from minishop.mall.orders.queries import Search, find_orders
from minishop.mall.orders.services.desk import enter_tracking
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop

NUMBER = f"{kst_day(NOW):%Y%m%d}-0000001"


def record(shop: Shop, order: str, **told: str) -> Order:
    facts = {
        "orderer": "김구매",
        "phone": "02-555-0142",
        "mail": "kim@buyer.example",
        "recipient": "이수령",
        "mobile": "010-2345-6789",
        **told,
    }
    line = reported(
        order, f"{order}-a", product_name=facts.get("goods", "하루 울 목도리"), product_code=facts.get("code", "HR-0017")
    )
    by = replace(line.order, orderer_name=facts["orderer"], orderer_phone=facts["phone"], orderer_email=facts["mail"])
    to = replace(line.recipient, name=facts["recipient"], mobile=facts["mobile"])
    record_lines(shop=shop, channel="minishop", lines=[replace(line, order=by, recipient=to)], fee_breakdowns={}, now=NOW)
    return Order.objects.get(hub_number=order)


def found(shop: Shop, words: str, **asked: date) -> list[str]:
    return sorted(order.hub_number for order in find_orders(shop, Search("all", words=words, **asked)).orders)


@pytest.mark.parametrize(
    "words",
    [
        NUMBER, "0000001", "102815941", "김구매", "구매", unicodedata.normalize("NFD", "김구매"), "ㄱㅣㅁㄱㅜ", "이 수령", "이수",
        "010-2345-6789", "01023456789", "+82 10 2345 6789", "０１０．２３４５．６７８９", "2345-6789", "6789", "02) 555-0142", "0142",
        "6384-1120-5781", "638411205781", "목도리", "울목도리", "HR0017", "0017", "kim@buyer", "구매 목도리 6789",
    ],
)  # fmt: skip
def test_an_order_is_found_however_it_is_named(shop: Shop, words: str) -> None:
    """R114."""
    order = record(shop, "102815941")
    assert order.number == NUMBER
    enter_tracking(shop=shop, order=order, carrier="CJGLS", number="6384-1120-5781", actor="김하루", now=NOW)
    other = {"phone": "031-222-3333", "mail": "park@buyer.example", "mobile": "010-9999-1111", "goods": "현미", "code": "R2"}
    record(shop, "2", orderer="박다른", recipient="최먼데", **other)
    assert found(shop, words) == ["102815941"]


@pytest.mark.parametrize("words", ["없는이", "구자", "345", "목_리", "%", "-", "구매 현미"])
def test_nothing_else_is_found(shop: Shop, words: str) -> None:
    record(shop, "1", orderer="김구매자")
    assert found(shop, words) == []


def test_another_shops_orders_are_not_found(cast: Cast) -> None:
    for shop in (cast.maru, cast.haru):
        with scope(shop.id):
            record(shop, f"{shop.id}")
    with scope(cast.haru.id):
        assert found(cast.haru, "김구매") == [f"{cast.haru.id}"]


def test_a_word_that_fits_too_much_finds_a_part_and_says_so_and_a_period_finds_the_rest(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    for number in ("1", "2", "3"):
        record(shop, number, mail="lee@buyer.example" if number == "1" else "park@buyer.example")
    old = timedelta(days=40)
    Order.objects.filter(hub_number="1").update(ordered_at=NOW - old)
    assert find_orders(shop, Search("all", words="김구매")).has_more
    assert found(shop, "김구매") == ["2", "3"]
    day = (NOW - old).date()
    assert found(shop, "김구매", first=day, last=day) == ["1"]
    assert found(shop, "park@buyer", first=day, last=day) == []
    assert found(shop, "park@buyer", first=NOW.date(), last=NOW.date()) == ["2", "3"]


def test_words_go_by_the_index_of_the_keys(shop: Shop) -> None:
    record(shop, "1")
    (plan,) = plans_of(lambda: find_orders(shop, Search("all", words="김구매 목도리")), table="mall_orders_orderkey")
    assert "orders_by_key" in plan
    # The second word is asked of each order by either index: of so few rows PostgreSQL takes now this one, now that.
    assert len(re.findall("orders_by_key|orders_one_order_key|autoindex_mall_orders_orderkey", plan)) >= 2
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan
