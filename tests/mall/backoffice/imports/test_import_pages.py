"""What a seller finds before and after a file of products was read."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.backoffice.imports.test_import import ROWS, run, upload
from tests.mall.catalog.files import COLUMNS, NEWER, product_file, row
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines

from minishop.mall.backoffice.imports import views
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import OldShop, OutsidePicture, Product, Variant
from minishop.mall.shops.models import Shop

PAGE = "/office/haru/products/import/"
UPLOAD = """
    @ 현재위치
    [상품관리 → /office/haru/products/]
    파일로 올리기
    # 상품 파일 가져오기
    카페24 상품 파일을 그대로 올리거나, 고칠 열만 남긴 파일을 올려 주세요. 먼저 미리 보기를 보여 드리고, 확인한 뒤에만 저장합니다.
    {상품 파일: $wrong}
    10MB, 5,000줄까지. 엑셀(.xlsx)과 CSV(UTF-8, CP949, UTF-16)를 읽습니다.
    $problem
    <미리 보기 → POST>
    ## 이렇게 읽습니다
    빈 칸은 아무것도 바꾸지 않습니다. 값을 지우려면 칸에 (비움)이라고 적어 주세요.
    있는 상품을 고칠 때는 상품코드나 자체 상품코드와, 고칠 열만 있으면 됩니다. 예: 상품코드, 판매가
    품목마다 재고나 추가금액을 고칠 때는 품목코드, 재고수량, 옵션추가금액 열을 씁니다.
    새 상품은 상품코드가 비어 있어도 됩니다. 코드를 지어 드립니다.
"""
PLAN = """
    @ 현재위치
    [상품관리 → /office/haru/products/]
    [파일로 올리기 → /office/haru/products/import/]
    미리 보기
    # 가져오기 미리 보기
    아직 아무것도 저장하지 않았습니다.
    새 상품 2
    바뀌는 상품 0
    그대로 0
    거절된 줄 1
    ## 분류 이름
    파일에는 분류의 번호만 있습니다. 이름을 적어 주세요. 비워 둔 분류는 번호가 이름이 되고, 분류 관리에서 고칠 수 있습니다.
    {분류 24: }
    <가져오기 → POST ${plan}run/ seal=$seal>
    [다른 파일 → /office/haru/products/import/]
    [셀별 보고서 → ${plan}cells/]
    ## 거절된 셀
    이 줄들은 가져오지 않습니다. 다른 줄에는 영향이 없습니다.
    줄 | 열 | 값 | 이유
    3 | 판매가 | =1+1 | 0 이상의 정수 금액이 아닙니다.
    ## 새 상품
    줄 | 상품 | 판매가 | 사진
    2 | 상품 P1 P1 | 6,300원 | 0
    ## 그대로 가져오지 않는 셀
    상품은 가져오지만 이 값들은 저장하지 않거나 다르게 저장합니다. 열을 펼치면 어느 상품의 어떤 값인지 보입니다.
    > 제조사 쓰지 않음 1칸 · 다른 시스템의 코드라서 이름을 알 수 없습니다.
    줄 | 상품 | 값
    2 | 상품 P1 | M000001
    새 상품 2 · 바뀌는 상품 0 · 그대로 0 · 거절된 줄 1
