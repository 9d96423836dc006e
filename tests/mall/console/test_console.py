"""운영 콘솔: all shops with their entries, for operators only."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.mall.worlds import NOW, PASSWORD, Cast, approve_all
from tests.plans import plans_of

from minishop.chassis import finding
from minishop.chassis.jobs.jumps import clock_jumps, note_jump
from minishop.chassis.tenancy import scope
from minishop.chassis.ui import steps
from minishop.chassis.ui.steps import step
from minishop.mall.shops.models import Shop
from minishop.mall.shops.services.information import Information, save_information
from minishop.mall.staff.services import open_shop


def logged_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_nobody_else_comes_in(cast: Cast, client: Client) -> None:
    assert client.get("/console/").headers["location"] == "/login/?next=/console/"
    refused = [logged_in(one).get("/console/") for one in (cast.owner, cast.staff, cast.stranger)]
    assert [answer.status_code for answer in refused] == [403, 403, 403]


def test_a_seller_is_led_to_an_operators_login_and_back(cast: Cast) -> None:
    seller = logged_in(cast.owner)
    way = "/login/?other=1&next=%2Fconsole%2F"
    assert f'href="{html.escape(way)}"' in seller.get("/console/").content.decode()
    assert seller.get(way).status_code == 200
    said = {"username": cast.operator.email, "password": PASSWORD, "next": "/console/"}
    assert seller.post(way, said).headers["location"] == "/console/"
    assert seller.get("/console/").status_code == 200


def test_every_shop_and_where_its_entries_stand(cast: Cast) -> None:
    with scope(cast.haru.id):
        approve_all(cast.haru, NOW)
    answer = logged_in(cast.operator).get("/console/")
    rows = {row["shop"].code: [entry and entry.state for entry in row["entries"]] for row in answer.context["rows"]}
    assert rows == {"haru": ["approved"] * 3, "maru": [None] * 3}
    page = answer.content.decode()
    assert all(
        desk in page
        for desk in ("sandbox.localhost:8400/pg/", "checkout.localhost:8200/center/", "shopping.localhost:8300/center/")
    )


@pytest.mark.parametrize("word", ["HAR", "하루상점", "하 루", "새이름"])
def test_a_shop_is_found_by_how_its_texts_begin(cast: Cast, word: str) -> None:
    """Also by what its seller has just changed."""
    given = {name: getattr(cast.haru, name) for name in Information.__annotations__}
    save_information(shop=cast.haru, information=Information(**{**given, "business_name": "새 이름"}))
    answer = logged_in(cast.operator).get("/console/", {"q": word})
    assert [row["shop"].code for row in answer.context["rows"]] == ["haru"]


def test_a_word_that_fits_too_many_shops_asks_for_a_longer_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 1)
    client, told = logged_in(cast.operator), "조금 더 길게 적어 주세요"
    assert told not in client.get("/console/?q=haru").content.decode()
    open_shop(owner=cast.owner, code="haru-two", name="하루", now=NOW)
    assert told in client.get("/console/?q=haru").content.decode()


def test_more_shops_take_no_more_queries(cast: Cast, django_assert_num_queries: Callable[[int], Any]) -> None:
    client = logged_in(cast.operator)
    for more in range(3):
        open_shop(owner=cast.owner, code=f"more{more}", name="더", now=NOW)
        with django_assert_num_queries(9):
            assert client.get("/console/").status_code == 200


def walk(client: Client, monkeypatch: pytest.MonkeyPatch, side: str, start: str, word: str = "") -> list[list[str]]:
    """The codes on each page from ``start`` on, by the links to one side."""
    pages, address = [], start
    while address:
        answer = client.get(f"/console/{address}")
        pages.append([row["shop"].code for row in answer.context["rows"]])
        links = re.findall(rf'<a rel="{side}" href="([^"]+)"', answer.content.decode())
        address = html.unescape(links[0]) if links else ""
    return pages


def test_every_shop_stands_on_one_page_each_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newest first, three a page; back again by the same pages, and the word that was looked for goes with it."""
    monkeypatch.setattr(steps, "PAGE", 3)
    client, codes = logged_in(cast.operator), [f"many{number}" for number in range(7)]
    for code in codes:
        open_shop(owner=cast.owner, code=code, name="많은", now=NOW)
    there = [codes[6:3:-1], codes[3:0:-1], codes[0:1]]
    assert walk(client, monkeypatch, "next", "?q=many") == there
    last = Shop.objects.get(code=codes[0])
    assert walk(client, monkeypatch, "prev", f"?q=many&before={last.id}") == there[1::-1]


def test_a_page_before_the_beginning_is_the_whole_first_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PAGE", 3)
    for number in range(4):
        open_shop(owner=cast.owner, code=f"many{number}", name="많은", now=NOW)
    second = Shop.objects.get(code="many2")
    assert walk(logged_in(cast.operator), monkeypatch, "prev", f"?q=many&before={second.id}") == [["many3", "many2", "many1"]]


@pytest.mark.parametrize("odd", ["x", "-1", "0", "9" * 30, "٣", "1"])
def test_a_place_that_is_none_gives_the_first_page(cast: Cast, odd: str) -> None:
    client = logged_in(cast.operator)
    for side in ("after", "before"):
        answer = client.get("/console/", {side: odd})
        assert [row["shop"].code for row in answer.context["rows"]] == ["maru", "haru"]


def test_a_page_deep_in_the_list_is_found_by_the_key(cast: Cast) -> None:
    rows = Shop.objects.order_by("-id")
    for side in ("after", "before"):
        last = plans_of(lambda side=side: step(rows, {side: str(cast.maru.id)}), table="mall_shops_shop")[1]  # type: ignore[misc]
        assert "mall_shops_shop_pkey" in last or "INTEGER PRIMARY KEY" in last or "autoindex_mall_shops_shop" in last
        assert "TEMP B-TREE" not in last


def test_nothing_is_counted_to_its_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert steps.counted(Shop.objects.all()) == "2"
    monkeypatch.setattr(steps, "MOST_COUNTED", 1)
    assert steps.counted(Shop.objects.all()) == "1+"


def test_a_jump_of_the_clock_is_shown_until_it_is_seen(cast: Cast) -> None:
    note_jump(timedelta(hours=-3), true_now=NOW)
    page = logged_in(cast.operator).get("/console/").content.decode()
    assert "컴퓨터 시계가 갑자기 바뀌었습니다" in page
    assert "10,800초 뒤로" in page
    upto = clock_jumps()[0].id
    assert f'name="upto" value="{upto}"' in page
    assert logged_in(cast.operator).post("/console/clock/seen/", {"upto": upto}).headers["location"] == "/console/"
    assert "컴퓨터 시계" not in logged_in(cast.operator).get("/console/").content.decode()
