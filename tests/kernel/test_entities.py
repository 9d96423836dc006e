"""HTML entities in names: decoded once, and only what is one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from minishop.kernel.entities import decoded, guarded

PIECES = st.sampled_from(["&", "amp;", "&amp;", "#39;", "&nbsp;", "lt", ";", "가", " ", "<b>", "&lt;", "#x26;"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("산 &amp; 바다", "산 & 바다"), ("엄마&#39;s &#xAC00;방", "엄마's 가방"), ("울&nbsp;머플러", "울 머플러"), ("&lt;한정&gt;", "<한정>"),
        ("A&amp;amp;B", "A&amp;B"), ("H&M, R&D; &copy 2011", "H&M, R&D; &copy 2011"), ("&bogus; &;", "&bogus; &;"),
        ("가&#0;나&#9;다&#xD800;", "가\ufffd나 다\ufffd"), ("&#1;&#xFFFFFF;", " \ufffd"),
    ],
)  # fmt: skip
def test_an_entity_is_the_character_it_means(written: str, meant: str) -> None:
    assert decoded(written) == meant


@given(st.lists(PIECES, max_size=12).map("".join))
@example("&amp;amp;nbsp;")
def test_what_is_guarded_comes_back_as_it_was(text: str) -> None:
    assert decoded(guarded(text)) == text
