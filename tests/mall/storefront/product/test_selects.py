"""The choices of a product's form: what each costs, what is left of it, what was chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import text
from tests.mall.pictures import png
from tests.mall.storefront.furnished import full_product
from tests.mall.worlds import NOW, make_product
from tests.page_lines import lacking, lines

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Variant
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop
from minishop.mall.stock.services.levels import set_stock

COLOURS, SIZES = SelectOption("색상", ("노랑", "파랑")), SelectOption("크기", ("작음", "큼"))
QUERIES = 13


def facts_of(front: Client, code: str) -> dict[str, Any]:
    """What the page tells its script."""
    told = BeautifulSoup(front.get(f"/products/{code}/").content, "html.parser").find(id="variants")
    assert told is not None
    return dict(json.loads(told.get_text()))


def test_the_script_is_told_what_the_server_reckons_with(front: Client, shop: Shop) -> None:
    full_product(shop)
    facts = facts_of(front, "P1")
    assert (facts["price"], facts["freeFrom"], facts["most"], facts["options"]) == (32_000, 50_000, 9, ["option-색상"])
    assert facts["variants"] == [
        {"choices": ["노랑"], "plus": 0, "left": 10, "paying": False},
        {"choices": ["파랑"], "plus": 2_000, "left": 3, "paying": False},
        {"choices": ["초록"], "plus": 0, "left": 0, "paying": False},
    ]
    assert facts["words"]["won"] == "{}원"


def test_of_two_options_no_value_alone_has_a_price_or_a_stock(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", selects=[COLOURS, SIZES], stock=1)
    wanted = "= 색상 필수\n{[ ] 노랑}\n{[ ] 파랑}\n= 크기 필수\n{[ ] 작음}\n{[ ] 큼}"
    assert lacking(front.get("/products/P1/"), wanted) == []


def test_what_is_cheaper_than_the_price_says_so(front: Client, shop: Shop) -> None:
    product = make_product(shop, "P1", selects=[COLOURS], stock=9)
    cheap = Variant.objects.filter(product=product).order_by("position")[1]
    Variant.objects.filter(shop=shop, id=cheap.id).update(surcharge=Won(-500))
    assert "{[ ] 파랑 −500원}" in lines(front.get("/products/P1/"))


def test_a_value_that_is_not_offered_cannot_be_chosen(front: Client, shop: Shop) -> None:
    product = make_product(shop, "P1", selects=[COLOURS])
    Variant.objects.filter(shop=shop, id=Variant.objects.filter(product=product).order_by("position")[1].id).delete()
    box = BeautifulSoup(front.get("/products/P1/").content, "html.parser").find("input", value="파랑")
    assert box is not None
    assert box.has_attr("disabled")


def test_what_is_sold_out_cannot_be_chosen_and_what_was_sold_meanwhile_is_not_left_chosen(front: Client, shop: Shop) -> None:
    product = make_product(shop, "P1", selects=[COLOURS], stock=1)
    for variant in Variant.objects.filter(product=product):
        if variant.choices == [["색상", "노랑"]]:
            set_stock(shop=shop, variant=variant, quantity=0, key="gone", now=NOW)
    answer = front.post("/cart/lines/", {"product": "P1", "option-색상": "노랑", "quantity": "1"})
    assert lacking(answer, "{[ ] 노랑 품절}\n{[ ] 파랑 1개 남음}\n색상:노랑은(는) 품절되었습니다.") == []


def test_many_values_stand_in_a_list_of_their_own(front: Client, shop: Shop) -> None:
    values = tuple(f"{number}호" for number in range(1, 10))
    make_product(shop, "P1", selects=[SelectOption("호수", values)])
    assert "{호수: *골라 주세요 … 10}" in lines(front.get("/products/P1/"))
    wrong = front.post("/cart/lines/", {"product": "P1", "option-호수": "3호", "quantity": "0"})
    assert "{호수: *3호 … 10}" in lines(wrong)


@pytest.mark.parametrize("count", [1, 3], ids=["한 개", "세 개"])
def test_a_product_page_asks_the_same_number_of_questions_for_any_number_of_variants_and_pictures(
    front: Client, shop: Shop, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    product = make_product(shop, "P1", selects=[SelectOption("호수", tuple(f"{number}호" for number in range(count)))])
    for colour in ("red", "green", "blue")[:count]:
        add_picture(shop=shop, product=product, content=png(colour))
    with django_assert_num_queries(QUERIES):
        page = text(front.get("/products/P1/"))
    assert page.count('class="pick"') == count
