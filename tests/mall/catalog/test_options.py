"""옵션: from options to variants, and from choices to one of them."""

from __future__ import annotations

import unicodedata
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.catalog.domain.options import (
    MAX_VARIANTS,
    BadOptions,
    ChoiceMissing,
    SelectOption,
    Succession,
    all_choices,
    choose,
    names_choices,
    option_text,
    succeed,
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


COLOURS, SIZES = SelectOption("색상", ("블랙", "화이트")), SelectOption("사이즈", ("S", "M"))


def way(present: list[SelectOption], wanted: list[SelectOption]) -> Succession:
    return succeed(present, all_choices(present), wanted)


def goes_on(found: Succession) -> dict[str, str]:
    return {option_text(new): option_text(old) for new, old in found.same.items()}


def test_options_in_another_order_are_the_same_combinations() -> None:
    found = way([COLOURS, SIZES], [SIZES, COLOURS])
    assert goes_on(found) == {
        f"사이즈:{size} / 색상:{colour}": f"색상:{colour} / 사이즈:{size}" for size in SIZES.values for colour in COLOURS.values
    }
    assert (found.like, found.gone, found.renamed) == ({}, (), ())


@pytest.mark.parametrize(
    ("wanted", "renamed"),
    [
        pytest.param([SelectOption("색상", ("검정", "화이트")), SIZES], (("블랙", "검정"),), id="값 하나"),
        pytest.param([SelectOption("색", ("블랙", "화이트")), SIZES], (("색상", "색"),), id="옵션 하나"),
        pytest.param([SelectOption("색상 ", ("블 랙", "화이트")), SIZES], (("색상", "색상 "), ("블랙", "블 랙")), id="띄어쓰기"),
        pytest.param([SelectOption("색상", ("화이트", "블랙")), SIZES], (), id="값의 순서"),
        pytest.param([SelectOption("사이즈2", ("M", "S")), SelectOption("색", ("화이트", "블랙"))],
                     (("색상", "색"), ("사이즈", "사이즈2")), id="옵션 둘"),
        pytest.param(
            [SelectOption(unicodedata.normalize("NFD", "색상"), ("블랙", "화이트")), SIZES],
            (("색상", unicodedata.normalize("NFD", "색상")),), id="NFD",
        ),
        pytest.param([SIZES, SelectOption("색", ("검정", "화이트"))], (("색상", "색"), ("블랙", "검정")), id="순서와 옵션과 값"),
    ],
)  # fmt: skip
def test_a_renamed_option_or_value_goes_on(wanted: list[SelectOption], renamed: tuple[tuple[str, str], ...]) -> None:
    found = way([COLOURS, SIZES], wanted)
    assert len(found.same) == 4
    assert (found.like, found.gone) == ({}, ())
    assert set(found.renamed) == set(renamed)


def test_a_new_value_is_like_nothing_and_a_lost_one_is_gone() -> None:
    found = way([COLOURS], [SelectOption("색상", ("블랙", "레드", "그린"))])
    assert goes_on(found) == {"색상:블랙": "색상:블랙"}
    assert found.like == {(("색상", "레드"),): (), (("색상", "그린"),): ()}
    assert found.gone == ((("색상", "화이트"),),)


def test_an_added_option_parts_each_combination_and_one_value_leaves_it_whole() -> None:
    found = way([COLOURS], [COLOURS, SIZES])
    assert not found.same
    assert found.like[(("색상", "블랙"), ("사이즈", "S"))] == ((("색상", "블랙"),),)
    assert len(found.gone) == 2
    assert len(way([COLOURS], [COLOURS, SelectOption("사이즈", ("F",))]).same) == 2
    assert way([], [SelectOption("색상", ("블랙",))]).same == {(("색상", "블랙"),): ()}


def test_a_removed_option_joins_combinations() -> None:
    found = way([COLOURS, SIZES], [COLOURS])
    assert (dict(found.same), len(found.gone)) == ({}, 4)
    assert len(found.like[(("색상", "블랙"),)]) == 2
    assert len(way([COLOURS, SelectOption("사이즈", ("F",))], [COLOURS]).same) == 2


names = st.sampled_from(["색상", "색 상", "사이즈", "포장", "size", "SIZE"])
some_options = st.lists(
    st.builds(SelectOption, names, st.lists(st.sampled_from("가나다라"), min_size=1, max_size=3, unique=True).map(tuple)),
    max_size=3,
    unique_by=lambda option: option.name,
)


@given(present=some_options, wanted=some_options)
def test_no_variant_goes_on_twice_and_none_is_forgotten(present: list[SelectOption], wanted: list[SelectOption]) -> None:
    had = all_choices(present)
    found = succeed(present, had, wanted)
    assert len(set(found.same.values())) == len(found.same)
    assert {*found.same.values(), *found.gone} == set(had)
    assert not set(found.same.values()) & set(found.gone)
    assert {*found.same, *found.like} == set(all_choices(wanted))
    again = succeed(present, had, present)
    assert again.same == {choices: choices for choices in had}


@given(present=some_options, order=st.randoms())
def test_order_of_options_and_values_changes_nothing(present: list[SelectOption], order: Random) -> None:
    shuffled = [SelectOption(option.name, tuple(order.sample(option.values, len(option.values)))) for option in present]
    order.shuffle(shuffled)
    found = succeed(present, all_choices(present), shuffled)
    assert all(sorted(new) == sorted(old) for new, old in found.same.items())
    assert (found.gone, found.renamed) == ((), ())
