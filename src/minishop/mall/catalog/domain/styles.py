"""꾸밈: which declarations of a style a seller's piece of a page may have: how it is laid out and coloured, and nothing that fetches, covers or
leaves its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_LENGTH = r"(?:0|\d{1,4}(?:\.\d{1,4})?(?:px|em|rem|pt|%)|auto)"
_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_COLOUR = r"(?:#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([\d\s.,%/]{1,40}\))"
_LINE = r"(?:none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset)"
_WIDTH = rf"(?:{_LENGTH}|thin|medium|thick)"
_WORD = r"[a-z]{2,12}(?:-[a-z]{2,12}){0,2}"
_SIDES = ("top", "right", "bottom", "left")


def _up_to_four(part: str) -> str:
    return rf"{part}(?: {part}){{0,3}}"


# Every property, and what its value may be; none of these can name an address.
_VALUES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("width", "min-width", "height", "min-height", "text-indent", "border-radius", "flex-basis"), _LENGTH),
    **dict.fromkeys(("max-width", "max-height"), rf"(?:{_LENGTH}|none)"),
    **dict.fromkeys(("margin", "padding"), _up_to_four(_LENGTH)),
    **dict.fromkeys([f"{box}-{side}" for box in ("margin", "padding") for side in _SIDES], _LENGTH),
    **dict.fromkeys(("color", "background", "background-color"), _COLOUR),
    **dict.fromkeys(("border", *(f"border-{side}" for side in _SIDES)), rf"(?:{_WIDTH}|{_LINE}|{_COLOUR})(?: (?:{_WIDTH}|{_LINE}|{_COLOUR})){{0,2}}"),
    "border-width": _up_to_four(_WIDTH),
    "border-style": _up_to_four(_LINE),
    "border-color": _up_to_four(_COLOUR),
    **dict.fromkeys(("border-spacing", "gap", "row-gap", "column-gap"), rf"{_LENGTH}(?: {_LENGTH})?"),
    "font-size": rf"(?:{_LENGTH}|(?:xx?-)?(?:small|large)|medium|smaller|larger)",
    "font-weight": r"(?:[1-9]00|normal|bold|bolder|lighter)",
    "font-family": r"[\w\s,'\"-]{1,200}",
    "line-height": rf"(?:{_NUMBER}|{_LENGTH}|normal)",
    "letter-spacing": rf"-?(?:{_LENGTH}|normal)",
    "display": r"(?:block|inline|inline-block|flex|inline-flex|table|table-row|table-cell|list-item|none)",
    "flex": rf"(?:{_NUMBER}(?: {_NUMBER})?(?: {_LENGTH})?|{_LENGTH}|none)",
    **dict.fromkeys(("flex-grow", "flex-shrink"), _NUMBER),
    "flex-flow": rf"{_WORD}(?: {_WORD})?",
    **dict.fromkeys(("flex-direction", "flex-wrap", "justify-content", "align-items", "align-content", "align-self"), _WORD),
    **dict.fromkeys(("text-align", "vertical-align", "font-style", "white-space", "word-break", "overflow-wrap", "word-wrap"), _WORD),
    **dict.fromkeys(("border-collapse", "table-layout", "caption-side", "list-style-type", "float", "clear", "object-fit"), _WORD),
    **dict.fromkeys(("text-decoration", "text-decoration-line"), rf"{_WORD}(?: {_WORD})?"),
}  # fmt: skip
_PATTERNS = {name: re.compile(rf"{value}(?: ?!important)?", re.IGNORECASE) for name, value in _VALUES.items()}


def kept_style(style: str) -> tuple[str, list[str]]:
    """The declarations that may stay, written evenly, and the names of those that may not. What it returns stays as it is."""
    kept, dropped = [], []
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), " ".join(value.split())
        pattern = _PATTERNS.get(name)
        if pattern is not None and pattern.fullmatch(value):
            kept.append(f"{name}:{value}")
        else:
            dropped.append(name)
    return ";".join(kept), dropped
