"""The shop's window: categories as pictures, the order of a category, prices against list prices."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.pictures import png
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines
from tests.reading import Page

from minishop.kernel.won import Won
from minishop.mall.catalog.models import Category, Product, ProductCategory
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop
from minishop.mall.storefront.browsing.shelf import discount_percent

COLOURS = ("red", "green", "blue", "white")


def placed(shop: Shop, count: int) -> list[Category]:
    """So many categories, the last first in order, each with one product that has a picture."""
    made = []
    for number in range(count):
        category = Category.objects.create(shop=shop, name=f"분류 {number}", position=count - number)
        product = make_product(shop, f"P{number}", price=Won(1_000 * (number + 1)))
        ProductCategory.objects.create(shop=shop, product_id=product.id, category_id=category.id)
        add_picture(shop=shop, product=product, content=png(COLOURS[number]))
        made.append(category)
    return made


def test_categories_are_found_by_a_picture_in_their_order(front: Client, shop: Shop) -> None:
    placed(shop, 3)
    make_product(shop, "P9")
    assert list(Page(front.get("/")).part("분류로 찾기").links()) == ["분류 2", "분류 1", "분류 0"]


def test_two_pictures_make_no_row(front: Client, shop: Shop) -> None:
    placed(shop, 2)
    assert "@ 분류로 찾기" not in lines(front.get("/"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["셋째", "둘째", "첫째"]),
        ("?sort=new", ["셋째", "둘째", "첫째"]),
        ("?sort=cheap", ["둘째", "셋째", "첫째"]),
        ("?sort=dear", ["첫째", "셋째", "둘째"]),
        ("?sort=unknown", ["셋째", "둘째", "첫째"]),
    ],
)
def test_a_category_stands_in_the_order_that_was_asked_for(front: Client, shop: Shop, query: str, names: list[str]) -> None:
    category = Category.objects.create(shop=shop, name="주방")
    for code, (name, price) in {"P1": ("첫째", 3_000), "P2": ("둘째", 1_000), "P3": ("셋째", 2_000)}.items():
        product = make_product(shop, code, name=name, price=Won(price))
        ProductCategory.objects.create(shop=shop, product_id=product.id, category_id=category.id)
    page = front.get(f"/categories/{category.id}/{query}")
    assert [card.product.name for card in page.context["cards"]] == names
    assert (
        lacking(page, "@ 정렬\n[상점 추천순 → ?]\n[신상품순 → ?sort=new]\n[낮은 가격순 → ?sort=cheap]\n[높은 가격순 → ?sort=dear]")
        == []
    )
    assert [sort.label for sort in page.context["sorts"] if sort.current] == [
        {"?sort=new": "신상품순", "?sort=cheap": "낮은 가격순", "?sort=dear": "높은 가격순"}.get(query, "상점 추천순")
    ]


def test_one_product_needs_no_order(front: Client, shop: Shop) -> None:
    category = placed(shop, 1)[0]
    assert "@ 정렬" not in lines(front.get(f"/categories/{category.id}/"))


def test_a_category_leads_to_those_below_it(front: Client, shop: Shop) -> None:
    kitchen = Category.objects.create(shop=shop, name="주방")
    cups = Category.objects.create(shop=shop, name="컵", parent_id=kitchen.id)
    glass = Category.objects.create(shop=shop, name="유리컵", parent_id=cups.id)
    for category, lower in ((kitchen, cups), (cups, glass)):
        page = front.get(f"/categories/{category.id}/")
        assert lacking(page, f"@ 하위 분류\n[{lower.name} 0 → /categories/{lower.id}/]") == []
    assert "@ 하위 분류" not in lines(front.get(f"/categories/{glass.id}/"))


@pytest.mark.parametrize(
    ("price", "list_price", "text", "percent"),
    [
        (9_000, 10_000, "", 10),
        (9_001, 10_000, "", 9),
        (10_000, 10_000, "", 0),
        (10_000, 0, "", 0),
        (9_000, 10_000, "문의", 0),
        (0, 100, "", 100),
    ],
)
def test_a_discount_is_never_said_to_be_more_than_it_is(price: int, list_price: int, text: str, percent: int) -> None:
    assert discount_percent(Product(price=Won(price), list_price=Won(list_price), price_text=text)) == percent
