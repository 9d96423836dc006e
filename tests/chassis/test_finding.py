"""Search boxes: the one form in which a text is found. What finds rows by it is tested with the mall's shops."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minishop.chassis import finding
from minishop.chassis.finding import search_key

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
EASY = st.text(st.characters(max_codepoint=0x7F) | st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=40)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("하루 상점", "하루상점"), (unicodedata.normalize("NFD", "하루상점"), "하루상점"), ("ＨＡＲＵ　Shop", "harushop"), ("㈜하루", "(주)하루"),
        ("123-45-67891", "1234567891"), ("１２３－４５", "12345"), ("Straße", "strasse"), ("하\u200b루\x00", "하루"),
        ("ㅎㅏㄴㄱㅡㄹ ㅁㅓㄱ", "한글먹"), ("ㅎㅏ루", "하루"), ("값ㄱ", "값ᄀ"), (" - ", ""),
    ],
)  # fmt: skip
def test_a_text_has_one_form(written: str, key: str) -> None:
    assert search_key(written) == key


@given(EASY)
def test_the_short_way_leads_where_the_long_one_does(text: str) -> None:
    assert search_key(text) == finding._search_key(text)


@given(TEXT)
@example("T¨")
def test_a_form_is_its_own_form_however_it_was_composed(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert search_key(unicodedata.normalize("NFD", text)) == key
    assert search_key(unicodedata.normalize("NFC", text)) == key