"""


def test_a_file_is_asked_for(shop: Shop, owner: Client) -> None:
    assert lacking(owner.get(PAGE), UPLOAD, wrong="", problem="") == []


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(shop: Shop, owner: Client) -> None:
    answer = owner.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"")})
    assert lacking(answer, UPLOAD, wrong="!", problem="파일을 골라 주세요. 빈 파일은 읽을 수 없습니다.") == []


def test_the_preview_says_what_the_file_would_do(shop: Shop, owner: Client) -> None:
    plan = upload(owner, product_file(ROWS))
    page = owner.get(plan)
    assert lacking(page, PLAN, plan=plan, seal=page.context["plan"].seal) == []
    assert 'type="submit" form="run">이대로 가져오기<' in page.content.decode()  # a long page is agreed to where it ends


CHANGES = """
    ## 사라지는 값
    가져오면 지금 있는 다음 값이 없어집니다. 남기려면 파일의 칸을 비워 두세요. 빈 칸은 아무것도 바꾸지 않습니다.
    재고를 세던 품목 1개가 없어집니다.
    추가금액이 있던 품목 1개의 추가금액이 없어집니다.
    줄 | 상품 | 항목 | 지금 값
    2 | 컵 P1 | 요약 설명 | 튼튼함
    2 | 컵 P1 | 최대 주문수량 | 9
    4 | 접시 P2-1 | 재고 | 5
    ## 옵션
    컵 P1: ‘색상’을(를) ‘색’(으)로 고친 것으로 봅니다. 재고와 추가금액은 그대로 이어집니다.
    접시 P2: 새 품목 2개는 재고 0으로 시작합니다. 다른 품목의 재고를 세고 있기 때문입니다.
    ## 바뀌는 값
    줄 | 상품 | 항목 | 지금 값 | 새 값
    2 | 컵 P1 | 진열 | 예 | 아니오
    2 | 컵 P1 | 과세 | 과세 | 면세
    2 | 컵 P1 | 판매가 | 10,000원 | 9,000원
    2 | 컵 P1 | 선택 옵션 | 색상: 블랙, 레드, 화이트 | 색: 블랙, 화이트
    3 | 접시 P2 | 선택 옵션 | 색상: 블랙 | 색상: 블랙, 레드, 화이트
    4 | 접시 P2-1 | 옵션 추가금액 | 0원 | -500원
"""


def test_the_preview_names_what_would_be_lost_and_changed(shop: Shop, owner: Client) -> None:
    colours = SelectOption("색상", ("블랙", "레드", "화이트"))
    make_product(shop, "P1", name="컵", summary="튼튼함", max_quantity=9, selects=[colours], stock=5)
    Variant.objects.update(surcharge=700)
    make_product(shop, "P2", name="접시", selects=[SelectOption("색상", ("블랙",))], stock=5)
    told = [
        {"상품코드": "P1", "판매가": "9000", "상품 요약설명": "(비움)", "최대 주문수량(이하)": "(비움)", "진열상태": "N",
         "과세구분": "B", "옵션입력": "색{블랙|화이트}"},
        {"상품코드": "P2", "옵션입력": "색상{블랙|레드|화이트}"},
        {"품목코드": "P2-1", "재고수량": "(비움)", "옵션추가금액": "-500"},
    ]  # fmt: skip
    columns = ["품목코드", *told[0], "재고수량", "옵션추가금액"]
    page = owner.get(upload(owner, product_file(told, columns=columns)))
    assert lacking(page, CHANGES) == []


def test_a_clean_file_shows_no_empty_tables(shop: Shop, owner: Client) -> None:
    read = lines(owner.get(upload(owner, product_file([row("P1")]))))
    assert "새 상품 1" in read
    assert "## 거절된 셀" not in read


PICTURES = """
    ## 사진
    $found
    $lost
    {사진이 있던 주소: $folder}
    옛 쇼핑몰의 상품 화면에서 사진을 오른쪽 단추로 눌러 ‘이미지 주소 복사’를 하고 붙여 넣어 주세요. 옛 쇼핑몰 주소만 적어도 됩니다.
    $problem
    <이 주소에서 사진 찾기 → POST ${plan}pictures/ seal=$seal>
