"""엑셀 상품 파일: what a workbook says is read as a CSV file that says the same, and a bad one costs nothing."""

from __future__ import annotations

import pytest
from tests.mall.catalog.workbooks import PARTS, cell, sheet, workbook

from minishop.mall.catalog.domain import workbook as reading
from minishop.mall.catalog.domain.cafe24_columns import COLUMNS
from minishop.mall.catalog.domain.table_file import BadFile, read_lines
from minishop.mall.catalog.domain.workbook import BadWorkbook, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
ROWS: list[list[str | int | float | bool]] = [["상품코드", "판매가", "재고"], ["P1", 13500, 7.0], ["P2", "9,000", ""]]


def sheet_with(*cells: str) -> dict[str, str | None]:
    return {SHEET: sheet([]).replace("<sheetData>", f'<sheetData><row r="1">{"".join(cells)}</row>')}


def test_a_workbook_is_read_as_text_would_be() -> None:
    lines = read_lines(workbook(ROWS), COLUMNS)
    assert [(line.number, line.cells) for line in lines] == [
        (2, {"상품코드": "P1", "판매가": "13500", "재고수량": "7"}), (3, {"상품코드": "P2", "판매가": "9,000", "재고수량": ""}),
    ]  # fmt: skip


def test_what_stands_in_a_cell_comes_as_a_person_would_type_it() -> None:
    dated = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="s2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>',
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    cells = sheet_with(
        cell("A1", " 무 "), cell("B1", 8801234567890), cell("C1", 1.5), cell("D1", True), cell("E1", False),
        '<c r="F1" s="1"><v>40725</v></c>', '<c r="G1" s="1"><v>40725.5</v></c>',
    )  # fmt: skip
    packed = workbook([], {**cells, "xl/_rels/workbook.xml.rels": dated, "xl/styles.xml": styles})
    assert read_workbook(packed) == [[" 무 ", "8801234567890", "1.5", "Y", "N", "2011-07-01", "2011-07-01 12:00:00"]]


