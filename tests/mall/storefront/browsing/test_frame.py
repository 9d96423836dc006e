"""What stands on every page of a shop, and what a shop has not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.mall.front import text, visitor
from tests.mall.worlds import Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.mall.shops.models import Shop


def soup(front: Client, address: str = "/", *, secure: bool = False) -> BeautifulSoup:
    return BeautifulSoup(text(front.get(address, secure=secure)), "html.parser")


@pytest.mark.parametrize(
    "address", ["/mypage/", "/my/", "/my/orders/", "/orders/", "/order/", "/order/complete/", "/login/", "/join/"]
)
def test_a_shop_has_no_page_of_its_own_for_orders_or_members(front: Client, address: str) -> None:
    """R26."""
    assert front.get(address).status_code == 404


def test_orders_are_looked_up_at_the_hub(front: Client) -> None:
    """R21: the links lead away from the shop, to the buyer's own page at Checkout."""
    links = {link.get_text(strip=True): str(link["href"]) for link in soup(front).select("nav.shop-links a")}
    assert links["주문확인/배송조회"].startswith("http://checkout.localhost:")
    assert links["주문확인/배송조회"].endswith("/my/")


def test_the_main_page_is_its_products(front: Client, shop: Shop) -> None:
    """R74: shelves and nothing else; no board, no widget."""
    make_product(shop, "P1", recommended=True)
    parts = soup(front).select(".shop-content > section")
    assert [part.h2.get_text(strip=True) for part in parts if part.h2] == ["추천 상품", "전체 상품"]
    assert all(part.select(".shelf-card") for part in parts)


@pytest.mark.parametrize(("secure", "marks"), [(False, []), (True, ["암호화 연결(SSL) 사용"])], ids=["http", "https"])
def test_the_foot_bears_its_marks(front: Client, secure: bool, marks: list[str]) -> None:
    """R78: the standard terms always, the secured connection where it is one."""
    shown = [mark.get_text(strip=True) for mark in soup(front, secure=secure).select("footer .shop-marks li")]
    assert shown == ["공정거래위원회 표준약관 사용", *marks, "모든 결제는 체크아웃에서 안전하게"]


def test_every_shop_is_drawn_alike(front: Client, cast: Cast) -> None:
    """R38, R75: one design, whichever the shop."""
    with scope(cast.maru.id):
        other = soup(visitor(cast.maru))
    ours = soup(front)
    assert [link["href"] for link in ours.select("link[rel=stylesheet]")] == [
        link["href"] for link in other.select("link[rel=stylesheet]")
    ]
    assert [root["class"] for root in ours.select("html")] == [root["class"] for root in other.select("html")]
