"""What a seller finds in the list of products and on a product's own page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.catalog.test_pictures import photo
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import NOW, make_product
from tests.page_lines import lacking, lines
from tests.reading import Page

from minishop.mall.backoffice.products.views import listing
from minishop.mall.catalog.models import Product, ProductImage, Variant
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shipping.domain.fee import Mode, Policy
from minishop.mall.shipping.services import save_policy
from minishop.mall.shops.models import Shop

PAGE = "/office/haru/products/"
HEAD = f"""
    # 상품관리
    등록 상품 $n개
    [분류 관리 → {PAGE}categories/]
    [파일로 올리기 → {PAGE}import/]
    [상품 등록 → {PAGE}new/]
"""
SEARCH = """
    {검색: $word}
    {분류: 전체 / *주방 (1) / – 컵 (1)}
    {진열: 전체 / *진열중상품 / 미진열중상품}
    {사진: *전체 / 사진 없음 / 못 가져온 사진 있음}
    {정렬: 최근등록일 순 / 진열순위 순 / *이름 순}
    <찾기 → GET>
"""
ROWS = f"""
    고른 상품을
    <진열함 → POST {PAGE}display/ back= displayed=1>
    <진열안함 → POST {PAGE}display/ back= displayed=0>
    선택 | 진열 순위 | 상품명(옵션) | 판매가(대체문구) | 제조사 | 진열상태 | 품절 옵션수
    {{[ ] 창고 상자 선택}} | 7 | [창고 상자 → {PAGE}P5/] P5 | 10,000원 | – | 진열안함 | 0
    {{[ ] 주문 식탁 선택}} | 0 | [주문 식탁 → {PAGE}P4/] P4 | 10,000원 전화 문의 | – | 진열함 | 0
    {{[ ] 전시 항아리 선택}} | 0 | [전시 항아리 → {PAGE}P3/] P3 | 10,000원 | – | 진열함 판매안함 | 0
    {{[ ] 품절 접시 선택}} | 0 | [품절 접시 → {PAGE}P2/] P2 | 10,000원 | – | 진열함 | 1/1
    {{[ ] 머그컵 선택}} | 0 | [머그컵 → {PAGE}P1/] P1 · 색상: 노랑, 파랑, 초록 · 각인 문구 · 남길 말
    …  | 32,000원 | 하루공방 | 진열함 | 1/3
"""
OWN_FEES_OFF = (
    "지금은 모든 상품에 상점 배송비가 적용됩니다. 상품마다 다르게 받으려면 배송비 설정에서 ‘상품별 개별 배송비 사용’을 켜 주세요."
)
NEW = f"""
    @ 현재위치
    [상품관리 → {PAGE}]
    상품 등록
    # 상품 등록
    ## 기본 정보
    {{상품명: }}
    {{판매가: }}
    원 단위로 적어 주세요. 0원 상품은 살 수 없고 지식쇼핑에 나가지 않습니다.
    {{소비자가 선택: }}
    {{판매가 대체문구 선택: }}
    적으면 가격 대신 이 문구가 보이고 살 수 없습니다.
    ## 옵션과 재고
    {{선택 옵션 선택: }}
    한 줄에 하나씩. 예: 색상: 노랑, 파랑. 값에 쉼표가 있으면 | 로 나눕니다.
    {{재고 선택: }}
    {{입력 옵션 선택: }}
    구매자가 직접 적는 항목. 한 줄에 하나씩. 예: 각인 문구 (선택, 20자)
    {{최소 주문수량: 1}}
    {{최대 주문수량 선택: }}
    ## 설명
    {{요약 설명 선택: }}
    {{상세 설명 선택: }}
    HTML을 쓸 수 있습니다. 다른 곳의 그림과 유튜브·비메오·네이버TV 영상도 됩니다. 스크립트처럼 뺀 것은 저장할 때 알려 드립니다.
    {{사진 넣기 선택: }}
    상세 설명에 들어갈 사진. 저장하면 설명 끝에 들어갑니다. JPEG·PNG·WebP·GIF, 여러 장을 고를 수 있습니다.
    {{검색어 선택: }}
    ## 진열과 판매
    {{[x] 진열함}}
    {{[x] 판매함}}
    {{[ ] 추천 상품}}
    = 상품 분류 선택
    ## 사진
    {{사진 선택: }}
    JPEG·PNG·WebP·GIF, 가로세로 300픽셀 이상. 여러 장을 고를 수 있습니다. 사진이 없는 상품은 지식쇼핑에서 찾을 수 없습니다.
    ## 배송비
    {OWN_FEES_OFF} [배송비 설정 → /office/haru/shipping/]
    {{배송비: *일반 – 상점 배송비 적용 / 배송비 무료 상품 / 수량에 관계없이 개별 배송비 / 수량에 따라 배송비 증가}}
    {{개별 배송비 선택: }}
    {{몇 개마다 선택: }}
    수량에 따라 증가할 때만. 예: 4개마다 2,500원
    ## 상품 정보
    {{브랜드 선택: }}
    {{제조사 선택: }}
    {{원산지 선택: }}
    {{소재 선택: }}
    {{모델명 선택: }}
    {{자체 상품코드 선택: }}
    <저장 → POST stock_shown=>
    [목록으로 → {PAGE}]
