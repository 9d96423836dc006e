"""상품 CSV 가져오기: dry run, import, and the second import that changes nothing."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mall.catalog.files import COLUMNS, NEWER, product_file, row
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.naming import made_up_code
from minishop.mall.catalog.domain.options import SelectOption, option_text
from minishop.mall.catalog.domain.table_file import BadFile
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, Variant
from minishop.mall.catalog.queries import find_product
from minishop.mall.catalog.services import importing
from minishop.mall.catalog.services.importing import import_products, plan_import, unnamed_categories
from minishop.mall.catalog.services.planning import Planning
from minishop.mall.catalog.services.plans import Fate, PlanMoved
from minishop.mall.catalog.services.products import delete_product, set_displayed
from minishop.mall.shops.models import Shop
from minishop.mall.stock.services.levels import left

LATER = NOW + timedelta(days=1)
OPTIONS = {"옵션사용": "Y", "옵션입력": "색상{노랑|파랑}//크기{S|M}"}
MIXED = product_file(
    [
        row("P1", 제조사="M000001", **{"상품분류 번호": "24|7", "이미지등록(상세)": "a.jpg"}),
        row("P2", 판매가="육천원", 진열상태="?"),
        row("P3", **OPTIONS, **{"배송정보": "T", "배송비 구분": "M", "배송비입력": "3000|50000"}),
        row("P1", 상품명="같은 코드"),
        row("P4", 옵션사용="Y", 옵션입력="색상{노랑"),
        row("P5", **{"상품분류 번호": "24", "추가입력옵션": "T", "추가입력옵션 명칭": "주문자 연락처"}),
    ]
)


def everything() -> list[Any]:
    models: tuple[Any, ...] = (Product, Option, Variant, Category, ProductCategory)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def test_the_report_names_every_cell(shop: Shop) -> None:
    plan = plan_import(shop=shop, content=MIXED)
    assert plan.counts == {"new": 3, "changed": 0, "unchanged": 0, "refused": 3}
    assert [astuple(note) for note in plan.notes] == [
        (2, "제조사", "M000001", "ignored", "code_elsewhere"),
        (2, "이미지등록(상세)", "a.jpg", "ignored", "file_elsewhere"),
        (3, "진열상태", "?", "refused", "not_yes_or_no"),
        (3, "판매가", "육천원", "refused", "not_an_amount"),
        (4, "배송비 구분", "M", "adapted", "fee_kind"),
        (4, "배송비입력", "3000|50000", "adapted", "fee_kind"),
        (5, "상품코드", "P1", "refused", "twice_in_file"),
        (6, "옵션입력", "색상{노랑", "refused", "bad_option"),
    ]
    assert plan.new_categories == ("24", "7")


def test_a_dry_run_changes_nothing(shop: Shop) -> None:
    plan_import(shop=shop, content=MIXED)
    assert everything() == [[], [], [], [], []]


def test_good_rows_are_imported_whole_and_bad_ones_not_at_all(shop: Shop) -> None:
    import_products(shop=shop, content=MIXED, now=NOW)
    assert sorted(Product.objects.values_list("code", flat=True)) == ["P1", "P3", "P5"]
    first, third = find_product(shop, "P1"), find_product(shop, "P3")
    assert first is not None
    assert third is not None
    assert (first.name, first.price, [one.category.name for one in first.placements.all()]) == ("상품 P1", Won(6300), ["24", "7"])
    assert [(v.code, v.choices) for v in third.variants.all()][1] == ("P3-2", [["색상", "노랑"], ["크기", "M"]])
    assert [option.input for option in find_product(shop, "P5").options.all()] == ["text"]  # type: ignore[union-attr]


def test_the_first_row_is_the_newest_product(shop: Shop) -> None:
    import_products(shop=shop, content=product_file([row("P3"), row("P2"), row("P1")]), now=NOW)
    assert list(Product.objects.order_by("-created_at", "-id").values_list("code", flat=True)) == ["P3", "P2", "P1"]


def test_the_newer_columns_are_read_and_cleaned(shop: Shop) -> None:
    content = product_file([row("P1") | {"상품 상세설명": "<p>좋은 <script>alert(1)</script>쌀</p>"}], columns=[*COLUMNS, *NEWER])
    import_products(shop=shop, content=content, now=NOW)
    assert Product.objects.get().description == "<p>좋은 쌀</p>"
    assert import_products(shop=shop, content=content, now=LATER).counts["unchanged"] == 1


def test_only_what_differs_is_written_again(shop: Shop) -> None:
    import_products(shop=shop, content=product_file([row("P1"), row("P2", **OPTIONS)]), now=NOW)
    kept = set(Variant.objects.filter(shop=shop).values_list("id", flat=True))
    changed = product_file([row("P1"), row("P2", 옵션사용="Y", 옵션입력="색상{노랑|빨강}//크기{S|M}"), row("P3")])
    plan = import_products(shop=shop, content=changed, now=LATER)
    assert [planned.fate for planned in plan.rows] == [Fate.UNCHANGED, Fate.CHANGED, Fate.NEW]
    assert dict(Product.objects.values_list("code", "updated_at")) == {"P1": NOW, "P2": LATER, "P3": LATER}
    assert len(kept & set(Variant.objects.filter(shop=shop).values_list("id", flat=True))) == 5


def test_a_deleted_product_comes_back_as_itself(shop: Shop) -> None:
    present = make_product(shop, "P1")
    delete_product(shop=shop, code="P1", now=NOW)
    assert import_products(shop=shop, content=product_file([row("P1")]), now=LATER).counts["new"] == 1
    again = Product.objects.get()
    assert (again.id, again.deleted_at, again.price) == (present.id, None, Won(6300))


def test_another_shops_product_of_the_same_code_is_not_touched(cast: Cast) -> None:
    with scope(cast.maru.id):
        make_product(cast.maru, "P1", name="마루의 것")
    with scope(cast.haru.id):
        assert import_products(shop=cast.haru, content=product_file([row("P1")]), now=NOW).counts["new"] == 1
    with scope(cast.maru.id):
        assert Product.objects.get().name == "마루의 것"


def test_an_unreadable_file_changes_nothing(shop: Shop) -> None:
    make_product(shop, "P1", selects=[SelectOption("색상", ("노랑",))])
    before = everything()
    with pytest.raises(BadFile):
        import_products(shop=shop, content="이름,값\nP1,가".encode(), now=NOW)
    assert everything() == before


def sheet(*lines: str) -> bytes:
    """A small sheet as a person types it."""
    return "\r\n".join(lines).encode("utf-8-sig")


FULL: dict[str, Any] = {
    "summary": "요약", "description": "<p>설명</p>", "search_words": "가,나", "list_price": Won(9000), "tax": "exempt", "for_sale": False,
    "max_quantity": 9, "min_quantity": 2, "fee_kind": "fixed", "fee_amount": Won(500), "return_guide": "7일", "own_code": "OWN",
}  # fmt: skip
BLANK_COLUMNS = (*COLUMNS, *NEWER, "재고수량", "옵션추가금액")


def levels(shop: Shop, code: str = "P1") -> dict[str, tuple[int | None, int]]:
    """By combination: what is counted, and the price difference."""
    product = find_product(shop, code)
    assert product is not None
    counted = left(shop, [variant.id for variant in product.variants.all()])
    return {option_text(variant.choices): (counted[variant.id], int(variant.surcharge)) for variant in product.variants.all()}


def counted(shop: Shop, *selects: SelectOption) -> None:
    """P1 with 5 pieces and 700 won more of every combination."""
    make_product(shop, selects=selects, stock=5)
    Variant.objects.update(surcharge=700)


COLOUR, SIZE = SelectOption("색상", ("블랙", "화이트")), SelectOption("사이즈", ("S", "M"))


def with_options(text: str) -> bytes:
    return product_file([row("P1", 상품명="상품 P1", 판매가="10000", 옵션사용="Y", 옵션입력=text)])


def test_a_sheet_of_blanks_changes_nothing(shop: Shop) -> None:
    make_product(shop, selects=[COLOUR], texts=[TextOption("문구")], categories=["7"], stock=5, **FULL)
    before = everything()
    blank = product_file([{"상품코드": "P1"}], columns=BLANK_COLUMNS)
    assert import_products(shop=shop, content=blank, now=LATER).counts["unchanged"] == 1
    assert everything() == before


def test_a_blank_cell_keeps_what_is_there_whichever_column_the_sheet_has(shop: Shop) -> None:
    make_product(shop, selects=[COLOUR], categories=["7"], stock=5, **FULL)
    before = everything()
    taken = [
        column
        for column in BLANK_COLUMNS[1:]
        if plan_import(shop=shop, content=product_file([{"상품코드": "P1"}], columns=("상품코드", column))).counts["unchanged"] != 1
    ]
    assert (taken, everything()) == ([], before)


def test_a_mark_clears_and_the_plan_names_each_value_that_goes(shop: Shop) -> None:
    make_product(shop, selects=[COLOUR], categories=["7"], stock=5, **FULL)
    cleared = "상품코드,상품 요약설명,상품 상세설명,소비자가,최대 주문수량(이하),옵션입력,상품분류 번호\nP1" + ",(비움)" * 6
    plan = plan_import(shop=shop, content=sheet(cleared))
    lost = {change.field: change.before for change in plan.rows[0].difference.losses}
    assert lost == {
        "summary": "요약", "description": "<p>설명</p>", "list_price": Won(9000), "max_quantity": 9, "options": (COLOUR,), "categories": ("7",),
    }  # fmt: skip
    assert (plan.stock_lost, plan.surcharges_lost) == (2, 0)
    import_products(shop=shop, content=sheet(cleared), now=LATER)
    product = find_product(shop, "P1")
    assert product is not None
    assert (product.summary, product.list_price, product.max_quantity, product.return_guide) == ("", 0, None, "7일")
    assert levels(shop) == {"": (0, 0)}


def test_the_plan_names_what_changes_before_and_after(shop: Shop) -> None:
    make_product(shop)
    plan = plan_import(shop=shop, content=sheet("상품코드,판매가,상품명", "P1,9000,새 이름"))
    changes = [(change.field, change.before, change.after, change.is_loss) for change in plan.rows[0].difference.changes]
    assert changes == [("name", "상품 P1", "새 이름", False), ("price", Won(10_000), Won(9000), False)]


@pytest.mark.parametrize(
    "text",
    [
        "사이즈{S|M}//색상{블랙|화이트}", "색상{화이트|블랙}//사이즈{M|S}", "색상{검정|화이트}//사이즈{S|M}", "색{블랙|화이트}//사이즈{S|M}",
        "색 상{블랙|화이트}//사이즈{s|M}",
    ],
    ids=["옵션 순서", "값 순서", "값 이름", "옵션 이름", "띄어쓰기와 대소문자"],
)  # fmt: skip
def test_stock_and_price_differences_survive_what_means_the_same(shop: Shop, text: str) -> None:
    counted(shop, COLOUR, SIZE)
    codes = set(Variant.objects.values_list("id", "code"))
    plan = import_products(shop=shop, content=with_options(text), now=LATER)
    assert (plan.counts["changed"], plan.stock_lost, plan.surcharges_lost) == (1, 0, 0)
    assert set(levels(shop).values()) == {(5, 700)}
    assert set(Variant.objects.values_list("id", "code")) == codes
    assert import_products(shop=shop, content=with_options(text), now=LATER).counts["unchanged"] == 1


def test_a_new_combination_beside_counted_ones_starts_at_nothing_and_the_plan_says_so(shop: Shop) -> None:
    counted(shop, COLOUR)
    plan = import_products(shop=shop, content=with_options("색상{블랙|화이트|그린}"), now=LATER)
    assert plan.rows[0].difference.begun_at_nothing == 1
    assert levels(shop) == {"색상:블랙": (5, 700), "색상:화이트": (5, 700), "색상:그린": (0, 0)}


def test_an_added_option_keeps_price_differences_and_says_what_stock_goes(shop: Shop) -> None:
    counted(shop, COLOUR)
    plan = import_products(shop=shop, content=with_options("색상{블랙|화이트}//사이즈{S|M}"), now=LATER)
    assert (plan.stock_lost, plan.surcharges_lost, plan.rows[0].difference.begun_at_nothing) == (2, 0, 4)
    assert set(levels(shop).values()) == {(0, 700)}


def test_a_combination_that_goes_takes_its_difference_and_the_plan_counts_it(shop: Shop) -> None:
    counted(shop, COLOUR)
    plan = import_products(shop=shop, content=with_options("색상{블랙}"), now=LATER)
    assert (plan.stock_lost, plan.surcharges_lost) == (1, 1)
    assert levels(shop) == {"색상:블랙": (5, 700)}


def test_without_counted_ones_a_new_combination_is_not_counted(shop: Shop) -> None:
    make_product(shop, selects=[COLOUR])
    plan = import_products(shop=shop, content=with_options("색상{블랙|화이트|그린}"), now=LATER)
    assert plan.rows[0].difference.begun_at_nothing == 0
    assert set(levels(shop).values()) == {(None, 0)}


def test_a_price_only_sheet(shop: Shop) -> None:
    make_product(shop, "P1", **FULL)
    plan = import_products(shop=shop, content=sheet("상품코드;판매가", "P1;13,500원"), now=LATER)
    assert (plan.counts["changed"], Product.objects.get().price, Product.objects.get().summary) == (1, Won(13_500), "요약")


def test_a_stock_sheet_by_variant(shop: Shop) -> None:
    make_product(shop, "P1", selects=[COLOUR], stock=5)
    content = sheet("품목코드\t상품명\t재고\t추가금액", "P1-1\t상품\t7\t500", "P1-2\t상품\t\t", "P9-1\t없음\t1\t", "P1-1\t또\t1\t")
    plan = import_products(shop=shop, content=content, now=LATER)
    assert [row.fate for row in plan.rows] == [Fate.CHANGED, Fate.UNCHANGED, Fate.REFUSED, Fate.REFUSED]
    assert [(note.line, note.why) for note in plan.refused] == [(4, "no_such_variant"), (5, "twice_in_file")]
    assert levels(shop) == {"색상:블랙": (7, 500), "색상:화이트": (5, 0)}
    assert Product.objects.get().updated_at == LATER
    assert import_products(shop=shop, content=content, now=LATER).counts["unchanged"] == 2


def test_a_variant_is_not_another_products(shop: Shop) -> None:
    make_product(shop, "P1")
    plan = plan_import(shop=shop, content=sheet("상품코드,품목코드,재고수량", "P2,P1-1,7", "P1,P1-1,7"))
    assert [row.fate for row in plan.rows] == [Fate.REFUSED, Fate.CHANGED]


def test_a_deleted_products_variant_is_not_there(shop: Shop) -> None:
    make_product(shop, "P1")
    delete_product(shop=shop, code="P1", now=NOW)
    assert plan_import(shop=shop, content=sheet("품목코드,재고수량", "P1-1,7")).counts["refused"] == 1


def test_stock_of_a_product_without_options_and_of_one_with(shop: Shop) -> None:
    make_product(shop, "P1", stock=5)
    make_product(shop, "P2", selects=[COLOUR], stock=5)
    plan = import_products(shop=shop, content=sheet("상품코드,재고수량", "P1,7", "P2,7"), now=LATER)
    assert [(note.line, note.why) for note in plan.refused] == [(3, "needs_variant_code")]
    assert (levels(shop, "P1"), set(levels(shop, "P2").values())) == ({"": (7, 0)}, {(5, 0)})
    import_products(shop=shop, content=sheet("상품코드,재고수량", "P1,(비움)"), now=LATER)
    assert levels(shop, "P1") == {"": (None, 0)}


def test_a_new_product_starts_with_its_quantity_in_every_combination(shop: Shop) -> None:
    import_products(shop=shop, content=sheet("상품명,판매가,재고수량,옵션입력", "무,1000,3,색{가|나}", "배추,1000,,"), now=NOW)
    codes = dict(Product.objects.values_list("name", "code"))
    assert set(levels(shop, codes["무"]).values()) == {(3, 0)}
    assert levels(shop, codes["배추"]) == {"": (None, 0)}


def test_a_sheet_without_codes_makes_products_once(shop: Shop) -> None:
    content = sheet("상품코드,자체 상품코드,상품명,판매가", ",OWN-1,무,1000", ",,배추,2000", ",OWN-1,또 무,1000", ",,배추,3000")
    plan = import_products(shop=shop, content=content, now=NOW)
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert [(note.column, note.why) for note in plan.refused] == [("자체 상품코드", "twice_in_file"), ("상품명", "twice_in_file")]
    again = import_products(shop=shop, content=content, now=LATER)
    assert (again.counts["unchanged"], Product.objects.count()) == (2, 2)


def test_a_row_without_a_code_is_the_product_of_its_own_code(shop: Shop) -> None:
    make_product(shop, "P1", own_code="OWN-1")
    content = sheet("자체 상품코드,판매가", "OWN-1,900")
    assert import_products(shop=shop, content=content, now=LATER).counts["changed"] == 1
    assert Product.objects.get().price == Won(900)
    make_product(shop, "P2", own_code="OWN-1")
    assert [note.why for note in plan_import(shop=shop, content=content).refused] == ["several_of_own_code"]


def test_what_is_not_there_needs_a_name_and_a_price(shop: Shop) -> None:
    plan = plan_import(
        shop=shop, content=sheet("상품코드,자체 상품코드,상품명,판매가", "P9,,,900", ",OWN,,900", "P8,,무,", ",,,900")
    )
    assert [(note.line, note.column, note.why) for note in plan.refused] == [
        (2, "상품코드", "no_such_product"), (3, "자체 상품코드", "no_such_product"), (4, "판매가", "missing"), (5, "상품명", "missing"),
    ]  # fmt: skip


def test_least_and_most_are_compared_with_what_stays(shop: Shop) -> None:
    make_product(shop, "P1", min_quantity=3, max_quantity=5)
    plan = plan_import(shop=shop, content=sheet("상품코드,최대 주문수량(이하)", "P1,2"))
    assert [(note.column, note.why) for note in plan.refused] == [("최대 주문수량(이하)", "below_minimum")]
    plan = plan_import(shop=shop, content=sheet("상품코드,최소 주문수량(이상)", "P1,6"))
    assert [(note.column, note.why) for note in plan.refused] == [("최소 주문수량(이상)", "below_minimum")]


def test_a_product_for_adults_is_kept_and_not_displayed(shop: Shop) -> None:
    content = product_file([row("P1", 성인인증="Y")])
    plan = import_products(shop=shop, content=content, now=NOW)
    assert [(column, why, len(notes)) for column, _verdict, why, notes in plan.set_aside] == [("성인인증", "adult", 1)]
    assert Product.objects.values_list("adult", "displayed").get() == (True, False)
    assert set_displayed(shop=shop, codes=["P1"], displayed=True, now=NOW) == 0
    assert import_products(shop=shop, content=content, now=LATER).counts["unchanged"] == 1
    shown = import_products(shop=shop, content=product_file([row("P1", 성인인증="N")]), now=LATER)
    assert shown.counts["changed"] == 1
    assert Product.objects.values_list("adult", "displayed").get() == (False, True)


def test_what_changed_since_the_plan_was_shown_stops_it(shop: Shop) -> None:
    make_product(shop, "P1", stock=5)
    content = sheet("상품코드,재고수량", "P1,7")
    shown = plan_import(shop=shop, content=content).seal
    variant = Variant.objects.get()
    take_sold(shop=shop, variant_id=variant.id, quantity=1, key="sold", now=NOW)
    with pytest.raises(PlanMoved):
        import_products(shop=shop, content=content, seal=shown, now=LATER)
    assert levels(shop) == {"": (4, 0)}
    import_products(shop=shop, content=content, seal=plan_import(shop=shop, content=content).seal, now=LATER)
    assert levels(shop) == {"": (7, 0)}


def test_what_changes_while_a_file_is_imported_stops_it_there(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five were agreed to become seven; of the second product one is sold after the first was written."""
    monkeypatch.setattr(importing, "AT_A_TIME", 1)
    variants = [make_product(shop, f"P{number}", stock=5).variants.get() for number in range(3)]
    content = sheet("상품코드,재고수량", "P0,7", "P1,7", "P2,7")
    shown = plan_import(shop=shop, content=content).seal
    write = importing._import_some
    pieces: list[str] = []

    def import_some(**named: Any) -> None:
        pieces.append(named["rows"][0].code)
        if pieces == ["P0", "P1"]:
            take_sold(shop=shop, variant_id=variants[1].id, quantity=1, key="sold", now=NOW)
        write(**named)

    monkeypatch.setattr(importing, "_import_some", import_some)
    with pytest.raises(PlanMoved) as moved:
        import_products(shop=shop, content=content, seal=shown, now=LATER)
    assert moved.value.facts == {"done": 1}
    assert list(left(shop, [one.id for one in variants]).values()) == [7, 4, 5]
    assert pieces == ["P0", "P1"]