"""
FOUND = "가져오기를 누르면 사진 2장을 다른 곳에서 가져옵니다. 몇 분이 걸릴 수 있고, 가져오지 못한 사진은 상품 화면과 확인할 일에 보입니다."
LOST = "사진 2장은 어디에 있는지 알 수 없어 가져오지 않습니다."
PICTURED = product_file(
    [row("P1") | {"이미지등록(상세)": "2025/a.jpg", "상품 상세설명": '<img src="/b.jpg">'}], columns=[*COLUMNS, *NEWER]
)


def not_asked(answer: Any, **facts: str) -> list[str]:
    """What the card of the pictures lacks."""
    return lacking(answer, PICTURES, seal=answer.context["plan"].seal, **facts)


def test_the_preview_asks_where_the_pictures_were_and_finds_them_there(shop: Shop, owner: Client) -> None:
    plan = upload(owner, PICTURED)
    assert not_asked(owner.get(plan), found="", lost=LOST, folder="", problem="", plan=plan) == []
    answer = owner.post(f"{plan}pictures/", {"folder": "old.cafe24.example"})
    folder = "https://old.cafe24.example/web/product/big/"
    assert not_asked(answer, found=FOUND, lost="", folder=folder, problem="", plan=plan) == []
    assert (OldShop.objects.get().folder, OutsidePicture.objects.count()) == (folder, 0)
    run(owner, plan)
    assert sorted(OutsidePicture.objects.values_list("address", flat=True)) == [
        "https://old.cafe24.example/b.jpg",
        f"{folder}2025/a.jpg",
    ]


def test_only_the_first_of_many_new_products_are_listed(shop: Shop, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    read = lines(owner.get(upload(owner, product_file([row("P1"), row("P2")]))))
    assert "새 상품 2개 가운데 처음 1개입니다." in read
    assert not [line for line in read if "P2" in line]


def test_an_address_that_nobody_pressed_for_is_looked_at_before_anything_is_saved(shop: Shop, owner: Client) -> None:
    plan = upload(owner, PICTURED)
    answer = run(owner, plan, folder="old.cafe24.example")
    assert (
        not_asked(answer, found=FOUND, lost="", folder="https://old.cafe24.example/web/product/big/", problem="", plan=plan) == []
    )
    assert not Product.objects.exists()
    run(owner, plan, folder="https://old.cafe24.example/web/product/big/")
    assert Product.objects.exists()


def test_names_of_categories_stay_while_pictures_are_looked_for(shop: Shop, owner: Client) -> None:
    plan = upload(
        owner, product_file([row("P1") | {"상품분류 번호": "61", "이미지등록(상세)": "a.jpg"}], columns=[*COLUMNS, *NEWER])
    )
    for folder in ("old.cafe24.example", "옛 쇼핑몰"):
        answer = owner.post(f"{plan}pictures/", {"folder": folder, "category-61": "그릇"})
        assert "{분류 61: 그릇}" in lines(answer)


def test_what_is_no_address_is_refused_beside_its_field(shop: Shop, owner: Client) -> None:
    plan = upload(owner, PICTURED)
    answer = owner.post(f"{plan}pictures/", {"folder": "옛 쇼핑몰"})
    problem = "웹 주소가 아닙니다. https://로 시작하는 주소를 적어 주세요."
    assert answer.status_code == 422
    assert not_asked(answer, found="", lost=LOST, folder="옛 쇼핑몰 !", problem=problem, plan=plan) == []
    assert not OldShop.objects.exists()


def test_new_pictures_of_a_product_that_is_there_stand_among_the_changes(shop: Shop, owner: Client) -> None:
    make_product(shop, "P1", name="컵")
    file = product_file(
        [{"상품코드": "P1", "이미지등록(상세)": "https://old.example/a.jpg"}], columns=["상품코드", "이미지등록(상세)"]
    )
    assert "2 | 컵 P1 | 사진 | – | 1장 가져옴" in lines(owner.get(upload(owner, file)))


def test_a_file_without_pictures_asks_for_no_address(shop: Shop, owner: Client) -> None:
    assert "## 사진" not in lines(owner.get(upload(owner, product_file([row("P1")]))))


def test_in_a_sandbox_a_file_to_try_is_offered(shop: Shop, owner: Client, settings: Any) -> None:
    """R106."""
    offered = "[예제 상품 파일 받기 → http://sandbox.localhost:8400/old-shop/products.csv]"
    assert lacking(owner.get("/office/haru/products/import/"), offered) == []
    settings.SANDBOX = None
    assert offered not in lines(owner.get("/office/haru/products/import/"))
