"""What a seller finds on the page of categories."""

from __future__ import annotations

from django.test import Client
from tests.mall.storefront.furnished import furnish
from tests.page_lines import lacking

from minishop.mall.shops.models import Shop

PAGE = "/office/haru/products/categories/"
HEAD = """
    @ 현재위치
    [상품관리 → /office/haru/products/]
    분류 관리
    # 분류 관리
    쇼핑몰의 메뉴와 지식쇼핑의 분류 이름이 됩니다. 상품 수에는 하위 분류의 상품도 들어 있습니다.
"""
TREE = f"""
    [주방 → {PAGE}$kitchen/]
    [상품 1개 → /office/haru/products/?category=$kitchen]
    [컵 → {PAGE}$cups/]
    [상품 1개 → /office/haru/products/?category=$cups]
"""
NEW = """
    ## 분류 등록
    {분류 이름: }
    {상위 분류 선택: *없음 (대분류) / 주방 / 컵}
    {순서: 0}
    작은 수가 먼저 보입니다.
    <저장 → POST>
"""
EDIT = f"""
    ## 컵 고치기
    {{분류 이름: 컵}}
    {{상위 분류 선택: 없음 (대분류) / *주방}}
    {{순서: 0}}
    <저장 → POST>
    [취소 → {PAGE}]
"""


def test_the_tree_and_a_form_for_a_new_one(shop: Shop, owner: Client) -> None:
    """R108."""
    found = furnish(shop)
    assert lacking(owner.get(PAGE), HEAD + TREE + NEW, kitchen=found.kitchen.id, cups=found.cups.id) == []


def test_a_category_is_changed_where_it_stands(shop: Shop, owner: Client) -> None:
    found = furnish(shop)
    page = owner.get(f"{PAGE}{found.cups.id}/")
    assert lacking(page, HEAD + TREE + EDIT, kitchen=found.kitchen.id, cups=found.cups.id) == []


def test_a_shop_without_categories(owner: Client) -> None:
    assert lacking(owner.get(PAGE), f"{HEAD}아직 분류가 없습니다.\n## 분류 등록") == []
