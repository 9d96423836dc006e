"""EP 3.0 을 읽는 규칙 (protocols/06, 3): verdicts line by line, files as a whole, and any bytes at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shopping.worlds import HEADER, changed, feed, row

from minishop.kernel.won import Won
from minishop.shopping.crawl.domain.ep import KEPT_PROBLEMS, Reading, read_feed
from minishop.shopping.crawl.domain.verdicts import FeedKind, FileFault, FileRefused, RowFault

MANY = 1000


def full(data: bytes, limit: int = MANY) -> Reading:
    return read_feed(data, FeedKind.FULL, limit=limit)


def summary(data: bytes) -> Reading:
    return read_feed(data, FeedKind.SUMMARY, limit=MANY)


def faults(reading: Reading) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.fault.value, problem.column) for problem in reading.problems]


@pytest.mark.parametrize(
    ("cells", "fault", "column"),
    [
        ({"id": ""}, RowFault.MISSING, "id"),
        ({"title": " "}, RowFault.MISSING, "title"),
        ({"link": ""}, RowFault.MISSING, "link"),
        ({"image_link": ""}, RowFault.MISSING, "image_link"),
        ({"category_name1": ""}, RowFault.MISSING, "category_name1"),
        ({"shipping": ""}, RowFault.MISSING, "shipping"),
        ({"id": "한글"}, RowFault.BAD_ID, "id"),
        ({"id": "x" * 51}, RowFault.BAD_ID, "id"),
        ({"price_pc": "0"}, RowFault.BAD_PRICE, "price_pc"),
        ({"price_pc": "12,000"}, RowFault.BAD_PRICE, "price_pc"),
        ({"price_pc": "-1"}, RowFault.BAD_PRICE, "price_pc"),
        ({"price_pc": "１２０００"}, RowFault.BAD_PRICE, "price_pc"),
        ({"price_pc": "12345678901"}, RowFault.BAD_PRICE, "price_pc"),
        ({"shipping": "-2"}, RowFault.BAD_SHIPPING, "shipping"),
        ({"shipping": "1000001"}, RowFault.BAD_SHIPPING, "shipping"),
        ({"shipping": "무료"}, RowFault.BAD_SHIPPING, "shipping"),
        ({"link": "javascript:alert(1)"}, RowFault.BAD_ADDRESS, "link"),
        ({"link": "//haru.example/p"}, RowFault.BAD_ADDRESS, "link"),
        ({"link": "http://[bad"}, RowFault.BAD_ADDRESS, "link"),
        ({"link": "http://haru.example/a b"}, RowFault.BAD_ADDRESS, "link"),
        ({"link": "http://haru.example/" + "a" * 1000}, RowFault.BAD_ADDRESS, "link"),
        ({"image_link": "ftp://haru.example/a.jpg"}, RowFault.BAD_ADDRESS, "image_link"),
        ({"adult": "Y"}, RowFault.ADULT, "adult"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_are_taken(cells: dict[str, str], fault: RowFault, column: str) -> None:
    reading = full(feed(row("GOOD"), row("BAD", **cells), header=(*HEADER, "adult")))
    assert faults(reading) == [(3, fault.value, column)]
    assert set(reading.products) == {"GOOD"}
    assert (reading.rows, reading.refused) == (2, 1)


ADDRESS = "http://haru.example/"


@pytest.mark.parametrize(
    "cells",
    [
        {"id": "x" * 50}, {"id": "a-_ Z9"}, {"price_pc": "1"}, {"price_pc": "9999999999"}, {"shipping": "-1"}, {"shipping": "0"},
        {"shipping": "1000000"}, {"title": "가" * 100}, {"brand": "a" * 60}, {"category_name1": "가" * 50},
        {"link": ADDRESS.ljust(255, "a")}, {"adult": "N"}, {"review_count": "9999999999"}, {"condition": "중고"},
    ],
)  # fmt: skip
def test_the_last_value_that_a_column_holds_is_taken_as_it_is(cells: dict[str, str]) -> None:
    reading = full(feed(row("P1", **cells), header=(*HEADER, "adult", "condition", "review_count")))
    assert (len(reading.products), reading.problems) == (1, [])


@pytest.mark.parametrize(("length", "faults_found"), [(1000, [(2, "too_long", "link")]), (1001, [(2, "bad_address", "link")])])
def test_an_address_is_taken_whole_up_to_a_thousand_characters(length: int, faults_found: list[tuple[int, str, str]]) -> None:
    reading = full(feed(row("P1", link=ADDRESS.ljust(length, "a")), row("P2")))
    assert faults(reading) == faults_found
    assert ("P1" in reading.products) is (length == 1000)


def test_a_blank_inside_a_title_stays_and_control_letters_go() -> None:
    reading = full(feed(row("P1", title="가 나\x1f다\x7f라\x9f마\xa0바")))
    assert reading.products["P1"].title == "가 나다라마\xa0바"


@pytest.mark.parametrize(("price", "list_price", "kept"), [("1000", "1000", None), ("1000", "1001", 1001)])
def test_a_list_price_is_kept_from_a_won_above_the_price(price: str, list_price: str, kept: int | None) -> None:
    reading = full(feed(row("P1", price_pc=price, normal_price=list_price), header=(*HEADER, "normal_price")))
    assert reading.products["P1"].list_price == kept


@pytest.mark.parametrize(
    ("cells", "fault", "column"),
    [
        ({"title": "가" * 101}, RowFault.TOO_LONG, "title"),
        ({"brand": "a" * 61}, RowFault.TOO_LONG, "brand"),
        ({"link": "http://haru.example/" + "a" * 300}, RowFault.TOO_LONG, "link"),
        ({"condition": "새것"}, RowFault.UNKNOWN_CONDITION, "condition"),
        ({"review_count": "많음"}, RowFault.NOT_A_NUMBER, "review_count"),
    ],
)
def test_what_can_be_put_right_is_taken_with_a_warning(cells: dict[str, str], fault: RowFault, column: str) -> None:
    reading = full(feed(row("P1", **cells), header=(*HEADER, "condition", "review_count")))
    assert faults(reading) == [(2, fault.value, column)]
    assert (reading.refused, reading.warnings) == (0, 1)
    product = reading.products["P1"]
    assert len(product.title) <= 100
    assert (product.condition, product.review_count) == ("신상품", 0)
    assert product.link == cells.get("link", product.link)


def test_a_line_becomes_a_product() -> None:
    header = (*HEADER, "normal_price", "condition", "search_tag", "review_count", "category_name2")
    cells = {"normal_price": "45000", "condition": "리퍼", "search_tag": "여름|휴가", "review_count": "12", "category_name2": "롱"}
    product = full(feed(row("P1", **cells), header=header)).products["P1"]
    assert (product.price, product.list_price, product.shipping) == (Won(39_000), Won(45_000), 2500)
    assert (product.condition, product.search_tag, product.review_count) == ("리퍼", "여름 휴가", 12)
    assert product.categories == ("원피스", "롱", "", "")


def test_a_list_price_that_is_no_higher_is_none() -> None:
    assert full(feed(row("P1", normal_price="39000"), header=(*HEADER, "normal_price"))).products["P1"].list_price is None


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.rstrip(b"\n"),
        lambda data: data.replace(b"\n", b"\n\n"),
        lambda data: data.replace(b"\n", b"\t\n"),
        lambda data: data.replace(b"price_pc", b" Price_PC "),
        lambda data: data.decode().encode("cp949"),
        lambda data: b"\n".join(b"\t".join(reversed(line.split(b"\t"))) for line in data.splitlines()),
    ],
    ids=["그대로", "BOM", "CRLF", "끝줄바꿈 없음", "빈 줄", "줄 끝 탭", "열 이름에 빈칸", "CP949", "열 순서"],
)
def test_forms_of_the_same_file_mean_the_same(change) -> None:  # type: ignore[no-untyped-def]
    data = feed(row("P1"), row("P2", title="한글 제목"))
    assert full(change(data)).products == full(data).products


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \r\n\t ", FileFault.EMPTY),
        (feed(row("P1")).decode().encode("utf-16-le"), FileFault.HEADER),
        (feed(row("P1")).decode().encode("utf-16"), FileFault.ENCODING),
        (feed(row("P1")).decode().encode("utf-32"), FileFault.ENCODING),
        (b"<!doctype html><title>404</title>", FileFault.HEADER),
        (feed(row("P1")).replace(b"shipping", b"delivery"), FileFault.HEADER),
        (b"<<<tocnt>>>1\n<<<begin>>>", FileFault.VERSION),
        (feed(row("P1", shipping="x"), row("P2", id="")), FileFault.NO_GOOD_ROW),
    ],
    ids=["빈 파일", "빈칸뿐", "표시 없는 UTF-16", "UTF-16", "UTF-32", "HTML", "필수 열 없음", "EP 2.0", "쓸 줄이 없음"],
)
def test_a_file_that_is_no_feed_is_refused_whole(data: bytes, fault: FileFault) -> None:
    with pytest.raises(FileRefused) as refused:
        full(data)
    assert refused.value.fault is fault


def test_a_later_line_of_the_same_product_is_a_fault_in_a_full_feed() -> None:
    reading = full(feed(row("P1", price_pc="1000"), row("P1", price_pc="2000")))
    assert (reading.products["P1"].price, faults(reading)) == (Won(1000), [(3, "duplicate_id", "id")])


def test_the_last_line_of_a_product_wins_in_a_summary() -> None:
    lines = [changed("P1", "I"), changed("P1", "U", price_pc="9900"), changed("P2", "D"), changed("P3", "U"), changed("P3", "D")]
    reading = summary(feed(*lines, changed("P2", "U")))
    assert (set(reading.products), reading.removed, reading.problems) == ({"P1", "P2"}, {"P3"}, [])
    assert reading.products["P1"].price == Won(9900)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"class": "u"}, "bad_class"),
        ({"class": ""}, "bad_class"),
        ({"update_time": "2026-13-01 00:00:00"}, "bad_time"),
        ({"update_time": "어제"}, "bad_time"),
    ],
)
def test_a_summary_line_says_what_happened_and_when(cells: dict[str, str], fault: str) -> None:
    assert [problem.fault for problem in summary(feed(changed("P0", "D"), changed("P1", "U", **cells))).problems] == [fault]


def test_a_removal_needs_no_more_than_the_product() -> None:
    line = {"id": "P1", "class": "D", "update_time": "2026-11-23 10:00:00"}
    assert summary(feed(line)).removed == {"P1"}


def test_a_summary_without_class_is_no_summary() -> None:
    with pytest.raises(FileRefused) as refused:
        summary(feed(row("P1")))
    assert (refused.value.fault, refused.value.detail) == (FileFault.HEADER, "class, update_time")


def test_a_full_feed_may_call_a_product_sold_out() -> None:
    reading = full(feed(changed("P1", "D"), changed("P2", "U")))
    assert (set(reading.products), reading.removed) == ({"P2"}, {"P1"})


def test_products_over_the_limit_are_refused() -> None:
    reading = full(feed(*(row(f"P{n}") for n in range(5))), limit=3)
    assert (len(reading.products), [fault for _, fault, _ in faults(reading)]) == (3, ["over_limit", "over_limit"])


def test_more_cells_than_columns_shift_the_line() -> None:
    data = feed(row("P1"), row("P2")).replace(b"\t2500\n", b"\t2500\tmore\n", 1)
    assert faults(full(data)) == [(2, "too_many_fields", "")]


def test_one_spoilt_letter_spoils_one_line() -> None:
    data = feed(row("P1"), row("P2"), row("P3")).replace("린넨 원피스 P2".encode(), b"\xeb\xa6 \xff P2")
    reading = full(data)
    assert (set(reading.products), faults(reading)) == ({"P1", "P3"}, [(3, "undecodable", "")])


def test_unknown_columns_are_named_once() -> None:
    reading = full(feed(row("P1"), row("P2"), header=(*HEADER, "colour", "size")))
    assert faults(reading) == [(1, "unknown_column", "colour"), (1, "unknown_column", "size")]


def test_no_more_problems_are_kept_than_a_person_reads() -> None:
    reading = full(feed(row("GOOD"), *(row("BAD", price_pc="0") for _ in range(300))))
    assert (len(reading.problems), reading.refused) == (KEPT_PROBLEMS, 300)


def test_a_crowd_of_warnings_hides_no_refusal() -> None:
    warned = (row(f"P{number}", brand="가" * 61) for number in range(KEPT_PROBLEMS + 1))
    reading = full(feed(*warned, row("BAD", price_pc="0")))
    assert [problem.product_code for problem in reading.problems if not problem.is_warning] == ["BAD"]
    assert len(reading.problems) == KEPT_PROBLEMS + 1


def test_control_letters_are_dropped() -> None:
    assert full(feed(row("P1", title="면\x00 셔츠\x07"))).products["P1"].title == "면 셔츠"


@given(st.binary(max_size=400), st.sampled_from(FeedKind))
def test_any_bytes_are_read_or_refused(data: bytes, kind: FeedKind) -> None:
    for file in (data, feed(changed("P1", "U")) + data, b"\t".join(data.split(b"\n")) + b"\n" + data):
        try:
            reading = read_feed(file, kind, limit=MANY)
        except FileRefused:
            continue
        assert reading.rows >= len(reading.products)


@given(st.lists(st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.sampled_from("IUD")), min_size=1, max_size=8))
def test_reading_a_summary_twice_over_is_reading_it_once(changes: list[tuple[str, str]]) -> None:
    lines = [changed(code, word) for code, word in changes]
    once, twice = summary(feed(*lines)), summary(feed(*lines, *lines))
    assert (once.products, once.removed) == (twice.products, twice.removed)


def test_what_is_quoted_of_a_refused_line_has_no_nul() -> None:
    """PostgreSQL keeps none: the whole crawl would fail of the words about one line."""
    data = feed(row("P1")) + b"\nP\x002\tx" + b"\tx" * 20 + b"\x00"
    problems = read_feed(data, FeedKind.FULL, limit=10).problems
    assert problems
    assert not any("\0" in f"{problem.column}{problem.product_code}{problem.value}" for problem in problems)


def test_a_file_of_nothing_but_lines_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read_feed(feed(row("P1")) + b"\n" * 2_000_000, FeedKind.FULL, limit=10)
    assert refused.value.fault is FileFault.LINES


def test_entities_in_texts_are_the_characters_they_mean_and_addresses_stay() -> None:
    link = "http://shop.example/p?a=1&amp;b=2"
    product = full(feed(row("P1", title="산 &amp; 바다&nbsp;&lt;가&gt;", category_name1="A&amp;amp;B", link=link))).products["P1"]
    assert (product.title, product.categories[0], product.link) == ("산 & 바다 <가>", "A&amp;B", link)


def test_a_title_of_nothing_but_an_entity_for_a_blank_is_missing() -> None:
    assert faults(full(feed(row("P1"), row("P2", title="&nbsp;")))) == [(3, "missing", "title")]
