"""검색 품질: what buyers type, and what they must and must not find, on a small made-up catalogue. Holds on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.shopping.worlds import NOON, approved, indexed, listing

from minishop.kernel.won import Won
from minishop.shopping.index.queries import PAGE_SIZE, Results, Sort, Wish, document_counts, newest, search
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import suspend

pytestmark = pytest.mark.django_db

CATALOGUE = {
    "W1": "여름 린넨 원피스 롱 반팔",
    "W2": "플라워 쉬폰 미니원피스",
    "W3": "린넨셔츠 남녀공용 오버핏",
    "W4": "와이드 슬랙스 밴딩 바지",
    "B1": "캔버스 백팩 15인치 노트북 수납",
    "B2": "가죽 크로스백 미니",
    "C1": "스테인리스 텀블러 500ml 보온보냉",
    "C2": "핸드메이드 도자기 머그컵 350ml",
    "C3": "유리컵 4개 세트",
    "E1": "블루투스 무선 이어폰 노이즈캔슬링",
    "E2": "USB-C 고속 충전기 65W",
    "E3": "아이폰 15 투명 케이스",
    "E4": "Nike Air Max 97 운동화",
    "E5": "AirMax 러닝화 경량",
    "H1": "호텔 수건 40수 10장",
    "H2": "무소음 벽시계 30cm",
    "H3": "접이식 빨래건조대",
    "H4": "원목 좌식 책상 1,200mm",
    "F1": "제주 감귤 5kg 산지직송",
    "F2": "유기농 현미 쌀 10kg",
    "F3": "국내산 참깨 볶음 3.5kg",
}


@pytest.fixture
def shop() -> Partner:
    partner = approved()
    indexed(partner, *(listing(code, title) for code, title in CATALOGUE.items()))
    return partner


def codes(results: Results) -> list[str]:
    return [document.product_code for document in results.page.object_list]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("원피스", {"W1", "W2"}),
        ("린넨 원피스", {"W1"}),
        ("린넨원피스", {"W1"}),
        ("원피스 린넨", {"W1"}),
        ("미니 원피스", {"W2"}),
        ("린 넨 셔 츠", {"W3"}),
        ("원피스를", {"W1", "W2"}),
        ("여름에 원피스", {"W1"}),
        ("드레스", {"W1", "W2"}),
        ("팬츠", {"W4"}),
        ("가방", {"B1"}),
        ("백팩 15인치", {"B1"}),
        ("컵", {"C2", "C3"}),
        ("머그", {"C2", "C3"}),
        ("텀블러 500ml", {"C1"}),
        ("텀블러 500 ml", {"C1"}),
        ("무선이어폰", {"E1"}),
        ("usb-c 충전기", {"E2"}),
        ("USB C", {"E2"}),
        ("아이폰15 케이스", {"E3"}),
        ("iphone 15", {"E3"}),
        ("nike", {"E4"}),
        ("에어", set()),
        ("air max", {"E4", "E5"}),
        ("airmax", {"E4", "E5"}),
        ("타월", {"H1"}),
        ("벽 시계", {"H2"}),
        ("건조대", {"H3"}),
        ("책상 1200mm", {"H4"}),
        ("ㅇㅍㅅ", {"W1", "W2"}),
        ("ㅌㅂㄹ", {"C1"}),
        ("감귤 5kg", {"F1"}),
        ("현미쌀", {"F2"}),
        ("3.5kg", {"F3"}),
        ("５００ｍｌ 텀블러", {"C1"}),
    ],
)
def test_buyers_find_what_they_mean(shop: Partner, words: str, found: set[str]) -> None:
    results = search(Wish(words), 1)
    assert set(codes(results)) == found
    assert results.count == len(found)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("여름에 입는 린넨 원피스", "W1"),
        ("제주 감귤 선물세트", "F1"),
        ("노이즈캔슬링 이어폰 화이트", "E1"),
        ("호텔수건 추천", "H1"),
        ("블루투쓰", "E1"),
    ],
)
def test_where_nothing_has_all_words_the_nearest_comes_first(shop: Partner, words: str, first: str) -> None:
    results = search(Wish(words), 1)
    assert (codes(results)[0], results.exact) == (first, False)


def test_a_stray_pair_of_syllables_finds_nothing(shop: Partner) -> None:
    """없는시계 has 시계, but less than half of it is known."""
    assert search(Wish("없는시계"), 1).count == 0


@pytest.mark.parametrize(
    "words",
    ["", "   ", "ㅇ", "!!!", "\x00", "\"'*()&|", "없는말뿐", "AND OR NOT", "가" * 100, "x" * 100, "원피스 " * 60, "\U0001f600"],
)
def test_odd_words_do_no_harm(shop: Partner, words: str) -> None:
    assert search(Wish(words), 1).count in (0, 2)


def test_a_word_in_the_title_weighs_more_than_one_elsewhere() -> None:
    indexed(
        approved(),
        listing("elsewhere", "면 손수건", categories=("도자기", "", "", ""), search_tag="도자기 공방"),
        listing("title", "도자기 접시"),
        listing("other", "나무 접시"),
    )
    assert codes(search(Wish("도자기"), 1)) == ["title", "elsewhere"]


def test_the_best_comes_first_whatever_came_last() -> None:
    """BM25 and ts_rank count: the order is not that of the ids."""
    partner = approved()
    indexed(
        partner,
        listing("both", "린넨 원피스 린넨 스카프"),
        listing("long", "주머니가 달리고 소매가 넓으며 색이 고운 봄가을 겸용 여성 린넨 조끼"),
        *(listing(f"P{n}", f"접시 {n}") for n in range(10)),
    )
    assert codes(search(Wish("린넨"), 1)) == ["both", "long"]


def test_only_listed_shops_are_shown(shop: Partner) -> None:
    other = approved("maru")
    indexed(other, listing("M1", "마루 원피스"))
    assert search(Wish("원피스"), 1).count == 3
    suspend(partner=other, fault="timed_out", now=NOON)
    results = search(Wish("원피스"), 1)
    assert (results.count, {facet.label for facet in results.shops}) == (2, {"하루상점"})
    assert "M1" not in {document.product_code for document in newest(50)}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish("접시", sort=Sort.CHEAPEST), ["P1", "P2", "P3"]),
        (Wish("접시", sort=Sort.DEAREST), ["P3", "P2", "P1"]),
        (Wish("접시", sort=Sort.NEWEST), ["P3", "P2", "P1"]),
        (Wish("접시", price_from=2_000, sort=Sort.CHEAPEST), ["P2", "P3"]),
        (Wish("접시", price_to=2_000, sort=Sort.CHEAPEST), ["P1", "P2"]),
        (Wish("접시", free_shipping=True), ["P2"]),
        (Wish("접시", category="주방"), ["P3"]),
        (Wish("접시", shop="no such shop"), []),
    ],
    ids=["낮은 가격", "높은 가격", "최신", "최저", "최고", "무료배송", "분류", "모르는 상점"],
)
def test_results_are_narrowed_and_sorted(wish: Wish, expected: list[str]) -> None:
    partner = approved()
    kept = [
        listing("P1", "접시 하나", price=Won(1_000)),
        listing("P2", "접시 둘", price=Won(2_000), shipping=0),
        listing("P3", "접시 셋", price=Won(3_000), categories=("주방", "", "", "")),
    ]
    for count in (1, 2, 3):
        indexed(partner, *kept[:count], now=NOON + timedelta(hours=count))
    assert codes(search(wish, 1)) == expected


def test_facets_count_what_the_other_conditions_leave(shop: Partner) -> None:
    indexed(approved("maru"), listing("M1", "마루 원피스", categories=("패션", "", "", ""), shipping=0))
    results = search(Wish("원피스", category="패션"), 1)
    assert {(facet.label, facet.count) for facet in results.categories} == {("생활", 2), ("패션", 1)}
    assert {(facet.label, facet.count) for facet in results.shops} == {("maru 상점", 1)}


@pytest.mark.parametrize(("page", "shown"), [("1", 24), ("2", 6), ("99", 6), ("-1", 6), ("x", 24)])
def test_pages(page: str, shown: int) -> None:
    indexed(approved(), *(listing(f"P{n}", f"접시 {n}") for n in range(PAGE_SIZE + 6)))
    assert len(codes(search(Wish("접시"), page))) == shown


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_five_queries(rows: int) -> None:
    indexed(approved(), *(listing(f"P{n}", f"접시 {n}") for n in range(rows)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search(Wish("접시"), 1)
    assert len(asked) == 5


def test_documents_are_counted_by_partner(shop: Partner) -> None:
    assert document_counts([shop.id, 7]) == {shop.id: len(CATALOGUE)}
