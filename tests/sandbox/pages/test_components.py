"""The living page: every part of the look stands there in three characters, and from the front page it is one step away."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db
LOOKS = [["look", "theme-checkout"], ["look", "theme-mall", "look-office"], ["look", "look-shop"]]


@pytest.fixture
def page(client: Client) -> BeautifulSoup:
    return BeautifulSoup(client.get("/ui/").content, "html.parser")


def test_the_front_page_leads_there(client: Client) -> None:
    front = BeautifulSoup(client.get("/").content, "html.parser")
    assert front.select_one('a[href="/ui/"] h2').get_text(strip=True) == "화면의 부품"  # type: ignore[union-attr]


def test_each_part_stands_in_three_characters(page: BeautifulSoup) -> None:
    parts = page.select("main > section")
    assert len(parts) == 12
    for part in parts:
        assert [look["class"] for look in part.select(".looks > .look")] == LOOKS
    assert [link["href"] for link in page.select("nav[aria-label='부품 목록'] a")] == [
        f"#{part.h2['id']}" for part in parts if part.h2
    ]


def test_no_two_fields_share_an_id_and_each_is_labelled(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    fields = page.select("main input:not([type=hidden]), main select, main textarea")
    assert fields
    for field in fields:
        assert field.find_parent("label") or field.get("aria-label") or page.select(f'label[for="{field["id"]}"]'), field


def test_fields_show_their_mistakes_and_their_help(page: BeautifulSoup) -> None:
    for look in page.select("section[aria-labelledby=fields] .look"):
        before, wrong = look.select("form")
        assert not before.select(".field-error")
        assert len(wrong.select(".field-error")) == 4
        assert before.select(".field-help")
        assert before.select("input[disabled]")


def test_a_form_that_came_back_shows_both_values_whose_save_it_met_and_the_files(page: BeautifulSoup) -> None:
    for look in page.select("section[aria-labelledby=returned] .look"):
        words = " ".join(look.get_text(" ").split())
        assert "마지막 저장: narae@haru.example, 2026.11.23 10:05" in words
        assert "상품명 손으로 빚은 머그컵 머그컵 세트 판매가 13000 14000" in words
        assert [button["value"] for button in look.select("button[name=_take]")] == ["mine", "theirs"]
        assert "mug-1.jpg" in look.select_one("label.check").get_text()  # type: ignore[union-attr]
        assert "다시 골라 주세요: mug-2.jpg" in words


def test_every_part_of_the_style_sheets_is_shown(page: BeautifulSoup) -> None:
    """A part that nobody can look at here would be built twice."""
    shown = {name for tag in page.select("main [class]") for name in tag["class"]}
    for name in ("button-danger", "notice-bad", "badge-warn", "table", "stages", "log", "counters", "receipt", "bill-lost", "segments",
                 "side-tabs", "tabs", "steps", "pagination", "breadcrumb", "empty", "skeleton", "toast", "stat", "parts", "items",
                 "kept-files", "entry-line", "slip", "rail", "bar", "tabbar", "topbar", "choices", "key-values"):  # fmt: skip
        assert name in shown, name


def test_it_is_read_in_both_languages(client: Client) -> None:
    english = client.get("/ui/", headers={"accept-language": "en"}).content.decode()
    main = english[english.index("<main") : english.index("</main>")]
    assert not re.search("[가-힣]", main)


def test_it_is_only_looked_at(client: Client) -> None:
    assert client.post("/ui/").status_code == 405
