"""Terms and privacy: texts that can be read where consent is asked, and in every foot (R78)."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.front import text
from tests.mall.storefront.furnished import furnish
from tests.page_lines import lacking
from tests.reading import Page

from minishop.mall.shops.models import Shop

SHOP = {"/terms/": "이용약관", "/privacy/": "개인정보 처리방침"}
MALL = {"/terms/": "미니샵 이용약관", "/privacy/": "미니샵 개인정보 처리방침"}


@pytest.mark.parametrize(("path", "title"), SHOP.items())
def test_a_shops_foot_leads_to_texts_about_its_own_seller(front: Client, shop: Shop, path: str, title: str) -> None:
    furnish(shop)
    page = front.get(path)
    assert lacking(page, f"# {title}\n@ 약관\n[이용약관 → /terms/]\n[개인정보 처리방침 → /privacy/]") == []
    assert "하루상점" in Page(page).main.text
    assert "하루상사" in Page(page).main.text
    assert "%(" not in text(page)


def test_a_shop_without_a_business_name_goes_by_its_own(front: Client) -> None:
    assert "판매자 하루상점" in Page(front.get("/terms/")).main.text


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "title"), MALL.items())
def test_the_malls_texts_stand_beside_the_consent(client: Client, path: str, title: str) -> None:
    links = Page(client.get("/signup/")).main.links()
    assert path in links.values()
    page = Page(client.get(path))
    assert page.main.headings()[0] == title
    assert len(page.main.headings()) == 7
    assert path in Page(client.get("/login/")).links().values()
