"""상품 CSV 가져오기: dry run, import, and the second import that changes nothing."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mall.catalog.files import COLUMNS, NEWER, product_file, row
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.csv_file import BadFile
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Category, Option, Product, ProductCategory, Variant
from minishop.mall.catalog.queries import find_product
from minishop.mall.catalog.services.importing import Fate, import_products, plan_import
from minishop.mall.catalog.services.products import delete_product
from minishop.mall.shops.models import Shop

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
        (2, "이미지등록(상세)", "a.jpg", "ignored", "file_elsewhere"),
        (2, "제조사", "M000001", "ignored", "code_elsewhere"),
        (3, "진열상태", "?", "refused", "not_yes_or_no"),
        (3, "판매가", "육천원", "refused", "not_an_amount"),
        (4, "배송비 구분", "M", "ignored", "fee_kind"),
        (4, "배송비입력", "3000|50000", "ignored", "fee_kind"),
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
    assert len(kept & set(Variant.objects.filter(shop=shop).values_list("id", flat=True))) == 3


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
        import_products(shop=shop, content="상품코드,상품명\nP1,가".encode(), now=NOW)
    assert everything() == before


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
