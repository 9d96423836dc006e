"""Cafe24 상품 CSV: what each cell says, and why some are refused or ignored."""

from __future__ import annotations

import pytest
from tests.mall.catalog.files import COLUMNS, NEWER, row

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.cafe24 import read_row
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import Dropped
from minishop.mall.catalog.domain.draft import ProductDraft, Quantity, TextOption, VariantDraft
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.domain.verdicts import Verdict


def draft_of(**cells: str) -> ProductDraft:
    read = read_row(row("P1") | cells, 2)
    assert isinstance(read.draft, ProductDraft), read.notes
    return read.draft


def notes_of(verdict: Verdict, **cells: str) -> list[tuple[str, Why | Dropped]]:
    return [(note.column, note.why) for note in read_row(row("P1") | cells, 2).notes if note.verdict is verdict]


def test_the_header_has_86_columns_and_lately_90() -> None:
    assert (len(COLUMNS), len({*COLUMNS, *NEWER})) == (86, 90)


@pytest.mark.parametrize(
    ("column", "cell", "name", "value"),
    [
        ("판매가", "6300.00", "price", Won(6300)), ("판매가", "6,300", "price", Won(6300)), ("판매가", "0.00", "price", Won(0)),
        ("판매가", "₩6,300원", "price", Won(6300)), ("판매가", "6300 원", "price", Won(6300)),
        ("소비자가", "(비움)", "list_price", Won(0)), ("소비자가", "7000", "list_price", Won(7000)),
        ("진열상태", "Y", "displayed", True), ("진열상태", "N", "displayed", False), ("판매상태", "F", "for_sale", False),
        ("과세구분", "A|10", "tax", "taxed"), ("과세구분", "B", "tax", "exempt"), ("과세구분", "C", "tax", "zero"),
        ("최대 주문수량(이하)", "[clear]", "max_quantity", None), ("최소 주문수량(이상)", "( 비움 )", "min_quantity", 1),
        ("최대 주문수량(이하)", "1,000.0", "max_quantity", 1000),
        ("최소 주문수량(이상)", "2.0", "min_quantity", 2), ("성인인증", "Y", "adult", True),
        ("교환/반품안내", "<b>7일</b>", "return_guide", "<b>7일</b>"),
        ("모델명", "(비움)", "model_name", ""), ("판매가 대체문구", "(비움)", "price_text", ""), ("최대 주문수량(이하)", "9", "max_quantity", 9),
        ("모델명", " 가-1 ", "model_name", "가-1"), ("상품 상세설명", "<p>가</p>", "description", "<p>가</p>"),
    ],
)  # fmt: skip
def test_cells_that_are_read(column: str, cell: str, name: str, value: object) -> None:
    assert draft_of(**{column: cell}).values[name] == value


BLANK = dict.fromkeys((*COLUMNS, *NEWER, "품목코드", "재고수량", "옵션추가금액"), " ")


def test_a_blank_cell_says_nothing() -> None:
    """A sheet of blanks destroys nothing."""
    assert read_row(BLANK | {"상품코드": "P1"}, 2).draft == ProductDraft("P1", {})
    assert read_row({"상품코드": "P1"}, 2).draft == ProductDraft("P1", {})


def test_a_mark_empties_what_may_be_empty() -> None:
    marked = {"옵션입력": "(비움)", "추가입력옵션 명칭": "(비움)", "상품분류 번호": "(비움)", "재고수량": "(비움)"}
    draft = read_row({"상품코드": "P1", **marked}, 2).draft
    assert draft == ProductDraft("P1", {}, selects=(), texts=(), category_numbers=(), quantity=Quantity(None))


@pytest.mark.parametrize("column", ["상품명", "판매가", "진열상태", "판매상태", "과세구분"])
def test_a_product_cannot_be_without(column: str) -> None:
    assert notes_of(Verdict.REFUSED, **{column: "(비움)"}) == [(column, Why.CANNOT_BE_EMPTY)]


def test_options_are_emptied_by_a_no_too() -> None:
    draft = draft_of(옵션사용="N", 추가입력옵션="F")
    assert (draft.selects, draft.texts) == ((), ())


def test_what_a_product_that_is_not_there_would_need() -> None:
    assert read_row({"상품코드": "P1"}, 2).lacks == ("상품명", "판매가")
    assert read_row({"상품명": "가", "판매가": "1"}, 2).lacks == ()
    cells = {"상품명": "가", "판매가": "1", "판매가 대체문구 사용": "Y"}
    assert read_row(cells, 2).lacks == ("판매가 대체문구",)


