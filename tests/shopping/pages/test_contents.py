"""검색 화면 by its content: the search box, a product, the conditions, and the ways out of an empty result."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from tests.reading import Button, Field, Page
from tests.shopping.worlds import approved, indexed, listing

from minishop.kernel.won import Won
from minishop.shopping.index import queries

pytestmark = pytest.mark.django_db
DRESS, SEARCHED = "원피스", f"q={quote('원피스')}"
FACTS: dict[str, object] = {
    "price": Won(39_000),
    "list_price": Won(45_000),
    "shipping": 0,
    "event_words": "오늘만",
    "condition": "리퍼",
    "review_count": 1203,
    "categories": ("의류", "원피스", "", ""),
}


def page_of(client: Client, address: str = "/", **query: str) -> Page:
    return Page(client.get(address, query, headers={"host": "shopping.localhost"}))


@pytest.fixture
def found(client: Client) -> Page:
    """A search that finds one dress of one shop and one of another."""
    indexed(approved(), listing("P1", "린넨 원피스", **FACTS))
    indexed(approved("maru"), listing("P2", "면 원피스", price=Won(12_000), categories=("의류", "원피스", "", "")))
    return page_of(client, "/search/", q=DRESS, sort="price_desc")


def test_the_first_page_searches_and_shows_what_came_last(client: Client) -> None:
    indexed(approved(), listing("P1", "린넨 원피스", **FACTS))
    page = page_of(client)
    assert page.link("지식쇼핑") == "/"
    assert page.says("띄어쓰기가 달라도, 초성만 적어도 찾아 드립니다.")
    assert page.main.headings() == ["작은 상점의 상품을 한곳에서 찾아보세요", "새로 올라온 상품"]
    assert page.main.field("상품 검색어") == Field("q", "search", "")
    assert page.main.button("검색") == Button("/search/", "get")
    products = page.part("새로 올라온 상품").parts("article")
    assert [product.text for product in products] == ["린넨 원피스 오늘만 39,000원 정가 45,000원 무료배송 리퍼 리뷰 1,203 하루상점"]


def test_the_first_page_of_an_empty_search_says_so(client: Client) -> None:
    assert page_of(client).part("새로 올라온 상품").says("아직 올라온 상품이 없습니다.")


def test_a_result_names_what_was_searched_and_how_much_was_found(found: Page) -> None:
    assert found.title == "‘원피스’ 검색 결과"
    assert found.main.headings()[0] == "‘원피스’ 검색 결과 2개"
    head = found.parts("header")[0]
    assert head.field("상품 검색어") == Field("q", "search", DRESS)
    assert head.button("검색") == Button("/search/", "get")


def test_very_many_results_are_not_counted_to_the_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    indexed(approved(), listing("P1", "린넨 원피스"), listing("P2", "면 원피스"))
    assert page_of(client, "/search/", q=DRESS).main.headings()[0] == "‘원피스’ 검색 결과 1개 이상"


def test_a_product_stands_with_price_shipping_and_shop_and_leads_there(client: Client, found: Page) -> None:
    first, second = found.main.parts("article")
    assert first.text == "린넨 원피스 오늘만 39,000원 정가 45,000원 무료배송 리퍼 리뷰 1,203 하루상점"
    assert second.text == "면 원피스 12,000원 배송비 2,500원 maru 상점"
    address = first.link("린넨 원피스")
    assert address.endswith(f"/?{SEARCHED}")
    assert client.get(address, headers={"host": "shopping.localhost"})["Location"].startswith(
        "http://haru.shop.localhost:8100/products/P1/"
    )


def test_results_can_be_sorted_in_four_ways(found: Page) -> None:
    ways = {"정확도순": "relevance", "낮은 가격순": "price_asc", "높은 가격순": "price_desc", "최신순": "newest"}
    assert found.part("정렬").links() == {name: f"?{SEARCHED}&sort={value}" for name, value in ways.items()}


def test_results_can_be_narrowed_by_category_and_shop(found: Page) -> None:
    part = found.part("조건 좁히기")
    assert part.headings() == ["분류", "상점"]
    categories, shops = (row.links() for row in part.parts("ul"))
    rest = f"?{SEARCHED}&sort=price_desc"
    assert categories == {"전체": rest, "의류 2": f"{rest}&category={quote('의류')}"}
    assert set(shops) == {"전체", "하루상점 1", "maru 상점 1"}
    assert shops["전체"] == rest
    assert shops["하루상점 1"].startswith(f"{rest}&shop=")


def test_results_can_be_narrowed_by_price_and_free_shipping(found: Page) -> None:
    part = found.part("조건 좁히기")
    assert part.fields() == {
        "최저 가격(원)": Field("price_from", "number", ""),
        "최고 가격(원)": Field("price_to", "number", ""),
        "무료배송만": Field("free", "checkbox", ""),
    }
    kept = {"q": DRESS, "category": "", "shop": "", "sort": "price_desc"}
    assert part.buttons() == {"적용": Button("/search/", "get", kept)}


def test_conditions_are_kept_and_can_be_cleared(client: Client, found: Page) -> None:
    shop = found.part("조건 좁히기").parts("ul")[1].link("하루상점 1").rpartition("=")[2]
    page = page_of(client, "/search/", q=DRESS, category="의류", shop=shop, price_from="1000", free="on").main
    part = page.part("조건 좁히기")
    assert part.button("적용").fields == {"q": DRESS, "category": "의류", "shop": shop, "sort": ""}
    assert (part.field("최저 가격(원)").value, part.field("무료배송만").value) == ("1000", "on")
    assert part.link("조건 지우기") == f"?{SEARCHED}"


def test_conditions_that_leave_nothing_can_be_cleared_where_one_reads_it(client: Client, found: Page) -> None:
    page = page_of(client, "/search/", q=DRESS, price_to="10").main
    assert page.says("조건에 맞는 상품이 없습니다")
    assert page.link("조건 지우고 다시 보기") == f"?{SEARCHED}"


def test_a_word_that_nothing_has_gets_advice(client: Client) -> None:
    page = page_of(client, "/search/", q="없는것").main
    assert page.headings() == ["‘없는것’ 검색 결과 0개"]
    assert page.says("찾는 상품이 없습니다")
    assert [advice.text for advice in page.parts("li")] == [
        "낱말 수를 줄이거나 더 짧은 낱말로 찾아보세요.",
        "오타가 없는지 살펴보세요. 띄어쓰기는 상관없습니다.",
        "초성은 두 글자부터 찾을 수 있습니다. 예: ㅇㅍㅅ",
    ]


def test_words_that_are_too_long_are_told_under_the_heading(client: Client) -> None:
    page = page_of(client, "/search/", q="가" * 101).main
    told = page.parts("p")[0].text
    assert "100" in told
    assert "101" in told


def test_many_results_have_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 1)
    indexed(approved(), listing("P1", "린넨 원피스"), listing("P2", "면 원피스"))
    pages = page_of(client, "/search/", q=DRESS).part("쪽 이동").links()
    assert pages == {"1": f"?{SEARCHED}&page=1", "2": f"?{SEARCHED}&page=2", "다음": f"?{SEARCHED}&page=2"}


def test_an_operators_door_asks_for_mail_and_password(client: Client) -> None:
    page = page_of(client, "/login/", next="/center/").main
    assert page.headings() == ["운영자 로그인"]
    assert page.fields() == {
        "이메일": Field("username", "email", "", required=True),
        "비밀번호": Field("password", "password", "", required=True),
    }
    assert page.buttons() == {"로그인": Button("", "post", {"next": "/center/"})}
