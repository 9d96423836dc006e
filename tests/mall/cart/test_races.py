"""장바구니: two tabs of one visitor put things into one cart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.mall.worlds import NOW, make_cast, make_product
from tests.racing import broken, meanwhile, stored

from minishop.chassis.tenancy import scope
from minishop.mall.cart import services
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.mall.cart.services"


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


@pytest.fixture
def products(shop: Shop) -> list[Product]:
    with scope(shop.id):
        return [make_product(shop, code) for code in ("P1", "P2", "P3")]


@pytest.fixture
def cart(shop: Shop, products: list[Product]) -> Cart:
    """One piece of the first product."""
    made: Cart = putting(shop, products[0], "")()
    return made


def putting(shop: Shop, product: Product, token: str) -> Callable[[], Any]:
    def put() -> Cart:
        with scope(shop.id):
            choice = services.choose(shop=shop, product=product, chosen={}, texts={}, quantity="1")
            return services.put(shop=shop, token=token, choice=choice, now=NOW + timedelta(minutes=1))

    return put


def test_the_same_put_in_from_two_tabs_is_two_pieces_of_one_line(shop: Shop, cart: Cart, products: list[Product]) -> None:
    with meanwhile(f"{SERVICES}.CartLine.save", putting(shop, products[0], cart.token)) as rival:
        putting(shop, products[0], cart.token)()
    assert rival.raised == []
    with scope(shop.id):
        assert list(CartLine.objects.values_list("quantity", flat=True)) == [3]


def test_a_new_thing_from_two_tabs_is_one_line(shop: Shop, cart: Cart, products: list[Product]) -> None:
    with meanwhile(f"{SERVICES}.CartLine.save", putting(shop, products[1], cart.token)) as rival:
        putting(shop, products[1], cart.token)()
    assert rival.raised == []
    with scope(shop.id):
        assert sorted(CartLine.objects.values_list("quantity", flat=True)) == [1, 2]


def test_the_last_line_that_fits_goes_to_one_of_two_tabs(
    shop: Shop, cart: Cart, products: list[Product], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_LINES", 2)
    with meanwhile(f"{SERVICES}.CartLine.save", putting(shop, products[1], cart.token)) as rival:
        putting(shop, products[2], cart.token)()
    assert [type(error) for error in rival.raised] == [services.CartFull]
    with scope(shop.id):
        assert CartLine.objects.count() == 2


def test_a_new_cart_that_dies_half_way_is_not_there(shop: Shop, products: list[Product]) -> None:
    with broken(f"{SERVICES}.Cart.save"):
        putting(shop, products[0], "")()
    assert stored(Cart, CartLine) == []


@pytest.mark.parametrize("change", ["change_quantity", "take_out"])
def test_a_change_that_dies_half_way_leaves_the_cart_as_old_as_it_was(shop: Shop, cart: Cart, change: str) -> None:
    before = stored(Cart, CartLine)
    more = {"quantity": 5} if change == "change_quantity" else {}
    with scope(shop.id), broken(f"{SERVICES}._touch"):
        line = CartLine.objects.get()
        getattr(services, change)(shop=shop, cart=cart, line_id=line.id, now=NOW + timedelta(hours=1), **more)
    assert stored(Cart, CartLine) == before


def test_pieces_that_come_in_while_bought_ones_are_taken_out_stay(shop: Shop, cart: Cart, products: list[Product]) -> None:
    with scope(shop.id):
        line = CartLine.objects.get()
    putting(shop, products[0], cart.token)()

    def take() -> None:
        with scope(shop.id), transaction.atomic():
            services.take_bought(shop=shop, bought={line.id: 1})

    with meanwhile(f"{SERVICES}._lessen", putting(shop, products[0], cart.token)) as rival:
        take()
    assert rival.raised == []
    with scope(shop.id):
        assert list(CartLine.objects.values_list("quantity", flat=True)) == [2]
