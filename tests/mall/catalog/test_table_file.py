"""상품 파일: encodings of Korean tools are read, broken ones are refused with the line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mall.catalog.files import product_file, row

from minishop.mall.catalog.domain import table_file
from minishop.mall.catalog.domain.cafe24_columns import COLUMNS
from minishop.mall.catalog.domain.table_file import BadFile, Line, decode, read_lines

ENCODINGS = ("utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be")


def lines_of(content: bytes | str) -> list[Line]:
    return read_lines(content.encode() if isinstance(content, str) else content, COLUMNS)


def problem_of(content: bytes) -> dict[str, object]:
    with pytest.raises(BadFile) as refused:
        lines_of(content)
    return refused.value.facts


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_rows_in_every_encoding(encoding: str) -> None:
    content = product_file([row("P1", 상품명="떡볶이 똠얌"), row("P2", 상품명="쿠키, 펲시\n두 줄")], encoding=encoding)
    lines = lines_of(content)
    assert [line.cells["상품명"] for line in lines] == ["떡볶이 똠얌", "쿠키, 펲시\n두 줄"]
    assert [line.number for line in lines] == [2, 3]


korean = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from("aZ09 ,\"|{}/<>'\t"), max_size=30)


@given(names=st.lists(korean, min_size=1, max_size=4), encoding=st.sampled_from(ENCODINGS))
def test_what_is_written_is_read(names: list[str], encoding: str) -> None:
    content = product_file([row(f"P{i}", 상품명=name) for i, name in enumerate(names)], encoding=encoding)
    assert [line.cells["상품명"] for line in lines_of(content)] == names


def test_a_row_begins_on_the_line_it_is_reported_at() -> None:
    content = product_file([row("P1", 상품명="두\r\n줄"), row("P2"), row("P3")])
    assert [line.number for line in lines_of(content)] == [2, 4, 5]


def test_a_file_saved_with_tabs_is_read() -> None:
    text = "상품코드\t상품명\r\nP1\t무, 배추\r\n"
    assert lines_of(text)[0].cells == {"상품코드": "P1", "상품명": "무, 배추"}


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
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no_table", None, id="그림"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", "no_table", None, id="PDF"),
        pytest.param("상품코드,상품명\nP1,가".encode("utf-32"), "no_table", None, id="UTF-32"),
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
            lines_of(content)
        assert refused.value.facts["problem"] in ("no_table", "encoding")


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
    lines = lines_of("상품코드,상품명\n\nP1,가\n , \nP2,나\n")
    assert [(line.number, line.cells["상품코드"]) for line in lines] == [(3, "P1"), (5, "P2")]


def test_a_cell_is_read_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_file, "MAX_CELL", 5)
    assert lines_of("상품코드,상품명\nP1,가나다라마\n")[0].cells["상품명"] == "가나다라마"
    assert problem_of("상품코드,상품명\nP1,가나다라마바\n".encode()) == {"problem": "long_cell", "line": 2, "limit": 5}


def test_size_and_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_file, "MAX_ROWS", 2)
    assert len(lines_of(product_file([row("P1"), row("P2")]))) == 2
    assert problem_of(product_file([row("P1"), row("P2"), row("P3")])) == {"problem": "too_many_rows", "limit": 2}
    monkeypatch.setattr(table_file, "MAX_BYTES", 100)
    assert decode(b"x" * 100) == "x" * 100
    assert problem_of(b"x" * 101)["problem"] == "too_large"


def test_a_row_fits_unless_something_stands_beside_its_columns() -> None:
    """Spreadsheets leave out the empty cells at a row's end, or add some."""
    lines = lines_of("상품코드,상품명,판매가\nP1\nP2,가,1\nP3,가,,\nP4,가,1, \nP5,가,1,나\n")
    assert [line.fits for line in lines] == [True, True, True, True, False]
    assert lines[0].cells == {"상품코드": "P1"}


