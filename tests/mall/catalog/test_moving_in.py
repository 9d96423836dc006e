"""옛 쇼핑몰에서 옮겨 오기: a file in the shape of a whole shop's export, with its pictures from where they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from tests.mall.catalog.files import COLUMNS, NEWER, Row, product_file, row
from tests.mall.picture_server import PictureServer, picture_server
from tests.mall.pictures import png
from tests.mall.worlds import NOW

from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import Dropped
from minishop.mall.catalog.models import Category, OutsidePicture, Product, ProductImage
from minishop.mall.catalog.queries import without_pictures
from minishop.mall.catalog.services.importing import import_products, plan_import
from minishop.mall.catalog.services.outside import keep_old_shop
from minishop.mall.catalog.services.plans import Plan
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("socket_enabled")]
EVERY = (*COLUMNS, *NEWER)
COUNT, PICTURED = 20, 16
NOTES = {
    "상품결제안내": "고액 결제는 확인 전화를 드릴 수 있습니다. &nbsp; <br>",
    "상품배송안내": "- 산간 지역은 추가 금액이 있습니다.<br>",
    "교환/반품안내": '<strong>교환 및 반품</strong><br>&nbsp;- 7일 안에 <img src="/web/upload/return.png">',
}


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as serving:
        yield serving


def exported() -> list[Row]:
    """Twenty made-up products as an export writes them: codes for names, one picture in four sizes, the same notes in every row."""
    return [_row(number) for number in range(COUNT)]


def _row(number: int) -> Row:
    day, name = f"202507{10 + number}", f"{number:032x}"
    pictures = {
        "이미지등록(상세)": f"{day}/{name}.jpg",
        "이미지등록(목록)": f"{day}/m{name}.jpg",
        "이미지등록(작은목록)": f"{day}/t{name}.jpg",
        "이미지등록(축소)": f"{day}/s{name}.jpg",
    }
    return row(
        f"P00000{number:02}",
        상품명=f"반찬 {number}",
        제조사="M0000000",
        브랜드="B0000000",
        **NOTES,
        **(pictures if number < PICTURED else {}),
        **{
            "상품분류 번호": "24|53",
            "상품 상세설명": '<p style="text-align:center"><img ec-data-src="//cdn.localhost/x.jpg" src="data:image/gif;base64,R0"></p>'
            if number == 0
            else "",
            "이미지등록(추가)": f"{day}/e{name}.jpg|{day}/gone.jpg" if number == 1 else "",
        },
    )


def fill(server: PictureServer) -> None:
    for one in exported()[:PICTURED]:
        server.has(f"/web/product/big/{one['이미지등록(상세)']}", png(f"#{one['상품코드'][-2:]}aa{one['상품코드'][-2:]}"))
    server.has(f"/web/product/extra/big/{exported()[1]['이미지등록(추가)'].partition('|')[0]}", png("red"))
    server.has("/web/upload/return.png", png("white", 80))


def reasons(plan: Plan) -> dict[str, int]:
    counted = Counter[str]()
    for column, _what, why, notes in plan.set_aside:
        if column not in ("제조사", "브랜드"):
            counted[why.value] += len(notes)
    return dict(counted)


def bring(shop: Shop, content: bytes) -> Plan:
    plan = import_products(shop=shop, content=content, names={"24": "반찬", "53": "국"}, now=NOW)
    run_due(lambda: NOW)
    return plan


def test_a_whole_shop_moves_in_with_its_pictures_and_again_nothing_changes(shop: Shop, server: PictureServer) -> None:
    fill(server)
    file = product_file(exported(), columns=EVERY)
    keep_old_shop(shop=shop, folder=server.address("/web/product/big/"))
    plan = plan_import(shop=shop, content=file)
    assert (plan.counts["new"], plan.counts["refused"]) == (COUNT, 0)
    # One each, two more of the second, one of the first one's description, the same one of the notes in every row.
    assert (plan.pictures, plan.pictures_lost) == (PICTURED + 2 + 1 + COUNT, 0)
    assert reasons(plan) == {Why.SMALLER_PICTURE: 3 * PICTURED}
    bring(shop, file)
    assert (Product.objects.count(), ProductImage.objects.count(), without_pictures(shop).count()) == (
        COUNT,
        PICTURED + 1,
        COUNT - PICTURED,
    )
    assert sorted(Category.objects.values_list("name", flat=True)) == ["국", "반찬"]
    product = Product.objects.get(code="P0000003")
    assert product.return_guide.count('<img src="/media/') == 1
    assert Product.objects.get(code="P0000000").description == (
        '<p style="text-align:center"><img src="https://cdn.localhost/x.jpg" loading="lazy"></p>'
    )
    assert list(OutsidePicture.objects.exclude(problem="").values_list("problem", flat=True)) == ["not_found"]
    asked = len(server.asked)
    again = bring(shop, file)
    assert (again.counts["unchanged"], again.pictures, Job.objects.filter(state="ready").count()) == (COUNT, 0, 0)
    assert len(server.asked) == asked


def test_a_sheet_of_blanks_changes_nothing(shop: Shop, server: PictureServer) -> None:
    fill(server)
    keep_old_shop(shop=shop, folder=server.address("/web/product/big/"))
    bring(shop, product_file(exported(), columns=EVERY))
    before = list(Product.objects.order_by("id").values())
    blank = [{"상품코드": one["상품코드"], "상품명": one["상품명"]} for one in exported()]
    assert bring(shop, product_file(blank, columns=EVERY)).counts["unchanged"] == COUNT
    assert list(Product.objects.order_by("id").values()) == before


def test_where_nobody_knows_the_old_shop_the_preview_says_what_will_not_be_found(shop: Shop, server: PictureServer) -> None:
    file = product_file(exported(), columns=EVERY)
    plan = bring(shop, file)
    assert (plan.pictures, plan.pictures_lost) == (1, PICTURED + 2 + COUNT)
    assert reasons(plan) == {Why.FILE_ELSEWHERE: PICTURED + 2, Why.SMALLER_PICTURE: 3 * PICTURED, Dropped.PICTURE: COUNT}
    assert (ProductImage.objects.count(), server.asked) == (0, [])
    fill(server)
    keep_old_shop(shop=shop, folder=server.address("/web/product/big/"))
    later = bring(shop, file)
    assert (later.counts["changed"], later.pictures) == (COUNT, PICTURED + 2 + COUNT)
    assert ProductImage.objects.count() == PICTURED + 1
    assert {change.field for one in later.changed for change in one.difference.changes} == {"pictures", "return_guide"}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"이미지등록(상세)": "(비움)"}, Why.PICTURES_STAY),
        ({"이미지등록(상세)": "C:\\a.jpg"}, Why.NO_ADDRESS),
        ({"이미지등록(목록)": "a.jpg", "이미지등록(축소)": "b.jpg"}, Why.SMALLER_PICTURE),
        ({"이미지등록(추가)": "|".join(f"{number}.jpg" for number in range(11))}, Why.TOO_MANY_PICTURES),
    ],
    ids=["비움", "자기 컴퓨터", "작은 크기", "너무 많음"],
)
def test_what_a_cell_of_pictures_cannot_do_stands_beside_its_product(shop: Shop, cells: Row, why: Why) -> None:
    keep_old_shop(shop=shop, folder="https://old.example/web/product/big/")
    plan = plan_import(shop=shop, content=product_file([row("P1") | cells], columns=EVERY))
    assert plan.counts["new"] == 1
    assert reasons(plan) == {why: 1}
