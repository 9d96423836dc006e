"""MY 페이지 by its content: the list, an order at each stage, the question before finalizing, the points."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.checkout.purses import make_coupon
from tests.checkout.worlds import APRON, MUG, NOW, World, make_order, make_paid_order, make_payment
from tests.reading import Button, Field, Page

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.models import BuyerCoupon
from minishop.checkout.benefits.services.couponing import make_codes
from minishop.checkout.benefits.services.finalization import finalize_order
from minishop.checkout.benefits.services.granting import grant_points
from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.checkout.payments.models import Refund

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
MENU = {"주문확인/배송조회": "/my/", "취소/교환/반품": "/my/claims/", "적립금/쿠폰": "/my/points/", "내 정보": "/account/"}


def page_of(browser: Client, address: str = "/my/") -> Page:
    return Page(browser.get(address)).main


def order_page(browser: Client, order: Order) -> Page:
    return page_of(browser, f"/my/orders/{order.number}/")


def send(order: Order, *, method: str = "DELIVERY", carrier: str = "HYUNDAI", number: str = "123456789013") -> None:
    """Dispatches an order's first line."""
    with scope(order.merchant_id):
        line = OrderLine.objects.filter(order_id=order.id).order_by("position")[0]
        wanted = [Wanted(line.number, method, carrier, number, NOW)]
        assert dispatch_all(merchant=order.merchant, wanted=wanted, who="api", now=NOW)[0].refusal is None


def deliver(order: Order) -> None:
    with scope(order.merchant_id):
        for event, actor in (
            (LineEvent.REQUEST_DISPATCH, Actor.MERCHANT),
            (LineEvent.TRACKING_VALID, Actor.CARRIER),
            (LineEvent.DELIVER, Actor.CARRIER),
        ):
            transition(lines=list(OrderLine.objects.filter(order_id=order.id)), event=event, actor=actor, now=NOW)


def test_the_menu_of_my_page_leads_to_orders_and_points(buyer: Client) -> None:
    """R96."""
    for name, address in MENU.items():
        page = page_of(buyer, address)
        assert page.headings()[0] == name
        assert page.part("MY 페이지").links() == MENU


def test_counters_stand_by_the_names_of_the_stages(world: World, buyer: Client) -> None:
    """R97."""
    make_paid_order(world.merchant, world.buyer)
    assert page_of(buyer).part("단계별 주문").labels() == {
        "입금대기": "0",
        "결제완료": "1",
        "배송준비중": "0",
        "배송중": "0",
        "배송완료": "0",
        "구매확정대기": "0",
        "교환·반품 중": "0",
    }


def test_the_period_has_six_buttons_and_two_days_and_is_a_year(buyer: Client) -> None:
    """R98."""
    page = page_of(buyer)
    assert page.fields() == {"시작일": Field("since", "date", "2025-11-23"), "종료일": Field("until", "date", "2026-11-23")}
    last = {"오늘": "today", "1주일": "week", "1개월": "month", "3개월": "3months", "6개월": "6months", "1년": "year"}
    assert page.buttons() == {
        **{name: Button("", "get", {"last": value}) for name, value in last.items()},
        "조회하기": Button("", "get"),
    }


def test_a_period_that_ends_before_it_begins_is_told_beside_its_field(buyer: Client) -> None:
    """R98."""
    form = page_of(buyer, "/my/?since=2026-11-23&until=2026-11-01").parts("form")[0]
    assert form.says("종료일 종료일은 시작일보다 빠를 수 없습니다.")
    assert (form.field("시작일").value, form.field("종료일").value) == ("2026-11-23", "2026-11-01")


def test_a_counter_leads_to_the_orders_that_it_counts(world: World, buyer: Client) -> None:
    """R97: the period stays, and all of them are one step away."""
    paid, arrived = make_paid_order(world.merchant, world.buyer), make_paid_order(world.merchant, world.buyer)
    deliver(arrived)
    page = page_of(buyer, "/my/?last=week")
    assert page.part("단계별 주문").link("배송완료") == "?last=week&state=delivered"
    only = page_of(buyer, "/my/?last=week&state=delivered")
    assert [order.link(arrived.number) for order in only.parts("article")] == [f"/my/orders/{arrived.number}/"]
    assert only.says("‘배송완료’ 주문만 보고 있습니다.")
    assert only.part("단계별 주문").labels() == page.part("단계별 주문").labels()
    assert only.button("오늘") == Button("", "get", {"state": "delivered", "last": "today"})
    assert only.link("모두 보기") == "?last=week"
    assert len(page_of(buyer, "/my/?state=nonsense").parts("article")) == 2
    assert page_of(buyer, "/my/?state=deciding").says("이 기간에 주문하신 내역이 없습니다.")
    assert paid.number not in only.text


