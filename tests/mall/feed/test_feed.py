"""DB URL: what of a shop's catalogue is in its feed, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import BELOW, opened, visitor
from tests.mall.pictures import png
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.clock import KST
from minishop.kernel.won import Won
from minishop.mall.catalog.models import Category, Product, ProductCategory
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.catalog.queries import products_of_feed_ids
from minishop.mall.catalog.services.products import delete_product
from minishop.mall.feed import queries
from minishop.mall.feed.queries import full_feed, shipping_of_one, summary_feed, without_picture
from minishop.mall.shipping.domain.fee import DoorGate, Mode, Policy
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.stock.queries import selling_channel
from minishop.mall.stock.services.levels import set_stock, write_buffer, write_terms

TOMORROW = f"{(NOW + timedelta(days=1)).astimezone(KST):%Y-%m-%d %H:%M:%S}"
FRONT = "http://haru.shop.localhost:8100"


def sold(shop: Shop, code: str = "P1", *, pictured: bool = True, **facts: Any) -> Product:
    product = make_product(shop, code, **facts)
    if pictured:
        add_picture(shop=shop, product=product, content=png())
    return product


def rows(lines: Iterable[str]) -> list[dict[str, str]]:
    names, *found = "".join(lines).split("\n")
    return [dict(zip(names.split("\t"), line.split("\t"), strict=True)) for line in found]


def codes(shop: Shop) -> list[str]:
    return [row["id"] for row in rows(full_feed(shop, FRONT))]


TRUTH: dict[str, tuple[dict[str, Any], bool]] = {
    "진열, 가격 있음": ({}, True),
    "진열, 재고 있음": ({"stock": 1}, True),
    "0원": ({"price": Won(0)}, False),
    "판매가 대체문구": ({"price_text": "문의"}, False),
    "미진열": ({"displayed": False}, False),
    "판매 안 함": ({"for_sale": False}, False),
    "품절": ({"stock": 0}, False),
    "사진 없음": ({"pictured": False}, False),
}


@pytest.mark.parametrize(("facts", "inside"), TRUTH.values(), ids=TRUTH)
def test_the_feed_table(shop: Shop, facts: dict[str, Any], inside: bool) -> None:
    """R32, R33, R34."""
    sold(shop, **facts)
    assert codes(shop) == (["P1"] if inside else [])


def test_a_row_tells_the_product_with_its_categories(shop: Shop) -> None:
    product = sold(shop, name="스카프", list_price=Won(12_000), maker="하루", search_words="울, 겨울")
    top = Category.objects.create(shop=shop, name="패션")
    leaf = Category.objects.create(shop=shop, name="스카프", parent_id=top.id)
    ProductCategory.objects.create(shop=shop, product_id=product.id, category_id=leaf.id)
    row = rows(full_feed(shop, FRONT))[0]
    assert (row["title"], row["price_pc"], row["normal_price"], row["maker"]) == ("스카프", "10000", "12000", "하루")
    assert (row["category_name1"], row["category_name2"], row["category_name3"]) == ("패션", "스카프", "")
    assert row["link"] == f"{FRONT}/products/P1/"
    assert row["image_link"].startswith(f"{FRONT}/media/")
    assert row["search_tag"] == "울|겨울"


def test_a_code_that_the_search_does_not_take_is_told_by_a_number(shop: Shop) -> None:
    """R32: a full stop or Hangul in a code keeps no product from the search; its own address leads to it."""
    dotted, korean, plain = (sold(shop, code) for code in ("DOT.1", "둥굴레-1", "P_1"))
    told = {row["id"]: row["link"] for row in rows(full_feed(shop, FRONT))}
    assert told == {
        f"N{dotted.id}": f"{FRONT}/products/DOT.1/",
        f"N{korean.id}": f"{FRONT}/products/%EB%91%A5%EA%B5%B4%EB%A0%88-1/",
        "P_1": f"{FRONT}/products/P_1/",
    }
    beside = [f"N{2**63}", f"N0{dotted.id}", f"N{plain.id}", "DOT.1"]
    assert products_of_feed_ids(shop, [*told, *beside]) == {f"N{dotted.id}": dotted, f"N{korean.id}": korean, "P_1": plain}


def test_another_shops_products_are_not_in_the_feed(cast: Cast) -> None:
    with scope(cast.maru.id):
        sold(cast.maru, "M1")
    with scope(cast.haru.id):
        sold(cast.haru)
        assert codes(cast.haru) == ["P1"]


FEES: dict[str, tuple[Policy, dict[str, Any], int]] = {
    "기준 금액 미만": (BELOW, {}, 2_500),
    "한 개로 기준 금액": (BELOW, {"price": Won(50_000)}, 0),
    "무료 상품": (BELOW, {"fee_kind": "free"}, 0),
    "개별": (BELOW, {"fee_kind": "fixed", "fee_amount": Won(4_000)}, 4_000),
    "수량별": (BELOW, {"fee_kind": "growing", "fee_amount": Won(1_500), "fee_block": 3}, 1_500),
    "무료 상점": (replace(BELOW, mode=Mode.FREE), {}, 0),
    "착불": (replace(BELOW, mode=Mode.ON_DELIVERY), {}, -1),
    "착불, 막지 않기": (replace(BELOW, mode=Mode.ON_DELIVERY, door_gate=DoorGate.NEVER), {}, -1),
    "착불 상점의 무료 상품": (replace(BELOW, mode=Mode.ON_DELIVERY), {"fee_kind": "free"}, 0),
    "개별 배송비 끔": (replace(BELOW, individual_fees=False), {"fee_kind": "free"}, 2_500),
}


@pytest.mark.parametrize(("policy", "facts", "fee"), FEES.values(), ids=FEES)
def test_the_fee_of_one_piece(shop: Shop, policy: Policy, facts: dict[str, Any], fee: int) -> None:
    assert shipping_of_one(make_product(shop, "P1", **facts), policy) == fee


def changes(shop: Shop, days: int = 1) -> dict[str, tuple[str, str]]:
    """class and update_time by product, so many days after everything was made."""
    found = rows(summary_feed(shop, FRONT, NOW + timedelta(days=days)))
    return {row["id"]: (row["class"], row["update_time"]) for row in found}


def test_the_summary_tells_what_happened_today(shop: Shop) -> None:
    for code in ("SAME", "CHANGED", "GONE", "HIDDEN"):
        sold(shop, code)
    assert {change for change, _at in changes(shop, 0).values()} == {"I"}
    tomorrow = NOW + timedelta(days=1)
    Product.objects.filter(code="CHANGED").update(price=Won(9_000), updated_at=tomorrow)
    Product.objects.filter(code="HIDDEN").update(displayed=False, updated_at=tomorrow)
    delete_product(shop=shop, code="GONE", now=tomorrow)
    assert changes(shop) == {
        "CHANGED": ("U", TOMORROW), "GONE": ("D", TOMORROW), "HIDDEN": ("D", TOMORROW),
    }  # fmt: skip


def test_the_summary_tells_what_sold_out_or_came_back(shop: Shop) -> None:
    """The product's own row does not change with its stock."""
    tomorrow = NOW + timedelta(days=1)
    for code, stock in (("OUT", 1), ("BACK", 0)):
        variant = sold(shop, code, stock=stock).variants.all()[0]
        if stock:
            take_sold(shop=shop, variant_id=variant.id, quantity=1, key="order-1", now=tomorrow)
        else:
            set_stock(shop=shop, variant=variant, quantity=3, key="restocked", now=tomorrow)
    assert changes(shop) == {"OUT": ("D", TOMORROW), "BACK": ("U", TOMORROW)}
    assert changes(shop, 2) == {}


