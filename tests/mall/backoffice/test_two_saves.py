"""Two tabs, two people: a save over a newer one changes nothing unasked, and loses nothing of either."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests.mall.backoffice.offices import furnish
from tests.mall.front import KEYS
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, Cast, make_product
from tests.one_world import expect_each
from tests.page_lines import lines
from tests.racing import at_once
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.models import Category, Product, Variant
from minishop.mall.channel.models import HubConnection
from minishop.mall.orders.models import Order
from minishop.mall.shipping.queries import policy_of
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel
from minishop.mall.stock.queries import sellable

COLOUR = SelectOption("색상", ("노랑", "파랑"))
OFFICE = "/office/haru/"
# What is written where five were shown, how many were sold meanwhile, and how many are left.
DIFFERENCES: list[tuple[str, int, int | None]] = [("7", 1, 6), ("5", 1, 4), ("3", 1, 2), ("2", 2, 0), ("", 1, None)]


@dataclass(frozen=True)
class Place:
    """A form: its page, where it leads, one field with two other values and another field, and what is stored of both."""

    page: str
    action: str | None
    field: tuple[str, str, str]
    label: str
    other: tuple[str, str]
    stored: Callable[[Shop], tuple[str, str]]


def _product(shop: Shop) -> tuple[str, str]:
    product = Product.objects.get(shop=shop, code="P1")
    return str(int(product.price)), product.summary


def _policy(shop: Shop) -> tuple[str, str]:
    policy = policy_of(shop)
    return str(int(policy.fee)), str(int(policy.threshold))


def _category(shop: Shop) -> tuple[str, str]:
    category = Category.objects.get(shop=shop)
    return category.name, str(category.position)


def _shop(shop: Shop) -> tuple[str, str]:
    found = Shop.objects.get(id=shop.id)
    return found.business_name, found.support_hours


PLACES = {
    "상품": Place(f"{OFFICE}products/P1/", None, ("price", "11111", "22222"), "판매가", ("summary", "요약"), _product),
    "배송비": Place(f"{OFFICE}shipping/", None, ("fee", "3000", "4000"), "기본 배송비", ("threshold", "70000"), _policy),
    "분류": Place(
        f"{OFFICE}products/categories/{{category}}/", None, ("name", "가", "나"), "분류 이름", ("position", "7"), _category
    ),
    "상점 정보": Place(f"{OFFICE}info/", None, ("business_name", "가상사", "나상사"), "상호", ("support_hours", "9~6"), _shop),
}


@pytest.fixture
def office(cast: Cast, owner: Client) -> dict[str, Any]:
    """haru's office with one of everything, and facts that its forms accept."""
    facts = {"business_name": "하루상사", "representative": "김하루", "business_number": "1234567891", "phone": "02-123-4500"}
    Shop.objects.filter(id=cast.haru.id).update(**facts, email="owner@haru.example")
    return furnish(cast.haru)


@pytest.fixture(params=[*PLACES.values()], ids=[*PLACES])
def place(request: pytest.FixtureRequest, office: dict[str, Any]) -> Place:
    found: Place = request.param
    return Place(found.page.format(**office), found.action, found.field, found.label, found.other, found.stored)


def test_what_only_one_of_two_has_changed_is_kept_from_both(cast: Cast, owner: Client, place: Place) -> None:
    name, first, _second = place.field
    stale = owner.get(place.page)
    assert owner.post(place.page, standing_in(owner.get(place.page), **{name: first})).status_code == 302
    assert owner.post(place.page, standing_in(stale, **dict([place.other]))).status_code == 302
    with scope(cast.haru.id):
        assert place.stored(cast.haru) == (first, place.other[1])


def refused(owner: Client, place: Place) -> Any:
    """The answer to the second of two who changed the same field."""
    name, first, second = place.field
    stale = owner.get(place.page)
    owner.post(place.page, standing_in(owner.get(place.page), **{name: first}))
    return owner.post(place.page, standing_in(stale, **{name: second}, **dict([place.other])))