def test_a_row_has_day_number_product_total_state_and_shop(world: World, buyer: Client) -> None:
    """R99."""
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    page = page_of(buyer)
    (shown,) = page.parts("article")
    assert shown.says(f"2026.11.23 {order.number} 하루상점 · 02-123-4500")
    assert shown.headings() == ["하루 머그컵 외 1개"]
    assert shown.labels() == {"총 주문금액": "65,500원", "주문상태": "결제완료"}
    assert page.link("하루상점") == world.merchant.shop_url
    assert page.link("하루 머그컵 외 1개") == f"/my/orders/{order.number}/"
    deliver(order)
    assert page_of(buyer).parts("article")[0].link("구매확정") == f"/my/orders/{order.number}/finalization/"


def test_the_orders_number_opens_its_details_and_the_shop_answers_for_the_rest(world: World, buyer: Client) -> None:
    """R101."""
    order = make_paid_order(world.merchant, world.buyer)
    page = page_of(buyer)
    assert page.says("주문번호를 누르면 자세한 내용을 볼 수 있습니다.")
    assert page.link(order.number) == f"/my/orders/{order.number}/"
    assert buyer.get(page.link(order.number)).context["order"].number == order.number
    assert page.says("배송 날짜와 상품에 관한 것은 쇼핑몰에 확인해 주세요.")


def test_a_list_without_orders_says_so(buyer: Client) -> None:
    page = page_of(buyer)
    assert page.says("이 기간에 주문하신 내역이 없습니다.")
    assert page.parts("article") == []


