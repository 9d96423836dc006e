"""검색 화면: what buyers see; one and three rows take the same queries; odd addresses do no harm."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.shopping.worlds import PASSWORD, approved, indexed, listing, operator

from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
HOST = {"host": "shopping.localhost"}


def page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query, headers=HOST)
    assert answer.status_code == 200
    return answer.content.decode()


def with_products(count: int) -> None:
    indexed(approved(), *(listing(f"P{n}", f"린넨 원피스 {n}", price=Won(39_000)) for n in range(count)))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/", 1), ("/search/?q=원피스", 5)])
def test_queries_do_not_grow_with_rows(client: Client, rows: int, address: str, queries: int) -> None:
    with_products(rows)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=HOST)
    assert (answer.content.decode().count('class="product"'), len(asked)) == (rows, queries)


def test_a_result_shows_what_a_buyer_needs(client: Client) -> None:
    facts = {
        "price": Won(39_000),
        "list_price": Won(45_000),
        "shipping": 0,
        "event_words": "오늘만",
        "condition": "리퍼",
        "review_count": 3,
    }
    indexed(approved(), listing("P1", "린넨 원피스", **facts))
    shown = page(client, "/search/", q="원피스")
    for text in (
        "린넨 원피스",
        "39,000원",
        "45,000원",
        "무료배송",
        "오늘만",
        "리퍼",
        "리뷰 3",
        "하루상점",
        "1개",
        "?q=%EC%9B%90%ED%94%BC%EC%8A%A4",
    ):
        assert text in shown


@pytest.mark.parametrize(("shipping", "text"), [(0, "무료배송"), (-1, "착불"), (2500, "배송비 2,500원")])
def test_the_shipping_fee_is_said(client: Client, shipping: int, text: str) -> None:
    indexed(approved(), listing("P1", "린넨 원피스", shipping=shipping))
    assert text in page(client, "/search/", q="원피스")


def test_an_empty_result_gives_advice(client: Client) -> None:
    assert "찾는 상품이 없습니다" in page(client, "/search/", q="없는 상품")


def test_similar_products_are_announced(client: Client) -> None:
    with_products(1)
    assert "비슷한 상품을 보여 드립니다" in page(client, "/search/", q="원피스 세일기간")


def test_conditions_that_leave_nothing_can_be_cleared(client: Client) -> None:
    with_products(1)
    assert "조건에 맞는 상품이 없습니다" in page(client, "/search/", q="원피스", price_to="1000")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"price_from": "많이"}, "정수를 입력하세요."),
        ({"price_from": "-1"}, "0"),
        ({"price_to": "9" * 30}, "9999999999"),
        ({"price_from": "5000", "price_to": "10"}, "최고 가격이 최저 가격보다 낮습니다."),
        ({"q": "가" * 200}, "100"),
    ],
    ids=["글자", "음수", "너무 큼", "거꾸로", "긴 검색어"],
)
def test_what_cannot_be_read_is_told_beside_its_field(client: Client, query: dict[str, str], message: str) -> None:
    with_products(1)
    shown = page(client, "/search/", **{"q": "원피스", **query})
    assert 'class="field-error"' in shown
    assert message in shown.partition('class="field-error"')[2].partition("</div></div>")[0]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%FF%FE",
        "q=원피스&sort=drop",
        "q=원피스&page=x",
        "q=원피스&shop=%00",
        "q=원피스&category=%00",
        "q=<script>alert(1)</script>",
    ],
)
def test_odd_queries_do_no_harm(client: Client, query: str) -> None:
    with_products(1)
    answer = client.get(f"/search/?{query}", headers=HOST)
    assert answer.status_code in (200, 302)
    assert b"<script>alert" not in answer.content


def test_a_search_for_nothing_is_the_first_page(client: Client) -> None:
    assert client.get("/search/?q=+", headers=HOST)["Location"] == "/"


def test_titles_are_text(client: Client) -> None:
    indexed(approved(), listing("P1", "<b>원피스</b>"))
    assert "&lt;b&gt;원피스" in page(client, "/search/", q="원피스")


def test_an_operator_logs_in_and_out(client: Client) -> None:
    operator()
    refused = client.post("/login/", {"username": "operator@shopping.example", "password": "wrong"}, headers=HOST)
    assert "이메일이나 비밀번호가 맞지 않습니다." in refused.content.decode()
    taken = client.post(
        "/login/?next=//evil.example/", {"username": "Operator@shopping.example", "password": PASSWORD}, headers=HOST
    )
    assert taken["Location"] == "/center/"
    assert client.post("/logout/", headers=HOST)["Location"] == "/"
    assert client.get("/center/", headers=HOST).status_code == 302
