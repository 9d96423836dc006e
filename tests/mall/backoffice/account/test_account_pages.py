"""What a visitor of the platform and a seller find before a shop's own office."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.worlds import NOW, Cast, make_account
from tests.page_lines import lacking, lines

from minishop.mall.staff.services import open_shop

pytestmark = pytest.mark.django_db
VISITOR = """
    [Minishop → /]
    [로그인 → /login/]
    [가입하기 → /signup/]
"""
HOME = """
    @ 현재위치
    홈
    미니샵
    서비스 안내
    # 회원 관리도, 결제 개발도 없이 오늘 여는 상점
    상품만 준비하세요. 구매자는 체크아웃 아이디로 사고, 상품은 지식쇼핑에서 검색됩니다. 주문은 몇 초 안에 관리자 화면으로 들어옵니다.
    [쇼핑몰 만들기 → $make]
"""
TRY = """
    [사용자 체험하기 → http://haru.shop.localhost:8100/]
    <관리자 체험하기 → POST /try/>
    [미니샵 서비스 안내 → #service]
    [신청 절차 및 효과 → #steps]
    [쇼핑몰 체험 → http://haru.shop.localhost:8100/]
    <관리자 체험 → POST /try/>
    [지식쇼핑 마케팅센터 → http://shopping.localhost:8300/center/]
"""
ABOUT = """
    ## 미니샵 서비스 안내
    ### 바로 생성
    디자인을 고를 필요 없이 이름과 주소만 정하면 상점이 만들어집니다.
    ### 체크아웃 전용
    주문서와 결제는 체크아웃이 맡고, 상점에는 회원 정보가 쌓이지 않습니다. 취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다.
    ### 지식쇼핑 노출
    진열한 상품은 매일 지식쇼핑에 전달되어 검색됩니다.
    ### 빠짐없는 주문 연동
    주문은 잃어버리지 않고 양쪽에 같은 상태로 남습니다.
    ## 신청 절차 및 효과
    쇼핑몰 만들기
    전자결제(PG) 신청
    체크아웃·지식쇼핑 입점 신청
    모두 승인된 다음날 오픈
    세 가지 신청이 모두 승인되면 다음날부터 상품 전달과 주문 연동이 시작됩니다.
    카드 결제는 계약한 PG로 이루어지고, 구매자는 체크아웃 MY 페이지에서 배송을 확인합니다.
    배송을 시작하면 체크아웃의 주문도 함께 배송중이 됩니다.
    구매확정 다음날 구매자에게 체크아웃 적립금이 쌓입니다.
"""
LOG_IN = """
    # 로그인
    {이메일: }
    {비밀번호: }
    <로그인 → POST next=/office/haru/>
    아직 계정이 없나요? [가입하기 → /signup/]
"""
SIGN_UP = """
    # 가입하기
    판매자 계정을 만듭니다. 바로 상점을 열 수 있습니다.
    {이메일: }
    {이름: }
    {휴대폰 선택: }
    {비밀번호: }
    10자 이상. 흔한 비밀번호는 쓸 수 없습니다.
    {[ ] 이용약관과 개인정보 처리방침에 동의합니다.}
    <가입하기 → POST>
    이미 계정이 있나요? [로그인 → /login/]
"""
NEW_SHOP = """
    # 쇼핑몰 만들기
    디자인은 고르지 않아도 됩니다. 미니샵 기본 디자인으로 바로 만들어집니다.
    {상점 이름: }
    {상점 주소: }
    영문 소문자로 시작하는 3–30자. 예: haru → http://haru.shop.localhost:8100
    <쇼핑몰 만들기 → POST>
"""
OWN = """
    [Minishop → /]
    [내 상점 → /shops/]
    <로그아웃 → POST /logout/>
    # 내 상점
    [쇼핑몰 만들기 → /shops/new/]
    ## [하루상점 → /office/haru/]
    http://haru.shop.localhost:8100/
    2025.04.04 개설
"""
NO_SHOP = """
    [운영 콘솔 → /console/]
    [내 상점 → /shops/]
    <로그아웃 → POST /logout/>
    # 내 상점
    [쇼핑몰 만들기 → /shops/new/]
    아직 상점이 없습니다. 이름과 주소만 정하면 바로 만들어집니다.
    [쇼핑몰 만들기 → /shops/new/]
"""


def test_the_front_page_says_what_minishop_is(client: Client) -> None:
    """R63."""
    open_shop(owner=make_account("owner"), code="haru", name="하루상점", now=NOW)
    assert lacking(client.get("/"), VISITOR + HOME + TRY + ABOUT, make="/signup/") == []


def test_without_a_shop_to_try_nothing_is_offered_to_try(client: Client) -> None:
    assert not [line for line in lines(client.get("/")) if "체험" in line]


def test_whoever_is_logged_in_goes_straight_to_a_new_shop(cast: Cast, owner: Client) -> None:
    assert lacking(owner.get("/"), HOME, make="/shops/new/") == []


def test_the_pages_before_a_shop(cast: Cast, client: Client, owner: Client) -> None:
    """R2."""
    kept = VISITOR.replace("→ /login/]", "→ /login/?next=/office/haru/]")
    assert lacking(client.get("/login/?next=/office/haru/"), kept + LOG_IN) == []
    assert lacking(client.get("/signup/"), VISITOR + SIGN_UP) == []


def test_a_shop_is_made_without_choosing_a_design(cast: Cast, owner: Client) -> None:
    """R75: a name and an address are all that is asked, and no page of the office asks for a design later."""
    page = owner.get("/shops/new/")
    assert lacking(page, NEW_SHOP) == []
    assert [line for line in lines(page) if line.startswith("{")] == ["{상점 이름: }", "{상점 주소: }"]
    assert not [line for line in lines(owner.get("/office/haru/")) if "디자인" in line or "스킨" in line]


def test_own_shops_and_none_yet(cast: Cast, owner: Client) -> None:
    assert lacking(owner.get("/shops/"), OWN) == []
    operator = Client()
    operator.force_login(cast.operator)
    assert lacking(operator.get("/shops/"), NO_SHOP) == []


def test_a_refused_login_says_so_above_the_form_and_keeps_what_was_typed(cast: Cast, client: Client) -> None:
    answer = client.post("/login/", {"username": "owner@mall.example", "password": "아니다"})
    read = lines(answer)
    assert "{이메일: owner@mall.example}" in [line.replace(" !", "") for line in read]
    assert [line for line in read if "맞지 않습니다" in line]


def test_an_office_without_a_shops_code_leads_to_ones_shops(cast: Cast, client: Client) -> None:
    assert client.get("/office/").headers["location"] == "/shops/"