def test_where_both_changed_one_field_nothing_is_saved_and_both_values_stand_there(cast: Cast, owner: Client, place: Place) -> None:
    name, first, second = place.field
    with scope(cast.haru.id):
        before = place.stored(cast.haru)[1]
    answer = refused(owner, place)
    assert answer.status_code == 409
    with scope(cast.haru.id):
        assert place.stored(cast.haru) == (first, before)
    page = Page(answer)
    assert page.says("보시는 동안 다른 곳에서 먼저 저장해, 1가지가 적으신 것과 다릅니다. 아직 아무것도 바꾸지 않았습니다.")
    assert re.search(r"마지막 저장: owner@mall.example, 20\d\d\.\d\d\.\d\d \d\d:\d\d", page.text)
    assert {"= 서로 다른 값", "항목 | 지금 저장된 값 | 적으신 값", f"{place.label} | {first} | {second}"} <= set(lines(answer))
    assert standing_in(answer)[name] == second
    assert standing_in(answer)[place.other[0]] == place.other[1]


@pytest.mark.parametrize(("take", "kept"), [("mine", 2), ("theirs", 1)])
def test_the_second_chooses_whose_value_stays_and_keeps_the_rest(
    cast: Cast, owner: Client, place: Place, take: str, kept: int
) -> None:
    answer = refused(owner, place)
    assert {"적은 값으로 저장", "지금 저장된 값을 두고 나머지만 저장"} <= set(Page(answer).buttons())
    assert owner.post(place.page, standing_in(answer, _take=take)).status_code == 302
    with scope(cast.haru.id):
        assert place.stored(cast.haru) == (place.field[kept], place.other[1])


def test_a_choice_that_is_overtaken_again_asks_again(cast: Cast, owner: Client, place: Place) -> None:
    answer = refused(owner, place)
    third = "33333" if place.field[1].isdigit() else "다"
    owner.post(place.page, standing_in(owner.get(place.page), **{place.field[0]: third}))
    again = owner.post(place.page, standing_in(answer, _take="mine"))
    assert again.status_code == 409
    assert Page(again).says(third)


def test_a_memo_that_two_wrote_is_lost_to_neither(cast: Cast, owner: Client, office: dict[str, Any]) -> None:
    page, action = f"{OFFICE}orders/{office['order']}/", f"{OFFICE}orders/{office['order']}/memo/"
    stale = owner.get(page)
    owner.post(action, standing_in(owner.get(page), action, memo="문 앞에 두기"))
    answer = owner.post(action, standing_in(stale, action, memo="선물 포장"))
    assert answer.status_code == 409
    assert Page(answer).says("문 앞에 두기")
    assert Page(answer).says("마지막 저장: owner@mall.example")
    assert standing_in(answer, action)["memo"] == "선물 포장"
    assert owner.post(action, standing_in(answer, action, _take="mine")).status_code == 302
    with scope(cast.haru.id):
        assert Order.objects.get().memo == "선물 포장"


def test_a_memo_that_is_too_long_comes_back_as_it_was_written(owner: Client, office: dict[str, Any]) -> None:
    page, action = f"{OFFICE}orders/{office['order']}/", f"{OFFICE}orders/{office['order']}/memo/"
    answer = owner.post(action, standing_in(owner.get(page), action, memo="가" * 5001))
    assert answer.status_code == 422
    assert standing_in(answer, action)["memo"] == "가" * 5001


def test_the_buy_button_that_two_chose_is_asked_about(cast: Cast, owner: Client) -> None:
    page = f"{OFFICE}checkout/"
    with scope(cast.haru.id):
        HubConnection.objects.create(shop=cast.haru, **KEYS)
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), button_type="B1"))
    answer = owner.post(page, standing_in(stale, button_type="C1"))
    assert answer.status_code == 409
    assert Page(answer).says("TYPE B1 (261×40)")
    assert Page(answer).says("마지막 저장: owner@mall.example")
    assert owner.post(page, standing_in(answer, _take="theirs")).status_code == 302
    with scope(cast.haru.id):
        assert HubConnection.objects.get().button_type == "B1"