def test_rows_before_the_first_cell_are_counted() -> None:
    packed = workbook([], {SHEET: sheet([]).replace("<sheetData>", f'<sheetData><row r="3">{cell("B3", "무")}</row>')})
    assert read_workbook(packed) == [["", ""], ["", ""], ["", "무"]]


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"PK\x03\x04" + b"x" * 50, id="ZIP이 아님"),
        pytest.param(workbook(ROWS)[:-40], id="잘림"),
        pytest.param(workbook(ROWS, {"xl/workbook.xml": None}), id="통합 문서가 없음"),
        pytest.param(workbook(ROWS, {SHEET: None}), id="시트가 없음"),
        pytest.param(workbook(ROWS, {"xl/workbook.xml": PARTS["xl/workbook.xml"].replace("<sheet ", "<no ")}), id="시트 목록이 빔"),
        pytest.param(workbook(ROWS, {SHEET: "<worksheet><sheetData><row><c"}), id="시트가 깨짐"),
        pytest.param(workbook(ROWS, {SHEET: "상품" * 3000}), id="시트가 아님"),
    ],
)
def test_a_broken_workbook_is_refused_as_one(packed: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        read_lines(packed, COLUMNS)
    assert refused.value.facts["problem"] in ("workbook", "header")
    if refused.value.facts["problem"] == "header":
        assert read_workbook(packed) == []


@pytest.mark.parametrize("far", ["A6001", "KO1", "XFD1048576", "ZZZ1"])
def test_two_cells_far_apart_take_no_memory(far: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        read_workbook(workbook([], sheet_with(cell("A1", "무"), cell(far, "배추"))))
    assert refused.value.is_too_large
    assert read_workbook(workbook([], sheet_with(cell("A1", "무"), cell("KN1", "배추"))))[0][-1] == "배추"


def test_a_row_far_down_takes_no_memory() -> None:
    with pytest.raises(BadWorkbook):
        read_workbook(workbook([], {SHEET: sheet([]).replace("<sheetData>", "<sheetData><row r='1048576'><c><v>1</v></c></row>")}))


FAR = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{}</sheetData></worksheet>'
ELSEWHERE = PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "other/pages.bin")


@pytest.mark.parametrize(
    "far",
    [
        pytest.param('<row r = "1048576"><c r\n=\t"XFD1048576"><v>1</v></c></row>', id="빈칸을 둔 속성"),
        pytest.param('<row r="&#49;048576"><c r="XFD&#49;048576"><v>1</v></c></row>', id="부호로 적은 숫자"),
        pytest.param('<x:row xmlns:x="y" r="7000"><x:c r="XFD7000"><v>1</v></x:c></x:row>', id="이름 공간"),
        pytest.param("<row><c><v>1</v></c></row>" * 6_001, id="자리를 적지 않은 줄"),
        pytest.param("<row>" + "<c><v>1</v></c>" * 301 + "</row>", id="자리를 적지 않은 칸"),
    ],
)
def test_how_far_cells_reach_is_seen_however_it_is_written(far: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        read_workbook(workbook([], {SHEET: FAR.format(far)}))
    assert refused.value.is_too_large


def test_a_sheet_is_measured_wherever_it_lies() -> None:
    far = FAR.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(BadWorkbook) as refused:
        read_workbook(workbook([], {SHEET: None, "xl/_rels/workbook.xml.rels": ELSEWHERE, "xl/other/pages.bin": far}))
    assert refused.value.is_too_large


@pytest.mark.parametrize("before", ["no XML", "<!DOCTYPE worksheet [<!ENTITY far 'XFD1048576'>]>"])
def test_a_sheet_that_others_would_read_otherwise_is_refused(before: str) -> None:
    with pytest.raises(BadWorkbook):
        read_workbook(workbook([], {SHEET: before + FAR.format("")}))


def test_a_text_that_many_cells_share_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_SAID", 100)

    def shared(times: int) -> bytes:
        cells = '<c t="s"><v>1</v></c>' * times
        texts = "<sst><si><t>무</t></si><si><r><t>1234567890</t></r><r><t>1234567890</t></r></si></sst>"
        return workbook(
            [], {SHEET: f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>", "xl/sharedStrings.xml": texts}
        )

    with pytest.raises(BadWorkbook) as refused:
        read_workbook(shared(6))
    assert refused.value.is_too_large
    assert read_workbook(shared(5)) == [["12345678901234567890"] * 5]


def test_a_part_that_comes_twice_is_refused() -> None:
    packed = workbook(ROWS, {"xl/worksheets/sheet2.xml": "<a/>"}).replace(b"sheet2.xml", b"sheet1.xml")
    with pytest.raises(BadWorkbook):
        read_workbook(packed)


def test_a_day_before_all_days_is_a_bad_workbook_and_no_end_of_the_thread() -> None:
    dated = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="s2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>',
    )
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    cells = sheet_with('<c r="A1" s="1"><v>-1e18</v></c>')
    with pytest.raises(BadWorkbook):
        read_workbook(workbook([], {**cells, "xl/_rels/workbook.xml.rels": dated, "xl/styles.xml": styles}))


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_UNPACKED", 10_000)
    read_workbook(workbook(ROWS))
    with pytest.raises(BadWorkbook) as refused:
        read_workbook(workbook(ROWS, {"xl/media/big.xml": " " * 10_000}))
    assert refused.value.is_too_large


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    packed = bytearray(workbook(ROWS, {"xl/media/big.xml": " " * 5_000}))
    said = (5_000).to_bytes(4, "little")
    while said in packed:
        packed[packed.index(said) : packed.index(said) + 4] = (10).to_bytes(4, "little")
    with pytest.raises(BadWorkbook):
        read_workbook(bytes(packed))
