"""깊이: how deep the elements of a piece of a page may stand in one another.

A reader of HTML looks through all that is open at every tag, and opens again in every paragraph what a sloppy page left open; both grow with
the square of what is sent. So tags that would go too deep are taken out before anything reads the piece. What is open is followed by the
rules of the HTML standard (13.2.5 Tokenization, 13.2.6 Tree construction); where they are not followed here, more counts as open than is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

DEEPEST, MOST_FORMATTING = 250, 16
# So many more where it cannot be told what ends: a drawing in a piece costs none of the tags behind it.
IN_DOUBT = 2_000
MOST_ATTRIBUTES, MOST_REOPENED = 100, 50_000
_BLANK = r"[\t\n\f\r ]"
_ATTRIBUTE = rf"""[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_BLANK}*+={_BLANK}*+(?:"[^"]*+"|'[^']*+'|(?!["'>])[^\t\n\f\r >]++|(?=>)))?+"""
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?:[\t\n\f\r /]++|{_ATTRIBUTE})*+(?:>|(?P<cut>\Z))"
    r"|<[!?/][^>]*>?",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_VOID = frozenset(
    [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr"
    ]
)  # fmt: skip
_IGNORED = frozenset(["body", "head", "html"])
# What stands in these is text; in the others no end can be told for sure, so that none counts any more.
_RAW = frozenset(["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"])
_DOUBTFUL = frozenset(["frameset", "math", "plaintext", "select", "svg", "template"])
_FORMATTING = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_TABLE = frozenset(["caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"])
_MARKERS = frozenset(["applet", "caption", "marquee", "object", "table", "td", "th"])
_SPECIAL = _MARKERS | _TABLE | frozenset(
    [
        "address", "article", "aside", "blockquote", "button", "center", "dd", "details", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "li",
        "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "ul"
    ]
)  # fmt: skip
_ENDS_PARAGRAPH = _SPECIAL - _MARKERS - _TABLE - {"button"} | {"hr", "plaintext", "table", "xmp"}
_BLOCKS = _SPECIAL | _ENDS_PARAGRAPH
_OPENS_AGAIN = frozenset(["applet", "br", "button", "marquee", "object", "xmp"])
_ITEMS = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dd", "dt")}
_PARTS = {
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "tr": ("tr",),
    **dict.fromkeys(("tbody", "thead", "tfoot", "caption", "colgroup"), ("tbody", "thead", "tfoot", "caption", "colgroup")),
}


def shallow(html: str) -> tuple[str, list[str]]:
    """The piece without the tags that would stand too deep or say too much, and their names; what is written between them stays."""
    following = _Following()
    pieces, dropped, place = [], list[str](), 0
    for start, end, name in following.too_deep(html):
        pieces.append(html[place:start])
        dropped.append(name)
        place = end
    return ("".join([*pieces, html[place:]]), dropped) if dropped else (html, dropped)


