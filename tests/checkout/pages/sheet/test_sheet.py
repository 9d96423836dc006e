"""주문서: what it shows, what it refuses beside the field, and where pressing pay leads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.checkout.fakes import TIMED_OUT, Outside
from tests.checkout.worlds import APRON, MUG, NOW, PASSWORD, World, make_merchant, make_paid_order, make_sheet
from tests.logins import log_in

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.contracting import hand_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
FILLED = {
    "orderer_name": "이구매",
    "orderer_mobile": "010 1234 5678",
    "orderer_email": "buyer@example.com",
    "recipient_name": "박받음",
    "recipient_phone": "02-123-4567",
    "zipcode": "04524",
    "address1": "서울시 중구 세종대로 110",
    "address2": "3층",
    "delivery_note": "",
    "means": "card",
    "consent_provision": "on",
    "consent_terms": "on",
}


def address(merchant: Merchant, sheet: OrderSheet, **changed: Any) -> str:
    query = {"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total), **changed}
    return f"/customer/order.nhn?{urlencode(query)}"


def counted(merchant: Merchant) -> tuple[int, int]:
    with scope(merchant.id):
        return Order.objects.count(), Payment.objects.count()


def test_a_sheet_shows_every_field_and_amount(world: World, buyer: Client) -> None:
    """R90, R91, R94."""
    sheet = make_sheet(world.merchant, MUG, APRON)
    page = buyer.get(address(world.merchant, sheet))
    text = page.content.decode()
    for shown in (
        *("하루상점", "하루 머그컵", "색상:흰색", "24,000원", "39,000원", "주문 상품 정보", "주문자 정보 확인", "배송지 정보 입력"),
        *(
            "쿠폰 및 적립금 정보",
            "총 구매가",
            "63,000원",
            "배송비",
            "2,500원",
            "할인",
            "총 주문 금액",
            "적립금 차감",
            "결제 금액",
            "65,500원",
        ),
        *("적립 예정 적립금", "327원", "0.5%", "신용카드", "제3자 제공", "구매 약관", "결제하기", "이전 페이지로", sheet.back_url),
    ):
        assert shown in text, shown
    assert 'value="이구매"' in text
    assert page.status_code == 200


def test_the_sheet_is_headed_by_what_it_is_and_whose(world: World, buyer: Client) -> None:
    """R85."""
    page = BeautifulSoup(buyer.get(address(world.merchant, make_sheet(world.merchant))).content, "html.parser")
    (head,) = page.select("main .page-head")
    assert [heading.get_text(strip=True) for heading in head.select("h1")] == ["주문/결제"]
    assert [shop.get_text(strip=True) for shop in head.select("p strong")] == [world.merchant.shop_name]


def test_the_products_stand_in_rows_with_the_way_to_change_them(world: World, buyer: Client) -> None:
    """R86: the note says where options are changed, and its link leads there."""
    sheet = make_sheet(world.merchant, MUG, APRON)
    page = BeautifulSoup(buyer.get(address(world.merchant, sheet)).content, "html.parser")
    (products,) = page.select("section[aria-labelledby=products-title]")
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["strong", "span", "p"])] for row in products.select("li")]
    assert rows == [["하루 머그컵", "24,000원", "색상:흰색", "2개"], ["린넨 앞치마", "39,000원", "1개"]]
    assert "선택사항을 변경하려면 이전 화면으로 돌아가 주세요." in products.get_text()
    assert [link["href"] for link in products.select(".card-head a")] == [sheet.back_url]


def test_the_means_are_told_with_who_else_reads_the_buyers_data(world: World, buyer: Client) -> None:
    """R92."""
    page = BeautifulSoup(buyer.get(address(world.merchant, make_sheet(world.merchant))).content, "html.parser")
    (payment,) = page.select("section[aria-labelledby=means-title]")
    assert [means["value"] for means in payment.select("input[name=means]")] == ["card", "transfer"]
    assert "신용카드" in payment.get_text()
    assert "주문자 정보와 주문 내용은 결제를 위해 결제 대행사에 제공됩니다." in payment.get_text()


@pytest.mark.parametrize(
    ("terms", "offered"),
    [({"means": ["card"]}, ["card"]), ({"means": ["transfer"]}, ["transfer"]), ({}, ["card", "transfer"])],
    ids=["카드만", "계좌이체만", "PG가 하는 대로"],
)
def test_the_means_are_those_of_the_merchants_own_contract(
    world: World, buyer: Client, terms: dict[str, list[str]], offered: list[str]
) -> None:
    """R27, R92, Q12: what the shop's contract with its PG declares is offered, and nothing else is taken."""
    merchant = make_merchant(pg=False, shop_name="계약상점")
    with scope(merchant.id):
        hand_over(merchant=merchant, provider="sandbox", mid="m", secret="s", terms=terms, now=NOW)
    sheet = make_sheet(merchant)
    page = BeautifulSoup(buyer.get(address(merchant, sheet)).content, "html.parser")
    assert [means["value"] for means in page.select("input[name=means]")] == offered
    taken = {means: buyer.post(address(merchant, sheet), {**FILLED, "means": means}).status_code for means in ("card", "transfer")}
    assert {means for means, status in taken.items() if status == 302} == set(offered)