def test_a_row_with_a_variants_code_is_about_the_variant() -> None:
    cells = {"품목코드": "P1-2", "상품코드": "P1", "상품명": "가", "재고수량": "1,200.0", "옵션추가금액": "-500"}
    read = read_row(cells, 2)
    assert (read.draft, read.notes) == (VariantDraft("P1-2", Quantity(1200), Won(-500)), ())
    read = read_row({"품목코드": "P1-2", "재고수량": "(비움)", "옵션추가금액": "(비움)"}, 2)
    assert read.draft == VariantDraft("P1-2", Quantity(None), Won(0))
    read = read_row({"품목코드": "P1-2", "판매가": "900"}, 2)
    assert read.draft == VariantDraft("P1-2")
    assert [(note.column, note.why) for note in read.notes] == [("판매가", Why.NOT_IN_VARIANT_ROW)]


@pytest.mark.parametrize(
    ("cell", "pieces"), [("0", 0), ("10,000,000", 10_000_000), ("7.0", 7), ("１２", 12), ("12 개", 12), ("3EA", 3)]
)
def test_a_quantity(cell: str, pieces: int) -> None:
    assert draft_of(재고수량=cell).quantity == Quantity(pieces)


@pytest.mark.parametrize("cell", ["-1", "10000001", "3.5", "많음", "5²", "100원"])
def test_no_quantity(cell: str) -> None:
    assert notes_of(Verdict.REFUSED, 재고수량=cell) == [("재고수량", Why.NOT_PIECES)]


@pytest.mark.parametrize(
    ("cell", "is_displayed"),
    [("TRUE", True), ("예", True), ("Ｏ", True), ("1", True), ("FALSE", False), ("진열 안함", False), ("x", False)],
)
def test_yes_and_no_as_people_and_spreadsheets_write_them(cell: str, is_displayed: bool) -> None:
    assert draft_of(진열상태=cell).values["displayed"] is is_displayed


def test_however_a_product_is_said_to_be_for_adults_it_is_not_displayed_and_its_row_says_so() -> None:
    assert notes_of(Verdict.ADAPTED, 성인인증="1") == [("성인인증", Why.ADULT)]


@pytest.mark.parametrize("cell", ["\u200b", "\u00a0 \ufeff", "&nbsp;"])
def test_what_nobody_sees_is_a_blank(cell: str) -> None:
    assert draft_of(옵션입력=cell, 재고수량=cell) == draft_of(옵션입력="", 재고수량="")


def test_a_price_difference_belongs_to_a_variant() -> None:
    assert notes_of(Verdict.IGNORED, 옵션추가금액="500") == [("옵션추가금액", Why.NEEDS_VARIANT_CODE)]


@pytest.mark.parametrize(
    ("used", "text", "price_text"),
    [("Y", "전화문의", "전화문의"), ("N", "전화문의", ""), ("N", "", "")],
    ids=["사용", "사용안함", "없음"],
)
def test_a_price_text_counts_only_when_it_is_used(used: str, text: str, price_text: str) -> None:
    cells = {"판매가 대체문구 사용": used, "판매가 대체문구": text}
    assert draft_of(**cells).values["price_text"] == price_text
    assert draft_of(**{"판매가 대체문구 사용": "", "판매가 대체문구": "전화문의"}).values["price_text"] == "전화문의"
    assert "price_text" not in draft_of(**{"판매가 대체문구 사용": "Y", "판매가 대체문구": ""}).values


@pytest.mark.parametrize(
    ("own", "kind", "entered", "fee"),
    [
        ("F", "", "", ("general", 0)), ("F", "R", "3500", ("general", 0)), ("T", "T", "", ("free", 0)),
        ("T", "R", "3500", ("fixed", 3500)), ("T", "N", "1500.00", ("growing", 1500)), ("T", "M", "3000|50000", ("general", 0)),
    ],
    ids=["상점 배송비", "쓰지 않는 값", "무료", "고정", "수량 비례", "금액별은 없음"],
)  # fmt: skip
def test_the_fee_of_a_product(own: str, kind: str, entered: str, fee: tuple[str, int]) -> None:
    cells = {"배송정보": own, "배송비 구분": kind, "배송비입력": entered}
    values = draft_of(**cells).values
    assert (values["fee_kind"], values["fee_amount"]) == fee
    adapted = notes_of(Verdict.ADAPTED, **cells)
    assert (("배송비입력", Why.FEE_KIND) in adapted) == (kind == "M")


def test_options_of_both_kinds() -> None:
    options = {"옵션사용": "Y", "옵션입력": "[필수]용량{350g*3개|4kg[대용량]}//포장{일반|아이스}"}
    texts = {
        "추가입력옵션": "T",
        "추가입력옵션 명칭": "연락처|문구",
        "추가입력옵션 선택/필수여부": "T|F",
        "입력글자수(자)": "20|9999",
    }
    draft = draft_of(**options, **texts)
    assert draft.selects == (SelectOption("[필수]용량", ("350g*3개", "4kg[대용량]")), SelectOption("포장", ("일반", "아이스")))
    assert draft.texts == (TextOption("연락처", True, 20), TextOption("문구", False, 200))


