"""How the story reads pages: what a browser would send is what it sends."""

from __future__ import annotations

import csv
import io

import pytest
from PIL import Image

from minishop.cli.story.errors import Unexpected
from minishop.cli.story.goods import IMPORTED, Scarf, picture, product_list
from minishop.cli.story.pages import Page
from minishop.cli.story.wares import AISLES, WARES
from minishop.sandbox.oldshop.domain import COLUMNS

PAGE = """
<h1>주문서</h1><script>var hidden = "안 보임";</script>
<form action="/search/"><input name="q" value="꿀"></form>
<form method="post" action="/pay/?step=2" id="pay">
  <input type="hidden" name="csrfmiddlewaretoken" value="t1">
  <input name="name" value="김"><input type="checkbox" name="agree" value="yes"><input type="checkbox" name="gift" checked>
  <input type="radio" name="card" value="a"><input type="radio" name="card" value="b" checked>
  <select name="carrier"><option value="cj">대한통운</option><option value="post" selected>우체국</option></select>
  <textarea name="memo">
문 앞에</textarea>
  <input type="file" name="picture"><input name="off" disabled value="x">
</form>
<button form="pay" name="go" value="1">결제하기</button><a href="/back/">이전 <b>화면</b></a>
"""


def page() -> Page:
    return Page("http://checkout.localhost:8200/customer/order.nhn?ORDER_ID=1", 200, PAGE)


def test_a_form_sends_what_a_browser_would() -> None:
    form = page().form("/pay/")
    assert form.action == "http://checkout.localhost:8200/pay/?step=2"
    assert form.filled({"name": "이다온", "agree": True}) == [
        ("csrfmiddlewaretoken", "t1"),
        ("name", "이다온"),
        ("agree", "yes"),
        ("gift", "on"),
        ("card", "b"),
        ("carrier", "post"),
        ("memo", "문 앞에"),
    ]
    assert form.buttons == [("go", "1", "결제하기")]
    assert ("gift", "on") not in form.filled({"gift": False})


def test_a_field_that_is_not_there_is_noticed() -> None:
    with pytest.raises(Unexpected, match="no field 'address'"):
        page().form("/pay/").filled({"address": "서울"})


def test_an_option_without_a_value_is_sent_as_its_words() -> None:
    plain = Page(
        "http://shop.localhost/", 200, '<form action="/cart/"><select name="colour"><option value="">-<option>쪽빛</select></form>'
    )
    assert plain.form("/cart/").field("colour").options == [("", "-"), ("쪽빛", "쪽빛")]


def test_options_are_chosen_by_their_words() -> None:
    assert page().form("/pay/").option("carrier", "대한") == "cj"


def test_words_and_links_are_those_that_people_see() -> None:
    assert "안 보임" not in page().text
    assert page().link("이전 화면") == "http://checkout.localhost:8200/back/"
    with pytest.raises(Unexpected, match=r"does not say \['배송'\]"):
        page().expect("주문서", "배송")


def test_the_product_list_has_the_columns_of_an_export() -> None:
    rows = list(csv.reader(io.StringIO(product_list("A1").content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(COLUMNS) == len(set(COLUMNS)) == 86
    assert len(rows) == IMPORTED + 1
    assert {len(row) for row in rows} == {86}
    assert len({row[0] for row in rows}) == len(rows)


def test_every_product_has_a_picture_and_every_category_a_name_and_a_product() -> None:
    named = [name for ware in WARES for name in ware.drawings] + [Scarf("").drawing]
    assert len(named) == len(set(named)) == 26
    assert {Image.open(io.BytesIO(picture(name).content)).size for name in named} == {(1000, 1000)}
    assert sum(len(picture(name).content) for name in named) < 500_000
    assert {number for ware in WARES for number in ware.aisles.split("|")} == {aisle.number for aisle in AISLES}
    assert {aisle.below for aisle in AISLES} <= {"", *(aisle.name for aisle in AISLES)}
