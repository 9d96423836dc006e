"""Cells that someone typed, in files that spreadsheets open."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.sources import modules, name_of, nodes_of, text_of

from minishop.chassis.spreadsheets import SheetWriter, shown, workbook

FORMULA = "cmd|' /C calc'!A0"


@pytest.mark.parametrize("sign", list("=+-@|%＝＋－＠"))
@pytest.mark.parametrize(
    "before",
    ["", "\t", "\r", "\n", "\r\n", " ", "\u3000", "\xa0", "\ufeff", "\u200b", "\x00", "\t \r", '"', "'"],
    ids=["없음", "TAB", "CR", "LF", "CRLF", "빈칸", "전각 빈칸", "NBSP", "BOM", "너비 없음", "NUL", "여럿", "따옴표", "작은따옴표"],
)
def test_what_a_spreadsheet_would_compute_is_shown(before: str, sign: str) -> None:
    assert shown(before + sign + FORMULA) == f"'{before}{sign}{FORMULA}"


@pytest.mark.parametrize("text", ["\tABC", "\rABC", "\nABC"], ids=["TAB", "CR", "LF"])
def test_a_text_that_begins_with_a_break_is_shown_too(text: str) -> None:
    assert shown(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "사과 = 1,000원", "010-1234-5678", "a@b.example", "100%", " 하루", "'24 신상"])
def test_what_it_would_not_compute_stays_as_it_is(text: str) -> None:
    assert shown(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_a_reader_finds_every_cell_again(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    SheetWriter(out).writerow(cells)
    if any("\0" in cell for cell in cells):
        return  # the standard reader takes no NUL
    [row] = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert [cell.removeprefix("'") for cell in row] == [shown(cell).removeprefix("'") for cell in cells]


def test_numbers_stay_numbers_and_nothing_an_empty_cell() -> None:
    out = io.StringIO()
    SheetWriter(out).writerow([-3, 1.5, None, "-3"])
    assert out.getvalue() == "-3,1.5,,'-3\r\n"


ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)


@given(st.lists(st.lists(ANY | st.integers(-(10**9), 10**9) | st.none(), min_size=1, max_size=4), max_size=5))
def test_a_workbook_says_what_was_written_into_it(rows: list[list[str | int | None]]) -> None:
    """Formulas are texts in it, and stay texts when somebody edits them."""
    written = [[*row, "end"] for row in rows] + [["end"]]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(workbook(written)))).get_sheet_by_index(0)
    width = max(len(row) for row in written)
    assert sheet.to_python(skip_empty_area=False) == [[*map(_read, row), *[""] * (width - len(row))] for row in written]


def _read(cell: str | int | None) -> str | float:
    return "" if cell is None else float(cell) if isinstance(cell, int) else cell


def test_a_workbook_comes_in_pieces_while_its_rows_are_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[object]]:
        for number in range(1_000):
            read.append(number)
            yield [number, f"={number}"]

    pieces = workbook(rows())
    next(pieces)
    assert len(read) < 10
    with ZipFile(io.BytesIO(b"".join([*workbook(rows())]))) as book:
        assert book.testzip() is None
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")


def test_nobody_writes_csv_past_it() -> None:
    """The sandbox plays an old shop that exports its products, so it writes what that would."""
    found = {
        name_of(path)
        for path in modules()
        if "csv" in text_of(path)
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter") and ast.unparse(node.value) == "csv"
    }
    assert found == {"chassis/spreadsheets.py", "sandbox/oldshop/domain.py"}
