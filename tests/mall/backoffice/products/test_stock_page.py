"""재고 화면: the numbers of a product, how they moved, and what a seller says of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.mall.worlds import NOW, make_product
from tests.reading import Page
from tests.sending import standing_in

from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockBuffer, StockLevel, StockMovement
from minishop.mall.stock.services.holds import Ask, Paid, commit_paid, take

PAGE = "/office/haru/products/P1/stock/"


@pytest.fixture
def variant_id(shop: Shop) -> int:
    """W11: 12/2/3."""
    variant = make_product(shop, "P1", stock=15).variants.all()[0]
    commit_paid(shop=shop, orders=[Paid("minishop", "1", {variant.id: 3})], now=NOW)
    take(shop=shop, ask=Ask("minishop", "2", 1, {variant.id: 2}, NOW), reserves={}, now=NOW)
    return int(variant.id)


def numbers() -> tuple[int | None, int, int]:
    row = StockLevel.objects.get()
    return row.quantity, row.held, row.unshipped


def form(page: Any, act: str, **values: str) -> dict[str, Any]:
    """The first form, filled; the button of the act pressed."""
    return {**standing_in(page), "act": act, **values}


def test_the_numbers_and_their_movements_are_shown(variant_id: int, owner: Client) -> None:
    page = Page(owner.get(PAGE))
    for words in ("재고 12", "선점 2", "판매 가능 10", "출고 전 3", "실물 15", "판매(선점 없음)"):
        assert page.says(words)


@pytest.mark.parametrize(
    ("act", "pieces", "then", "kind"),
    [("in", "4", (16, 2, 3), "received"), ("off", "4", (8, 2, 3), "lost"), ("count", "14", (11, 2, 3), "counted")],
    ids=["입고", "파손", "실사"],
)
def test_what_a_seller_says_counts_once(
    variant_id: int, owner: Client, act: str, pieces: str, then: tuple[int, int, int], kind: str
) -> None:
    """W11: fourteen are counted of fifteen: eleven, nine of them free."""
    body = form(owner.get(PAGE), act, pieces=pieces)
    for _ in range(2):
        assert owner.post(PAGE, body).status_code == 302
        assert numbers() == then
    assert StockMovement.objects.order_by("-id")[0].who == "owner@mall.example"
    assert StockMovement.objects.filter(kind=kind).exists()


def test_a_shelf_that_moved_while_it_was_counted_is_asked_again(shop: Shop, variant_id: int, owner: Client) -> None:
    """W11: one parcel left in between: nothing is written, and both states are shown."""
    body = form(owner.get(PAGE), "count", pieces="14")
    commit_paid(shop=shop, orders=[Paid("minishop", "3", {variant_id: 1})], now=NOW)
    answer = owner.post(PAGE, body)
    assert (answer.status_code, numbers()) == (409, (11, 2, 4))
    assert Page(answer).says("보신 것은 실물 15개, 그 가운데 출고 전 3개입니다.")
    assert Page(answer).says("출고 전 4")


@pytest.mark.parametrize(("act", "pieces"), [("off", "13"), ("in", "-1"), ("in", ""), ("count", "2"), ("in", "9" * 10)])
def test_what_cannot_be_is_refused_and_changes_nothing(variant_id: int, owner: Client, act: str, pieces: str) -> None:
    before = StockMovement.objects.count()
    assert owner.post(PAGE, form(owner.get(PAGE), act, pieces=pieces)).status_code == 422
    assert (numbers(), StockMovement.objects.count()) == ((12, 2, 3), before)


def test_what_is_kept_back_and_the_switch(variant_id: int, owner: Client) -> None:
    owner.post(PAGE, form(owner.get(PAGE), "terms", safety="2", buffer="3", sold_out="on"))
    assert StockLevel.objects.values_list("safety", "sold_out").get() == (2, True)
    assert StockBuffer.objects.values_list("channel", "variant_id", "pieces").get() == ("minishop", variant_id, 3)
    owner.post(PAGE, {"for_all": "4"})
    assert StockBuffer.objects.filter(variant_id=None, pieces=4).count() == 1
    owner.post(PAGE, {"for_all": "0"})
    assert StockBuffer.objects.filter(variant_id=None).count() == 0


def test_an_act_or_a_variant_that_is_none_is_404(variant_id: int, owner: Client) -> None:
    assert owner.post(PAGE, {"variant": "1", "act": "in", "pieces": "1"}).status_code == 404
    assert owner.post(PAGE, {"variant": str(variant_id), "act": "gift", "pieces": "1"}).status_code == 404
