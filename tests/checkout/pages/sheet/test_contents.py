"""주문서 by its content: products, people, benefits, amounts, means and consents, and the pages where a sheet ends."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.checkout.fakes import TIMED_OUT, Outside
from tests.checkout.worlds import (
    APRON,
    DETAILS,
    MUG,
    NOW,
    World,
    make_merchant,
    make_order,
    make_paid_order,
    make_payment,
    make_sheet,
    registration,
)
from tests.reading import Button, Field, Page

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.contract import Contract, FeeMode, LineFee, Rule
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.sheets import register_sheet
from minishop.checkout.payments.models import Payment
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
BACK = "http://haru.shop.localhost:8100/cart/"


def address(merchant: Merchant, sheet: OrderSheet) -> str:
    query = {"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    return f"/customer/order.nhn?{urlencode(query)}"


def page_of(browser: Client, merchant: Merchant, sheet: OrderSheet) -> Page:
    return Page(browser.get(address(merchant, sheet))).main


@pytest.fixture
def page(world: World, buyer: Client) -> Page:
    """The sheet of two products, as the buyer first sees it."""
    return page_of(buyer, world.merchant, make_sheet(world.merchant, MUG, APRON))


def test_the_sheet_says_order_and_payment_and_the_shops_name(page: Page) -> None:
    """R85."""
    assert page.headings()[0] == "주문/결제"
    assert page.says("쇼핑몰: 하루상점")
    assert [step.text for step in page.parts("ol")[0].parts("li")] == ["장바구니", "주문/결제", "주문 완료"]


def test_what_a_return_costs_is_said_before_paying(world: World, buyer: Client, page: Page) -> None:
    """E18: as the order will keep it; a shop that sent no contract asks for nothing, and nothing is said."""
    assert not page.says("구매자 사정으로 반품하면")
    contract = Contract(Rule(FeeMode.BELOW_AMOUNT, Won(50_000), Won(2_500)), (LineFee(),), Won(3_000), Won(6_000))
    sent = replace(registration(MUG), contract=contract)
    with scope(world.merchant.id):
        sheet = register_sheet(merchant=world.merchant, registration=sent, now=NOW)
    assert page_of(buyer, world.merchant, sheet).says("구매자 사정으로 반품하면 배송비 3,000원, 교환하면 6,000원을 냅니다.")


def test_the_ordered_products_stand_with_amount_and_quantity(page: Page) -> None:
    """R86: what is to be changed is changed on the page before."""
    part = page.part("주문 상품 정보")
    assert [item.text for item in part.parts("li")] == ["하루 머그컵 24,000원 색상:흰색 2개", "린넨 앞치마 39,000원 1개"]
    assert part.says("선택사항을 변경하려면 이전 화면으로 돌아가 주세요.")
    assert part.links() == {"이전 페이지로": BACK}


def test_the_sheet_says_which_points_come_when(page: Page) -> None:
    """R87."""
    assert page.part("주문 상품 정보").says("구매확정 1일 후, 최종 결제금액의 0.5%인 327원이 체크아웃 적립금으로 적립됩니다.")


def test_the_orderer_is_the_account_until_somebody_else_is_written(page: Page) -> None:
    """R88."""
    assert page.part("주문자 정보 확인").fields() == {
        "이름": Field("orderer_name", "text", "이구매", required=True),
        "휴대전화": Field("orderer_mobile", "tel", "010-1234-5678", required=True),
        "이메일": Field("orderer_email", "email", "buyer@example.com", required=True),
    }


def test_the_delivery_begins_with_the_last_orders(world: World, buyer: Client) -> None:
    """R89: and a search for the postcode stands beside it."""
    make_paid_order(world.other_merchant, world.buyer)
    part = page_of(buyer, world.merchant, make_sheet(world.merchant)).part("배송지 정보 입력")
    assert part.fields() == {
        "주문하는 사람이 받습니다": Field("recipient_same", "checkbox", ""),
        "받는 사람": Field("recipient_name", "text", DETAILS.recipient_name),
        "연락처": Field("recipient_phone", "tel", DETAILS.recipient_phone),
        "우편번호": Field("zipcode", "text", DETAILS.zipcode, required=True),
        "주소": Field("address1", "text", DETAILS.address1, required=True),
        "상세 주소": Field("address2", "text", DETAILS.address2),
        "배송 메모": Field("delivery_note", "text", DETAILS.delivery_note),
    }
    assert part.button("우편번호 찾기") == Button("", "post", {"shown": "26500", "find_address": "zipcode address1 address2"})
    assert part.links() == {}


def test_coupons_and_points_are_told(page: Page) -> None:
    """R90."""
    part = page.part("쿠폰 및 적립금 정보")
    assert part.labels() == {"사용할 수 있는 쿠폰": "0장", "체크아웃 적립금": "0원"}
    assert part.says("적립금은 구매를 확정한 다음 날부터 쓸 수 있습니다. 쿠폰은 MY 페이지에서 등록합니다.")


def test_seven_amounts_stand_by_their_names(page: Page) -> None:
    """R91."""
    assert page.part("결제 금액").labels() == {
        "총 구매가": "63,000원",
        "배송비 (선불)": "2,500원",
        "할인": "0원",
        "총 주문 금액": "65,500원",
        "적립금 차감": "0원",
        "결제 금액": "65,500원",
        "적립 예정 적립금": "327원",
    }


ON_DELIVERY = {
    "금액을 앎": (3000, "배송비 3,000원은 상품을 받을 때 택배 기사에게 냅니다."),
    "금액을 모름": (0, "배송비는 상품을 받을 때 택배 기사에게 냅니다."),
}


@pytest.mark.parametrize(("fee", "told"), ON_DELIVERY.values(), ids=ON_DELIVERY)
def test_a_fee_paid_at_the_door_is_told(world: World, buyer: Client, fee: int, told: str) -> None:
    sheet = make_sheet(world.merchant, MUG, shipping=ShippingType.ON_DELIVERY, price=fee)
    part = page_of(buyer, world.merchant, sheet).part("결제 금액")
    assert part.labelled("배송비 (착불)") == "0원"
    assert part.says(told)


def test_what_the_shop_notes_of_its_shipping_is_told(world: World, buyer: Client) -> None:
    sheet = make_sheet(world.merchant)
    with scope(world.merchant.id):
        OrderSheet.objects.filter(id=sheet.id).update(shipping_note="5만원 이상 무료")
    assert page_of(buyer, world.merchant, sheet).part("결제 금액").says("5만원 이상 무료")


def test_the_means_of_payment_and_who_gets_the_buyers_data(page: Page) -> None:
    """R92."""
    part = page.part("결제수단 선택")
    assert part.field("결제수단") == Field(
        "means", "radio", "card", required=True, options={"신용카드": "card", "실시간 계좌이체": "transfer"}
    )
    assert part.says("주문자 정보와 주문 내용은 결제를 위해 결제 대행사에 제공됩니다.")


def test_two_consents_each_with_what_is_consented_to(page: Page) -> None:
    """R93."""
    part = page.part("동의")
    for label, name in (
        ("개인정보를 판매자와 결제 대행사에 제공하는 데 동의합니다.", "consent_provision"),
        ("쇼핑몰 구매 약관에 동의합니다.", "consent_terms"),
    ):
        assert part.field(label) == Field(name, "checkbox", "", required=True)
    told = [details.text for details in part.parts("details")]
    assert told[0].startswith("제3자 제공 내용 보기 받는 곳: 하루상점(하루상사), 결제 대행사.")
    assert told[1].startswith("구매 약관 보기 상품의 판매와 배송, 교환·반품은 하루상점이(가) 책임집니다.")
    assert told[1].endswith("취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다.")


def test_pay_names_the_amount_and_back_leads_to_the_shop(page: Page) -> None:
    """R94."""
    assert page.button("65,500원 결제하기") == Button("", "post", {"shown": "65500"})
    assert page.link("이전 페이지로") == BACK


def test_shop_agency_and_total_are_called_by_their_right_words(page: Page) -> None:
    """Q24: the seller is 쇼핑몰, the payment agency 결제 대행사, and the sum 총."""
    assert page.says("쇼핑몰: 하루상점")
    assert page.says("결제 대행사에 제공됩니다")
    assert {label for label in page.labels() if label.startswith("총")} == {"총 구매가", "총 주문 금액"}


def test_a_merchant_that_cannot_be_paid_says_so_and_takes_no_press(world: World, buyer: Client) -> None:
    merchant = make_merchant(pg=False, shop_name="PG없음")
    page = page_of(buyer, merchant, make_sheet(merchant))
    assert page.says("지금은 결제할 수 없습니다")
    assert page.says("결제 대행사(PG) 계약이 아직 없어 결제할 수 없습니다. 쇼핑몰에 문의해 주세요. 02-123-4500")
    assert "결제수단" not in page.fields()
    assert page.button("26,500원 결제하기").disabled


def tried(world: World, buyer: Client, state: str, **facts: Any) -> Page:
    """The sheet of an order that was tried to be paid."""
    order = make_order(world.merchant, world.buyer)
    payment = make_payment(order, state)
    with scope(world.merchant.id):
        Payment.objects.filter(id=payment.id).update(**facts, state=state)
        return page_of(buyer, world.merchant, Order.objects.get().sheet)


def test_a_declined_try_tells_why_and_that_nothing_was_taken(world: World, buyer: Client) -> None:
    page = tried(world, buyer, "declined", reason="한도를 초과한 카드입니다.")
    assert page.says("결제가 승인되지 않았습니다 한도를 초과한 카드입니다. 결제된 금액은 없습니다.")


def test_mistakes_are_announced_above_the_form(world: World, buyer: Client) -> None:
    answer = buyer.post(address(world.merchant, make_sheet(world.merchant)), {"zipcode": "100-745"})
    page = Page(answer).main
    assert page.says("입력하신 내용을 확인해 주세요. 표시된 칸을 고치면 결제할 수 있습니다.")
    assert page.field("우편번호").value == "100-745"


def test_a_silent_pg_is_announced_above_the_form(world: World, buyer: Client, outside: Outside) -> None:
    outside.pg.silent = True
    filled = {**asdict(DETAILS), "means": "card", "consent_provision": "on", "consent_terms": "on"}
    page = Page(buyer.post(address(world.merchant, make_sheet(world.merchant)), filled)).main
    assert page.says("결제 대행사에 연결하지 못했습니다. 입력하신 내용은 그대로 있으니 잠시 뒤 다시 눌러 주세요.")
    assert not page.says("표시된 칸을 고치면")


def test_a_window_that_was_left_tells_that_nothing_was_taken(world: World, buyer: Client) -> None:
    page = tried(world, buyer, "abandoned")
    assert page.says("결제를 취소했습니다. 결제된 금액은 없으며, 주문서에서 다시 결제할 수 있습니다.")


AGAIN = {"again": "1"}


def test_what_cannot_be_bought_is_listed_with_the_way_back_and_another_try(world: World, buyer: Client, outside: Outside) -> None:
    outside.offers = {"P1001": (12000, 0), "P1002": (39500, 3)}
    sheet = make_sheet(world.merchant, MUG, APRON, now=NOW - timedelta(minutes=1))
    page = page_of(buyer, world.merchant, sheet)
    assert page.headings() == ["구매불가 상품안내"]
    assert page.says("결제된 금액은 없습니다.")
    assert page.rows() == [
        {
            "상품": "하루 머그컵 색상:흰색",
            "수량": "2",
            "주문할 때 금액": "24,000원",
            "사유": "품절된 상품입니다. 결제하지 않았습니다.",
        },
        {
            "상품": "린넨 앞치마",
            "수량": "1",
            "주문할 때 금액": "39,000원",
            "사유": "가격이 39,000원에서 39,500원으로 바뀌었습니다. 쇼핑몰에서 다시 주문해 주세요.",
        },
    ]
    assert page.says("쇼핑몰로 돌아가 상품을 다시 담으면 바뀐 가격과 재고로 주문할 수 있습니다.")
    assert page.links() == {"이전 페이지로": BACK}
    assert page.buttons() == {"다시 확인하기": Button(address(world.merchant, sheet), "post", AGAIN)}


def test_a_sheet_whose_shop_is_silent_says_so_and_can_be_filled_in(world: World, buyer: Client, outside: Outside) -> None:
    outside.shop_answer = TIMED_OUT
    page = page_of(buyer, world.merchant, make_sheet(world.merchant, now=NOW - timedelta(minutes=1)))
    assert page.says("쇼핑몰이 지금 답하지 않습니다. 재고와 가격은 결제할 때 다시 확인합니다.")
    assert page.button("26,500원 결제하기") == Button("", "post", {"shown": "26500"})


def test_a_shop_that_stays_silent_is_named_with_the_way_back_and_another_try(world: World, buyer: Client, outside: Outside) -> None:
    outside.shop_answer = TIMED_OUT
    sheet = make_sheet(world.merchant, now=NOW - timedelta(minutes=31))
    page = Page(buyer.post(address(world.merchant, sheet), {**AGAIN, "delivery_note": "경비실에"})).main
    assert page.headings() == ["상품을 확인하지 못했습니다"]
    assert page.says("하루상점 쇼핑몰이 상품의 가격과 재고를 알려 주지 않아, 지금은 구매할 수 없습니다. 결제된 금액은 없습니다.")
    assert page.links() == {"이전 페이지로": BACK}
    again = page.button("다시 확인하기")
    assert (again.action, again.fields["delivery_note"], again.fields["again"]) == (address(world.merchant, sheet), "경비실에", "1")


OVER = {
    "31분": (31, "주문서 유효 시간(30분)이 지났습니다. 다시 확인하면 이어서 주문할 수 있습니다. 결제된 금액은 없습니다.", True),
    "이틀": (2 * 24 * 60, "주문서를 만든 지 하루가 지났습니다. 쇼핑몰에서 다시 주문해 주세요. 결제된 금액은 없습니다.", False),
}


@pytest.mark.parametrize(("minutes", "told", "renewable"), OVER.values(), ids=OVER)
def test_a_sheet_that_is_over_says_so_and_leads_on(
    world: World, buyer: Client, minutes: int, told: str, *, renewable: bool
) -> None:
    sheet = make_sheet(world.merchant, now=NOW - timedelta(minutes=minutes))
    page = page_of(buyer, world.merchant, sheet)
    assert page.headings() == ["주문서 유효 시간이 지났습니다"]
    assert page.says(told)
    assert page.links() == {"쇼핑몰로": BACK}
    again = {"다시 확인하기": Button(address(world.merchant, sheet), "post", AGAIN)}
    assert page.buttons() == (again if renewable else {})


def test_a_sheet_that_is_gone_leads_to_ones_orders(world: World, buyer: Client) -> None:
    page = page_of(buyer, world.other_merchant, make_sheet(world.merchant))
    assert page.headings() == ["주문서를 찾을 수 없습니다"]
    assert page.says("쇼핑몰로 돌아가 다시 주문해 주세요.")
    assert page.links() == {"내 주문 보기": "/my/"}