def test_the_summary_tells_what_a_switch_or_a_buffer_took_away_or_gave_back(shop: Shop) -> None:
    """Where something begins or ceases to be offered, and nowhere else; no piece has moved."""
    tomorrow = NOW + timedelta(days=1)
    one = {
        code: sold(shop, code, stock=stock).variants.all()[0].id
        for code, stock in (("OFF", 5), ("KEPT", 2), ("FEW", 1), ("MANY", 9))
    }
    terms: dict[str, Any] = {"shop": shop, "channel": selling_channel(), "buffer": None, "now": tomorrow}
    write_terms(variant_id=one["OFF"], safety=0, sold_out=True, **terms)
    write_terms(variant_id=one["KEPT"], safety=1, sold_out=False, **terms)
    write_buffer(shop=shop, channel=selling_channel(), pieces=1, now=tomorrow)
    assert changes(shop) == {"OFF": ("D", TOMORROW), "FEW": ("D", TOMORROW)}
    write_buffer(shop=shop, channel=selling_channel(), pieces=0, now=tomorrow)
    assert changes(shop) == {"OFF": ("D", TOMORROW), "FEW": ("U", TOMORROW)}


def test_a_buffer_for_all_names_only_what_it_takes_away_or_gives_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """However many there are that it does not concern: a product without stock is not looked at, nor is one with a buffer of its own."""
    monkeypatch.setattr("minishop.mall.stock.services.levels._BATCH", 1, raising=False)
    stocks = {"NONE": 0, "KEPT": 2, "OWN": 3, "FEW": 2, "LESS": 3, "MANY": 4}
    one = {code: sold(shop, code, stock=stock).variants.all()[0] for code, stock in stocks.items()}
    terms: dict[str, Any] = {"shop": shop, "channel": selling_channel(), "sold_out": False, "now": NOW}
    write_terms(variant_id=one["KEPT"].id, safety=2, buffer=None, **terms)
    write_terms(variant_id=one["OWN"].id, safety=0, buffer=1, **terms)
    write_buffer(shop=shop, channel=selling_channel(), pieces=1, now=NOW)
    for day, pieces in enumerate((3, 1), start=1):
        at = NOW + timedelta(days=day)
        with django_assert_max_num_queries(12) as asked:
            write_buffer(shop=shop, channel=selling_channel(), pieces=pieces, now=at)
        assert set(Product.objects.filter(updated_at=at).values_list("code", flat=True)) == {"FEW", "LESS"}
        said = " ".join(query["sql"] for query in asked.captured_queries)
        assert not [code for code, variant in one.items() if str(variant.id) in said]


