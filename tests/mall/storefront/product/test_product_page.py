"""What a visitor finds on a product's page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.front import visitor
from tests.mall.pictures import png
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import Cast, make_product
from tests.page_lines import lacking, lines

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.domain.videos import VIDEO_HOSTS
from minishop.mall.catalog.models import ProductImage
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shops.models import Shop

PICTURES = """
    @ 현재위치
    [홈 → /]
    [주방 → /categories/$kitchen/]
    [컵 → /categories/$cups/]
    머그컵
    [(머그컵 사진 1) → /media/$first-1000.jpg]
    [이전 → #picture-3]
    [큰 이미지 보기 → /media/$first-1000.jpg]
    [다음 → #picture-2]
    [(머그컵 사진 2) → /media/$second-1000.jpg]
    [이전 → #picture-1]
    [큰 이미지 보기 → /media/$second-1000.jpg]
    [다음 → #picture-3]
    [(머그컵 사진 3) → /media/$third-1000.jpg]
    [이전 → #picture-2]
    [큰 이미지 보기 → /media/$third-1000.jpg]
    [다음 → #picture-1]
    [(사진 1) → #picture-1]
    [(사진 2) → #picture-2]
    [(사진 3) → #picture-3]
"""
FACTS = """
    # 머그컵 추천
    손에 꼭 맞는 컵
    할인: 17%
    판매가: 32,000원
    소비자가: 39,000원
    배송비: 2,500원 · 50,000원 이상 무료
    브랜드: 하루
    제조사: 하루공방
    원산지: 대한민국
    상품코드: P1
"""
CHOICES = """
    = 색상 필수
    {[ ] 노랑}
    {[ ] 파랑 +2,000원 · 3개 남음}
    {[ ] 초록 품절}
    {각인 문구: }
    {남길 말 (선택): }
    {수량: 2}
    2개부터 살 수 있습니다.
    9개까지 살 수 있습니다.
    > 옵션별 가격과 재고
    노랑
    파랑 (+2,000원) 3개 남음
    초록 품절
    <장바구니 담기 → POST /cart/lines/ product=P1>
    <체크아웃으로 구매하기 → POST /checkout/ product=P1>
"""
DESCRIPTION = """
    ## 상품 설명
    ### 소재
    백자
    ## 구매 안내
    ### 배송
    배송비 2,500원 · 50,000원 이상 무료
    ### 교환과 반품
    취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다. 교환과 반품은 받은 날부터 7일 안에 할 수 있습니다.
    구매자 사정이면 반품 배송비 3,000원, 교환 배송비 6,000원을 냅니다.
    ### 결제와 취소
    결제는 모두 체크아웃에서 합니다. 취소는 발송 전에 할 수 있습니다.
    머그컵 32,000원
    <장바구니 → POST /cart/lines/ product=P1>
    <구매하기 → POST /checkout/ product=P1>
"""
PLAIN = """
    @ 현재위치
    [홈 → /]
    맨 그릇
    (사진 없음)
    # 맨 그릇
    판매가: 10,000원
    상품코드: P9
    {수량: 1}
    <장바구니 담기 → POST /cart/lines/ product=P9>
    <체크아웃으로 구매하기 → POST /checkout/ product=P9>
"""
UNBUYABLE = """
    # 주문 식탁
    판매가: 전화 문의
    상품코드: P4
    가격을 문의해 주세요. 체크아웃으로 살 수 없는 상품입니다.
    <장바구니 담기 → POST /cart/lines/ product=P4, off>
    <체크아웃으로 구매하기 → POST /checkout/ product=P4, off>
"""
CLOSED = """
    {수량: 1}
    <장바구니 담기 → POST /cart/lines/ product=M1>
    <체크아웃으로 구매하기 → POST /checkout/ product=M1, off>
    체크아웃 입점이 승인되고 상점이 열리면 살 수 있습니다.
"""


def test_a_product_with_everything(front: Client, shop: Shop) -> None:
    """R79: name and badge, prices, maker, origin, code, options, quantity."""
    furnish(shop)
    assert lacking(front.get("/products/P1/"), FACTS + CHOICES + DESCRIPTION) == []


def test_each_picture_is_shown_large_and_leads_to_the_next(front: Client, shop: Shop) -> None:
    """R80."""
    found = furnish(shop)
    files = ProductImage.objects.filter(shop=shop, product=found.mug).order_by("position").values_list("file", flat=True)
    pictures = dict(zip(("first", "second", "third"), files, strict=True))
    assert lacking(front.get("/products/P1/"), PICTURES, kitchen=found.kitchen.id, cups=found.cups.id, **pictures) == []


def test_one_picture_leads_nowhere_else(front: Client, shop: Shop) -> None:
    add_picture(shop=shop, product=make_product(shop, "P9"), content=png())
    assert not [line for line in lines(front.get("/products/P9/")) if "이전" in line or "다음" in line or "#picture" in line]


def test_the_plainest_product_shows_no_empty_label(front: Client, shop: Shop) -> None:
    make_product(shop, "P9", name="맨 그릇")
    page = front.get("/products/P9/")
    assert lacking(page, PLAIN) == []
    absent = ("소비자가", "제조사", "브랜드", "원산지", "소재", "> 옵션별", "## 상품 설명")
    assert not [line for line in lines(page) if line.startswith(absent) or "추천" in line or "살 수 있습니다" in line]


def test_every_product_is_sold_by_checkout_without_a_mark(front: Client, shop: Shop) -> None:
    """R31: nothing was said of Checkout when it was registered, and it is sold there."""
    make_product(shop, "P9")
    assert "<체크아웃으로 구매하기 → POST /checkout/ product=P9>" in lines(front.get("/products/P9/"))


def test_what_cannot_be_bought_says_why_above_two_dead_buttons(front: Client, shop: Shop) -> None:
    """R33."""
    furnish(shop)
    assert lacking(front.get("/products/P4/"), UNBUYABLE) == []


def test_before_the_opening_the_reason_stands_under_the_button(cast: Cast) -> None:
    """R82."""
    with scope(cast.maru.id):
        make_product(cast.maru, "M1")
    assert lacking(visitor(cast.maru).get("/products/M1/"), CLOSED) == []


CHOSEN = {"option-색상": "파랑", "text-각인 문구": "하루", "text-남길 말": "고마워", "quantity": "2"}
BESIDE = {
    "옵션": (
        {"option-색상": ""},
        "{[ ] 초록 품절}\n색상을(를) 골라 주세요.\n{각인 문구: 하루}\n{남길 말 (선택): 고마워}\n{수량: 2}",
    ),
    "글": (
        {"text-각인 문구": ""},
        "{[x] 파랑 +2,000원 · 3개 남음}\n{각인 문구: !}\n각인 문구을(를) 20자 안으로 적어 주세요.\n{남길 말 (선택): 고마워}",
    ),
    "수량": ({"quantity": "0"}, "{각인 문구: 하루}\n{수량: 0 !}\n수량은 1부터 999까지의 숫자입니다.\n> 옵션별 가격과 재고"),
    "다 팔림": (
        {"option-색상": "초록"},
        "> 옵션별 가격과 재고\n색상:초록은(는) 품절되었습니다.\n<장바구니 담기 → POST /cart/lines/ product=P1>",
    ),
}


@pytest.mark.parametrize(("said", "wanted"), BESIDE.values(), ids=BESIDE)
def test_a_refusal_stands_beside_what_it_is_about_and_keeps_the_rest(
    front: Client, shop: Shop, said: dict[str, str], wanted: str
) -> None:
    furnish(shop)
    answer = front.post("/cart/lines/", {"product": "P1", **CHOSEN, **said})
    assert (answer.status_code, lacking(answer, wanted)) == (422, [])


def test_the_pages_policy_lets_what_a_description_may_have_be_shown(shop: Shop, front: Client) -> None:
    make_product(shop, "P9", description='<p style="text-align:center"><img src="https://cdn.example/a.jpg"></p>')
    answer = front.get("/products/P9/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["img-src"] == "'self' data: https:"
    assert policy["style-src-attr"] == "'unsafe-inline'"
    assert policy["frame-src"].split() == [f"https://{host}" for host in VIDEO_HOSTS]
    assert "frame-src" not in front.get("/").headers["Content-Security-Policy"]
    assert '<p style="text-align:center"><img src="https://cdn.example/a.jpg" loading="lazy"></p>' in answer.content.decode()


def test_what_a_seller_typed_in_lines_is_read_in_lines(shop: Shop, front: Client) -> None:
    make_product(shop, "P9", description="첫 줄\n둘째 줄", delivery_guide="월요일에\n보냅니다")
    text = front.get("/products/P9/").content.decode()
    assert "<div>첫 줄<br>\n둘째 줄</div>" in text
    assert "<div>월요일에<br>\n보냅니다</div>" in text
