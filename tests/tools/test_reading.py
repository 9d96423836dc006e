"""A page is read by its words, and what is not there or stands for two things is an error."""

from __future__ import annotations

import pytest
from tests.reading import Button, Field, Page

PAGE = Page("""<!doctype html><title>주문 · 가게</title><header><a href="/">홈</a><a href="/help/">도움</a></header><main>
<h1>주문 <small>20261123</small></h1><script>var unread = 1</script>
<section><h2>금액</h2><dl><dt>총액</dt><dd><b>1,000</b>원</dd><div><dt>할인</dt><dd>0원</dd></div></dl>
  <label for="sum">합계</label><output id="sum">900원</output></section>
<section><h2>상품</h2><table><caption>고른 상품</caption><thead><tr><th>상품</th><th>수량</th></tr></thead>
  <tbody><tr><th scope="row">머그컵</th><td>2개</td></tr><tr><th scope="row">앞치마</th><td>1개</td></tr></tbody></table></section>
<form method="post" action="/pay/"><input type="hidden" name="csrfmiddlewaretoken" value="x"><input type="hidden" name="key" value="k1">
  <label for="a">이름 <span class="optional">선택</span></label><input id="a" name="name" value="김하루">
  <label>동의 <input type="checkbox" name="agreed" required></label>
  <fieldset><legend>수단</legend><label><input type="radio" name="means" value="card" checked>카드</label>
    <label><input type="radio" name="means" value="bank">이체</label></fieldset>
  <select name="bank" aria-label="은행"><option value="a">가은행</option><option value="b" selected>나은행</option>
  </select>
  <button name="way" value="now">결제</button></form>
<form method="post"><button>지우기</button></form><p><a href="/help/me/">도움</a></p></main>""")


def test_what_is_labelled_is_found_by_its_label() -> None:
    assert PAGE.part("금액").labels() == {"총액": "1,000 원", "할인": "0원", "합계": "900원"}
    assert PAGE.labelled("머그컵") == "2개"
    with pytest.raises(LookupError, match="labelled are"):
        PAGE.labelled("배송비")


def test_headings_and_words_are_those_that_are_read() -> None:
    assert PAGE.headings() == ["주문 20261123", "금액", "상품", "수단"]
    assert PAGE.title == "주문 · 가게"
    assert PAGE.says("1,000")
    assert not PAGE.says("unread")


def test_a_link_is_found_by_its_words_where_they_lead_to_one_place() -> None:
    assert PAGE.link("홈") == "/"
    assert PAGE.main.links() == {"도움": "/help/me/"}
    for words in ("도움", "없음"):
        with pytest.raises(LookupError, match="leads to"):
            PAGE.link(words)


def test_a_button_sends_what_stands_hidden_in_its_form() -> None:
    form = PAGE.main.parts("form")[0]
    assert form.button("결제") == Button("/pay/", "post", {"key": "k1", "way": "now"})
    with pytest.raises(LookupError, match="buttons are"):
        form.button("취소")


def test_a_form_that_posts_without_a_token_is_an_error() -> None:
    with pytest.raises(LookupError, match="without a token"):
        PAGE.buttons()


def test_fields_are_found_by_their_labels() -> None:
    assert PAGE.fields() == {
        "이름": Field("name", "text", "김하루"),
        "동의": Field("agreed", "checkbox", "", required=True),
        "수단": Field("means", "radio", "card", options={"카드": "card", "이체": "bank"}),
        "은행": Field("bank", "select", "b", options={"가은행": "a", "나은행": "b"}),
    }
    with pytest.raises(LookupError, match="fields are"):
        PAGE.field("주소")


def test_rows_are_read_under_the_heads_of_their_columns() -> None:
    rows = [{"상품": "머그컵", "수량": "2개"}, {"상품": "앞치마", "수량": "1개"}]
    assert PAGE.rows() == PAGE.rows("상품") == PAGE.rows("고른 상품") == rows
    with pytest.raises(LookupError, match="0 times"):
        PAGE.rows("배송")