def test_boxes_and_choices_are_compared_and_taken_over_too(cast: Cast, owner: Client, office: dict[str, Any]) -> None:
    page = f"{OFFICE}products/P1/"
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), displayed=None, recommended="on", categories=None))
    assert owner.post(page, standing_in(stale, name="새 이름")).status_code == 302
    with scope(cast.haru.id):
        product = Product.objects.get(code="P1")
        assert (product.name, product.displayed, product.recommended) == ("새 이름", False, True)
        assert not product.placements.exists()


def test_boxes_and_choices_are_shown_in_words(owner: Client, office: dict[str, Any]) -> None:
    page = f"{OFFICE}shipping/"
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), mode="free", individual_fees="on"))
    answer = Page(owner.post(page, standing_in(stale, mode="door")))
    assert answer.says("무료")
    assert not answer.says("free")


# ---- stock: what is written is a difference


def product_page(shop: Shop, *, options: bool) -> tuple[str, int, str]:
    """Five pieces; the page, the first variant, and the name of its field."""
    product = make_product(shop, "S1", selects=[COLOUR] if options else [], stock=5)
    variant = product.variants.order_by("position")[0]
    return f"{OFFICE}products/S1/", variant.id, f"quantity-{variant.id}" if options else "stock"


@pytest.mark.parametrize("options", [True, False], ids=["옵션 있음", "옵션 없음"])
def test_stock_is_written_as_a_difference(shop: Shop, owner: Client, options: bool) -> None:
    page, variant_id, name = product_page(shop, options=options)
    stale = owner.get(page)

    def look(case: tuple[str, int, int | None]) -> None:
        written, sold, left = case
        take_sold(shop=shop, variant_id=variant_id, quantity=sold, key="order-1", now=NOW)
        answer = owner.post(page, standing_in(stale, **{name: written}), follow=True)
        assert sellable(shop, [variant_id]) == {variant_id: left}
        moved = written not in ("5", "") and left != int(written)
        by = {"7": "2개를 더했습니다", "3": "2개를 뺐습니다", "2": "3개를 뺐습니다"}.get(written, "")
        told = f"보신 5개에서 {by}. 그사이 {sold}개가 나가 지금 {left}개입니다."
        assert Page(answer).says(told) is moved

    expect_each({case[0]: case for case in DIFFERENCES}, look)


@pytest.mark.parametrize("options", [True, False], ids=["옵션 있음", "옵션 없음"])
@pytest.mark.parametrize(("written", "sold"), [("1", 3), ("0", 1)])
def test_a_difference_below_nothing_is_refused_with_both_numbers(
    shop: Shop, owner: Client, options: bool, written: str, sold: int
) -> None:
    """Four are taken away of five that were shown, and three have gone meanwhile: both are shown, and the next save is a choice."""
    page, variant_id, name = product_page(shop, options=options)
    stale = owner.get(page)
    take_sold(shop=shop, variant_id=variant_id, quantity=sold, key="order-1", now=NOW)
    answer = owner.post(page, standing_in(stale, **{name: written}))
    assert answer.status_code == 409
    assert Page(answer).says(f"재고 {5 - sold} {written}")
    assert sellable(shop, [variant_id]) == {variant_id: 5 - sold}
    assert owner.post(page, standing_in(answer, _take="mine")).status_code == 302
    assert sellable(shop, [variant_id]) == {variant_id: int(written)}


