"""배송시작 체크: what a seller must find on the desk and in an order's details."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.mall.backoffice.orders.test_desk import DESK, at_noon, collect, seller, text
from tests.mall.fake_hub import FakeHub

from minishop.chassis.ui.templatetags.ui import moment
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop

__all__ = ["at_noon", "seller"]


@pytest.fixture
def desk(connected: Shop, hub: FakeHub, seller: Client) -> BeautifulSoup:
    collect(connected, hub, "1")
    return BeautifulSoup(text(seller, DESK), "html.parser")


def test_unshipped_orders_have_their_page_and_their_search(desk: BeautifulSoup) -> None:
    """R113."""
    assert [heading.get_text(strip=True) for heading in desk.select("h1")] == ["배송시작 체크"]
    search = desk.select("form[role=search]")
    assert [form.button.get_text(strip=True) for form in search if form.button] == ["주문검색"]


def test_the_desk_says_what_opens_the_details_and_they_do(desk: BeautifulSoup, seller: Client) -> None:
    """R115: the number and the product both lead there."""
    assert "주문번호와 상품명을 누르면 상세정보를 볼 수 있습니다." in desk.get_text()
    details = f"{DESK}{Order.objects.get().number}/"
    assert [link["href"] for link in desk.select("article.order h2 a, article.order .order-lines a")] == [details] * 3
    assert seller.get(details).status_code == 200


def test_an_order_bears_the_mark_of_its_channel(desk: BeautifulSoup) -> None:
    """Q21."""
    (order,) = desk.select("article.order")
    badges = [badge.get_text(strip=True) for badge in order.select(".cluster > .cluster > .badge")]
    assert badges == ["체크아웃"]
    assert order.select(".cluster > .cluster > .badge svg")


def test_the_details_are_headed_by_both_numbers_and_the_moment(connected: Shop, hub: FakeHub, seller: Client) -> None:
    """R125."""
    collect(connected, hub, "1")
    order = Order.objects.get()
    page = BeautifulSoup(text(seller, f"{DESK}{order.number}/"), "html.parser")
    (head,) = page.select(".page-head")
    assert [heading.get_text(strip=True) for heading in head.select("h1")] == [f"{order.number} ({order.hub_number})"]
    assert head.p is not None
    assert head.p.get_text(strip=True) == f"주문일자 {moment(order.ordered_at)}"