def test_what_somebody_has_done_meanwhile_just_so_stops_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    content = product_file([row("P1")])
    shown = plan_import(shop=shop, content=content)
    import_products(shop=shop, content=content, now=NOW)
    monkeypatch.setattr(importing, "_plan", lambda _shop, _lines, _file: shown)
    import_products(shop=shop, content=content, seal=shown.seal, now=LATER)
    assert Product.objects.get().updated_at == NOW


def test_a_difference_is_added_to_what_is_there_and_once_a_file(shop: Shop) -> None:
    """What was sold between the preview and the press stays sold; the same file adds nothing twice, also where it died half way."""
    variant = make_product(shop, "P1", stock=10).variants.get()
    content = sheet("상품코드,재고증감", "P1,+5")
    shown = plan_import(shop=shop, content=content)
    assert [(change.field, change.after) for planned in shown.rows for change in planned.difference.changes] == [("more", 5)]
    take_sold(shop=shop, variant_id=variant.id, quantity=2, key="1", now=NOW)
    assert import_products(shop=shop, content=content, seal=shown.seal, now=NOW).counts["changed"] == 1
    assert left(shop, [variant.id]) == {variant.id: 13}
    again = import_products(shop=shop, content=content, now=LATER)
    assert (again.counts["unchanged"], left(shop, [variant.id])) == (1, {variant.id: 13})
    import_products(shop=shop, content=sheet("품목코드,재고증감", "P1-1,-3"), now=LATER)
    assert left(shop, [variant.id]) == {variant.id: 10}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("상품코드,재고증감", "P1,-11"), "below_nothing"),
        (("상품코드,재고증감", "P2,+1"), "not_counted"),
        (("상품코드,재고증감", "P3,+1"), "needs_variant_code"),
        (("상품코드,상품명,판매가,재고증감", "P4,새 상품,1000,+1"), "not_counted"),
        (("상품코드,재고수량,재고증감", "P1,3,+1"), "two_quantities"),
        (("상품코드,재고증감", "P1,다섯"), "not_a_difference"),
        (("상품코드,재고증감", "P1,(비움)"), "cannot_be_empty"),
    ],
    ids=["아래로", "세지 않음", "옵션 있음", "새 상품", "둘 다", "글자", "비움"],
)
def test_a_difference_that_makes_no_sense_is_refused(shop: Shop, lines: tuple[str, ...], why: str) -> None:
    make_product(shop, "P1", stock=10)
    make_product(shop, "P2")
    make_product(shop, "P3", stock=1, selects=[SelectOption("색상", ("노랑", "파랑"))])
    plan = plan_import(shop=shop, content=sheet(*lines))
    assert [str(note.why) for note in plan.refused] == [why]
    assert plan.counts["refused"] == 1


