"""What a seller finds in the office: its frame, its home, the shop's facts, the guide."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import NOW, Cast, approve_all
from tests.page_lines import lacking, lines

from minishop.chassis import clock
from minishop.chassis.tenancy import scope
from minishop.mall.shops.domain.entries import EntryEvent
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.shops.services.entries import decide_entry, request_entry

OFFICE = "/office/haru/"
MENU = """
    [상점 홈 → /office/haru/]
    [주문관리 → /office/haru/orders/]
    [확인할 일 → /office/haru/attention/]
    [상품관리 → /office/haru/products/]
    [배송비 설정 → /office/haru/shipping/]
    [체크아웃 설정 → /office/haru/checkout/]
    [입점 신청 → /office/haru/entries/]
    [상점 정보 → /office/haru/info/]
"""
FRAME = f"""
    [하루상점 → /office/haru/]
    {MENU}
    [하루상점 → /office/haru/]
    {{찾기: }}
    <찾기 → GET /office/haru/find/>
    [내 쇼핑몰 → http://haru.shop.localhost:8100/]
    [내 상점 → /shops/]
    <로그아웃 → POST /logout/>
"""
FOOT = """
    Minishop
    <한국어 → POST /i18n/setlang/ next=/office/haru/ language=ko>
    <English → POST /i18n/setlang/ next=/office/haru/ language=en>
"""
HEAD = """
    # 하루상점
    $state
    [분류 등록 → /office/haru/products/categories/]
    [쇼핑몰 보기 → http://haru.shop.localhost:8100/]
"""
LAYER = """
    ## 미니샵이 만들어졌습니다!
    오픈 준비중
    아래 세 단계를 마치면 승인 다음날 상점이 열립니다.
    ### 01 쇼핑몰 만들기
    신청완료
    ### 02 전자결제(PG) 신청
    $pg
    ### 03 체크아웃·지식쇼핑 입점
    체크아웃 $checkout
    지식쇼핑 $shopping
    [$naver → /office/haru/entries/]
    [미니샵 안내 자세히 보기 → /office/haru/guide/]
    <오늘 하루 이 창을 열지 않음 → POST /office/haru/layer/>
"""
FIGURES = """
    ## 주문 현황
    [배송준비중 0 → /office/haru/orders/]
    [배송대기 0 → /office/haru/orders/?tab=shipping_wait]
    [배송중 0 → /office/haru/orders/?tab=in_transit]
    [배송완료 0 → /office/haru/orders/?tab=delivered]
    ## 이용 현황
    [등록 상품 $products 진열 $products개 → /office/haru/products/]
    [사진 없는 상품 $bare → /office/haru/products/?pictures=none]
    [상품 분류 $categories → /office/haru/products/categories/]
"""
NO_PRODUCTS = """
    아직 상품이 없습니다. 직접 등록하거나 상품 파일을 올려 주세요.
    [상품 등록 → /office/haru/products/new/]
    [파일로 올리기 → /office/haru/products/import/]
"""
FACTS = """
    # 상점 정보
    쇼핑몰 하단에 표시되고 입점 신청에 쓰입니다.
    {상점 이름: 하루상점}
    {상호: 하루상사}
    {대표자: 김하루}
    {사업자등록번호: $number}
    열 자리. 예: 123-45-67891
    {통신판매업 신고번호 선택: 2025-서울중구-00123}
    {고객센터 전화: 02-123-4500}
    {팩스 선택: 02-123-4599}
    {이메일: owner@haru.example}
    {우편번호 선택: 04524}
    {주소 선택: 서울시 중구 세종대로 110}
    {상세 주소 선택: 3층}
    {운영시간 선택: 평일 10:00–17:00}
    <저장 → POST>
"""
GUIDE = """
    # 미니샵 안내
    ## 언제 열리나요?
    PG 계약, 체크아웃 입점, 지식쇼핑 입점이 모두 승인되면 다음날 열립니다. 그날부터 상품 DB URL이 만들어지고 주문이 연동됩니다.
    ## 무엇이 상점에 없나요?
    회원·적립금·쿠폰·무통장입금은 없습니다. 구매자는 체크아웃 아이디로 주문하고, 주문 조회도 체크아웃 MY 페이지에서 합니다.
    …  취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다.
    ## 주문은 어떻게 들어오나요?
    결제된 주문은 보통 몇 초, 늦어도 10분 안에 주문관리에 나타납니다. 송장번호를 넣으면 체크아웃이 확인한 뒤 배송중으로 바뀝니다.
    ## 어떤 상품이 지식쇼핑에 나가나요?
    진열한 상품 가운데 판매가가 0원보다 크고 판매가 대체문구를 쓰지 않는 상품이 나갑니다.
"""
PREPARING = "오픈 전 상품 전달과 주문 연동은 오픈하는 날 시작됩니다."
APPLY = "신청 전\n[신청하기 → /office/haru/entries/]"
WAIT = "$state\n[신청현황보기 → /office/haru/entries/]"


def test_the_frame_leads_everywhere_and_names_the_page_that_is_open(cast: Cast, owner: Client) -> None:
    """R67: the same menu stands behind the last tab of a small screen."""
    more = f"@ 아래 메뉴\n> 더보기\n{MENU}"
    assert lacking(owner.get(OFFICE), FRAME + FOOT + more) == []
    assert lacking(owner.get(f"{OFFICE}info/"), FRAME) == []
    assert lacking(owner.get(f"{OFFICE}guide/"), GUIDE) == []


def test_an_operator_finds_the_way_back_to_the_console(cast: Cast) -> None:
    operator = Client()
    operator.force_login(cast.operator)
    assert "[운영 콘솔 → /console/]" in lines(operator.get(OFFICE))


def test_a_new_shops_home(cast: Cast, owner: Client) -> None:
    """R70."""
    states = {"pg": APPLY, "checkout": "신청 전", "shopping": "신청 전", "naver": "신청하기"}
    figures = {"products": 0, "bare": 0, "categories": 0}
    assert lacking(owner.get(OFFICE), HEAD + LAYER + FIGURES + NO_PRODUCTS, state=PREPARING, **states, **figures) == []


def test_the_layer_says_where_each_entry_stands_and_leads_there(cast: Cast, owner: Client) -> None:
    """Q25."""
    with scope(cast.haru.id):
        for number, kind in enumerate(EntryKind):
            request_entry(shop=cast.haru, kind=kind, external_id=str(number), now=NOW)
        decide_entry(shop=cast.haru, kind=EntryKind.CHECKOUT, event=EntryEvent.APPROVE, now=NOW)
    waits = {"pg": WAIT.replace("$state", "진행중"), "checkout": "승인", "shopping": "진행중", "naver": "신청현황보기"}
    assert lacking(owner.get(OFFICE), LAYER, **waits) == []


def test_the_layer_names_the_day_of_the_opening(cast: Cast, owner: Client) -> None:
    """R72."""
    with scope(cast.haru.id):
        approve_all(cast.haru, clock.now())
    day = clock.now() + timedelta(days=1, hours=9)
    wanted = f"{day:%Y.%m.%d} 오픈 예정\n모두 승인되었습니다. {day:%Y.%m.%d}부터 상품 전달과 주문 연동이 시작됩니다."
    assert lacking(owner.get(OFFICE), wanted) == []


def test_an_open_shops_home_shows_how_it_does(connected: Shop, owner: Client) -> None:
    furnish(connected)
    Entry.objects.filter(shop=connected).update(decided_at=clock.now() - timedelta(days=3))
    page = owner.get(OFFICE)
    state = "오픈 상품 전달과 주문 연동이 켜져 있습니다."
    assert lacking(page, HEAD + FIGURES, state=state, products=4, bare=3, categories=2) == []
    assert not [line for line in lines(page) if "미니샵이 만들어졌습니다" in line or "아직 상품이 없습니다" in line]


def test_the_facts_of_a_shop_stand_in_their_fields(shop: Shop, owner: Client) -> None:
    furnish(shop)
    assert lacking(owner.get(f"{OFFICE}info/"), FACTS, number="1234567891") == []
