"""낱말 쪼개기: the tokens of titles and queries, and the laws between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.shopping.index.domain.plan import Plan, plans, rarest
from minishop.shopping.index.domain.synonyms import SYNONYMS
from minishop.shopping.index.domain.tokens import index_tokens, initial_tokens, query_tokens, words_of
from minishop.shopping.index.engines import fts5, tsvector

KOREAN = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12)
SAFE = set("abcdefghijklmnopqrstuvwxyz0123456789")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("린넨 셔츠", {"린", "넨", "셔", "츠", "린넨", "넨셔", "셔츠"}),
        ("Nike Air 97", {"nike", "air", "nikeair", "97"}),
        ("3.5kg", {"3d5", "kg"}),
        ("1,200mm", {"1200", "mm"}),
        ("ＡＢ１", {"ab", "1"}),
        ("", set()),
        ("★!?", set()),
    ],
    ids=["한글", "라틴", "소수", "천 단위", "전각", "빈 글", "기호"],
)
def test_what_a_title_is_found_by(text: str, tokens: set[str]) -> None:
    assert set(index_tokens(text)) == tokens


@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("원피스", ["원피", "피스"]),
        ("컵", ["컵"]),
        ("t셔츠", ["t", "셔츠"]),
        ("ㅇㅍㅅ", ["ᄋᄑᄉ"]),
        ("ㅇㅍㅅㅅㅅ", ["ᄋᄑᄉᄉ", "ᄑᄉᄉᄉ"]),
        ("ㅇ", []),
    ],
    ids=["낱말", "한 글자", "섞임", "초성", "긴 초성", "초성 하나"],
)
def test_what_a_word_asks_for(word: str, tokens: list[str]) -> None:
    assert [token for each in words_of(word) for token in query_tokens(each)] == tokens


@given(st.lists(KOREAN, min_size=1, max_size=4), st.data())
def test_any_part_of_a_title_is_found_whatever_its_spacing(words: list[str], data: st.DataObject) -> None:
    title = "".join(words)
    begin = data.draw(st.integers(0, len(title) - 1))
    part = title[begin : data.draw(st.integers(begin + 1, len(title)))]
    assert set(query_tokens(part)) <= set(index_tokens(" ".join(words)))


@given(KOREAN)
def test_initials_of_a_title_are_found(title: str) -> None:
    initials = "".join(chr(0x1100 + (ord(syllable) - 0xAC00) // 588) for syllable in title)
    assert set(query_tokens(initials)) <= set(initial_tokens(title))


@given(st.text(max_size=200))
def test_any_text_gives_tokens_that_an_engine_can_read(text: str) -> None:
    tokens = {*index_tokens(text), *initial_tokens(text), *(token for plan in plans(text) for token in plan.tokens)}
    for token in tokens:
        assert token
        assert all(letter in SAFE or "가" <= letter <= "힣" or "ᄀ" <= letter <= "ᄒ" for letter in token)


def test_a_plan_in_both_languages() -> None:
    plan = Plan(((("원피", "피스"), ("드레", "레스")), (("97",),)))
    assert fts5.expression(plan) == '(("원피" AND "피스") OR ("드레" AND "레스")) AND (("97"))'
    assert tsvector.expression(plan) == "(('원피' & '피스') | ('드레' & '레스')) & (('97'))"


@pytest.mark.parametrize(
    ("found", "common", "tokens"),
    [
        ({"원피": 3, "피스": 5, "린넨": 1}, 10, ("린넨", "원피", "피스")),
        ({"원피": 30, "피스": 50, "린넨": 1}, 10, ("린넨",)),
        ({"원피": 30, "피스": 50}, 10, ("원피",)),
        ({}, 10, ()),
    ],
    ids=["모두 드묾", "하나만 드묾", "모두 흔함", "하나도 없음"],
)
def test_the_last_resort_asks_for_rare_tokens(found: dict[str, int], common: int, tokens: tuple[str, ...]) -> None:
    assert rarest("린넨 원피스", found, common=common).tokens == tokens


def test_every_word_of_the_synonyms_asks_for_something() -> None:
    """So that a word with synonyms is never left out of a query for want of tokens."""
    assert [word for row in SYNONYMS.items() for word in (row[0], *row[1]) if not query_tokens(word)] == []
