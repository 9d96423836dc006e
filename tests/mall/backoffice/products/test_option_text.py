"""Text options as lines: what an office in either language shows can be sent back in either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.backoffice.products.option_text import text_of_texts, text_options_of
from minishop.mall.catalog.domain.draft import TextOption

NAMES = st.text("가나 ab()", min_size=1, max_size=8).filter(lambda name: name == name.strip())


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("각인 문구", TextOption("각인 문구", True, 50)),
        ("각인 문구 (선택, 20자)", TextOption("각인 문구", False, 20)),
        ("각인 문구 (필수)", TextOption("각인 문구", True, 50)),
        ("Engraving (optional, 20 characters)", TextOption("Engraving", False, 20)),
        ("Initial (required, 1 character)", TextOption("Initial", True, 1)),
        ("Initial (선택, 3 characters)", TextOption("Initial", False, 3)),
        ("각인 (한글)", TextOption("각인 (한글)", True, 50)),
        ("각인 (선택, 한글)", TextOption("각인 (선택, 한글)", True, 50)),
        ("각인 (999자)", TextOption("각인", True, 200)),
    ],
    ids=["이름만", "선택과 길이", "필수", "영어", "영어 한 글자", "섞어 씀", "모르는 말", "아는 말과 모르는 말", "너무 긴 길이"],
)
def test_a_line_is_an_option(line: str, option: TextOption) -> None:
    assert text_options_of(line) == (option,)


@given(name=NAMES, required=st.booleans(), length=st.integers(1, 200))
def test_what_is_shown_is_read_as_it_was(name: str, required: bool, length: int) -> None:
    option = TextOption(name, required, length)
    assert text_options_of(text_of_texts([option])) == (option,)