SPELLINGS = {
    "띄어 씀": "상품 코드,상품 명,판매 가",
    "전각과 대문자": "상품코드,PRODUCT NAME,판매가（원）",
    "NFD": unicodedata.normalize("NFD", "상품코드,상품명,판매가"),
    "보이지 않는 글자": "\u200b상품코드\u200b,상품\u00a0명,\u2060판매가\u00ad",
    "줄바꿈": '상품코드,"상품\n명",판매가',
    "아는 다른 이름": "상품코드,제품명,판매가격",
    "쌍반점": "상품코드;상품명;판매가",
    "탭": "상품코드\t상품명\t판매가",
    "sep 줄": "sep=;\n상품코드;상품명;판매가",
    "sep 탭": "sep=\t\n상품코드\t상품명\t판매가",
    "따옴표 안의 sep": '"sep=|"\n상품코드|상품명|판매가',
    "표시 하나": "\ufeff상품코드,상품명,판매가",
    "표시 둘": "\ufeff\ufeff상품코드,상품명,판매가",
    "작대기": "상품코드|상품명|판매가",
    "꼭 채울 칸의 별표": "*상품코드,상품명*,※판매가",
    "꼭 채울 칸의 말": "[필수]상품코드,상품명 (필수),판매가(선택 입력)",
    "단위": "상품코드,상품명,판매가[원]",
    "쌍점": "상품코드:,상품명：,판매가 :",
    "밑줄과 붙임표": "상품_코드,상품-명,판매_가",
    "설명 아래": "꼭 채워 주세요\n,,\n상품코드,상품명,판매가",
}


@pytest.mark.parametrize("header", SPELLINGS.values(), ids=SPELLINGS)
def test_a_header_is_known_however_it_is_spelled(header: str) -> None:
    separator = next((one for one in ";\t|" if one in header.splitlines()[-1]), ",")
    line = lines_of(f"{header}\nP1{separator}무{separator}1000\n")[0]
    assert line.cells == {"상품코드": "P1", "상품명": "무", "판매가": "1000"}
    assert line.number == header.count("\n") + 2


def test_one_column_under_two_spellings_is_one_column_twice() -> None:
    assert problem_of("상품코드,상품명,제품명\nP1,가,나".encode()) == {"problem": "header_twice", "missing": ["상품명"]}


def test_columns_that_nobody_knows_may_have_one_name() -> None:
    assert lines_of("상품코드,비고,비고,\nP1,가,나,\n")[0].cells == {"상품코드": "P1", "비고": "가", "비고 2": "나", "": ""}


@pytest.mark.parametrize(
    ("written", "said"),
    [('="00123"', "00123"), ('"=""00123"""', "00123"), ('="크기 ""L"""', '크기 "L"'), ("=가", "=가"), ('="', '="')],
)
def test_a_formula_that_only_keeps_a_text_from_becoming_a_number_is_that_text(written: str, said: str) -> None:
    assert lines_of(f"상품명,판매가\n{written},1\n")[0].cells == {"상품명": said, "판매가": "1"}


def test_a_row_of_what_nobody_sees_is_no_row() -> None:
    assert [line.number for line in lines_of("상품코드,상품명\n\u200b,\u00a0\nP2,나\n")] == [3]


def test_a_header_is_looked_for_in_the_first_five_rows() -> None:
    assert lines_of("설명\n" * 4 + "상품코드,판매가\nP1,1\n")[0].cells["상품코드"] == "P1"
    assert problem_of(("설명\n" * 5 + "상품코드,판매가\nP1,1\n").encode())["problem"] == "header"
    assert problem_of("설명\n설명\n".encode()) == {
        "problem": "header",
        "missing": ["상품코드", "자체 상품코드", "품목코드", "상품명"],
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_workbook", id="xls"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked_workbook", id="암호 걸린 xlsx"
        ),
        pytest.param("\n<HTML><body><table><tr><td>상품코드".encode(), "web_page", id="HTML 표"),
        pytest.param(b"\xef\xbb\xbf<table border=1><tr><td>", "web_page", id="표만 있는 HTML"),
        pytest.param(b'<?xml version="1.0"?><!DOCTYPE html><html>', "web_page", id="XHTML"),
        pytest.param(
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "old_workbook", id="엑셀 2003 XML"
        ),
        pytest.param(b"PK\x03\x04 broken", "workbook", id="깨진 xlsx"),
    ],
)
def test_what_spreadsheets_open_and_we_do_not_is_named(content: bytes, problem: str) -> None:
    assert problem_of(content)["problem"] == problem