"""
FULL = f"""
    @ 현재위치
    [상품관리 → {PAGE}]
    P1
    # 머그컵
    2025.04.04 12:00 수정
    {{상품명: 머그컵}}
    {{판매가: 32000}}
    {{소비자가 선택: 39000}}
    {{선택 옵션 선택: 색상: 노랑, 파랑, 초록}}
    = 품목별 옵션가와 재고
    품목 | 옵션가 | 재고
    색상:노랑 | {{색상:노랑 옵션가: 0}} | {{색상:노랑 재고: 10}}
    색상:파랑 | {{색상:파랑 옵션가: 2000}} | {{색상:파랑 재고: 3}}
    색상:초록 | {{색상:초록 옵션가: 0}} | {{색상:초록 재고: 0}}
    {{입력 옵션 선택: 각인 문구 (필수, 20자) 남길 말 (선택, 50자)}}
    {{최소 주문수량: 2}}
    {{최대 주문수량 선택: 9}}
    {{요약 설명 선택: 손에 꼭 맞는 컵}}
    {{상세 설명 선택: <h3>소재</h3><p>백자</p>}}
    {{[x] 추천 상품}}
    = 상품 분류 선택
    {{[ ] 주방}}
    {{[x] 컵}}
    {{브랜드 선택: 하루}}
    {{제조사 선택: 하루공방}}
    {{원산지 선택: 대한민국}}
    <저장 → POST surcharge-shown-$yellow=0 shown-$yellow=10 surcharge-shown-$blue=2000 shown-$blue=3 surcharge-shown-$green=0 shown-$green=0>
    [목록으로 → {PAGE}]
    > 상품 삭제
    상점과 지식쇼핑에서 사라집니다. 이미 받은 주문의 내용은 그대로 남습니다.
    <이 상품을 삭제합니다 → POST {PAGE}P1/deletion/>
"""
PICTURES = f"""
    ## 사진
    (사진 1)
    대표
    <사진 1 지우기 → POST {PAGE}P1/pictures/$first/deletion/>
    (사진 2)
    <대표로 → POST {PAGE}P1/pictures/$second/first/>
    <사진 2 지우기 → POST {PAGE}P1/pictures/$second/deletion/>
    {{사진 선택: }}