def test_a_form_that_is_sent_twice_is_written_once(shop: Shop, owner: Client) -> None:
    """Buying L18, W10: eight are added to the twelve that were shown; the same form again adds nothing."""
    page, variant_id, name = product_page(shop, options=False)
    stale = owner.get(page)
    for _ in range(2):
        assert owner.post(page, standing_in(stale, **{name: "13"})).status_code == 302
        assert sellable(shop, [variant_id]) == {variant_id: 13}


def test_a_refused_save_keeps_the_difference(shop: Shop, owner: Client) -> None:
    page, variant_id, name = product_page(shop, options=False)
    stale = owner.get(page)
    take_sold(shop=shop, variant_id=variant_id, quantity=1, key="order-1", now=NOW)
    answer = owner.post(page, standing_in(stale, **{name: "7", "name": ""}))
    assert answer.status_code == 422
    owner.post(page, standing_in(answer, name="이름"))
    assert sellable(shop, [variant_id]) == {variant_id: 6}


@pytest.mark.parametrize("options", [True, False], ids=["옵션 있음", "옵션 없음"])
@pytest.mark.parametrize(("take", "left"), [("mine", 9), ("theirs", None)])
def test_whether_pieces_are_counted_is_one_or_the_other(
    shop: Shop, owner: Client, options: bool, take: str, left: int | None
) -> None:
    page, variant_id, name = product_page(shop, options=options)
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), **{name: ""}))
    answer = owner.post(page, standing_in(stale, **{name: "9"}))
    assert answer.status_code == 409
    assert Page(answer).says("재고")
    assert owner.post(page, standing_in(answer, _take=take)).status_code == 302
    assert sellable(shop, [variant_id]) == {variant_id: left}


@pytest.mark.parametrize(("take", "amount"), [("mine", 300), ("theirs", 200)])
def test_a_price_difference_that_two_wrote_is_asked_about(shop: Shop, owner: Client, take: str, amount: int) -> None:
    page, variant_id, _name = product_page(shop, options=True)
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), **{f"surcharge-{variant_id}": "200"}))
    answer = owner.post(page, standing_in(stale, **{f"surcharge-{variant_id}": "300"}))
    assert answer.status_code == 409
    assert Page(answer).says("색상:노랑 옵션가 200 300")
    owner.post(page, standing_in(answer, _take=take))
    assert int(Variant.objects.get(id=variant_id).surcharge) == amount


def test_a_price_difference_that_one_wrote_survives_the_other_save(shop: Shop, owner: Client) -> None:
    page, variant_id, _name = product_page(shop, options=True)
    stale = owner.get(page)
    owner.post(page, standing_in(owner.get(page), **{f"surcharge-{variant_id}": "200"}))
    owner.post(page, standing_in(stale, name="새 이름"))
    assert int(Variant.objects.get(id=variant_id).surcharge) == 200


def test_saving_stock_tells_the_feed(shop: Shop, owner: Client) -> None:
    page, _variant, name = product_page(shop, options=True)
    Product.objects.filter(code="S1").update(updated_at=NOW)
    owner.post(page, standing_in(owner.get(page), **{name: "9"}))
    assert Product.objects.get(code="S1").updated_at > NOW


def test_of_two_saves_at_once_one_is_asked(several_connections: None, cast: Cast) -> None:
    """Both read the page before either saves, and both are sent in the same moment."""
    with scope(cast.haru.id):
        make_product(cast.haru, "S1", stock=5)
    page, statuses = f"{OFFICE}products/S1/", []
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(cast.owner)
    bodies = [standing_in(client.get(page), price=price) for client, price in zip(clients, ("11111", "22222"), strict=True)]

    def save(client: Client, body: dict[str, Any]) -> Callable[[], None]:
        return lambda: statuses.append(client.post(page, body).status_code)

    assert at_once(*(save(client, body) for client, body in zip(clients, bodies, strict=True))) == []
    assert sorted(statuses) == [302, 409]
    with scope(cast.haru.id):
        assert StockLevel.objects.get().quantity == 5
