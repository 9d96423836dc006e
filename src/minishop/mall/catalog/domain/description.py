"""상세 설명: a seller's piece of a page without what could run, cover the page or ask for a buyer's data; and what was taken out of it.

Pictures that were to be loaded later (``data-src`` and the like) get their address back, videos of known hosts stay, and so do the styles
of ``styles``. Cleaning what is clean changes nothing and drops nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from html import escape, unescape
from typing import Final

import nh3

from minishop.mall.catalog.domain.nesting import shallow
from minishop.mall.catalog.domain.picture_places import is_outside, place_of
from minishop.mall.catalog.domain.styles import kept_style
from minishop.mall.catalog.domain.videos import PLAYER, video_address


class Dropped(StrEnum):
    """What was taken out: something that runs, asks for data, shows another page, decorates otherwise than allowed, plays or draws, a
    picture that nobody could find, or a tag that stands in too many others."""

    SCRIPT = "script"
    FORM = "form"
    FRAME = "frame"
    STYLE = "style"
    MEDIA = "media"
    PICTURE = "picture"
    DEEP = "deep"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean piece, and what was taken out of it, by kind and each by its name or address."""

    html: str
    dropped: Mapping[Dropped, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=64)  # the same delivery note stands in every row of a file
def clean(html: str, old_shop: str = "") -> Cleaned:
    """Cleans a piece of a page. ``old_shop``: the picture folder of the shop it was written for, where that is known."""
    cleaning = _Cleaning(old_shop)
    html, cleaning.dropped[Dropped.DEEP] = shallow(html)
    clean_html = _settled(_TAG.sub(cleaning.element, _sanitised(html, cleaning, _WIDE, _WIDE_SCHEMES)))
    cleaning.count_tags(html, clean_html)
    return Cleaned(clean_html, {kind: tuple(cleaning.dropped[kind]) for kind in Dropped if cleaning.dropped[kind]})


def outside_pictures(html: str) -> list[str]:
    """The addresses of the pictures on other hosts in a clean piece, each once, in their order."""
    found = [_attributes(tag[4]).get("src", "") for tag in _TAG.finditer(html) if tag[3] == "img"]
    return [address for address in dict.fromkeys(found) if is_outside(address)]


def with_pictures_below(html: str, paths: Iterable[str]) -> str:
    """The piece with pictures of our own at its end, each in a line."""
    return "\n".join(filter(None, [html.rstrip(), *(f'<img src="{path}" alt="" loading="lazy">' for path in paths)]))


def with_addresses(html: str, known: Mapping[str, str]) -> str:
    """A clean piece with the known pictures at their new addresses; all else stays to the letter."""

    def rewritten(tag: re.Match[str]) -> str:
        address = _attributes(tag[4]).get("src", "") if tag[3] == "img" else ""
        return _with(tag, {"src": known[address]}) if address in known else tag[0]

    return _TAG.sub(rewritten, html) if known else html


def with_line_breaks(html: str) -> str:
    """A clean piece as its writer typed it: where nothing in it breaks lines (no paragraph, list, table, ``<br>``), each line end does.

    A piece that has such an element is a page's source, and stays to the letter; beside a picture or a player, which have lines of their
    own, a line end adds none.
    """
    return html if _OWN_LINES.search(html) else _LINE_ENDS.sub(lambda found: "<br>\n" if found[0] == "\n" else found[0], html)


_LAZY = ("ec-data-src", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo")
_SETS = ("srcset", "data-srcset")
_BOX = {"align", "bgcolor", "height", "valign", "width"}
_ALLOWED: Final[dict[str, set[str]]] = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"style"},
    **{tag: {"align"} for tag in ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6")},
    "img": {"align", "alt", "border", "height", "hspace", "loading", "src", "usemap", "vspace", "width"},
    "map": {"name"},
    "area": {"alt", "coords", "href", "shape"},
    "font": {"color", "face", "size"},
    "table": {*_BOX, "border", "cellpadding", "cellspacing", "summary"},
    "tr": _BOX,
    "td": {*_BOX, "colspan", "headers", "nowrap", "rowspan"},
    "th": {*_BOX, "colspan", "headers", "nowrap", "rowspan", "scope"},
    "col": {"span", "width"},
    "iframe": {"allowfullscreen", "height", "loading", "referrerpolicy", "sandbox", "src", "title", "width"},
}
_WIDE = {**_ALLOWED, "img": {*_ALLOWED["img"], *_LAZY, *_SETS}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_WIDE_SCHEMES = {*_SCHEMES, "data", "javascript", "vbscript", "file", "blob"}
_TAGS = nh3.ALLOWED_TAGS | {"big", "figcaption", "figure", "font", "iframe", "img", "section", "tfoot"}
# What stands in these is no part of the text.
_WITH_CONTENT = {"applet", "audio", "canvas", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg",
                 "template", "textarea", "title", "video", "xmp"}  # fmt: skip
_COUNTED = {
    **dict.fromkeys(("script",), Dropped.SCRIPT),
    **dict.fromkeys(("form", "input", "button", "select", "textarea"), Dropped.FORM),
    **dict.fromkeys(("frame", "object", "embed", "applet"), Dropped.FRAME),
    **dict.fromkeys(("style", "link"), Dropped.STYLE),
    **dict.fromkeys(("video", "audio", "svg", "canvas"), Dropped.MEDIA),
}
_COUNTED_TAG = re.compile(rf"<({'|'.join(_COUNTED)})(?![\w-])", re.IGNORECASE)
# Of what the sanitiser writes: attributes stand in quotes, and no quote or angle stands in them.
_TAG = re.compile(r'<(?:(iframe)((?: [^\s=">]+="[^"]*")*)>.*?</iframe|([a-z][a-z0-9]*)((?: [^\s=">]+="[^"]*")*))>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')
_BEGUN_EMPTY = re.compile(r"(<pre[^>]*>)\n+")  # one line end there is nothing, so that each reading would take another
_WITHIN_LINES = {"a", "abbr", "acronym", "area", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "iframe",
                 "img", "ins", "kbd", "map", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
                 "var", "wbr"}  # fmt: skip
_OWN_LINES = re.compile(rf"<(?:{'|'.join(sorted(_TAGS - _WITHIN_LINES))})[ >]")
_LINE_ENDS = re.compile(r"(?:<img[^>]*>|</iframe>)\s*\n|\n\s*(?=<img|<iframe)|<[^>]*>|\n")
_SIZE = re.compile(r"\d{1,4}(?:px|%)?")
_RUNS = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\0-\x1f]")
_ROUNDS = 20