def test_a_buyer_pays_by_transfer_and_may_think_again(world: World, buyer: Client, outside: Outside) -> None:
    """R92, Q12: the PG's window is opened for the means that were chosen; choosing others leaves the first attempt."""
    sheet = make_sheet(world.merchant)
    for means in ("transfer", "transfer", "card"):
        assert buyer.post(address(world.merchant, sheet), {**FILLED, "means": means}).status_code == 302
    with scope(world.merchant.id):
        tried = list(Payment.objects.order_by("opened_at", "id").values_list("method", "state"))
    assert tried == [("transfer", "abandoned"), ("card", "opened")]
    assert list(outside.pg.methods.values()) == ["TRANSFER", "CARD"]


def test_an_on_delivery_fee_is_told_but_not_charged(world: World, buyer: Client) -> None:
    sheet = make_sheet(world.merchant, MUG, shipping=ShippingType.ON_DELIVERY, price=3000)
    text = buyer.get(address(world.merchant, sheet)).content.decode()
    assert "24,000원 결제하기" in text
    assert "배송비 3,000원은" in text


def test_a_visitor_logs_in_and_finds_the_sheet_again(world: World) -> None:
    """R20."""
    target = address(world.merchant, make_sheet(world.merchant))
    client = Client()
    to_login = client.get(target)
    assert to_login["Location"].startswith("/login/?next=")
    form = client.get(to_login["Location"]).context["next"]
    answer = client.post("/login/", {"login": "BUYER", "password": PASSWORD, "next": form})
    assert answer["Location"] == target
    assert client.get(target).status_code == 200


