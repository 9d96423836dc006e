"""The shop's pages as a visitor meets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import text, visitor
from tests.mall.pictures import png
from tests.mall.worlds import Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Category, ProductCategory
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop

QUERIES = {"/": 13, "/search/?q=상품": 12, "/categories/{category}/": 15}


def shelved(shop: Shop, count: int) -> int:
    """So many products in one category, each with a picture; the category's id."""
    category = Category.objects.create(shop=shop, name="주방")
    for number in range(count):
        product = make_product(shop, f"P{number}", stock=5)
        ProductCategory.objects.create(shop=shop, product_id=product.id, category_id=category.id)
        add_picture(shop=shop, product=product, content=png())
    return category.id


@pytest.mark.parametrize(("path", "queries"), QUERIES.items())
@pytest.mark.parametrize("count", [1, 3], ids=["한 줄", "세 줄"])
def test_a_list_asks_the_same_number_of_questions_for_any_number_of_products(
    front: Client, shop: Shop, path: str, queries: int, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    category = shelved(shop, count)
    with django_assert_num_queries(queries):
        answer = front.get(path.format(category=category))
    assert text(answer).count('class="shelf-card') == count


def test_every_page_says_that_the_shop_sells_through_checkout_only(front: Client) -> None:
    """R73, R76."""
    for path in ("/", "/cart/", "/notice/", "/checkout-service/", "/search/"):
        page = text(front.get(path))
        assert "체크아웃 전용 쇼핑몰" in page
        assert all(link in page for link in ("장바구니", "주문확인/배송조회", "1:1 문의하기", "공지사항", "체크아웃 서비스란?"))


def test_a_product_page_shows_the_product_and_only_the_two_ways_on(front: Client, shop: Shop) -> None:
    """R25, R77, R79, R81, Q15: no buy-now and no wish button of the shop's own."""
    shelved(shop, 1)
    make_product(
        shop, "P9", selects=[SelectOption("색상", ("노랑", "파랑"))], texts=[TextOption("주문자 연락처")], stock=2,
        name="스카프", price=Won(32_000), list_price=Won(39_000), maker="하루공방", origin="대한민국",
    )  # fmt: skip
    page = text(front.get("/products/P9/"))
    assert all(
        said in page for said in ("32,000원", "39,000원", "하루공방", "대한민국", "P9", "색상", "주문자 연락처", "장바구니 담기")
    )
    form = page.partition('action="/cart/lines/"')[2].partition("</form>")[0]
    assert form.count("<button") == 2
    assert 'data-enable="Y"' in page


def test_before_the_opening_the_button_is_shown_and_cannot_be_pressed(cast: Cast) -> None:
    """R82: products can be looked at; the reason stands beside the button."""
    with scope(cast.maru.id):
        make_product(cast.maru, "P1")
    page = text(visitor(cast.maru).get("/products/P1/"))
    assert "오픈 준비중인 상점입니다." in page
    assert "체크아웃 입점이 승인되고 상점이 열리면 살 수 있습니다." in page
    assert 'data-enable="N"' in page
    assert page.count("disabled>") == 1


UNBUYABLE: dict[str, tuple[dict[str, Any], str]] = {
    "품절": ({"stock": 0}, "품절된 상품입니다."),
    "판매 안 함": ({"for_sale": False}, "지금은 판매하지 않는 상품입니다."),
    "판매가 대체문구": ({"price_text": "전화 문의"}, "가격을 문의해 주세요."),
    "0원": ({"price": Won(0)}, "판매가가 정해지지 않아 살 수 없는 상품입니다."),
}


@pytest.mark.parametrize(("facts", "reason"), UNBUYABLE.values(), ids=UNBUYABLE)
def test_what_cannot_be_bought_is_shown_with_its_reason(front: Client, shop: Shop, facts: dict[str, Any], reason: str) -> None:
    """R33, R34, Q14."""
    make_product(shop, "P1", **facts)
    page = text(front.get("/products/P1/"))
    assert reason in page
    assert page.count("disabled>") == 2
    assert "P1" in text(front.get("/"))


def test_a_product_that_is_not_displayed_does_not_exist(front: Client, shop: Shop) -> None:
    """R34."""
    make_product(shop, "P1", displayed=False)
    assert front.get("/products/P1/").status_code == 404
    assert "/products/P1/" not in text(front.get("/"))


def test_another_shops_product_and_category_do_not_exist(front: Client, cast: Cast) -> None:
    with scope(cast.maru.id):
        make_product(cast.maru, "M1", name="마루의 비밀")
        category = Category.objects.create(shop=cast.maru, name="마루의 분류")
    assert front.get("/products/M1/").status_code == 404
    assert front.get(f"/categories/{category.id}/").status_code == 404
    assert "마루의" not in text(front.get("/"))
    assert "찾는 상품이 없습니다." in text(front.get("/search/?q=마루의"))


def test_a_search_looks_for_every_word_and_escapes_what_was_typed(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", name="파란 울 스카프")
    make_product(shop, "P2", name="파란 머그컵")
    assert text(front.get("/search/", {"q": "파란 스카프"})).count("shelf-card") == 1
    page = text(front.get("/search/", {"q": "<script>x</script>"}))
    assert "<script>x" not in page
    assert "찾는 상품이 없습니다." in page


def test_a_sellers_html_carries_no_script(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", description='<h3>소재</h3><script>alert(1)</script><img src="x" onerror="alert(1)">')
    page = text(front.get("/products/P1/"))
    assert "<h3>소재</h3>" in page
    assert "alert(1)" not in page


def test_pictures_are_kept_for_a_year_and_belong_to_their_shop(front: Client, shop: Shop, cast: Cast) -> None:
    image = add_picture(shop=shop, product=make_product(shop, "P1"), content=png())
    answer = front.get(f"/media/{image.file}-400.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert visitor(cast.maru).get(f"/media/{image.file}-400.jpg").status_code == 404
    assert front.get("/media/../../mall.sqlite3").status_code == 404


def test_the_viewer_goes_round_through_the_pictures(front: Client, shop: Shop) -> None:
    """R80."""
    product = make_product(shop, "P1")
    for colour in ("red", "green", "blue"):
        add_picture(shop=shop, product=product, content=png(colour))
    page = text(front.get("/products/P1/"))
    assert page.count("<figure") == 3
    assert all(page.count(f'href="#picture-{number}"') == 3 for number in (1, 2, 3))


def test_a_landing_from_the_search_is_remembered_for_the_order(front: Client, shop: Shop) -> None:
    make_product(shop, "P1")
    cookie = front.get("/products/P1/?NaPm=ct%3Dabc").cookies["NA_CO"]
    assert (cookie.value, cookie["httponly"], cookie["domain"]) == ("ct=abc", True, "")


def test_a_host_without_a_shop_is_not_found(db: None) -> None:
    assert Client(headers={"host": "nobody.shop.localhost:8100"}).get("/").status_code == 404


def test_no_page_of_the_platform_answers_on_a_shops_host(front: Client) -> None:
    assert [front.get(path).status_code for path in ("/login/", "/shops/", "/office/haru/", "/console/")] == [404] * 4
