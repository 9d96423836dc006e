"""What went wrong in a shop is said inside the shop, with its head, and a way on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.mall.front import visitor
from tests.mall.worlds import Cast
from tests.reading import Page

from minishop.chassis.web.limits import UNREAD
from minishop.mall.shops.models import Shop


@pytest.mark.parametrize("address", ["/no/such/page/", "/products/NONE/", "/categories/1/"])
def test_what_is_not_there_is_said_inside_the_shop(shop: Shop, address: str) -> None:
    answer = visitor(shop).get(address)
    page = Page(answer)
    assert answer.status_code == 404
    assert page.main.headings() == ["찾으시는 화면이 없습니다"]
    assert page.main.link("상점 처음으로") == "/"
    assert page.parts("header")[0].link("하루상점") == "/"
    assert "장바구니" in page.links()


def test_a_cart_form_that_is_too_large_is_refused_inside_the_shop(shop: Shop) -> None:
    answer = visitor(shop).post("/cart/lines/", {"quantity": "1"}, CONTENT_LENGTH="2000000")
    assert answer.status_code == 413
    assert Page(answer).parts("header")[0].link("하루상점") == "/"


def test_what_came_too_slowly_is_said_inside_the_shop(shop: Shop) -> None:
    told: dict[str, Any] = {UNREAD: 408}
    answer = visitor(shop).post("/cart/lines/", {}, **told)
    assert answer.status_code == 408
    assert Page(answer).parts("header")[0].link("하루상점") == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/products/P1/"])
def test_a_shop_that_is_not_there_leads_to_the_mall(path: str) -> None:
    answer = Client(headers={"host": "nirgendwo.shop.localhost"}).get(path)
    page = Page(answer)
    assert answer.status_code == 404
    assert page.main.headings() == ["이 주소에는 상점이 없습니다"]
    assert page.main.link("미니샵 처음으로") == "http://mall.localhost:8100/"
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_is_not_there_in_ones_own_office_keeps_the_menu(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.owner)
    answer = client.get("/office/haru/products/NONE/")
    page = Page(answer)
    assert answer.status_code == 404
    assert page.main.link("상점 홈") == "/office/haru/"
    assert page.link("주문관리") == "/office/haru/orders/"


def test_a_stranger_is_not_shown_whose_office_it_is(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.stranger)
    answer = client.get("/office/haru/")
    assert answer.status_code == 404
    assert "하루" not in Page(answer).text
    assert Page(answer).main.link("처음으로") == "/"
