"""What a seller finds at the order desk and on an order's own page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.worker import run_due
from minishop.mall.backoffice.orders import views as orders
from minishop.mall.channel import tasks
from minishop.mall.orders import labels
from minishop.mall.orders.models import Order, OrderLine
from minishop.mall.shops.models import Shop

DESK = "/office/haru/orders/"
NUMBER = "20261123-0000001"
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # minutes after the fake hub's orders
HINT = "검색결과 $n건 – 주문번호별 · 주문번호와 상품명을 누르면 상세정보를 볼 수 있습니다."
TABS = """
    # 주문관리
    결제된 체크아웃 주문은 보통 몇 초, 늦어도 10분 안에 여기 나타납니다.
    [배송준비중 1 → ?tab=preparing]
    [배송대기 0 → ?tab=shipping_wait]
    [배송보류 0 → ?tab=on_hold]
    [배송중 0 → ?tab=in_transit]
    [배송완료 0 → ?tab=delivered]
    [취소·반품 0 → ?tab=ended]
    [전체 1 → ?tab=all]
"""
SEARCH = f"""
    > 모든 기간의 주문 검색
    {{찾는 말: }}
    {{주문일 시작: }}
    {{주문일 끝: }}
    <주문검색 → GET>
    [전체 기간 → {DESK}]
    … [오늘 → ?first=2026-11-23&last=2026-11-23]
    …[3일 → ?first=2026-11-21&last=2026-11-23]
    …[일주일 → ?first=2026-11-17&last=2026-11-23]
    …[한달 → ?first=2026-10-24&last=2026-11-23]
    주문번호, 이름, 전화번호, 송장번호, 상품으로 모든 탭에서 찾습니다.
"""
GOODS = f"[상품 P1 → {DESK}{NUMBER}/]"
PEOPLE = "주문자 김구매 010-1234-5678 → 받는 분 이수령 010-9999-0000 (04524) 서울시 중구 3층"
COLUMNS = "주문번호 | 주문 상품과 받는 분 | 총 주문액 | 택배사와 송장번호"
ORDER = f"""
    {COLUMNS}
    [{NUMBER} → {DESK}{NUMBER}/] 1 체크아웃 2026.11.23 11:58
    … | {GOODS} 색상: 파랑 × 2 배송준비중 / 결제완료 재고 부족 {GOODS} × 2 배송준비중 / 결제완료
    …  {PEOPLE} 문 앞에 메모: 선물 포장 | 41,000원 배송비 2,500원
    … | {{택배사: *CJ대한통운 … 17}} {{송장번호: }} <배송시작 → POST {DESK}{NUMBER}/dispatch/ back=>
"""
ENTRY = f"""
    {{택배사: *CJ대한통운 … 17}}
    {{송장번호: }}
    <배송시작 → POST {DESK}{NUMBER}/dispatch/>
"""
HEAD = f"""
    @ 현재위치
    [주문관리 → {DESK}]
    {NUMBER}
    # {NUMBER} (1)
    주문일자 2026.11.23 11:58
"""
DETAILS = f"""
    ## 주문내역(2건)
    주문상품명 | 수량 | 판매단가 | 금액 | 송장번호 | 처리상태
    상품 P1 색상: 파랑 | 2 | 10,000원 | 20,000원 | – | 배송준비중 / 결제완료
    상품 P1 | 2 | 10,000원 | 20,000원 | – | 배송준비중 / 결제완료
    {ENTRY}
    <배송보류 → POST {DESK}{NUMBER}/hold/>
    ## 취소·교환·반품
    <품절 취소 → POST /office/haru/claims/orders/{NUMBER}/sold-out/>
    [판매 취소 → /office/haru/claims/orders/{NUMBER}/cancel/]
    ## 결제 정보
    총 주문금액: 42,500원 상품 금액 40,000원
    기본배송비 + 특수지역배송비: 2,480원 + 20원
    즉시할인(체크아웃): 300원
    쿠폰 할인: 700원
    적립금 사용: 500원
    실결제 총액: 41,000원
    추가할인금액: 0원
    실판매액: 0원 구매확정이 끝난 뒤에 셉니다.
    결제자: 김구매 010-1234-5678 kim@buyer.example
    결제수단: 신용카드 41,000원
    입금 확인일: 2026.11.23 11:59 · checkout /// 04524 서울시 중구
    즉시할인, 쿠폰과 적립금은 체크아웃에서 쓴 것이고, 결제자는 체크아웃의 구매자, 결제수단은 체크아웃 PG의 것입니다. 보내기 전에 취소하면 결제도
    … 체크아웃에서 자동으로 취소됩니다. 결제의 일부만 취소할 수는 없습니다.
    ### 배송상세 내역
    주문할 때의 배송비: 2,500원
    ## 배송지
    수취자: 이수령
    연락처: 010-9999-0000 02-999-0000
    주소: (04524) 서울시 중구 3층
    배송 메모: 문 앞에
    {{메모 선택: 선물 포장}}
    <메모 저장 → POST {DESK}{NUMBER}/memo/>
    ## 처리 기록
    2026.11.23 12:00 상품 P1 – 주문 수집 체크아웃
    2026.11.23 12:00 상품 P1 – 주문 수집 체크아웃
