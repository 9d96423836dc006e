"""상품 파일: encodings of Korean tools are read, broken ones are refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mall.catalog.files import product_file, row

from minishop.mall.catalog.domain import csv_file
from minishop.mall.catalog.domain.csv_file import BadFile, decode, read_lines

REQUIRED = ("상품코드", "상품명")
ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be")


def problem_of(content: bytes, required: tuple[str, ...] = REQUIRED) -> dict[str, object]:
    with pytest.raises(BadFile) as refused:
        read_lines(decode(content), required)
    return refused.value.facts


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_rows_in_every_encoding(encoding: str) -> None:
    content = product_file([row("P1", 상품명="떡볶이 똠얌"), row("P2", 상품명="쿠키, 펲시\n두 줄")], encoding=encoding)
    lines = read_lines(decode(content), REQUIRED)
    assert [line.cells["상품명"] for line in lines] == ["떡볶이 똠얌", "쿠키, 펲시\n두 줄"]
    assert [line.number for line in lines] == [2, 3]


korean = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from("aZ09 ,\"|{}/<>'\t"), max_size=30)


@given(names=st.lists(korean, min_size=1, max_size=4), encoding=st.sampled_from(ENCODINGS))
def test_what_is_written_is_read(names: list[str], encoding: str) -> None:
    content = product_file([row(f"P{i}", 상품명=name) for i, name in enumerate(names)], encoding=encoding)
    assert [line.cells["상품명"] for line in read_lines(decode(content), REQUIRED)] == names


def test_a_row_begins_on_the_line_it_is_reported_at() -> None:
    content = product_file([row("P1", 상품명="두\r\n줄"), row("P2"), row("P3")])
    assert [line.number for line in read_lines(decode(content), REQUIRED)] == [2, 4, 5]


def test_a_file_saved_with_tabs_is_read() -> None:
    text = "상품코드\t상품명\r\nP1\t무, 배추\r\n"
    assert read_lines(text, REQUIRED)[0].cells == {"상품코드": "P1", "상품명": "무, 배추"}


BROKEN = product_file([row("P1"), row("P2"), row("P3")], encoding="utf-8").replace("상품 P3".encode(), b"\xec\x83 \xff P3")
TORN = product_file([row("P1"), row("P2")], encoding="cp949").replace("상품 P2".encode("cp949"), b"\xff\xff P2")
MIXED = product_file([row("P1")], encoding="utf-8-sig") + "P2,배추".encode("cp949")


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        pytest.param(b"", "empty", None, id="빈 파일"),
        pytest.param(b" \r\n \r\n", "empty", None, id="빈 줄뿐"),
        pytest.param(BROKEN, "encoding", 4, id="깨진 UTF-8"),
        pytest.param(TORN, "encoding", 3, id="깨진 CP949"),
        pytest.param(MIXED, "encoding", 3, id="UTF-8 뒤에 CP949"),
        pytest.param(product_file([row("P1")], encoding="utf-16")[:-1], "encoding", None, id="잘린 UTF-16"),
        pytest.param("상품코드,상품명\r\nP1,\"닫히지 않음".encode(), "not_csv", 2, id="닫히지 않은 따옴표"),
        pytest.param("상품코드,상품명\r\nP1,\"가\"나".encode(), "not_csv", 2, id="따옴표 뒤 글자"),
        pytest.param("상품코드,상품명\r\nP1,\x00가".encode(), "not_csv", 2, id="0바이트"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_csv", 3, id="그림"),
        pytest.param("이름,값\r\n가,나".encode(), "header", None, id="열 없음"),
        pytest.param("상품코드,상품명,상품명\r\nP1,가,나".encode(), "header_twice", None, id="같은 열 두 번"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(content: bytes, problem: str, line: int | None) -> None:
    facts = problem_of(content)
    assert facts["problem"] == problem
    assert line is None or facts["line"] == line


@pytest.mark.parametrize(
    ("rows", "readable"),
    [(20, True), (19, False)],
    ids=["0바이트 20개", "0바이트 19개"],
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_from_twenty_zero_bytes(encoding: str, rows: int, readable: bool) -> None:
    """Korean letters have no zero bytes; every separator, digit and line end has one."""
    text = "나" * 10 + "," * rows
    content = text.encode(encoding)
    if readable:
        assert decode(content) == text
    else:
        with pytest.raises(BadFile) as refused:
            read_lines(decode(content), REQUIRED)
        assert refused.value.facts["problem"] in ("not_csv", "encoding")


@pytest.mark.parametrize(
    ("elsewhere", "encoding"),
    [(2, "utf-16-le"), (3, "utf-8")],
    ids=["한쪽이 열 배", "한쪽이 열 배가 못 됨"],
)
def test_zero_bytes_on_both_sides_are_no_utf_16(elsewhere: int, encoding: str) -> None:
    """One side has to have ten times as many: a file of zero bytes everywhere, as UTF-32 is, is not read as letters that nobody wrote."""
    content = b"a\x00" * 20 + b"\x00b" * elsewhere
    assert decode(content) == content.decode(encoding)


def test_only_the_beginning_decides_whether_a_file_is_utf_16() -> None:
    """A product's description is long; zero bytes beyond the first thousand characters say nothing."""
    late = ("나" * 1000 + "," * 20).encode("utf-16-le")
    early = ("나" * 980 + "," * 20).encode("utf-16-le")
    assert decode(early) == early.decode("utf-16-le")
    assert decode(late) != late.decode("utf-16-le")


def test_empty_lines_are_no_rows_but_are_counted() -> None:
    lines = read_lines("상품코드,상품명\n\nP1,가\n , \nP2,나\n", REQUIRED)
    assert [(line.number, line.cells["상품코드"]) for line in lines] == [(3, "P1"), (5, "P2")]


def test_a_cell_is_read_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_CELL", 5)
    assert read_lines("상품코드,상품명\nP1,가나다라마\n", REQUIRED)[0].cells["상품명"] == "가나다라마"
    assert problem_of("상품코드,상품명\nP1,가나다라마바\n".encode()) == {"problem": "not_csv", "line": 2}


def test_size_and_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_ROWS", 2)
    assert len(read_lines(decode(product_file([row("P1"), row("P2")])), REQUIRED)) == 2
    assert problem_of(product_file([row("P1"), row("P2"), row("P3")])) == {"problem": "too_many_rows", "limit": 2}
    monkeypatch.setattr(csv_file, "MAX_BYTES", 100)
    assert decode(b"x" * 100) == "x" * 100
    assert problem_of(b"x" * 101)["problem"] == "too_large"


def test_a_row_of_another_width_does_not_fit() -> None:
    lines = read_lines("상품코드,상품명\nP1\nP2,가\nP3,가,나\n", REQUIRED)
    assert [line.fits for line in lines] == [False, True, False]
