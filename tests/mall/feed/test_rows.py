"""EP 3.0: a row's cells are clean and within their limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won
from minishop.mall.feed.domain.rows import FULL, SUMMARY, Change, Item, change_of, clean, full_row, summary_row

ITEM = Item("P1", "상품", Won(1_000), Won(0), "http://x/p", "http://x/i.jpg", ["분류"], {}, [], 0)


def cell(item: Item, column: str) -> str:
    return full_row(item).split("\t")[FULL.index(column)]


CLEANED = {
    "탭과 줄바꿈": ("가\t나\r\n다\u2028라", "가 나 다 라"),
    "태그": ("<b>굵은</b> 글<br>자", "굵은 글 자"),
    "앞뒤 빈칸": ("  가  나 ", "가 나"),
    "꺾쇠 하나": ("3 < 5 그리고 7", "3 < 5 그리고 7"),
}


@pytest.mark.parametrize(("text", "kept"), CLEANED.values(), ids=CLEANED)
def test_a_value_holds_no_tab_line_break_or_markup(text: str, kept: str) -> None:
    assert clean(text) == kept


anything = st.text(max_size=300)


@given(anything, anything, st.lists(anything, max_size=6), st.lists(anything, max_size=12))
def test_whatever_a_product_is_called_the_row_stays_a_row(title: str, maker: str, categories: list[str], tags: list[str]) -> None:
    row = summary_row(
        replace(ITEM, title=title, texts={"maker": maker}, categories=categories, tags=tags),
        Change.NEW,
        datetime(2026, 1, 1, tzinfo=UTC),
    )
    cells = row.split("\t")
    assert len(cells) == len(SUMMARY)
    assert len(row.splitlines()) == 1
    assert len(cells[SUMMARY.index("title")]) <= 100
    assert len(cells[SUMMARY.index("maker")]) <= 60
    assert len(cells[SUMMARY.index("search_tag")]) <= 100


def test_a_list_price_is_told_only_above_the_price() -> None:
    told = [cell(replace(ITEM, list_price=Won(amount)), "normal_price") for amount in (0, 1_000, 1_001)]
    assert told == ["", "", "1001"]


def test_tags_are_whole_words_up_to_ten() -> None:
    assert cell(replace(ITEM, tags=["겨울 스카프", "", "울|양모"]), "search_tag") == "겨울스카프|울양모"
    assert cell(replace(ITEM, tags=[f"낱말{n}" for n in range(20)]), "search_tag").count("|") == 9
    assert cell(replace(ITEM, tags=["가" * 60, "나" * 60]), "search_tag") == "가" * 60


@pytest.mark.parametrize(
    ("column", "facts", "most"),
    [
        ("id", "id", 50), ("title", "title", 100), ("link", "link", 255), ("image_link", "image", 255),
        ("brand", "brand", 60), ("maker", "maker", 60), ("origin", "origin", 30), ("model_number", "model_number", 60),
        *((f"category_name{level}", level, 50) for level in range(1, 5)),
    ],
)  # fmt: skip
def test_a_value_is_told_up_to_the_last_letter_of_its_column(column: str, facts: str | int, most: int) -> None:
    def told(length: int) -> str:
        text = "가" * length
        if isinstance(facts, int):
            return cell(replace(ITEM, categories=["분류"] * (facts - 1) + [text]), column)
        if column == facts and column not in ("id", "title", "link"):
            return cell(replace(ITEM, texts={column: text}), column)
        return cell(replace(ITEM, **{facts: text}), column)  # type: ignore[arg-type]

    assert [len(told(length)) for length in (most - 1, most, most + 1)] == [most - 1, most, most]


def test_a_fifth_category_has_no_column() -> None:
    assert full_row(replace(ITEM, categories=["가", "나", "다", "라", "마"])) == full_row(
        replace(ITEM, categories=["가", "나", "다", "라"])
    )


@pytest.mark.parametrize(("length", "count"), [(49, 2), (50, 1)], ids=["함께 100자", "함께 101자"])
def test_tags_have_a_hundred_characters_together(length: int, count: int) -> None:
    told = cell(replace(ITEM, tags=["가" * 50, "나" * length]), "search_tag")
    assert len(told.split("|")) == count


CHANGES = {
    "오늘 등록": (True, True, Change.NEW),
    "오늘 수정": (False, True, Change.UPDATED),
    "빠짐": (False, False, Change.GONE),
    "오늘 등록하고 빠짐": (True, False, Change.GONE),
}


@pytest.mark.parametrize(("created", "inside", "change"), CHANGES.values(), ids=CHANGES)
def test_what_a_change_is_called(created: bool, inside: bool, change: Change) -> None:
    assert change_of(created_today=created, in_feed=inside) is change


def test_what_a_reader_would_take_for_an_entity_is_written_so_that_it_reads_what_stands_there() -> None:
    item = replace(ITEM, title="&amp; 배우기", link="http://x/p?a=1&lt;=2")
    assert (cell(item, "title"), cell(item, "link")) == ("&amp;amp; 배우기", "http://x/p?a=1&lt;=2")
