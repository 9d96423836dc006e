"""장바구니 화면: in, changed, out, and the fee in words (A25, E19)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import BELOW, text, visitor
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Product
from minishop.mall.shipping.domain.fee import Mode
from minishop.mall.shipping.services import save_policy
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.services.levels import set_stock


def put(front: Client, product: Product, quantity: object = 1, **form: str) -> Any:
    return front.post("/cart/lines/", {"product": product.code, "quantity": quantity, **form})


def line() -> CartLine:
    return CartLine.objects.get()


def test_the_cookie_is_the_hosts_own_and_closed_to_scripts(front: Client, shop: Shop) -> None:
    cookie = put(front, make_product(shop)).cookies["cart"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")
    assert len(cookie.value) >= 40


def test_the_cart_shows_goods_fee_and_what_is_missing_for_free_delivery(front: Client, shop: Shop) -> None:
    put(front, make_product(shop, price=Won(12_000)), 2)
    page = text(front.get("/cart/"))
    assert all(said in page for said in ("24,000원", "2,500원", "26,500원", "배송비가 이렇게 정해졌습니다"))
    assert "기본 배송비 – 일반 상품 24,000원, 50,000원 미만" in page
    assert "26,000원 더 담으면 기본 배송비가 무료입니다." in page


def test_prices_of_the_form_are_not_listened_to(front: Client, shop: Shop) -> None:
    put(front, make_product(shop), 1, price="1", unit_price="1", ITEM_UPRICE="1", shipping_fee="0")
    assert "12,500원" in text(front.get("/cart/"))


def test_the_price_is_todays(front: Client, shop: Shop) -> None:
    product = make_product(shop)
    put(front, product)
    make_product(shop, product.code, price=Won(11_000))
    assert "13,500원" in text(front.get("/cart/"))


def test_the_same_choice_again_adds_to_its_line(front: Client, shop: Shop) -> None:
    product = make_product(shop, texts=[TextOption("각인")])
    for written in ("하나", "하나", "둘"):
        put(front, product, 2, **{"text-각인": written})
    assert sorted(CartLine.objects.values_list("quantity", flat=True)) == [2, 4]
    assert Cart.objects.count() == 1


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "옵션을 고르지 않음": ({"option-색상": ""}, "색상을(를) 골라 주세요."),
    "없는 옵션 값": ({"option-색상": "보라"}, "색상을(를) 골라 주세요."),
    "글을 적지 않음": ({"text-각인": " "}, "각인을(를) 5자 안으로 적어 주세요."),
    "글이 김": ({"text-각인": "여섯글자입니다"}, "각인을(를) 5자 안으로 적어 주세요."),
    "수량 0": ({"quantity": "0"}, "수량은 1부터 999까지의 숫자입니다."),
    "수량 1000": ({"quantity": "1000"}, "수량은 1부터 999까지의 숫자입니다."),
    "음수": ({"quantity": "-1"}, "수량은 1부터 999까지의 숫자입니다."),
    "글자": ({"quantity": "둘"}, "수량은 1부터 999까지의 숫자입니다."),
    "품절된 옵션": ({"option-색상": "파랑"}, "색상:파랑은(는) 품절되었습니다."),
}


@pytest.mark.parametrize(("given", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_choice_that_cannot_be_taken_stands_beside_its_field_and_changes_nothing(
    front: Client, shop: Shop, given: dict[str, str], sentence: str
) -> None:
    product = make_product(shop, selects=[SelectOption("색상", ("노랑", "파랑"))], texts=[TextOption("각인", True, 5)])
    sold_out(shop, product, ["색상", "파랑"])
    answer = put(front, product, **{"option-색상": "노랑", "text-각인": "하루", **given})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert given.get("text-각인", "하루").strip() in text(answer)
    assert not Cart.objects.exists()


def sold_out(shop: Shop, product: Product, *choices: list[str]) -> None:
    for variant in product.variants.all():
        if variant.choices == list(choices):
            set_stock(shop=shop, variant=variant, quantity=0, key=f"out-{variant.code}", now=NOW)


def test_what_cannot_be_bought_does_not_go_into_the_cart(front: Client, shop: Shop) -> None:
    product = make_product(shop, price_text="전화 문의")
    assert put(front, product).status_code == 422
    assert not Cart.objects.exists()


def test_another_shops_product_does_not_go_into_the_cart(front: Client, cast: Cast) -> None:
    with scope(cast.maru.id):
        product = make_product(cast.maru, "M1")
    assert put(front, product).status_code == 404
    assert not Cart.objects.exists()


def test_more_than_is_there_is_said_at_the_line_and_stops_the_order(front: Client, shop: Shop) -> None:
    put(front, make_product(shop, stock=5), 5)
    StockLevel.objects.update(quantity=3)
    page = text(front.get("/cart/"))
    assert "3개만 남았습니다. 수량을 줄여 주세요." in page
    assert 'data-enable="N"' in page


def test_more_than_is_left_is_refused_at_the_product_and_not_put_in(front: Client, shop: Shop) -> None:
    """Also together with what is in the cart already, in whichever line."""
    product = make_product(shop, stock=3, texts=[TextOption("각인", False, 20)])
    form = {"product": product.code, "quantity": "5"}
    refused = front.post("/cart/lines/", form)
    assert (refused.status_code, CartLine.objects.count()) == (422, 0)
    assert "3개만 남았습니다. 수량을 줄여 주세요." in text(refused)
    assert front.post("/cart/lines/", {**form, "quantity": "2", "text-각인": "하루"}).status_code == 302
    again = text(front.post("/cart/lines/", {**form, "quantity": "2"}))
    assert "3개만 남았고, 장바구니에 이미 2개가 있습니다." in again
    assert 'aria-invalid="true"' in again
    assert line().quantity == 2
    assert front.post("/cart/lines/", {**form, "quantity": "1"}).status_code == 302


def test_a_product_taken_off_the_shelf_is_said_and_costs_nothing(front: Client, shop: Shop) -> None:
    product = make_product(shop)
    put(front, product)
    make_product(shop, product.code, displayed=False)
    page = text(front.get("/cart/"))
    assert "지금은 살 수 없는 상품입니다. 빼 주세요." in page
    assert 'data-enable="N"' in page


def test_a_quantity_is_changed_or_refused(front: Client, shop: Shop) -> None:
    put(front, make_product(shop))
    address = f"/cart/lines/{line().id}/"
    assert front.post(address, {"quantity": "3"}).status_code == 302
    answer = front.post(address, {"quantity": "x"})
    assert (answer.status_code, line().quantity) == (422, 3)
    assert 'aria-invalid="true"' in text(answer)


def test_a_stranger_changes_nothing(front: Client, shop: Shop, cast: Cast) -> None:
    """A visitor without the cart's token, one with another cart, and the same address on another shop's host."""
    put(front, make_product(shop))
    other = visitor(shop)
    put(other, make_product(shop, "P2"))
    mine = CartLine.objects.get(product__code="P1")
    for stranger in (visitor(shop), other, visitor(cast.maru)):
        stranger.post(f"/cart/lines/{mine.id}/", {"quantity": "9"})
        stranger.post(f"/cart/lines/{mine.id}/", {"take_out": "1", "sure": "1"})
    assert CartLine.objects.get(id=mine.id).quantity == 1


def test_taking_out_the_free_product_asks_first(front: Client, shop: Shop) -> None:
    """E19: +6,500 with general and fixed goods in the cart."""
    save_policy(shop=shop, policy=replace(BELOW, free_first=True), now=shop.created_at)
    put(front, make_product(shop, "P1"))
    put(front, make_product(shop, "P2", fee_kind="fixed", fee_amount=Won(4_000)))
    put(front, make_product(shop, "P3", fee_kind="free"))
    free = CartLine.objects.get(product__code="P3")
    sentence = "무료배송이 더 이상 적용되지 않습니다: +6,500원"
    assert sentence in text(front.get("/cart/"))
    assert sentence in text(front.post(f"/cart/lines/{free.id}/", {"take_out": "1"}))
    assert CartLine.objects.filter(id=free.id).exists()
    front.post(f"/cart/lines/{free.id}/", {"take_out": "1", "sure": "1"})
    assert not CartLine.objects.filter(id=free.id).exists()


def test_a_shop_paid_at_the_door_says_why_it_cannot_be_bought(front: Client, shop: Shop) -> None:
    """R61."""
    save_policy(shop=shop, policy=replace(BELOW, mode=Mode.ON_DELIVERY), now=shop.created_at)
    put(front, make_product(shop))
    page = text(front.get("/cart/"))
    assert "착불 배송 상점의 상품은 체크아웃으로 살 수 없습니다." in page
    assert 'data-enable="N"' in page


def test_an_empty_cart_leads_back_to_the_products(front: Client) -> None:
    assert "장바구니가 비어 있습니다." in text(front.get("/cart/"))


@pytest.mark.parametrize("count", [1, 3], ids=["한 줄", "세 줄"])
def test_the_cart_asks_the_same_number_of_questions_for_any_number_of_lines(
    front: Client, shop: Shop, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        put(front, make_product(shop, f"P{number}", stock=5))
    with django_assert_num_queries(17):
        page = text(front.get("/cart/"))
    assert page.count('class="cart-line"') == count


def test_a_cart_holds_a_hundred_kinds(front: Client, shop: Shop) -> None:
    product = make_product(shop, texts=[TextOption("각인")])
    put(front, product, **{"text-각인": "0"})
    first = line()
    kinds = {"cart": first.cart, "product": product, "variant": first.variant, "quantity": 1}
    CartLine.objects.bulk_create(
        CartLine(shop=shop, texts=[["각인", str(number)]], texts_key=str(number), **kinds) for number in range(1, 99)
    )
    assert put(front, product, **{"text-각인": "99"}).status_code == 302
    answer = put(front, product, **{"text-각인": "하나 더"})
    assert (answer.status_code, CartLine.objects.count()) == (422, 100)
    assert "100가지까지" in text(answer)
