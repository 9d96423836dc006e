"""상세 설명: what stays of a piece of a page, what is taken out of it and named, and that cleaning twice is cleaning once."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from minishop.mall.catalog.domain.description import Dropped, clean, outside_pictures, with_addresses, with_line_breaks
from minishop.mall.catalog.domain.styles import kept_style
from minishop.mall.catalog.domain.videos import PLAYER, video_address

OLD = "https://old.cafe24.example/web/product/big/"
OWN = f"/media/{'a' * 32}-wide.jpg"
PLAYS = "".join(f' {name}="{value}"' for name, value in PLAYER.items())


def img(address: str, more: str = "") -> str:
    return f'<img src="{address}"{more} loading="lazy">'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param('<img ec-data-src="//m.example/b.jpg" src="data:image/png;base64,AA">', img("https://m.example/b.jpg"), id="카페24의 늦은 그림"),
        pytest.param('<img data-src="https://a.example/b.jpg" src="/blank.gif">', img("https://a.example/b.jpg"), id="data-src가 먼저"),
        pytest.param('<img src="data:x" data-original="http://a.example/b.jpg">', img("http://a.example/b.jpg"), id="data-original"),
        pytest.param('<img data-lazy-src="https://a.example/b.jpg">', img("https://a.example/b.jpg"), id="data-lazy-src"),
        pytest.param('<img srcset="https://a.example/1.jpg 480w, https://a.example/2.jpg 960w">', img("https://a.example/2.jpg"), id="srcset만"),
        pytest.param('<img data-srcset="https://a.example/1.jpg, //a.example/2.jpg 2x">', img("https://a.example/2.jpg"), id="data-srcset만"),
        pytest.param('<img src="https://a.example/s.jpg" srcset="https://a.example/1.jpg 9w">', img("https://a.example/s.jpg"), id="src와 srcset"),
        pytest.param(
            '<img loading="eager" src="//a.example/b.jpg" alt="컵&quot;">',
            '<img loading="lazy" src="https://a.example/b.jpg" alt="컵&quot;">',
            id="제자리",
        ),
        pytest.param('<img src="https://a.example/b.jpg?x=1&amp;y=2">', img("https://a.example/b.jpg?x=1&amp;y=2"), id="& 있는 주소"),
        pytest.param(f'<img src="{OWN}">', img(OWN), id="가게의 사진"),
        pytest.param(
            '<iframe src="//www.youtube.com/embed/x?a=1&b" width="560" height="50vh" onload="y()"><b>z</b></iframe>',
            f'<iframe src="https://www.youtube.com/embed/x?a=1&amp;b" width="560"{PLAYS}></iframe>',
            id="유튜브",
        ),
        pytest.param('<p style="TEXT-ALIGN: center; position:fixed">가</p>', '<p style="text-align:center">가</p>', id="배치"),
        pytest.param('<p style="position:fixed">가</p>', "<p>가</p>", id="덮는 배치"),
        pytest.param('<center><font color="red" size="5">가</font></center>', '<center><font color="red" size="5">가</font></center>', id="옛 꾸밈"),
        pytest.param(
            '<img src="//a.example/b.jpg" usemap="#m"><map name="m"><area coords="0,0,9,9" shape="rect" href="https://a.example/"></map>',
            '<img src="https://a.example/b.jpg" usemap="#m" loading="lazy"><map name="m"><area coords="0,0,9,9" shape="rect" href="https://a.example/"></map>',
            id="이미지맵",
        ),
        pytest.param('<noscript><img src="//a.example/b.jpg"></noscript>가', "가", id="스크립트 없을 때의 그림"),
        pytest.param("<pre>\n\n\n가</pre>", "<pre>가</pre>", id="빈 줄로 시작하는 pre"),
        pytest.param("가\r\n나&#13;다", "가\n나\n다", id="줄바꿈"),
        pytest.param('<a href="/event">가</a>', '<a href="/event" rel="noopener noreferrer">가</a>', id="링크"),
        pytest.param("", "", id="없음"),
    ],
)  # fmt: skip
def test_what_can_be_shown_stays(html: str, kept: str) -> None:
    cleaned = clean(html)
    assert cleaned.html == kept
    assert clean(kept).html == kept
    assert not clean(kept).dropped


@pytest.mark.parametrize(
    ("html", "kind", "named"),
    [
        ("<script>a()</script><SCRIPT src=x></SCRIPT>", Dropped.SCRIPT, ("script", "script")),
        ('<p onclick="a()">가</p>', Dropped.SCRIPT, ("onclick",)),
        ('<a href=" java\nscript:a()">가</a>', Dropped.SCRIPT, ("href",)),
        ("<form><input><button>가</button></form>", Dropped.FORM, ("form", "input", "button")),
        ('<iframe src="https://maps.example/x"></iframe>', Dropped.FRAME, ("https://maps.example/x",)),
        ("<iframe></iframe>", Dropped.FRAME, ("iframe",)),
        ('<object><embed src="https://www.youtube.com/v/x"></object>', Dropped.FRAME, ("object", "embed")),
        ("<style>p{}</style>", Dropped.STYLE, ("style",)),
        ('<p style="z-index:9;color:red;background:url(//a.example/x)">가</p>', Dropped.STYLE, ("z-index", "background")),
        ('<video src="a.mp4"></video>', Dropped.MEDIA, ("video",)),
        ('<img src="/web/upload/a.jpg">', Dropped.PICTURE, ("/web/upload/a.jpg",)),
        ('<img src="data:image/gif;base64,R0">', Dropped.PICTURE, ("data:image/gif;base64,R0",)),
        ('<img src="http://[bad">', Dropped.PICTURE, ("img",)),
        ('<img data-src="lazy.jpg" src="https://a.example/blank.gif">', Dropped.PICTURE, ("lazy.jpg",)),
    ],
    ids=["스크립트", "이벤트", "주소 속 스크립트", "폼", "모르는 프레임", "빈 프레임", "플래시", "스타일 시트", "꾸밈", "영상 파일",
         "옛 쇼핑몰의 그림", "글 속의 그림", "잘못된 주소", "늦은 그림의 상대 주소"],
)  # fmt: skip
def test_what_is_taken_out_is_named(html: str, kind: Dropped, named: tuple[str, ...]) -> None:
    assert dict(clean(html).dropped) == {kind: named}


def test_what_stands_in_a_comment_was_never_there() -> None:
    assert dict(clean("가<!-- <script>a()</script> -->나<!-- <form>").dropped) == {}


def test_a_picture_of_the_old_shop_is_found_where_that_was() -> None:
    cleaned = clean('<img src="/web/upload/a.jpg"><img src="b.jpg">', OLD)
    assert outside_pictures(cleaned.html) == ["https://old.cafe24.example/web/upload/a.jpg", "https://old.cafe24.example/b.jpg"]
    assert not cleaned.dropped


def test_known_pictures_get_their_new_address_and_nothing_else_changes() -> None:
    html = clean(f'<p>https://a.example/?x=1&amp;y</p><img alt="가" src="https://a.example/?x=1&amp;y">{img(OWN)}<br>').html
    assert outside_pictures(html) == ["https://a.example/?x=1&y"]
    moved = with_addresses(html, {"https://a.example/?x=1&y": OWN, "https://other.example/": OWN})
    assert moved == f'<p>https://a.example/?x=1&amp;y</p><img alt="가" src="{OWN}" loading="lazy">{img(OWN)}<br>'
    assert (with_addresses(moved, {"https://a.example/?x=1&y": OWN}), clean(moved).html) == (moved, moved)
    assert with_addresses(html, {}) is html


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("http://youtube.com/embed/x", "https://www.youtube.com/embed/x"),
        (" //www.youtube-nocookie.com/embed/x?rel=0 ", "https://www.youtube-nocookie.com/embed/x?rel=0"),
        ("https://player.vimeo.com/video/1", "https://player.vimeo.com/video/1"),
        ("https://tv.naver.com/embed/1", "https://tv.naver.com/embed/1"),
        ("https://www.youtube.com/watch?v=x", ""),
        ("https://www.youtube.com.evil.example/embed/x", ""),
        ("https://a@www.youtube.com/embed/x", ""),
        ("https://www.youtube.com:8443/embed/x", ""),
        ("javascript://www.youtube.com/embed/x", ""),
        ("/embed/x", ""),
        ("http://[", ""),
    ],
)
def test_only_players_of_known_hosts_are_shown(address: str, player: str) -> None:
    assert video_address(address) == player


@pytest.mark.parametrize(
    "declaration",
    ["width:100%", "max-width:860px", "margin:0 auto", "padding:10px 5px", "margin-top:1.5em", "color:#fff", "background:rgb(1, 2, 3)",
     "background-color:lightyellow", "border:1px solid #ccc", "border-bottom:none", "font-size:1.2rem", "font-weight:700", "line-height:1.8",
     "text-align:center", "display:inline-block", "display:flex", "flex:1 1 50%", "justify-content:space-between", "border-collapse:collapse",
     "vertical-align:middle", "table-layout:fixed", "width:100% !important", "font-family:'맑은 고딕', sans-serif", "float:left"],
)  # fmt: skip
def test_layout_stays(declaration: str) -> None:
    assert kept_style(declaration) == (declaration, [])


@pytest.mark.parametrize(
    "declaration",
    ["position:fixed", "z-index:9", "background:url(//a.example/x)", "width:expression(alert(1))", "content:'x'", "width:99999px",
     "margin:-100px", "width:100vw", "color:\\72 ed", "display:contents", "transform:scale(9)", "width:calc(1px)", "color:/**/red",
     "-moz-binding:url(x)", "behavior:url(x)", "font-family:url(x)", "opacity:0", "animation:x 1s", "top:0", "width"],
)  # fmt: skip
def test_what_fetches_covers_or_leaves_its_place_goes(declaration: str) -> None:
    assert kept_style(declaration) == ("", [declaration.partition(":")[0]])


PIECES = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td>", "<a href='//a'>", "</a>", "<b>", "</b>", "<i>", "<pre>", "\n", "\r\n", "<div style='", "color:red;",
     "position:fixed", "'>", "</div>", "<img ", "<img src='//a.example/", "src=", "data-src=", "srcset=", "'a.jpg 2x, b.jpg'", "\"", "'", ">",
     "<iframe src='//www.youtube.com/embed/x'>", "<iframe ", "</iframe>", "<script>", "</script>", "<!--", "-->", "<noscript>", "</noscript>",
     "<svg>", "<math>", "<style>", "</style>", "<form>", "<select>", "<option>", "&amp;", "&#13;", "&nbsp;", "&lt;img&gt;", "=", "/", "가", " ",
     "\0", "http://[", "javascript:a()", "onclick=", "<font color=red>", "<center>", "<ul>", "<li>", "<textarea>", "<title>", "<plaintext>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["", OLD]))
@example("<pre>\n\n\n</pre>", "")
@example("<a href='//a'><p><a href='//a'>", "")
@example("<table><a href='//a'><table><tr><b>", "")
@example('<img src="//a.example/&#13;b.jpg">', "")
def test_cleaning_what_is_clean_changes_and_drops_nothing(html: str, old_shop: str) -> None:
    cleaned = clean(html, old_shop).html
    again = clean(cleaned, old_shop)
    assert again.html == cleaned
    assert not again.dropped


@given(st.lists(PIECES, max_size=14).map("".join))
@example("<img src='//a.example/position:fixed<img src='//a.example/<p>")
def test_nothing_that_runs_is_left(html: str) -> None:
    page = BeautifulSoup(f"<div>{clean(html).html}</div>", "html.parser")
    attributes = [(name, str(value)) for tag in page.find_all(True) for name, value in tag.attrs.items()]
    assert {tag.name for tag in page.find_all(True)}.isdisjoint(
        {"script", "form", "style", "svg", "math", "object", "select", "textarea"}
    )
    assert [
        name
        for name, value in attributes
        if name.startswith("on") or value.strip().lower().startswith("javascript:") or (name == "style" and "fixed" in value)
    ] == []
    assert all(tag["src"] == "https://www.youtube.com/embed/x" for tag in page.find_all("iframe"))


def test_what_would_never_settle_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.mall.catalog.domain.description._ROUNDS", 0)
    assert clean("<p>끝이 있음").html == "<p>끝이 있음</p>"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("첫 줄\n둘째 줄\n\n셋째", "첫 줄<br>\n둘째 줄<br>\n<br>\n셋째", id="그냥 쓴 글"),
        pytest.param('<b>첫 줄</b>\n<a href="/a"\n>둘째</a>', '<b>첫 줄</b><br>\n<a href="/a"\n>둘째</a>', id="줄 안의 꾸밈"),
        pytest.param(f"글\n\n{img(OWN)}\n{img(OWN)}\n끝", f"글\n\n{img(OWN)}\n{img(OWN)}\n끝", id="사진 옆"),
        pytest.param("<p>첫 줄\n둘째 줄</p>\n<p>끝</p>", "<p>첫 줄\n둘째 줄</p>\n<p>끝</p>", id="문단이 있는 글"),
        pytest.param("첫 줄<br>\n둘째 줄", "첫 줄<br>\n둘째 줄", id="br이 있는 글"),
    ],
)
def test_text_that_was_typed_keeps_its_lines(html: str, shown: str) -> None:
    assert with_line_breaks(html) == shown