CHANGED = {
    "다른 총액": {"TOTAL_PRICE": 1},
    "0을 붙인 총액": {"TOTAL_PRICE": "026500"},
    "다른 주문서": {"ORDER_ID": "0" * 32},
    "다른 쇼핑몰": {"SHOP_ID": "np_zzzzz999999"},
    "빈 값": {"ORDER_ID": "", "SHOP_ID": "", "TOTAL_PRICE": ""},
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_tampered_address_is_no_sheet(world: World, buyer: Client, changed: dict[str, Any], method: str) -> None:
    sheet = make_sheet(world.merchant)
    answer = getattr(buyer, method)(address(world.merchant, sheet, **changed), FILLED if method == "post" else None)
    assert answer.status_code == 404
    assert "주문서를 찾을 수 없습니다" in answer.content.decode()
    assert counted(world.merchant) == (0, 0)


def test_another_merchants_sheet_is_no_sheet(world: World, buyer: Client) -> None:
    sheet = make_sheet(world.merchant)
    assert buyer.get(address(world.other_merchant, sheet)).status_code == 404


def test_pressing_pay_leads_to_the_pg(world: World, buyer: Client) -> None:
    """R27."""
    sheet = make_sheet(world.merchant)
    answer = buyer.post(address(world.merchant, sheet), FILLED)
    assert answer["Location"].startswith("http://sandbox.localhost:8400/pg/pay/")
    with scope(world.merchant.id):
        order = Order.objects.get()
    assert (order.orderer_mobile, order.recipient_phone) == ("010-1234-5678", "02-123-4567")
    assert buyer.post(address(world.merchant, sheet), FILLED)["Location"] == answer["Location"]
    assert counted(world.merchant) == (1, 1)


WRONG = {
    "이름 없음": ({"orderer_name": ""}, "orderer_name"),
    "휴대전화가 아님": ({"orderer_mobile": "02-123-4567"}, "orderer_mobile"),
    "없는 번호": ({"orderer_mobile": "010-12"}, "orderer_mobile"),
    "외국 번호": ({"orderer_mobile": "+1 202 555 0143"}, "orderer_mobile"),
    "메일이 아님": ({"orderer_email": "a@b"}, "orderer_email"),
    "받는 사람 없음": ({"recipient_name": ""}, "recipient_name"),
    "연락처 없음": ({"recipient_phone": ""}, "recipient_phone"),
    "여섯 자리 우편번호": ({"zipcode": "100-745"}, "zipcode"),
    "전각 우편번호": ({"zipcode": "０４５２４"}, "zipcode"),
    "주소 없음": ({"address1": ""}, "address1"),
    "주소가 긺": ({"address1": "가" * 201}, "address1"),
    "제공 동의 없음": ({"consent_provision": ""}, "consent_provision"),
    "약관 동의 없음": ({"consent_terms": ""}, "consent_terms"),
    "없는 결제수단": ({"means": "phone"}, "means"),
}


@pytest.mark.parametrize(("changed", "field"), WRONG.values(), ids=WRONG)
def test_a_mistake_stands_beside_its_field_and_nothing_is_lost(
    world: World, buyer: Client, changed: dict[str, str], field: str
) -> None:
    """R88, R93, Q12, Q29."""
    page = buyer.post(address(world.merchant, make_sheet(world.merchant)), {**FILLED, "delivery_note": "문 앞에", **changed})
    assert list(page.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page.content.decode()
    assert 'value="문 앞에"' in page.content.decode()
    assert counted(world.merchant) == (0, 0)


def test_the_orderer_may_be_the_recipient(world: World, buyer: Client) -> None:
    form = {**FILLED, "recipient_same": "on", "recipient_name": "", "recipient_phone": "엉터리"}
    assert buyer.post(address(world.merchant, make_sheet(world.merchant)), form).status_code == 302
    with scope(world.merchant.id):
        order = Order.objects.get()
    assert (order.recipient_name, order.recipient_phone) == ("이구매", "010-1234-5678")


def test_the_next_sheet_begins_with_the_last_order(world: World, buyer: Client) -> None:
    make_paid_order(world.other_merchant, world.buyer)
    text = buyer.get(address(world.merchant, make_sheet(world.merchant))).content.decode()
    assert 'value="서울시 중구 세종대로 110"' in text
    assert 'value="박받음"' in text


REFUSED = {
    "없는 상품": ({}, "쇼핑몰에서 판매하지 않는 상품입니다."),
    "바뀐 가격": ({"P1001": (12001, 9)}, "가격이 12,000원에서 12,001원으로 바뀌었습니다."),
    "품절": ({"P1001": (12000, 0)}, "품절된 상품입니다. 결제하지 않았습니다."),
    "수량 부족": ({"P1001": (12000, 1)}, "남은 수량이 1개입니다. 주문하신 수량은 2개입니다."),
}


@pytest.mark.parametrize(("offers", "reason"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_the_shop_no_longer_sells_is_listed_with_its_reason(
    world: World, buyer: Client, outside: Outside, offers: dict[str, tuple[int, int]], reason: str, method: str
) -> None:
    outside.offers = {**offers, "P1002": (39000, 3)}
    sheet = make_sheet(world.merchant, MUG, APRON, now=NOW - timedelta(seconds=60))
    page = getattr(buyer, method)(address(world.merchant, sheet), FILLED if method == "post" else None)
    text = page.content.decode()
    assert page.status_code == 409
    assert "구매불가 상품안내" in text
    assert reason in text
    assert sheet.back_url in text
    assert "린넨 앞치마" not in text
    assert counted(world.merchant) == (0, 0)


def test_a_shop_that_does_not_answer_sells_nothing_now(world: World, buyer: Client, outside: Outside) -> None:
    outside.shop_answer = TIMED_OUT
    page = buyer.post(address(world.merchant, make_sheet(world.merchant)), FILLED)
    assert page.status_code == 503
    assert "쇼핑몰이 재고를 확인해 주지 않아 결제를 시작하지 않았습니다. 입력하신 내용은 그대로입니다." in page.content.decode()
    assert 'value="박받음"' in page.content.decode()
    assert counted(world.merchant) == (0, 0)


def test_a_shop_that_does_not_answer_leaves_the_sheet_open(world: World, buyer: Client, outside: Outside) -> None:
    outside.shop_answer = TIMED_OUT
    sheet = make_sheet(world.merchant, now=NOW - timedelta(minutes=10))
    page = buyer.get(address(world.merchant, sheet))
    assert page.status_code == 200
    assert "재고와 가격은 결제할 때 다시 확인합니다." in page.content.decode()
    with scope(world.merchant.id):
        assert OrderSheet.objects.get(id=sheet.id).expires_at == sheet.expires_at


def test_a_silent_pg_loses_nothing_that_was_filled_in(world: World, buyer: Client, outside: Outside) -> None:
    outside.pg.silent = True
    page = buyer.post(address(world.merchant, make_sheet(world.merchant)), FILLED)
    assert page.status_code == 503
    assert "결제 대행사에 연결하지 못했습니다" in page.content.decode()
    assert 'value="박받음"' in page.content.decode()


def test_a_merchant_without_pg_says_so_and_cannot_be_paid(world: World, buyer: Client) -> None:
    merchant = make_merchant(pg=False, shop_name="PG없음")
    target = address(merchant, make_sheet(merchant))
    page = buyer.get(target).content.decode()
    assert "결제 대행사(PG) 계약이 아직 없어" in page
    assert re.search(r'<button class="button button-primary button-large button-wide" type="submit" disabled>', page)
    assert "계약이 아직 없어" in buyer.post(target, FILLED).content.decode()
    assert counted(merchant) == (0, 0)


def test_a_merchant_without_approval_has_no_sheets(world: World, buyer: Client) -> None:
    target = address(world.merchant, make_sheet(world.merchant))
    Merchant.objects.filter(id=world.merchant.id).update(state="requested")
    assert buyer.get(target).status_code == 404


def test_somebody_elses_ordered_sheet_is_no_sheet(world: World, buyer: Client) -> None:
    target = address(world.merchant, make_sheet(world.merchant))
    buyer.post(target, FILLED)
    stranger = Client()
    log_in(stranger, world.stranger)
    assert stranger.get(target).status_code == 404
    assert stranger.post(target, FILLED).status_code == 404
    assert counted(world.merchant) == (1, 1)
