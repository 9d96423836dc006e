"""깊이: what is sent may cost its length, not the square of it."""

from __future__ import annotations

import re

import nh3
import pytest

from minishop.mall.catalog.domain import nesting
from minishop.mall.catalog.domain.description import Dropped, clean
from minishop.mall.catalog.domain.nesting import shallow

# Each was once cleaned in minutes, or to a hundred times its length. What looks like an end in them is none to a reader.
UNITS = [
    "<div>", "<pre>\n\n", "<b><i>", "<table><tr><td>", "<div><table></div></table>", "<div><select></div></select>", "<div><!--</div>-->",
    "<div a='</div>'>", "<div><style></div></style>", "<div><xmp></div></xmp>", "<div><svg></div></svg>", "<div><noscript></div></noscript>",
    "<span><div></span></div>", "<section><div><button></div></button>", "<b><div></b>", "</h1></br><h1><section><i>", "<form><div><form></form>",
    "<div a=b\"</div>\">", "<li><section>", "<div><!></div><!--></div>-->", "<marquee><div></marquee>", "<div></DIV x='>'><Div>",
]  # fmt: skip
TAGS = nh3.ALLOWED_TAGS | {"button", "font", "form", "marquee", "section", "select"}


def depth_read(html: str) -> int:
    """How deep a reader finds the elements, by what it writes again."""
    deepest = depth = 0
    for end, name in re.findall(r"<(/?)([a-z0-9]+)", nh3.clean(html, tags=TAGS, clean_content_tags=set())):
        if name not in ("br", "img", "hr", "col"):
            depth += -1 if end else 1
            deepest = max(depth, deepest)
    return deepest


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_stands_deeper_than_it_may_to_a_reader(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nesting, "DEEPEST", 20)
    monkeypatch.setattr(nesting, "IN_DOUBT", 0)
    assert depth_read(shallow(unit * 150)[0]) <= 60  # a reader adds the parts of a table that were not written


def test_what_was_left_open_is_not_opened_again_in_every_paragraph_for_ever() -> None:
    left_open = "<p>" + "".join(f"<font color='#{number:06x}'>" for number in range(300)) + "</p>"
    html = clean(left_open + "<p>글" * 20_000).html
    assert len(html) < 3_000_000


def test_a_tag_with_more_attributes_than_anyone_writes_is_none() -> None:
    assert shallow("<p " + " ".join(f"a{number}" for number in range(300)) + ">글</p>") == ("글</p>", ["p"])


def test_what_is_taken_out_is_named_and_its_text_stays() -> None:
    cleaned = clean("<div>" * 260 + "글" + "</div>" * 260)
    assert cleaned.html.count("<div>") == nesting.DEEPEST
    assert "글" in cleaned.html
    assert cleaned.dropped == {Dropped.DEEP: ("div",) * (260 - nesting.DEEPEST)}


@pytest.mark.parametrize(
    "unit",
    [
        "<p>글", "<li>글", "<p><b>글</b></p>\n", "<p><b>글</p>", "<p><b>글</p></b>\n", "<div><p>글<br></div>", "<dl><dt>글<dd>글</dl>",
        "<table><tr><td>글<td><p>글<tr><th>글</table>", "<table><tr><td><b>글</td><td>글</table>",
        "<ul><li>글<li><a href=x>글</a></ul>", "<!-- <div> --><p>글</p>", "a < b <3 글",
        "<style>div > p { }</style><script>'<div>'</script><hr>", "<center><font color=red><b>글</b></font></center>", "<h2>글</h2><p>",
        "<noscript><img src=a></noscript>", "<svg><path/></svg><p>글</p>", "<img src='data:image/png;base64,AAAA' alt='>'>",
    ],
)  # fmt: skip
def test_a_long_page_that_is_not_deep_stays_to_the_letter(unit: str) -> None:
    assert shallow(unit * 400) == (unit * 400, [])
