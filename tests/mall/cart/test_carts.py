"""장바구니: rows that come and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.jobs.registry import GoOn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.cart.models import Cart, CartLine
from minishop.mall.cart.queries import Choice, choices_of
from minishop.mall.cart.services import BadQuantity, CartFull, TextMissing, change_quantity, choose, put, read_quantity
from minishop.mall.cart.tasks import forget_old_carts
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.models import Product
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


@pytest.mark.parametrize(
    ("text", "kept"),
    [("가" * 5, [("문구", "가" * 5)]), ("", []), ("  가\x00나\n다 ", [("문구", "가 나 다")])],
    ids=["딱 맞음", "안 적음", "빈칸과 제어 문자"],
)
def test_what_is_written_into_an_option(shop: Shop, text: str, kept: list[tuple[str, str]]) -> None:
    product = make_product(shop, texts=[TextOption("문구", required=False, max_length=5)])
    choice = choose(shop=shop, product=product, chosen={}, texts={"문구": text}, quantity="1")
    assert list(choice.texts) == kept


@pytest.mark.parametrize(("required", "text"), [(False, "가" * 6), (True, "가" * 6), (True, ""), (True, " \t")])
def test_what_cannot_be_written_into_an_option(shop: Shop, required: bool, text: str) -> None:
    product = make_product(shop, texts=[TextOption("문구", required=required, max_length=5)])
    with pytest.raises(TextMissing) as refused:
        choose(shop=shop, product=product, chosen={}, texts={"문구": text}, quantity="1")
    assert refused.value.facts == {"option": "문구", "limit": 5}


@pytest.mark.parametrize(
    ("text", "quantity"), [("1", 1), ("999", 999), ("0", None), ("1000", None), ("", None), ("-1", None), ("²", None)]
)
def test_a_quantity_is_from_1_to_999(text: str, quantity: int | None) -> None:
    if quantity is None:
        with pytest.raises(BadQuantity):
            read_quantity(text)
    else:
        assert read_quantity(text) == quantity


def test_a_line_of_a_cart_grows_up_to_999(shop: Shop) -> None:
    cart = filled(shop)
    product = Product.objects.get()
    more = Choice(0, product, product.variants.all()[0], 998)
    put(shop=shop, token=cart.token, choice=more, now=NOW)
    assert CartLine.objects.get().quantity == 999
    with pytest.raises(BadQuantity):
        put(shop=shop, token=cart.token, choice=replace(more, quantity=1), now=NOW)
    assert CartLine.objects.get().quantity == 999


def test_a_cart_holds_a_hundred_lines(shop: Shop) -> None:
    """The hundredth different text of one combination still has a place."""
    product = make_product(shop, texts=[TextOption("문구")])
    one = Choice(0, product, product.variants.all()[0], 1, [("문구", "0")])
    cart = put(shop=shop, token="", choice=one, now=NOW)
    CartLine.objects.bulk_create(
        CartLine(
            shop=shop, cart_id=cart.id, product_id=product.id, variant_id=one.variant.id, texts=[], texts_key=f"made-{number}",
            quantity=1, position=number,
        )
        for number in range(98)
    )  # fmt: skip
    put(shop=shop, token=cart.token, choice=replace(one, texts=[("문구", "99")]), now=NOW)
    with pytest.raises(CartFull):
        put(shop=shop, token=cart.token, choice=replace(one, texts=[("문구", "100")]), now=NOW)
    assert CartLine.objects.count() == 100
    put(shop=shop, token=cart.token, choice=one, now=NOW)
    assert CartLine.objects.filter(quantity=2).count() == 1


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


def test_carts_go_in_batches_and_a_turn_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three carts of two shops, two a batch; a turn that is over leaves the rest to the next, which is due at once."""
    monkeypatch.setattr("minishop.chassis.retention.keeping.BATCH", 2)
    monkeypatch.setattr("minishop.chassis.jobs.stopping.TURN", 0.0)
    for shop, code in ((cast.haru, "P1"), (cast.haru, "P2"), (cast.maru, "P1")):
        with scope(shop.id):
            filled(shop, code)
    with pytest.raises(GoOn):
        forget_old_carts.run(now=NOW + timedelta(days=31))
    with across_tenants("what is left"):
        assert (Cart.objects.count(), CartLine.objects.count()) == (1, 1)
    forget_old_carts.run(now=NOW + timedelta(days=31))
    with across_tenants("what is left"):
        assert (Cart.objects.count(), CartLine.objects.count()) == (0, 0)


def test_a_cart_of_exactly_thirty_days_stays(shop: Shop) -> None:
    filled(shop)
    forget_old_carts.run(now=NOW + timedelta(days=30))
    assert Cart.objects.count() == 1


def test_a_batch_takes_three_statements_however_many_carts(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        with scope(cast.haru.id):
            filled(cast.haru, f"P{number}")
    with django_assert_max_num_queries(5):  # with the transaction's own two
        forget_old_carts.run(now=NOW + timedelta(days=31))