def test_what_was_to_be_taken_away_and_has_been_sold_is_shown_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    variant = make_product(shop, "P1", stock=3).variants.get()
    content = sheet("상품코드,재고증감", "P1,-2")
    seal = plan_import(shop=shop, content=content).seal

    def planned_then_sold(*given: Any) -> Planning:
        found = Planning(*given)
        take_sold(shop=shop, variant_id=variant.id, quantity=2, key="1", now=NOW)
        return found

    monkeypatch.setattr(importing, "Planning", planned_then_sold)
    with pytest.raises(PlanMoved) as moved:
        import_products(shop=shop, content=content, seal=seal, now=NOW)
    assert (moved.value.facts["done"], left(shop, [variant.id])) == (0, {variant.id: 1})


def test_a_file_is_written_by_pieces_and_what_has_many_variants_weighs_more(shop: Shop) -> None:
    """No transaction is longer than others who write can wait, and the first row is the newest product all the same."""
    many = {"옵션사용": "Y", "옵션입력": f"호수{{{'|'.join(map(str, range(300)))}}}"}
    content = product_file([*(row(f"M{number}", **many) for number in range(7)), *(row(f"P{number}") for number in range(150))])
    plan = plan_import(shop=shop, content=content)
    pieces = [[planned.code for planned in piece] for piece in importing._pieces(plan)]
    assert [len(piece) for piece in pieces] == [100, 54, 3]
    assert [code for piece in reversed(pieces) for code in piece] == [planned.code for planned in plan.rows]


