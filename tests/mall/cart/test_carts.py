"""장바구니: rows that come and go."""

from __future__ import annotations

from datetime import timedelta

from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.cart.queries import Choice, choices_of
from minishop.mall.cart.services import change_quantity, put
from minishop.mall.cart.tasks import forget_old_carts
from minishop.mall.catalog.services.products import delete_product
from minishop.mall.shops.models import Shop


def filled(shop: Shop, code: str = "P1", token: str = "") -> Cart:
    product = make_product(shop, code)
    return put(shop=shop, token=token, choice=Choice(0, product, product.variants.all()[0], 1), now=NOW)


def test_an_unknown_token_gets_a_cart_of_its_own(shop: Shop) -> None:
    """A token is never chosen by the visitor."""
    assert filled(shop, token="made-up").token != "made-up"


def test_the_same_token_in_two_shops_is_two_carts(cast: Cast) -> None:
    with scope(cast.haru.id):
        cart = filled(cast.haru)
    with scope(cast.maru.id):
        assert filled(cast.maru, token=cart.token).token != cart.token


def test_a_deleted_product_leaves_the_cart(shop: Shop) -> None:
    cart = filled(shop)
    delete_product(shop=shop, code="P1", now=NOW)
    assert choices_of(shop, cart) == []


def test_old_carts_are_forgotten_and_touched_ones_are_kept(cast: Cast) -> None:
    for shop in (cast.haru, cast.maru):
        with scope(shop.id):
            filled(shop)
    with scope(cast.maru.id):
        change_quantity(
            shop=cast.maru, cart=Cart.objects.get(), line_id=CartLine.objects.get().id, quantity=2, now=NOW + timedelta(days=20)
        )
    for _again in range(2):
        forget_old_carts.run(now=NOW + timedelta(days=31))
    with scope(cast.haru.id):
        assert not Cart.objects.exists() and not CartLine.objects.exists()  # noqa: PT018  # one fact: nothing is left
    with scope(cast.maru.id):
        assert CartLine.objects.get().quantity == 2