"""
SENT = f"""
    송장번호를 보냈습니다. 확인되면 배송중으로 바뀝니다.
    상품 P1 | 2 | 10,000원 | 20,000원 | 롯데택배 123456789013
    …  [배송추적 → https://www.lotteglogis.com/open/tracking?invno=123456789013] | 배송대기 / 결제완료
    체크아웃이 송장번호를 확인하고 있습니다.
    {{택배사: *롯데택배 … 17}}
    {{송장번호: 123456789013}}
    <재전송 → POST {DESK}{NUMBER}/dispatch/>
"""
REFUSED = "송장번호가 확인되지 않았습니다: 송장번호가 유효하지 않습니다. (104122) 2026.11.23 12:00 확인"
GIVEN = {"carrier": "HYUNDAI", "number": "123456789013"}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "now", lambda: NOW)


def collect(shop: Shop, hub: FakeHub, *numbers: str) -> None:
    """One order of these lines."""
    hub.sell("1", *numbers)
    tasks.collect.run(shop_id=shop.id, now=NOW)


def with_everything(shop: Shop) -> None:
    """Fills what an order may lack."""
    breakdown = {"rows": [{"label": "주문할 때의 배송비", "amount": 2_500}]}
    Order.objects.filter(shop=shop).update(
        orderer_email="kim@buyer.example",
        recipient_mobile="010-9999-0000",
        recipient_phone="02-999-0000",
        delivery_note="문 앞에",
        discount=1_000,
        coupon_discount=700,
        regional_fee=20,
        points_used=500,
        paid_total=41_000,
        memo="선물 포장",
        fee_breakdown=breakdown,
    )
    OrderLine.objects.filter(shop=shop, hub_number="1-a").update(option_text="색상: 파랑", stock_short=1)


def test_unshipped_orders_have_their_page_and_their_search(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R113."""
    collect(connected, hub, "1-a", "1-b")
    with_everything(connected)
    assert lacking(owner.get(DESK), TABS + SEARCH + ORDER) == []


def test_a_hint_says_that_number_and_product_open_the_details(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R115: and both do."""
    collect(connected, hub, "1-a")
    page = owner.get(DESK)
    assert lacking(page, HINT, n=1) == []
    [row] = [line for line in lines(page) if line.startswith(f"[{NUMBER} → {DESK}{NUMBER}/]")]
    assert GOODS in row
    assert owner.get(f"{DESK}{NUMBER}/").status_code == 200


def test_the_channel_with_its_mark_stands_after_the_number(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """Q21: after both numbers, the shop's and the channel's."""
    collect(connected, hub, "1-a")
    page = owner.get(DESK)
    assert any(line.startswith(f"[{NUMBER} → {DESK}{NUMBER}/] 1 체크아웃 ") for line in lines(page))
    assert re.search(r"<svg[^>]*>(?:(?!</svg>).)*</svg>\s*체크아웃\s*</span>", page.content.decode(), re.DOTALL)


def test_an_empty_desk_says_so(owner: Client) -> None:
    assert lacking(owner.get(DESK), f"{HINT}\n조건에 맞는 주문이 없습니다.", n=0) == []


def test_a_search_that_cannot_be_read_is_refused_beside_its_field(owner: Client) -> None:
    assert lacking(owner.get(f"{DESK}?first=언제"), "{주문일 시작: 언제 !} 올바른 날짜를 입력하세요.") == []


def test_a_long_list_leads_on(connected: Shop, hub: FakeHub, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.ui.steps.PAGE", 1)
    collect(connected, hub, "1-a")
    hub.sell("2", "2-a")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    page = owner.get(f"{DESK}?tab=preparing")
    newest = Order.objects.get(hub_number="2")
    assert lacking(page, f"[다음 → ?tab=preparing&after={newest.id}]") == []
    assert [row.order.hub_number for row in owner.get(f"{DESK}?tab=preparing&after={newest.id}").context["rows"]] == ["1"]


def test_the_details_are_headed_by_date_and_both_numbers(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R125."""
    collect(connected, hub, "1-a")
    assert lacking(owner.get(f"{DESK}{NUMBER}/"), HEAD) == []


def test_the_details_of_an_order_with_everything(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R130, R131: the payment with each amount and what it means."""
    collect(connected, hub, "1-a", "1-b")
    with_everything(connected)
    assert lacking(owner.get(f"{DESK}{NUMBER}/"), DETAILS) == []


def test_what_an_order_lacks_is_a_dash(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub, "1-a")
    page = owner.get(f"{DESK}{NUMBER}/")
    assert lacking(page, "배송 메모: –\n{메모 선택: }") == []
    assert "### 배송상세 내역" not in lines(page)


def test_a_held_order_can_be_released(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub, "1-a")
    owner.post(f"{DESK}{NUMBER}/hold/", {"reason": "재입고 대기"})
    wanted = f"""
        상품 P1 | 2 | 10,000원 | 20,000원 | – | 배송보류 / 결제완료
        <보류해제 → POST {DESK}{NUMBER}/hold/ release=1>
        2026.11.23 12:00 상품 P1 – 배송보류 owner@mall.example · 재입고 대기
    """
    assert lacking(owner.get(f"{DESK}{NUMBER}/"), wanted) == []


def test_a_number_that_waits_for_its_check(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R128."""
    collect(connected, hub, "1-a")
    assert lacking(owner.post(f"{DESK}{NUMBER}/dispatch/", GIVEN, follow=True), SENT) == []


def test_a_refused_number_with_the_reason_and_another_try(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R123."""
    collect(connected, hub, "1-a")
    hub.refuse = {"1-a": ("104122", "송장번호가 유효하지 않습니다.")}
    owner.post(f"{DESK}{NUMBER}/dispatch/", GIVEN)
    run_due(lambda: NOW)
    wanted = f"{REFUSED}\n{{송장번호: 123456789013}}\n<재전송 → POST {DESK}{NUMBER}/dispatch/>"
    assert lacking(owner.get(f"{DESK}{NUMBER}/"), wanted) == []
    row = row_of(owner.get(f"{DESK}?tab=shipping_wait"))
    assert f"{REFUSED} {{택배사: *롯데택배 … 17}} {{송장번호: 123456789013}} <재전송 → POST " in row


def test_a_number_that_was_taken_is_shown_and_no_more_asked(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub, "1-a")
    owner.post(f"{DESK}{NUMBER}/dispatch/", GIVEN)
    hub.change("1-a", "DELIVERING")
    tasks.collect.run(shop_id=connected.id, now=NOW + timedelta(seconds=10))
    row = row_of(owner.get(f"{DESK}?tab=in_transit"))
    assert row.endswith(" 송장번호: 롯데택배 123456789013"), "no field follows"


def test_a_number_that_cannot_be_one_is_refused_beside_its_field(connected: Shop, hub: FakeHub, owner: Client) -> None:
    collect(connected, hub, "1-a")
    answer = owner.post(f"{DESK}{NUMBER}/dispatch/", {"carrier": "HYUNDAI", "number": "??"})
    wanted = "{택배사: *롯데택배 … 17}\n{송장번호: ?? !}\n송장번호는 영문·숫자 5–30자입니다."
    assert (answer.status_code, lacking(answer, wanted)) == (422, [])


def test_from_the_desk_it_leads_back_to_the_desk(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R46: a refused number stands in its row again, and only there; a good one leaves the list as it was asked for."""
    collect(connected, hub, "1-a")
    collect_another(connected, hub)
    back = "tab=preparing&orderer=김"
    refused = owner.post(f"{DESK}{NUMBER}/dispatch/", {"carrier": "HYUNDAI", "number": "?&?", "back": back}, follow=True)
    [(address, _)] = refused.redirect_chain
    assert address.endswith(f"#order-{NUMBER}")
    assert row_of(refused).endswith(
        "| {택배사: *롯데택배 … 17} {송장번호: ?&? !} "
        f"<배송시작 → POST {DESK}{NUMBER}/dispatch/ back=tab=preparing&orderer=%EA%B9%80> 송장번호는 영문·숫자 5–30자입니다."
    )
    assert refused.content.decode().count('role="alert"') == 1
    sent = owner.post(f"{DESK}{NUMBER}/dispatch/", {**GIVEN, "back": back}, follow=True)
    assert [one for one, _ in sent.redirect_chain] == [f"{DESK}?tab=preparing&orderer=%EA%B9%80"]
    assert lacking(sent, f"{NUMBER} – 송장번호를 보냈습니다. 확인되면 배송중으로 바뀝니다.\n{COLUMNS}") == []


def test_the_carrier_of_the_last_number_is_offered_next(connected: Shop, hub: FakeHub, owner: Client) -> None:
    """R118."""
    collect(connected, hub, "1-a")
    collect_another(connected, hub)
    owner.post(f"{DESK}{NUMBER}/dispatch/", GIVEN)
    page = owner.get(DESK)
    assert "{택배사: *롯데택배 … 17} {송장번호: }" in row_of(page, "20261123-0000002")


def collect_another(shop: Shop, hub: FakeHub) -> None:
    hub.sell("2", "2-a")
    tasks.collect.run(shop_id=shop.id, now=NOW)


def row_of(page: Any, number: str = NUMBER) -> str:
    """The row of an order at the desk."""
    [row] = [line for line in lines(page) if line.startswith(f"[{number} → ")]
    return row


def test_the_hubs_reasons_are_read_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentence by sentence, where it is one that is known; the code of the hub stays."""
    monkeypatch.setattr(labels, "gettext", {"송장번호가 유효하지 않습니다.": "Not a valid number."}.__getitem__)
    assert (
        labels.reason_words("송장번호가 유효하지 않습니다. (104122) / 모르는 말 (9)")
        == "Not a valid number. (104122) / 모르는 말 (9)"
    )
    assert labels.reason_words("송장번호가 유효하지 않습니다.") == "Not a valid number."
    assert labels.reason_words("") == ""