def test_categories_get_the_names_that_are_given_and_keep_those_they_have(shop: Shop) -> None:
    content = product_file([row("P1", **{"상품분류 번호": "24|7"}), row("P2", **{"상품분류 번호": "9"})])
    assert unnamed_categories(shop=shop, plan=plan_import(shop=shop, content=content)) == ["24", "7", "9"]
    import_products(shop=shop, content=content, names={"24": " 주방 ", "7": "", "8": "없음"}, now=NOW)
    assert dict(Category.objects.values_list("source_number", "name")) == {"24": "주방", "7": "7", "9": "9"}
    assert unnamed_categories(shop=shop, plan=plan_import(shop=shop, content=content)) == ["7", "9"]
    import_products(shop=shop, content=content, names={"24": "다른 이름", "9": "가" * 70}, now=NOW)
    assert dict(Category.objects.values_list("source_number", "name")) == {"24": "주방", "7": "7", "9": "가" * 60}


def test_any_number_of_rows_is_planned_in_as_many_statements(shop: Shop, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_product(shop, f"P{number}", own_code=f"O{number}", stock=1)
    content = sheet(
        "상품코드,자체 상품코드,품목코드,재고수량",
        *(f"P{n},,," for n in range(10)),
        *(f",O{n},," for n in range(10, 20)),
        *(f",,P{n}-1,3" for n in range(20, 30)),
    )
    with django_assert_max_num_queries(12):
        assert plan_import(shop=shop, content=content).counts == {"new": 0, "changed": 10, "unchanged": 20, "refused": 0}


names = st.text('가나다 ab,|{}"', min_size=1, max_size=8).filter(str.strip)
rows = st.fixed_dictionaries(
    {"상품명": names, "판매가": st.sampled_from(["0", "6300.00", "x"]), "상품분류 번호": st.sampled_from(["", "1", "2|1"])},
    optional={"옵션입력": st.sampled_from(["색{가|나}", "색{가}//폭{1|2}", "색{"]), "옵션사용": st.sampled_from(["Y", "N"])},
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(rows, max_size=4), second=st.lists(rows, max_size=4))
def test_a_second_import_of_the_same_file_changes_nothing(
    shop: Shop, first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    for listed in (first, second):
        content = product_file([row(f"P{i}") | cells for i, cells in enumerate(listed)])
        import_products(shop=shop, content=content, now=NOW)
        before = everything()
        again = import_products(shop=shop, content=content, now=LATER)
        assert again.counts["new"] == again.counts["changed"] == 0
        assert everything() == before


def test_entities_in_a_file_are_the_characters_they_mean_and_coming_again_they_change_nothing(shop: Shop) -> None:
    """What is markup stays as it was written: a description is a piece of a page."""
    cells = {
        "옵션사용": "Y",
        "옵션입력": "맛{달콤 &amp; 짭짤|it&#39;s}",
        "추가입력옵션": "T",
        "추가입력옵션 명칭": "문구&nbsp;한 줄",
    }
    content = product_file(
        [
            row(
                "P1",
                상품명="엄마&#39;s &lt;손&gt;맛 &amp;amp;",
                **{"상품 상세설명": "<p>R&amp;D</p>", "검색어설정": "김&amp;장"},
                **cells,
            )
        ],
        columns=(*COLUMNS, *NEWER),
    )
    assert [planned.name for planned in plan_import(shop=shop, content=content).rows] == ["엄마's <손>맛 &amp;"]
    import_products(shop=shop, content=content, now=NOW)
    product = Product.objects.get()
    assert (product.name, product.search_words, product.description) == ("엄마's <손>맛 &amp;", "김&장", "<p>R&amp;D</p>")
    assert [(one.name, one.values) for one in Option.objects.order_by("position")] == [
        ("맛", ["달콤 & 짭짤", "it's"]),
        ("문구 한 줄", []),
    ]
    assert import_products(shop=shop, content=content, now=LATER).counts["unchanged"] == 1


def test_a_product_without_a_code_stays_the_one_that_its_name_in_the_file_made(shop: Shop) -> None:
    """Products of before entities were read have codes made of the name as the file writes it."""
    make_product(shop, made_up_code("", "산 &amp; 바다"), name="산 &amp; 바다")
    plan = import_products(shop=shop, content=sheet("상품명,판매가", "산 &amp; 바다,1000"), now=NOW)
    assert (plan.counts["changed"], Product.objects.get().name) == (1, "산 & 바다")
