"""The menu of a tool's frame."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template import engines

from minishop.chassis.ui.menu import Item, Menu, count_shown, menu_at, present_at

HOME, ORDERS, SHOP = (
    Item("home", "홈", "house", is_tab=True),
    Item("orders", "주문", "clipboard-list", is_tab=True),
    Item("shop", "상점", "store"),
)
LINES = [(HOME, "/office/"), (ORDERS, "/office/orders/"), (SHOP, "/office/shop/")]


@pytest.mark.parametrize(
    ("path", "found"),
    [("/office/", HOME), ("/office/orders/17/", ORDERS), ("/office/elsewhere/", HOME), ("/shops/", None)],
    ids=["집", "주문 하나", "다른 곳", "틀 밖"],
)
def test_a_page_belongs_to_the_longest_address_that_its_own_begins_with(path: str, found: Item | None) -> None:
    assert present_at(path, LINES) == found


def shown(template: str, lines: list[tuple[Item, str]], **counts: int) -> BeautifulSoup:
    menu = Menu("하루상점", "store", "/office/", "상점 메뉴", lines, ORDERS, counts)
    return BeautifulSoup(engines["django"].get_template(template).render({"menu": menu}), "html.parser")


def links(page: BeautifulSoup, within: str) -> list[tuple[str, str, str | None]]:
    return [(link.get_text(strip=True), str(link["href"]), link.get("aria-current")) for link in page.select(f"{within} a")]  # type: ignore[misc]


def test_the_rail_has_every_line_and_says_which_is_present() -> None:
    assert links(shown("ui/_rail.html", LINES), "nav[aria-label='상점 메뉴']") == [
        ("하루상점", "/office/", None),
        ("홈", "/office/", None),
        ("주문", "/office/orders/", "page"),
        ("상점", "/office/shop/", None),
    ]


def test_a_telephone_has_the_tabs_and_the_rest_behind_one_of_them() -> None:
    page = shown("ui/_tabbar.html", LINES)
    assert links(page, ".tabbar > a ~ details nav") == links(shown("ui/_rail.html", LINES), ".menu")
    assert [link.get_text(strip=True) for link in page.select(".tabbar > a")] == ["홈", "주문"]
    assert [link.get_text(strip=True) for link in page.select(".tabbar > a[aria-current=page]")] == ["주문"]


def test_what_fits_whole_into_the_tabs_has_nothing_behind_them() -> None:
    assert not shown("ui/_tabbar.html", LINES[:2]).select("details")


def test_a_menu_leaves_out_what_is_not_installed() -> None:
    menu = menu_at(
        "/shops/new/", [Item("shops", "상점", "store"), Item("nowhere", "없음", "x")], name="이름", icon="store", label="메뉴"
    )
    assert ([address for _, address in menu.lines], menu.home) == (["/shops/"], "/shops/")
    assert menu.present == menu.lines[0][0]


@pytest.mark.parametrize(("count", "shown_as"), [(0, ""), (1, "1"), (99, "99"), (100, "99+")])
def test_a_count_is_shown_as_far_as_it_was_counted(count: int, shown_as: str) -> None:
    assert count_shown(count) == shown_as


@pytest.mark.parametrize("template", ["ui/_menu_lines.html", "ui/_tabbar.html"])
def test_what_waits_stands_behind_its_line_and_no_other(template: str) -> None:
    page = shown(template, LINES, orders=100, home=0)
    assert {str(count.parent.get("href")): count.get_text() for count in page.select(".menu-count") if count.parent} == {
        "/office/orders/": "99+"
    }
