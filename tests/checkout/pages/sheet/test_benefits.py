"""쿠폰과 적립금 on the sheet: chosen, counted, charged as shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.checkout.fakes import Outside
from tests.checkout.pages.sheet.test_sheet import FILLED, address
from tests.checkout.purses import fill_purse, give_coupon_worth, make_coupon
from tests.checkout.worlds import MUG, NOW, World, make_order, make_sheet
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon
from minishop.checkout.benefits.queries import wallet_of
from minishop.checkout.benefits.services.choosing import hold
from minishop.checkout.benefits.services.couponing import give_coupon
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.models import Payment, Transfer
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
AMOUNTS = ("총 구매가", "배송비 (선불)", "총 주문 금액", "적립금 차감", "결제 금액", "적립 예정 적립금")


@pytest.fixture
def sheet(world: World) -> OrderSheet:
    return make_sheet(world.merchant, MUG)


@pytest.fixture
def purse(world: World) -> None:
    fill_purse(world.buyer, world.other_merchant, 5000)


def amounts(page: Page) -> list[str]:
    return [page.part("결제 금액").labelled(name) for name in AMOUNTS]


def post(buyer: Client, world: World, sheet: OrderSheet, **facts: Any) -> Any:
    return buyer.post(address(world.merchant, sheet), {**FILLED, **facts})


def orders(world: World) -> list[Order]:
    with scope(world.merchant.id):
        return list(Order.objects.order_by("id"))


def test_the_best_coupon_is_chosen_at_first(world: World, buyer: Client, sheet: OrderSheet) -> None:
    """R90: the largest; of equal ones the one that ends first. What cannot be used is listed with what is lacking."""
    for amount in (500, 3000):
        give_coupon_worth(world.buyer, amount)
    sooner = give_coupon_worth(world.buyer, 3000)
    BuyerCoupon.objects.filter(id=sooner.id).update(ends_on="2026-11-30")
    give_coupon(coupon=make_coupon(minimum=Won(30000), name="3만원 이상"), buyer=world.buyer, now=NOW)
    give_coupon(coupon=make_coupon(merchant=world.other_merchant), buyer=world.buyer, now=NOW)
    page = Page(buyer.get(address(world.merchant, sheet)))
    part = page.part("쿠폰 및 적립금 정보")
    assert part.labelled("사용할 수 있는 쿠폰") == "3장"
    assert part.says("3만원 이상: 6,000원 더 담으면 쓸 수 있습니다.")
    assert f'value="{sooner.id}" ' in buyer.get(address(world.merchant, sheet)).content.decode()
    assert amounts(page) == ["24,000원", "2,500원", "23,500원", "0원", "23,500원", "117원"]


def test_apply_shows_the_amounts_and_keeps_what_was_typed(world: World, buyer: Client, sheet: OrderSheet, purse: None) -> None:
    """R90, R91: without JavaScript."""
    coupon = give_coupon_worth(world.buyer, 3000)
    answer = post(buyer, world, sheet, coupon=coupon.id, points="1,000", apply="1", recipient_name="홍길동")
    page = Page(answer)
    assert amounts(page) == ["24,000원", "2,500원", "23,500원", "1,000원", "22,500원", "112원"]
    assert "22,500원 결제하기" in page.buttons()
    text = answer.content.decode()
    assert 'value="홍길동"' in text
    assert 'name="shown" value="22500"' in text
    assert orders(world) == []


def test_the_charge_is_the_one_that_was_shown(
    world: World, buyer: Client, sheet: OrderSheet, purse: None, outside: Outside
) -> None:
    """claims.md 5.3: another amount is shown first, and nothing is ordered."""
    answer = post(buyer, world, sheet, points="1000", shown="26500")
    assert answer.status_code == 409
    assert Page(answer).main.says("결제 금액이 25,500원으로 바뀌었습니다. 금액을 확인하고 다시 눌러 주세요.")
    assert orders(world) == []
    answer = post(buyer, world, sheet, points="1000", shown="25500")
    assert answer.status_code == 302
    [order] = orders(world)
    with scope(world.merchant.id):
        assert Payment.objects.get().amount == order.pay_total == 25500
    wallet = wallet_of(world.buyer)
    assert (wallet.balance, wallet.held) == (5000, 1000)


def test_another_choice_is_another_attempt(world: World, buyer: Client, sheet: OrderSheet, purse: None, outside: Outside) -> None:
    post(buyer, world, sheet, points="1000", shown="25500")
    post(buyer, world, sheet, points="2000", shown="24500")
    with scope(world.merchant.id):
        attempts = Payment.objects.order_by("opened_at", "id").values_list("state", "amount")
        assert sorted(attempts) == [("abandoned", 25500), ("opened", 24500)]
        assert BenefitUse.objects.get().points == 2000
    assert wallet_of(world.buyer).held == 2000


def test_c40_the_second_tab_is_told_what_is_left(world: World, buyer: Client, sheet: OrderSheet, purse: None) -> None:
    """C40."""
    other = make_order(world.merchant, world.buyer, MUG)
    with scope(world.merchant.id):
        hold(order=other, choice=Choice(points=Won(3000)), now=NOW)
    answer = post(buyer, world, sheet, points="3000", shown="23500")
    assert answer.status_code == 409
    assert Page(answer).part("쿠폰 및 적립금 정보").says("쓸 수 있는 적립금 2,000원")
    assert amounts(Page(answer))[3:5] == ["2,000원", "24,500원"]
    assert wallet_of(world.buyer).held == 3000


def test_an_order_that_costs_nothing_is_paid_without_a_pg(world: World, buyer: Client, outside: Outside) -> None:
    """S4, claims.md 2.1."""
    fill_purse(world.buyer, world.other_merchant, 30000)
    sheet = make_sheet(world.merchant, MUG)
    page = Page(post(buyer, world, sheet, points="26500", apply="1"))
    assert "0원 결제하기" in page.buttons()
    facts = {name: value for name, value in FILLED.items() if name != "means"}
    answer = buyer.post(address(world.merchant, sheet), {**facts, "points": "26500", "shown": "0"})
    [order] = orders(world)
    assert answer["Location"] == f"/my/orders/{order.number}/"
    assert (order.paid_at, order.pay_total, order.points_used) == (NOW, 0, 26500)
    with scope(world.merchant.id):
        assert not Payment.objects.exists()
        assert Transfer.objects.get(kind="payment").key == f"payment:{order.number}"
    assert wallet_of(world.buyer).balance == 3500
    assert Page(buyer.get(answer["Location"])).main.says("적립금과 쿠폰")


LOWERED = {
    "최소 금액을 남김": ("26450", "26,400원", "결제 대행사가 받는 최소 금액 100원을 남기려고 적립금을 26,400원만 씁니다."),
    "주문보다 많음": ("29000", "26,500원", "주문 금액까지만 쓸 수 있어 적립금을 26,500원만 씁니다."),
    "10원부터": ("9", "0원", "적립금은 10원부터 쓸 수 있습니다."),
}


@pytest.mark.parametrize(("typed", "used", "said"), LOWERED.values(), ids=LOWERED)
def test_points_that_are_lowered_are_said_so(
    world: World, buyer: Client, sheet: OrderSheet, typed: str, used: str, said: str
) -> None:
    """claims.md 2.1."""
    fill_purse(world.buyer, world.other_merchant, 30000)
    page = Page(post(buyer, world, sheet, points=typed, apply="1"))
    assert amounts(page)[3] == used
    assert page.part("쿠폰 및 적립금 정보").says(said)


@pytest.mark.parametrize("typed", ["1.5", "abc"])
def test_what_is_no_number_of_points_is_said_beside_the_field(
    world: World, buyer: Client, sheet: OrderSheet, purse: None, typed: str
) -> None:
    """R90: it stands as it was typed, counts as none, and nothing is ordered by it."""
    page = Page(post(buyer, world, sheet, points=typed, apply="1"))
    assert page.part("쿠폰 및 적립금 정보").says("적립금은 1원 단위의 숫자로 적어 주세요. 예: 1,000")
    assert (page.field("쓸 적립금").value, amounts(page)[3]) == (typed, "0원")
    assert not page.says("필수 항목입니다.")
    paying = Page(post(buyer, world, sheet, points=typed, shown="26500"))
    assert paying.part("쿠폰 및 적립금 정보").says("적립금은 1원 단위의 숫자로 적어 주세요. 예: 1,000")
    assert orders(world) == []


def test_what_a_coupon_cannot_take_off_is_said(world: World, buyer: Client, sheet: OrderSheet) -> None:
    give_coupon(coupon=make_coupon(kind="shipping", amount=Won(3000)), buyer=world.buyer, now=NOW)
    page = Page(buyer.get(address(world.merchant, sheet)))
    assert page.part("쿠폰 및 적립금 정보").says("쿠폰 금액 가운데 500원은 쓸 곳이 없어 사라집니다.")


def test_a_strangers_coupon_is_no_choice(world: World, buyer: Client, sheet: OrderSheet) -> None:
    foreign = give_coupon_worth(world.stranger, 3000)
    answer = post(buyer, world, sheet, coupon=str(foreign.id), shown="23500")
    assert answer.status_code in (200, 409)
    assert orders(world) == []


def test_a_coupon_does_not_move_the_threshold_of_the_fee(world: World, buyer: Client) -> None:
    """E15: the fee is the one that was registered for the goods before any discount."""
    coupon = give_coupon_worth(world.buyer, 20000)
    sheet = make_sheet(world.merchant, MUG, price=0)
    page = Page(post(buyer, world, sheet, coupon=coupon.id, apply="1"))
    assert amounts(page)[1:3] == ["0원", "4,000원"]
