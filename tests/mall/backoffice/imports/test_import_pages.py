"""What a seller finds before and after a file of products was read."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.mall.backoffice.imports.test_import import ROWS, upload
from tests.mall.catalog.files import product_file, row
from tests.page_lines import lacking, lines

from minishop.mall.shops.models import Shop

PAGE = "/office/haru/products/import/"
UPLOAD = """
    @ 현재위치
    [상품관리 → /office/haru/products/]
    CSV 올리기
    # 상품 CSV 가져오기
    카페24 상품 CSV(86–90열)를 그대로 올려 주세요. 먼저 미리 보기를 보여 드리고, 확인한 뒤에만 저장합니다.
    {CSV 파일: $wrong}
    10MB, 5,000줄까지. UTF-8, CP949(EUC-KR), UTF-16을 읽습니다.
    $problem
    <미리 보기 → POST>
"""
PLAN = """
    @ 현재위치
    [상품관리 → /office/haru/products/]
    [CSV 올리기 → /office/haru/products/import/]
    미리 보기
    # 가져오기 미리 보기
    아직 아무것도 저장하지 않았습니다.
    새 상품 2
    바뀌는 상품 0
    그대로 0
    거절된 줄 1
    <가져오기 → POST ${plan}run/>
    [다른 파일 → /office/haru/products/import/]
    [셀별 보고서 → ${plan}cells/]
    분류 1개를 번호를 이름으로 새로 만듭니다. 가져온 뒤 분류 관리에서 이름을 고쳐 주세요.
    24
    ## 거절된 셀
    이 줄들은 가져오지 않습니다. 다른 줄에는 영향이 없습니다.
    줄 | 열 | 값 | 이유
    3 | 판매가 | =1+1 | 0 이상의 정수 금액이 아닙니다.
    ## 쓰지 않는 셀
    상품은 가져오지만 이 값들은 저장하지 않습니다.
    열 | 셀 수 | 예 | 이유
    제조사 | 1 | M000001 | 다른 시스템의 코드라서 이름을 알 수 없습니다.
"""


def test_a_file_is_asked_for(shop: Shop, owner: Client) -> None:
    assert lacking(owner.get(PAGE), UPLOAD, wrong="", problem="") == []


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(shop: Shop, owner: Client) -> None:
    answer = owner.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"")})
    assert lacking(answer, UPLOAD, wrong="!", problem="파일을 골라 주세요. 빈 파일은 읽을 수 없습니다.") == []


def test_the_preview_says_what_the_file_would_do(shop: Shop, owner: Client) -> None:
    plan = upload(owner, product_file(ROWS))
    assert lacking(owner.get(plan), PLAN, plan=plan) == []


def test_a_clean_file_shows_no_empty_tables(shop: Shop, owner: Client) -> None:
    read = lines(owner.get(upload(owner, product_file([row("P1")]))))
    assert "새 상품 1" in read
    assert "## 거절된 셀" not in read