class _Cleaning:
    """One piece being cleaned, and what is taken out of it."""

    def __init__(self, old_shop: str = "") -> None:
        self._old_shop = old_shop
        self.dropped: dict[Dropped, list[str]] = {kind: [] for kind in Dropped}

    def attribute(self, tag: str, name: str, value: str) -> str | None:
        """What an attribute's value becomes; None takes it out."""
        if name.startswith("on") or (name == "href" and _RUNS.match(_UNSEEN.sub("", value))):
            self.dropped[Dropped.SCRIPT].append(name)
            return None
        if name == "style":
            kept, dropped = kept_style(value)
            self.dropped[Dropped.STYLE] += dropped
            return kept or None
        if tag == "iframe" and name in ("width", "height"):
            return value if _SIZE.fullmatch(value) else None
        return value

    def element(self, tag: re.Match[str]) -> str:
        """What a tag becomes, a player with all that is in it."""
        if tag[1]:
            return self._player(_attributes(tag[2]))
        return self._picture(tag) if tag[3] == "img" else tag[0]

    def count_tags(self, before: str, after: str) -> None:
        """Counts the elements that are no longer there."""
        gone = _tags_in(before)
        gone.subtract(_tags_in(after))
        for name, count in gone.items():
            self.dropped[_COUNTED[name]] += [name] * count

    def _player(self, said: Mapping[str, str]) -> str:
        address = video_address(said.get("src", ""))
        if not address:
            self.dropped[Dropped.FRAME].append(said.get("src", "") or "iframe")
            return ""
        shown = {name: said[name] for name in ("width", "height", "title") if name in said}
        return f"<iframe{_written({'src': address, **shown, **PLAYER})}></iframe>"

    def _picture(self, tag: re.Match[str]) -> str:
        said = _attributes(tag[4])
        named = next((said[name] for name in _LAZY if said.get(name)), "") or _usable(said.get("src", "")) or _largest(said)
        place = place_of(named, self._old_shop)
        if not place:
            self.dropped[Dropped.PICTURE].append((named or said.get("src", "") or "img")[:200])
            return ""
        return _with(tag, {"src": place, "loading": "lazy"}, without=(*_LAZY, *_SETS))


def _sanitised(html: str, cleaning: _Cleaning, attributes: dict[str, set[str]], schemes: set[str]) -> str:
    clean_html = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=attributes,
        attribute_filter=cleaning.attribute,
        generic_attribute_prefixes={"on"} if attributes is _WIDE else set(),
        url_schemes=schemes,
    )
    return _BEGUN_EMPTY.sub(r"\1", clean_html)


def _settled(html: str) -> str:
    """The piece as it stays, however often it is read and written again."""
    for _ in range(_ROUNDS):
        again = _TAG.sub(_of_address, _sanitised(html, _Cleaning(), _ALLOWED, _SCHEMES))
        if again == html:
            break
        html = again
    return html


def _of_address(tag: re.Match[str]) -> str:
    """The tag, where it is no picture or player without an address: one that the sanitiser could not read is gone."""
    is_empty = (tag[1] or tag[3] == "img") and "src" not in _attributes(tag[2] if tag[1] else tag[4])
    return "" if is_empty else tag[0]


def _usable(address: str) -> str:
    return "" if address.strip().lower().startswith(("data:", "about:")) else address


def _largest(said: Mapping[str, str]) -> str:
    """The largest of a set of pictures (``a.jpg 480w, b.jpg 960w``)."""
    candidates = [part.split() for name in _SETS for part in said.get(name, "").split(", ") if part.strip()]
    sized = [(_size(words[1]) if len(words) > 1 else 1.0, words[0].rstrip(",")) for words in candidates]
    return max(sized, key=lambda one: one[0], default=(0.0, ""))[1]


def _size(descriptor: str) -> float:
    number = descriptor.strip(",")[:-1]
    return float(number) if re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", number) else 1.0


def _tags_in(html: str) -> Counter[str]:
    first, *rest = html.split("<!--")
    shown = "".join([first, *(part.partition("-->")[2] for part in rest)])
    return Counter(name.lower() for name in _COUNTED_TAG.findall(shown))


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _with(tag: re.Match[str], changed: Mapping[str, str], without: tuple[str, ...] = ()) -> str:
    """A picture's tag with some attributes changed, in their places or at its end, and without some others."""
    said = {name: value for name, value in _ATTRIBUTE.findall(tag[4]) if name not in without}
    return f"<img{_written({**said, **{name: escape(value) for name, value in changed.items()}}, is_escaped=True)}>"


def _written(attributes: Mapping[str, str], *, is_escaped: bool = False) -> str:
    return "".join(f' {name}="{value if is_escaped else escape(value)}"' for name, value in attributes.items())