"""
NOT_SAVED = "저장하지 않았습니다. 표시된 항목을 고쳐 주세요."


def test_the_list_with_products_of_every_kind(shop: Shop, owner: Client) -> None:
    """R112."""
    furnish(shop)
    make_product(shop, "P5", name="창고 상자", displayed=False, position=7)
    assert lacking(owner.get(PAGE), HEAD + ROWS, n=5) == []


def test_the_search_keeps_what_was_asked(shop: Shop, owner: Client) -> None:
    """R110."""
    found = furnish(shop)
    page = owner.get(PAGE, {"q": "머그", "category": str(found.kitchen.id), "shown": "displayed", "sort": "name"})
    assert lacking(page, HEAD + SEARCH, n=1, word="머그") == []
    kept = f"back=q=%EB%A8%B8%EA%B7%B8&category={found.kitchen.id}&shown=displayed&sort=name"
    assert f"<진열함 → POST {PAGE}display/ {kept} displayed=1>" in lines(page)
    other = owner.get(PAGE, {"q": "머그", "shown": "hidden", "sort": "rank"})
    assert lacking(other, "{진열: 전체 / 진열중상품 / *미진열중상품}\n{정렬: 최근등록일 순 / *진열순위 순 / 이름 순}") == []


def test_a_shop_without_products_and_a_search_without_results(owner: Client) -> None:
    assert lacking(owner.get(PAGE), HEAD + "아직 상품이 없습니다. 직접 등록하거나 상품 파일을 올려 주세요.", n=0) == []
    assert lacking(owner.get(f"{PAGE}?q=x"), f"조건에 맞는 상품이 없습니다.\n[전체 보기 → {PAGE}]") == []


def test_a_long_list_leads_on(shop: Shop, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    for code in ("P1", "P2"):
        make_product(shop, code)
    assert lacking(owner.get(PAGE), "[2 → ?page=2]\n[다음 → ?page=2]") == []


def test_a_product_with_a_picture_shows_it_in_the_list(shop: Shop, owner: Client) -> None:
    image = add_picture(shop=shop, product=make_product(shop), content=photo(300, 300))
    assert f'<img class="thumb" src="/office/haru/pictures/{image.file}-' in owner.get(PAGE).content.decode()


def test_a_new_product_asks_for_everything_a_product_may_have(shop: Shop, owner: Client) -> None:
    page = owner.get(f"{PAGE}new/")
    assert lacking(page, NEW) == []
    assert "> 상품 삭제" not in lines(page)


def test_a_product_shows_what_is_known_of_it(shop: Shop, owner: Client) -> None:
    found = furnish(shop)
    ids = Variant.objects.filter(shop=shop, product=found.mug).order_by("position").values_list("id", flat=True)
    assert lacking(owner.get(f"{PAGE}P1/"), FULL, **dict(zip(("yellow", "blue", "green"), ids, strict=True))) == []


def test_each_picture_can_lead_or_go(shop: Shop, owner: Client) -> None:
    furnish(shop)
    first, second, _third = ProductImage.objects.filter(shop=shop).order_by("position").values_list("id", flat=True)
    assert lacking(owner.get(f"{PAGE}P1/"), PICTURES, first=first, second=second) == []


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ("surcharge", "옵션가: 많이 !", "옵션가는 아홉 자리까지의 원 단위 숫자로 적어 주세요. 싸지는 값은 앞에 -를 붙입니다."),
        ("quantity", "재고: 많이 !", "재고는 0 이상, 아홉 자리까지의 숫자로 적어 주세요. 비우면 세지 않습니다."),
    ],
    ids=["옵션가", "재고"],
)
def test_a_variants_wrong_number_is_said_in_its_row(shop: Shop, owner: Client, said: str, field: str, words: str) -> None:
    found = furnish(shop)
    blue = Variant.objects.filter(shop=shop, product=found.mug).order_by("position")[1]
    form = {"name": "머그컵", "price": "32000", "options": "색상: 노랑, 파랑, 초록", f"{said}-{blue.id}": "많이"}
    answer = owner.post(f"{PAGE}P1/", form)
    row = next(line for line in lines(answer) if line.startswith("색상:파랑"))
    assert (answer.status_code, lacking(answer, NOT_SAVED)) == (422, [])
    assert field in row
    assert words in row


def test_two_wrong_numbers_of_one_row_are_said_each_in_its_own_cell(shop: Shop, owner: Client) -> None:
    """Ten digits are whole won, but too many; Arabic digits are digits, but not ours."""
    found = furnish(shop)
    blue = Variant.objects.filter(shop=shop, product=found.mug).order_by("position")[1]
    wrong = {f"surcharge-{blue.id}": "-9999999999", f"quantity-{blue.id}": "٣"}
    page = Page(
        owner.post(
            f"{PAGE}P1/", {"name": "머그컵", "price": "32000", "options": "색상: 노랑, 파랑, 초록", **wrong}
        ).content.decode()
    )
    row = page.rows("품목별 옵션가와 재고")[1]
    assert "아홉 자리까지의 원 단위 숫자" in row["옵션가"]
    assert "재고는 0 이상" in row["재고"]


def test_a_wrong_field_is_said_beside_it_and_above_all(shop: Shop, owner: Client) -> None:
    answer = owner.post(f"{PAGE}new/", {"name": "", "price": "천원"})
    assert lacking(answer, f"{NOT_SAVED}\n{{상품명: !}}\n필수 항목입니다.\n{{판매가: 천원 !}}") == []
    assert not Product.objects.exists()


def test_a_product_without_a_picture_says_that_the_search_does_not_find_it(shop: Shop, owner: Client) -> None:
    """R32: where it can be mended, until there is one; a hidden product is found nowhere anyway."""
    told = "사진이 없어 지식쇼핑에서 찾을 수 없습니다. 사진을 한 장 올려 주세요."
    product = make_product(shop, "P1")
    make_product(shop, "P2", displayed=False)
    assert told in lines(owner.get(f"{PAGE}P1/"))
    assert told not in lines(owner.get(f"{PAGE}P2/"))
    add_picture(shop=shop, product=product, content=photo(300, 300))
    assert told not in lines(owner.get(f"{PAGE}P1/"))


def test_a_products_own_fee_says_where_the_shop_charges_none_by_product(owner: Client, shop: Shop) -> None:
    product = make_product(shop, "P9", fee_kind="fixed", fee_amount=4000)
    address = f"{PAGE}{product.code}/"
    assert OWN_FEES_OFF in owner.get(address).content.decode()
    save_policy(shop=shop, policy=Policy(Mode.FREE, individual_fees=True), now=NOW)
    assert OWN_FEES_OFF not in owner.get(address).content.decode()


def test_a_displayed_product_leads_to_its_page_in_the_shop(owner: Client, shop: Shop) -> None:
    make_product(shop, "가 1")
    make_product(shop, "P2", displayed=False)
    link = Page(owner.get(f"{PAGE}가 1/")).main.link("쇼핑몰에서 보기")
    assert link == "http://haru.shop.localhost:8100/products/%EA%B0%80%201/"
    assert not Page(owner.get(f"{PAGE}P2/")).main.says("쇼핑몰에서 보기")
