"""The elements of a page template that a person must find: what tools.page_elements takes out, one at a time.

Links, buttons, form fields, headings, table heads and labels, values, and included parts. Read from the source, since what a page
promises stands there whatever the data are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
_WHOLE_TEXT = re.compile(r"\{% blocktranslate\b.*?\{% endblocktranslate %\}", re.DOTALL)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^<>]*)>")
_PAIRED = {
    "a": "link", "button": "button", "select": "field", "textarea": "field", "summary": "button",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "legend": "heading",
    "dt": "label", "th": "label", "caption": "label",
}  # fmt: skip
_VALUES_IN = ("dd", "td", "th", "h1", "h2", "h3", "li")
_FIELD = re.compile(r"\{\{ *(?:form\.|field\b|[a-z_]+\.as_field_group)[^}]*\}\}")
_PART = re.compile(r"\{% *(?:include|paginate)\b.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """What stands from ``start`` to ``end`` of a template: its kind, its line, its text."""

    kind: str
    start: int
    end: int
    line: int
    text: str

    def taken_out_of(self, source: str) -> str:
        """The template without it."""
        return source[: self.start] + source[self.end :]


def elements(source: str) -> list[Element]:
    """Every element of a template, in its order."""
    plain = _masked(source)
    spans = {*_paired(plain), *_inputs(plain), *_values(source, plain), *_whole(source, plain)}
    return [Element(kind, start, end, source.count("\n", 0, start) + 1, source[start:end]) for start, end, kind in sorted(spans)]


def _masked(source: str) -> str:
    """The source with every comment blanked and every template token replaced by as many dots: what is left is HTML."""
    without = _COMMENT.sub(lambda found: " " * len(found[0]), source)
    return _TOKEN.sub(lambda found: "." * len(found[0]), without)


def _paired(plain: str) -> Iterator[tuple[int, int, str]]:
    for name, start, end in _elements(plain):
        if name in _PAIRED:
            yield start, end, _PAIRED[name]


def _inputs(plain: str) -> Iterator[tuple[int, int, str]]:
    for tag in _TAG.finditer(plain):
        if tag["name"] == "input":
            yield tag.start(), tag.end(), "field"


def _values(source: str, plain: str) -> Iterator[tuple[int, int, str]]:
    """What is shown inside a cell, a description, a heading or an item; not what stands in an attribute."""
    inside = [(start, end) for name, start, end in _elements(plain) if name in _VALUES_IN]
    whole = [found.span() for found in _WHOLE_TEXT.finditer(source)]
    tags = [found.span() for found in _TAG.finditer(plain)]
    shown = [*whole, *(span for span in _spans(r"\{\{.*?\}\}", source) if not _in_any(span, whole))]
    for span in shown:
        if _in_any(span, inside) and not _in_any(span, tags) and plain[span[0]] == ".":
            yield (*span, "value")


def _whole(source: str, plain: str) -> Iterator[tuple[int, int, str]]:
    tags = [found.span() for found in _TAG.finditer(plain)]
    for pattern, kind in ((_FIELD, "field"), (_PART, "part")):
        for found in pattern.finditer(source):
            if not _in_any(found.span(), tags) and plain[found.start()] == ".":
                yield (*found.span(), kind)


def _elements(plain: str) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of every element that is closed in the same template."""
    open_tags: list[re.Match[str]] = []
    for tag in _TAG.finditer(plain):
        if not tag["close"]:
            open_tags.append(tag)
            continue
        while open_tags:
            begun = open_tags.pop()
            if begun["name"] == tag["name"]:
                yield tag["name"], begun.start(), tag.end()
                break


def _spans(pattern: str, source: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(pattern, source, re.DOTALL))


def _in_any(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