def test_products_that_lack_only_a_picture_are_counted(shop: Shop) -> None:
    sold(shop, "P1")
    sold(shop, "P2", pictured=False)
    sold(shop, "P3", pictured=False, price=Won(0))
    assert without_picture(shop) == 1


@pytest.mark.parametrize("count", [1, 3], ids=["한 상품", "세 상품"])
def test_a_feed_is_read_in_batches(shop: Shop, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(count):
        sold(shop, f"P{number}")
    with django_assert_num_queries(8):
        assert len(codes(shop)) == count


def test_no_product_is_lost_between_batches(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    for number in range(5):
        sold(shop, f"P{number}")
    assert codes(shop) == [f"P{number}" for number in range(5)]


@pytest.mark.parametrize("path", ["/ep/full.tsv", "/ep/summary.tsv"])
def test_the_address_answers_only_when_the_shop_is_open(cast: Cast, path: str) -> None:
    """R6: the answer is streamed after the request's own scope has closed."""
    with scope(cast.haru.id):
        sold(cast.haru)
    closed = visitor(cast.haru).get(path)
    assert (closed.status_code, closed["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "아직 열리지 않았습니다" in closed.content.decode()
    with scope(cast.haru.id):
        opened(cast.haru)
    answer: Any = visitor(cast.haru).get(path)
    assert (answer.status_code, answer.streaming, answer["Content-Type"]) == (200, True, "text/plain; charset=utf-8")
    told = b"".join(answer.streaming_content).decode()
    assert told.startswith("id\ttitle\tprice_pc\t")
    assert "full" not in path or "\nP1\t상품 P1\t10000\t" in told


def test_one_entry_missing_closes_the_feed_again(shop: Shop) -> None:
    """R3."""
    opened(shop)
    Entry.objects.filter(shop=shop, kind="pg").delete()
    assert visitor(shop).get("/ep/full.tsv").status_code == 404