def test_categories_are_numbers_in_order_and_once() -> None:
    assert draft_of(**{"상품분류 번호": "100|55|100| 7 |"}).category_numbers == ("100", "55", "7")


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("상품코드", "P" * 41, Why.TOO_LONG), ("상품코드", "(비움)", Why.CANNOT_BE_EMPTY), ("상품명", "가" * 251, Why.TOO_LONG),
        ("판매가", "육천원", Why.NOT_AN_AMOUNT), ("판매가", "6300.50", Why.NOT_AN_AMOUNT),
        ("판매가", "-1", Why.NOT_AN_AMOUNT), ("판매가", "1e3", Why.NOT_AN_AMOUNT), ("판매가", "1,2", Why.NOT_AN_AMOUNT),
        ("판매가", "99999999999", Why.NOT_AN_AMOUNT), ("판매가", "3개", Why.NOT_AN_AMOUNT), ("소비자가", "NaN", Why.NOT_AN_AMOUNT),
        ("진열상태", "글쎄", Why.NOT_YES_OR_NO), ("옵션사용", "2", Why.NOT_YES_OR_NO), ("과세구분", "X|10", Why.UNKNOWN_VALUE),
        ("최소 주문수량(이상)", "0", Why.NOT_A_COUNT), ("최소 주문수량(이상)", "²", Why.NOT_A_COUNT), ("상품분류 번호", "9" * 21, Why.TOO_LONG),
    ],
)  # fmt: skip
def test_cells_that_refuse_their_row(column: str, cell: str, why: Why) -> None:
    assert read_row(row("P1") | {column: cell}, 2).draft is None
    assert notes_of(Verdict.REFUSED, **{column: cell}) == [(column, why)]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        pytest.param({"옵션사용": "Y", "옵션입력": "색상{노랑|}"}, ("옵션입력", Why.BAD_OPTION), id="빈 옵션값"),
        pytest.param({"옵션사용": "Y", "옵션입력": "색상{노랑"}, ("옵션입력", Why.BAD_OPTION), id="닫히지 않음"),
        pytest.param({"옵션사용": "Y", "옵션입력": "가{1}//가{2}"}, ("옵션입력", Why.BAD_OPTION), id="같은 옵션"),
        pytest.param(
            {"옵션사용": "Y", "옵션입력": f"가{{{'|'.join(map(str, range(301)))}}}"},
            ("옵션입력", Why.TOO_MANY_VARIANTS),
            id="조합이 많음",
        ),
        pytest.param(
            {"추가입력옵션": "T", "추가입력옵션 명칭": "문구|문구"}, ("추가입력옵션 명칭", Why.BAD_OPTION), id="같은 입력 옵션"
        ),
        pytest.param(
            {"최소 주문수량(이상)": "5", "최대 주문수량(이하)": "3"},
            ("최대 주문수량(이하)", Why.BELOW_MINIMUM),
            id="최대가 최소보다 작음",
        ),
        pytest.param(
            {"배송정보": "T", "배송비 구분": "R", "배송비입력": ""}, ("배송비입력", Why.MISSING), id="고정 배송비 비어 있음"
        ),
    ],
)
def test_cells_that_do_not_go_together(cells: dict[str, str], refused: tuple[str, Why]) -> None:
    assert notes_of(Verdict.REFUSED, **cells) == [refused]