class _Following:
    """What is open while a piece is read."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._times: Counter[str] = Counter()  # how often each name is among them
        self._formatting: Counter[str] = Counter()
        self._left_open: list[str] = []  # what formats and ended with its block: it is open again at the next text
        self._reopened = 0
        self._in_doubt = self._in_form = False

    def too_deep(self, html: str) -> Iterator[tuple[int, int, str]]:
        """Where the tags stand that are not to be read, and their names."""
        place = 0
        while (token := _TOKEN.search(html, place)) is not None:
            name = (token["name"] or "").lower()
            if token.start() > place or (name == "br" and token["end"]):
                self._open_again()
            place = token.end()
            if not name or token["cut"] is not None:
                continue
            if token["end"]:
                self._end(name)
            elif _says_too_much(token[0], name) or not self._begin(name, token[0]):
                yield token.start(), token.end(), name
            elif name in _RAW and not self._in_doubt:
                place = self._after(html, place, name)

    def _after(self, html: str, place: int, name: str) -> int:
        found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, place)
        return found.start() if found else len(html)

    def _begin(self, name: str, tag: str) -> bool:
        """Whether the element may be begun; if so, it is open now."""
        self._end_before(name)
        if name in _OPENS_AGAIN or name not in _BLOCKS:
            self._open_again()
        if name in _VOID or name in _IGNORED or (name in _RAW and not self._in_doubt):
            return True
        if (name in _TABLE and not self._times["table"]) or (name == "form" and self._in_form):
            return True
        if len(self._open) >= (DEEPEST + IN_DOUBT if self._in_doubt else DEEPEST) or not self._may_format(name, tag):
            return False
        if name in _ENDS_PARAGRAPH and not self._may_reopen():
            return False
        self._in_doubt = self._in_doubt or name in _DOUBTFUL
        self._open.append(name)
        self._times[name] += 1
        self._in_form = self._in_form or name == "form"
        return True

    def _may_reopen(self) -> bool:
        """A block has in it again what formats, as far as it was left open."""
        self._reopened += self._formatting.total()
        return self._reopened <= MOST_REOPENED

    def _open_again(self) -> None:
        self._open += self._left_open
        self._times.update(self._left_open)
        self._left_open = []

    def _may_format(self, name: str, tag: str) -> bool:
        if name not in _FORMATTING:
            return True
        alike = f"{name}{tag[1 + len(name) :]}"
        if self._formatting[alike] < 3:  # of those alike no more are opened again
            if self._formatting.total() >= MOST_FORMATTING:
                return False
            self._formatting[alike] += 1
        return True

    def _end_before(self, name: str) -> None:
        """What ends since this begins."""
        if self._in_doubt:
            return
        if name in _ITEMS:
            self._close(_ITEMS[name], _SPECIAL - {"address", "div", "p", *_ITEMS[name]})
        if name in _ENDS_PARAGRAPH:
            self._close(("p",), _MARKERS | {"button"})
        if name == "button":
            self._close((name,), _MARKERS)
        if name in _PARTS:
            self._close(_PARTS[name], {"table"})

    def _end(self, name: str) -> None:
        if self._in_doubt:
            return
        if name in _FORMATTING:
            self._end_formatting(name)
        elif name == "form":
            self._in_form = False
            self._close((name,), _MARKERS, alone=True)
        elif name == "table" or name in _TABLE:
            self._close((name,), {"table"} - {name})
        elif name == "li":
            self._close((name,), _MARKERS | {"ol", "ul"})
        elif name == "p":
            self._close((name,), _MARKERS | {"button"})
        else:
            self._close((name,), (_MARKERS if name in _SPECIAL else _SPECIAL) - {name})

    def _end_formatting(self, name: str) -> None:
        """It ends; blocks in it stay open."""
        alike = next((one for one in reversed(self._formatting) if _is_tag_of(one, name)), None)
        is_open = self._close((name,), _MARKERS, alone=True)
        if not is_open and name in self._left_open:
            self._left_open.remove(name)
            is_open = True
        if is_open and alike:
            self._formatting[alike] -= 1
            if not self._formatting[alike]:
                del self._formatting[alike]

    def _close(self, names: tuple[str, ...], stops: frozenset[str] | set[str], *, alone: bool = False) -> bool:
        if not any(self._times[name] for name in names):
            return False
        ends = stops.union(names)
        place = next(place for place in reversed(range(len(self._open))) if self._open[place] in ends)
        if self._open[place] not in names:
            return False
        closed = self._open[place:]
        again = closed[1:] if alone else []
        self._open[place:] = again
        self._times.subtract(closed)
        self._times.update(again)
        if not alone:
            most = self._formatting.total()
            self._left_open = [*self._left_open, *_left_open(closed)][-most:] if most else []
        return True


def _left_open(closed: list[str]) -> Iterator[str]:
    """What formats goes on behind the block that it was left open in; but for a cell's, which ends with it."""
    for name in closed:
        if name in ("caption", "td", "th"):
            return
        if name in _FORMATTING:
            yield name


def _says_too_much(tag: str, name: str) -> bool:
    return len(tag) > MOST_ATTRIBUTES and len(_ATTRIBUTES.findall(tag, 1 + len(name))) > MOST_ATTRIBUTES


def _is_tag_of(tag: str, name: str) -> bool:
    return tag.startswith(name) and not tag[len(name) : len(name) + 1].isalnum()
