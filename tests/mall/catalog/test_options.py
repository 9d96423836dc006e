"""옵션: from options to variants, and from choices to one of them."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.catalog.domain.options import (
    MAX_VARIANTS,
    BadOptions,
    ChoiceMissing,
    SelectOption,
    all_choices,
    choose,
    names_choices,
    option_text,
)

COLOUR, SIZE = SelectOption("색상", ("노랑", "파랑")), SelectOption("사이즈", ("S", "M"))


def test_every_combination_the_first_option_slowest() -> None:
    assert [option_text(choices) for choices in all_choices([COLOUR, SIZE])] == [
        "색상:노랑 / 사이즈:S", "색상:노랑 / 사이즈:M", "색상:파랑 / 사이즈:S", "색상:파랑 / 사이즈:M",
    ]  # fmt: skip
    assert all_choices([]) == [()]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ([SelectOption("", ("가",))], "no_name"),
        ([SelectOption("색상", ())], "no_values"),
        ([SelectOption("색상", ("가", ""))], "no_values"),
        ([SelectOption("색상", ("가", "가"))], "twice"),
        ([COLOUR, SelectOption("색상", ("빨강",))], "twice"),
        ([SelectOption("번호", tuple(map(str, range(301))))], "too_many"),
    ],
    ids=["이름 없음", "값 없음", "빈 값", "같은 값", "같은 옵션", "조합이 많음"],
)
def test_options_that_make_no_sense(options: list[SelectOption], problem: str) -> None:
    with pytest.raises(BadOptions) as refused:
        all_choices(options)
    assert refused.value.facts["problem"] == problem


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        ({}, "색상"),
        ({"색상": "노랑"}, "사이즈"),
        ({"색상": "검정", "사이즈": "S"}, "색상"),
        ({"색상": "노랑", "사이즈": ""}, "사이즈"),
    ],
    ids=["없음", "하나만", "없는 값", "빈 값"],
)
def test_a_choice_left_open_is_named(chosen: dict[str, str], missing: str) -> None:
    with pytest.raises(ChoiceMissing) as refused:
        choose([COLOUR, SIZE], chosen)
    assert refused.value.facts["option"] == missing


values = st.lists(st.text("가나다라", min_size=1, max_size=3), min_size=1, max_size=4, unique=True).map(tuple)
options = st.lists(values, max_size=3).map(lambda sets: [SelectOption(f"옵션{i}", one) for i, one in enumerate(sets)])


@given(options)
def test_each_combination_is_found_by_its_own_choices(selects: list[SelectOption]) -> None:
    combinations = all_choices(selects)
    assert len(set(combinations)) == prod(len(option.values) for option in selects) <= MAX_VARIANTS
    assert all(choose(selects, dict(choices)) == choices for choices in combinations)


@pytest.mark.parametrize(
    ("text", "fits"),
    [("색:파랑", True), ("색:파랑 / 각인:민수", True), ("", True), ("색:파", True), ("색:파랑이", False), ("색:초록", False)],
    ids=["같음", "적은 글", "말 없음", "잘림", "더 긴 값", "다른 값"],
)
def test_an_order_lines_text_names_its_combination(text: str, fits: bool) -> None:
    assert names_choices(text, [["색", "파랑"]]) is fits
    assert names_choices(text, [])