LONGEST: dict[str, tuple[dict[str, str], dict[str, str], str, Why]] = {
    "상품코드 40자": ({"상품코드": "P" * 40}, {"상품코드": "P" * 41}, "상품코드", Why.TOO_LONG),
    "상품명 250자": ({"상품명": "가" * 250}, {"상품명": "가" * 251}, "상품명", Why.TOO_LONG),
    "판매가 100억 원": ({"판매가": "10,000,000,000"}, {"판매가": "10000000001"}, "판매가", Why.NOT_AN_AMOUNT),
    "최소 수량 1개": ({"최소 주문수량(이상)": "1"}, {"최소 주문수량(이상)": "0"}, "최소 주문수량(이상)", Why.NOT_A_COUNT),
    "최대 수량 999,999개": (
        {"최대 주문수량(이하)": "999999"}, {"최대 주문수량(이하)": "1000000"}, "최대 주문수량(이하)", Why.NOT_A_COUNT
    ),
    "최대와 최소가 같음": (
        {"최소 주문수량(이상)": "5", "최대 주문수량(이하)": "5"}, {"최소 주문수량(이상)": "5", "최대 주문수량(이하)": "4"},
        "최대 주문수량(이하)", Why.BELOW_MINIMUM,
    ),
    "분류 번호 20자": ({"상품분류 번호": "9" * 20}, {"상품분류 번호": "9" * 21}, "상품분류 번호", Why.TOO_LONG),
    "옵션 이름 60자": (
        {"옵션사용": "Y", "옵션입력": "가" * 60 + "{1}"}, {"옵션사용": "Y", "옵션입력": "가" * 61 + "{1}"}, "옵션입력", Why.BAD_OPTION
    ),
    "조합 300개": (
        {"옵션사용": "Y", "옵션입력": f"가{{{'|'.join(map(str, range(300)))}}}"},
        {"옵션사용": "Y", "옵션입력": f"가{{{'|'.join(map(str, range(301)))}}}"},
        "옵션입력", Why.TOO_MANY_VARIANTS,
    ),
    "입력 옵션 이름 60자": (
        {"추가입력옵션": "T", "추가입력옵션 명칭": "가" * 60}, {"추가입력옵션": "T", "추가입력옵션 명칭": "가" * 61},
        "추가입력옵션 명칭", Why.TOO_LONG,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("last", "beyond", "column", "why"), LONGEST.values(), ids=LONGEST)
def test_the_last_that_is_taken_and_the_first_that_is_not(
    last: dict[str, str], beyond: dict[str, str], column: str, why: Why
) -> None:
    assert notes_of(Verdict.REFUSED, **last) == []
    assert notes_of(Verdict.REFUSED, **beyond) == [(column, why)]


def test_a_name_is_that_of_one_option_of_either_kind() -> None:
    cells = {"옵션사용": "Y", "옵션입력": "문구{앞|뒤}", "추가입력옵션": "T", "추가입력옵션 명칭": "문구"}
    assert notes_of(Verdict.REFUSED, **cells) == [("추가입력옵션 명칭", Why.BAD_OPTION)]
    assert notes_of(Verdict.REFUSED, **(cells | {"추가입력옵션 명칭": "문구 2"})) == []


@pytest.mark.parametrize(
    ("cell", "length"),
    [
        ("1", 1),
        ("0", 50),
        ("", 50),
        ("200", 200),
        ("201", 200),
        ("열", 50),
        ("²", 50),
        ("0000000005", 5),
        ("1000", 200),
        ("9" * 5000, 200),
    ],
)
def test_how_long_a_text_may_be_written(cell: str, length: int) -> None:
    texts = draft_of(**{"추가입력옵션": "T", "추가입력옵션 명칭": "문구", "입력글자수(자)": cell}).texts
    assert texts == (TextOption("문구", True, length),)


def test_every_refused_cell_of_a_row_is_named() -> None:
    cells = {"판매가": "모름", "진열상태": "?", "과세구분": "X"}
    assert [column for column, _why in notes_of(Verdict.REFUSED, **cells)] == ["진열상태", "과세구분", "판매가"]


def test_what_has_no_place_is_ignored_with_a_reason() -> None:
    cells = {"제조사": "M000001", "이미지등록(상세)": "2025/a.jpg", "HS코드": "6214", "성인인증": "N", "적립금": "0.00"}
    cells |= {
        "상품분류 신상품영역": "N|N",
        "상품분류 추천상품영역": "N|Y",
        "검색엔진최적화(SEO) 검색엔진 노출 설정": "N",
        "유효기간": "0",
    }
    assert dict(notes_of(Verdict.IGNORED, **cells)) == {
        "제조사": Why.CODE_ELSEWHERE, "이미지등록(상세)": Why.FILE_ELSEWHERE, "HS코드": Why.NO_PLACE, "상품분류 추천상품영역": Why.NO_PLACE,
        "검색엔진최적화(SEO) 검색엔진 노출 설정": Why.NO_PLACE, "유효기간": Why.NO_PLACE,
    }  # fmt: skip


def test_a_product_for_adults_is_taken_otherwise_than_it_says() -> None:
    assert notes_of(Verdict.ADAPTED, 성인인증="T") == [("성인인증", Why.ADULT)]


def test_what_is_taken_out_of_a_description_is_noted_with_its_column_and_named() -> None:
    read = read_row(
        row("P1") | {"상품 상세설명": '<p>가<script></script><img src="/web/a.jpg"></p>', "상품배송안내": "<form>나</form>"}, 2
    )
    assert isinstance(read.draft, ProductDraft)
    assert (read.draft.values["description"], read.draft.values["delivery_guide"]) == ("<p>가</p>", "나")
    assert [(note.column, note.value, note.verdict, note.why) for note in read.notes] == [
        ("상품 상세설명", "script", Verdict.ADAPTED, Dropped.SCRIPT),
        ("상품 상세설명", "/web/a.jpg", Verdict.ADAPTED, Dropped.PICTURE),
        ("상품배송안내", "form", Verdict.ADAPTED, Dropped.FORM),
    ]