def test_a_long_list_has_pages(world: World, buyer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.ui.steps.PAGE", 1)
    orders = [make_paid_order(world.merchant, world.buyer) for _ in range(2)]
    (address,) = page_of(buyer).part("쪽 이동").links().values()
    assert address == f"?after={orders[1].id}"
    assert [row["order"] for row in buyer.get(f"/my/{address}").context["rows"]] == [orders[0]]


def test_an_order_is_headed_by_its_state_and_number_and_leads_back(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    page = order_page(buyer, order)
    assert page.headings() == ["결제완료", "주문 상품", "진행 내역", "배송지", "쇼핑몰", "결제 정보"]
    assert page.says(f"주문번호 {order.number} · 2026.11.23 10:00")
    assert page.part("현재 위치").text == f"주문확인/배송조회 {order.number}"
    assert page.part("현재 위치").links() == {"주문확인/배송조회": "/my/"}
    assert Page(buyer.get(f"/my/orders/{order.number}/")).title == f"주문 상세 {order.number} · 체크아웃"


def test_an_order_stands_among_its_stages(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    deliver(order)
    stages = BeautifulSoup(buyer.get(f"/my/orders/{order.number}/").content, "html.parser").select(".stages > li")
    assert [stage.get_text(strip=True) for stage in stages] == [
        "결제완료",
        "배송준비중",
        "배송중",
        "배송완료",
        "구매확정",
    ]
    assert [stage.get_text(strip=True) for stage in stages if stage.get("aria-current") == "step"] == ["배송완료"]
    assert [stage.get("class") for stage in stages] == [*[["done"]] * 4, None]


def test_an_order_that_was_never_paid_stands_at_no_stage(world: World, buyer: Client) -> None:
    order = make_order(world.merchant, world.buyer)
    with scope(order.merchant_id):
        transition(lines=list(OrderLine.objects.filter(order_id=order.id)), event=LineEvent.EXPIRE, actor=Actor.HUB, now=NOW)
    assert "stages" not in buyer.get(f"/my/orders/{order.number}/").content.decode()


def test_an_orders_amounts_stand_by_their_names(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    part = order_page(buyer, order).part("결제 정보")
    assert part.labels() == {
        "총 구매가": "63,000원",
        "배송비": "2,500원",
        "할인": "0원",
        "총 주문 금액": "65,500원",
        "적립금 차감": "0원",
        "결제 금액": "65,500원",
        "적립 예정 적립금": "327원",
    }
    assert part.says("2026.11.23 10:00 · 신용카드 신한 1234-****-****-5678")
    buyer.cookies["language"] = "en"
    english = order_page(buyer, order)
    assert english.says("Amount paid")
    assert not english.says("Amount to pay")


def test_an_order_says_where_it_goes_and_who_sold_it(world: World, buyer: Client) -> None:
    """R101, R102: claims are made here, the shop answers for delivery and goods."""
    page = order_page(buyer, make_paid_order(world.merchant, world.buyer))
    assert page.part("배송지").text == "배송지 박받음 010-8765-4321 (04524) 서울시 중구 세종대로 110 3층 문 앞에 두세요"
    assert page.part("쇼핑몰").text == (
        "쇼핑몰 하루상점 02-123-4500 취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다. "
        "배송 날짜와 상품에 관한 것은 쇼핑몰에 확인해 주세요."
    )
    assert page.part("쇼핑몰").links() == {"하루상점": world.merchant.shop_url}


def test_an_unpaid_order_can_be_paid_on_its_sheet(world: World, buyer: Client) -> None:
    page = order_page(buyer, make_order(world.merchant, world.buyer))
    assert page.headings()[0] == "결제 안 됨"
    assert page.says("결제되지 않은 주문입니다 결제된 금액은 없습니다.")
    assert page.button("주문 지우기").method == "post"
    assert page.link("다시 결제하기").startswith("/customer/order.nhn?ORDER_ID=")
    assert page.part("진행 내역").says("아직 결제되지 않았습니다.")
    assert not page.says("신용카드")


def test_lines_stand_with_state_option_quantity_amount_and_parcel(world: World, buyer: Client) -> None:
    """R47: while its number is checked a line says so; what nobody follows says how it goes."""
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    lines = [line.text for line in order_page(buyer, order).part("주문 상품").parts("li")]
    assert lines == ["하루 머그컵 결제완료 색상:흰색 2개 · 24,000원", "린넨 앞치마 결제완료 1개 · 39,000원"]
    send(order)
    first = order_page(buyer, order).part("주문 상품").parts("li")[0]
    assert first.text == (
        "하루 머그컵 배송준비중 색상:흰색 2개 · 24,000원 롯데택배 123456789013 · 송장번호 확인 중 보낸 시각 2026.11.23 10:00"
    )


PARCELS = {
    "확인 못함": (
        {"state": "checking", "reason": "not_known_yet", "checked_at": NOW + timedelta(hours=1)},
        "택배사에 아직 등록되지 않은 송장번호입니다. 보낸 시각 2026.11.23 10:00 · 마지막 확인 2026.11.23 11:00",
    ),
    "배달 완료": (
        {"state": "delivered", "checked_at": NOW + timedelta(hours=2), "delivered_at": NOW + timedelta(hours=2)},
        "배달 완료 보낸 시각 2026.11.23 10:00 · 받은 시각 2026.11.23 12:00",
    ),
    "방문 수령": (
        {"state": "not_tracked", "tracking_number": "", "method": "VISIT_RECEIPT"},
        "방문 수령 · 추적하지 않는 배송 보낸 시각",
    ),
}


@pytest.mark.parametrize(("facts", "told"), PARCELS.values(), ids=PARCELS)
def test_a_parcel_says_how_it_goes(world: World, buyer: Client, facts: dict[str, object], told: str) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    send(order)
    with scope(order.merchant_id):
        Parcel.objects.update(**facts)
    assert order_page(buyer, order).part("주문 상품").says(told)


def test_what_happened_stands_with_its_time_and_goods(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    deliver(order)
    page = order_page(buyer, order)
    assert [item.text for item in page.part("진행 내역").parts("li")] == [
        "2026.11.23 10:00 결제를 완료했습니다. 하루 머그컵 외 1개",
        "2026.11.23 10:00 판매자가 상품을 보냈습니다. 송장번호를 확인하고 있습니다. 하루 머그컵 외 1개",
        "2026.11.23 10:00 배송을 시작했습니다. 하루 머그컵 외 1개",
        "2026.11.23 10:00 배송을 완료했습니다. 하루 머그컵 외 1개",
    ]
    assert page.link("구매확정") == f"/my/orders/{order.number}/finalization/"


def test_money_that_goes_back_stands_with_its_means_and_state(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer)
    payment = make_payment(order, "surplus", key="attempt-2")
    with scope(order.merchant_id):
        payment.means = "국민 9999-****-****-0000"
        payment.save(update_fields=["means"])
        facts = {"payment_id": payment.id, "amount": payment.amount, "cause": "surplus", "intended_at": NOW}
        Refund.objects.create(merchant=world.merchant, key="r-1", **facts)
        later = NOW + timedelta(days=1)
        Refund.objects.create(merchant=world.merchant, key="r-2", **{**facts, "amount": 500}, state="done", settled_at=later)
    part = order_page(buyer, order).part("환불")
    assert part.headings() == ["환불"]
    assert part.says("이 주문에 더 결제된 금액은 전부 돌려 드립니다.")
    assert sorted(item.text for item in part.parts("li")) == [
        "26,500원 · 환불 예정 환불을 요청하고 있습니다. 다시 누르지 않아도 됩니다. 2026.11.23 10:00 결제수단: 신용카드 국민 9999-****-****-0000",
        (
            "500원 · 환불 완료 카드 취소를 마쳤습니다. 카드 명세서에는 3~5일 뒤에 나타납니다. 2026.11.24 10:00 "
            "결제수단: 신용카드 국민 9999-****-****-0000"
        ),
    ]


def test_the_question_before_finalizing_names_the_goods_and_what_it_brings(world: World, buyer: Client) -> None:
    order = make_paid_order(world.merchant, world.buyer, MUG, APRON)
    deliver(order)
    page = page_of(buyer, f"/my/orders/{order.number}/finalization/")
    assert page.headings() == ["구매를 확정할까요?"]
    assert [line.text for line in page.parts("li")] == ["하루 머그컵 배송완료", "린넨 앞치마 배송완료"]
    assert page.says("주문의 모든 상품을 확정하면 다음 날 327원이 적립됩니다.")
    assert page.says("누른 뒤 5분 안에는 되돌릴 수 있습니다.")
    assert page.buttons() == {"구매확정": Button("", "post")}
    assert page.links() == {"돌아가기": f"/my/orders/{order.number}/"}


def test_points_stand_with_their_order_shop_and_day(world: World, buyer: Client) -> None:
    """R87, C45: what came, went and ends, with the balance after each; and what is to come."""
    given, coming = (make_paid_order(merchant, world.buyer) for merchant in (world.merchant, world.other_merchant))
    for order in (given, coming):
        deliver(order)
        with scope(order.merchant_id):
            finalize_order(order=order, buyer=world.buyer, now=NOW)
    with scope(given.merchant_id):
        grant_points(merchant=given.merchant, grant_id=given.point_grants.get().id, now=NOW + timedelta(days=1))
    page = page_of(buyer, "/my/points/")
    assert page.rows("적립금 내역") == [
        {
            "날짜": "2026.11.24", "내용": "구매확정 하루 뒤 적립", "주문": f"{given.number} 하루상점",
            "적립·사용": "+132원", "잔액": "132원", "유효기간": "2027.11.30",
        },
    ]  # fmt: skip
    to_come = {"주문번호": coming.number, "쇼핑몰": "남의상점", "적립금": "132원", "적립일": "2026.11.24"}
    assert page.rows("적립 예정") == [to_come]
    assert page.link(given.number) == f"/my/orders/{given.number}/"
    assert page.says("쓸 수 있는 적립금 132원 적립 예정 132원 이번 달 소멸 예정 0원")
    assert page.labelled("2027.11.30까지") == "132원"


def test_a_coupon_is_redeemed_by_its_code(world: World, buyer: Client) -> None:
    """R90."""
    [code] = make_codes(coupon=make_coupon(code_use="shared", minimum=30000), how_many=1)
    assert page_of(buyer, "/my/points/").says("쓸 수 있는 쿠폰이 없습니다.")
    typed = f"{code.code[:8]}-{code.code[8:]}".lower()
    answer = buyer.post("/my/points/", {"code": typed}, follow=True)
    page = Page(answer).main
    assert page.rows() == [
        {
            "쿠폰": "봄맞이 할인", "할인": "3,000원 30,000원 이상", "쓸 수 있는 곳": "체크아웃의 모든 쇼핑몰",
            "유효기간": "2026.12.23", "상태": "사용 가능",
        },
    ]  # fmt: skip
    for again, said in ((typed, "이미 등록된 쿠폰 번호입니다."), ("X" * 16, "지금 등록할 수 없는 쿠폰 번호입니다.")):
        refused = buyer.post("/my/points/", {"code": again})
        assert (refused.status_code, Page(refused).main.says(said)) == (400, True)
    assert BuyerCoupon.objects.count() == 1


def test_no_points_yet_says_how_they_come(buyer: Client) -> None:
    assert page_of(buyer, "/my/points/").says("아직 적립된 적립금이 없습니다. 구매를 확정하면 다음 날 적립됩니다.")
