"""Texts as people compare them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.plain import plain


@pytest.mark.parametrize(
    "text",
    ["판매가", " 판 매\u00a0가\ufeff", unicodedata.normalize("NFD", "판매가"), "판매\u1100\u200b\u1161", "판\u00ad매\u2060가"],
    ids=["같음", "빈칸과 표시", "NFD", "글자와 그 표시 사이의 보이지 않는 글자", "나눔표"],
)
def test_what_nobody_sees_makes_no_other_text(text: str) -> None:
    assert plain(text) == "판매가"


@given(st.text(max_size=12))
def test_a_plain_text_is_its_own_plain_text(text: str) -> None:
    assert plain(plain(text)) == plain(text)
