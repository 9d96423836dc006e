"""A page as a person reads it: headings, labelled values, links, buttons, fields and tables, found by their words.

What is not there raises LookupError with what is there instead; what stands twice and leads to two places does too, since nobody
could tell which is meant: narrow the page down first (``page.main``, ``page.part("배송지")``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_PARTS = ["section", "article", "aside", "nav", "form", "fieldset", "li", "dialog", "details"]
_NOT_READ = ["script", "style", "template", "title"]
_TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Button:
    """What a press sends: where, how, and with what besides that which a person fills in (the button's own value among it)."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A form field: ``options`` are words → value of a choice; ``value`` is what stands in it, of a box "on" or ""."""

    name: str
    kind: str
    value: str
    required: bool = False
    options: dict[str, str] = field(default_factory=dict)


class Page:
    """The answer to a request, or a part of one."""

    def __init__(self, html: str | bytes | Tag | Any) -> None:
        """``html``: text, bytes, or an answer that has ``content``."""
        content = html if isinstance(html, str | bytes | Tag) else html.content
        self._root: Tag = content if isinstance(content, Tag) else BeautifulSoup(content, "html.parser")

    @property
    def text(self) -> str:
        """Everything that can be read, with single spaces."""
        return _words(self._root)

    def says(self, words: str) -> bool:
        """Whether the words can be read."""
        return words in self.text

    @property
    def title(self) -> str:
        """The title in the browser's tab."""
        found = self._root.find("title")
        return " ".join(found.get_text().split()) if found else ""

    @property
    def main(self) -> Page:
        """The page without its head and foot."""
        return Page(_one(self._root.find_all("main"), "main", ()))

    def part(self, words: str) -> Page:
        """The part under a heading, or the one that a name for screen readers gives."""
        under = [heading.find_parent(_PARTS) for heading in self._root.find_all([*_HEADINGS, "legend"]) if _words(heading) == words]
        named = [tag for tag in self._root.find_all(True) if tag.get("aria-label") == words and tag.name in {*_PARTS, "div"}]
        return Page(_one(list({id(tag): tag for tag in [*under, *named] if tag}.values()), words, self.headings()))

    def parts(self, tag: str) -> list[Page]:
        """Every part of a kind, in order: ``parts("article")``, ``parts("li")``."""
        return [Page(found) for found in self._root.find_all(tag)]

    def headings(self) -> list[str]:
        """Headings of every level, in order, and the names of groups of fields."""
        return [_words(tag) for tag in self._root.find_all([*_HEADINGS, "legend"])]

    def labels(self) -> dict[str, str]:
        """Every label with its value."""
        return dict(self._labelled())

    def labelled(self, label: str) -> str:
        """The value that stands by a label."""
        found = {value for name, value in self._labelled() if name == label}
        if len(found) != 1:
            raise LookupError(f"{label!r} labels {sorted(found)}; labelled are {self.labels()}")
        return found.pop()

    def links(self) -> dict[str, str]:
        """The words of every link → where it leads; where the same words lead to two places, all of them, parted by a space."""
        found: dict[str, dict[str, None]] = {}
        for tag in self._root.find_all("a", href=True):
            found.setdefault(_words(tag) or str(tag.get("aria-label", "")), {})[str(tag["href"])] = None
        return {words: " ".join(places) for words, places in found.items()}

    def link(self, words: str) -> str:
        """Where the link with these words leads."""
        places = self.links().get(words, "").split()
        if len(places) != 1:
            raise LookupError(f"{words!r} leads to {places}; links are {self.links()}")
        return places[0]

    def buttons(self) -> dict[str, Button]:
        """Every button of a form by its words; of equal words the last."""
        return dict(self._buttons())

    def button(self, words: str) -> Button:
        """What a press on the button with these words does."""
        found = [button for name, button in self._buttons() if name == words]
        if not found or any(button != found[0] for button in found):
            raise LookupError(f"{words!r} presses {found}; buttons are {self.buttons()}")
        return found[0]

    def fields(self) -> dict[str, Field]:
        """Every field that has a label, by its label."""
        return dict(self._fields())

    def field(self, label: str) -> Field:
        """The field that a label names."""
        found = [one for name, one in self._fields() if name == label]
        if not found or any(one != found[0] for one in found):
            raise LookupError(f"{label!r} labels {found}; fields are {sorted(self.fields())}")
        return found[0]

    def rows(self, caption_or_heading: str = "") -> list[dict[str, str]]:
        """The rows of the table of that name, or of the only one: column's head → what stands in it."""
        tables = [tag for tag in self._root.find_all("table") if caption_or_heading in ("", *_names_of(tag))]
        table = _one(tables, caption_or_heading, [name for tag in self._root.find_all("table") for name in _names_of(tag)])
        heads = [_words(tag) for tag in table.select("thead th, thead td")]
        return [dict(zip(heads, map(_words, row.find_all(["td", "th"])), strict=False)) for row in table.select("tbody tr")]

    def _labelled(self) -> Iterator[tuple[str, str]]:
        for term in self._root.find_all("dt"):
            value = term.find_next_sibling(["dd", "dt"])
            if isinstance(value, Tag) and value.name == "dd":
                yield _words(term), _words(value)
        for row in self._root.find_all("tr"):
            match row.find_all(["th", "td"]):
                case [head, value] if (head.name, value.name) == ("th", "td"):
                    yield _words(head), _words(value)
        for label in self._root.find_all("label"):
            value = self._root.find("output", id=str(label["for"])) if label.get("for") else label.find("output")
            if isinstance(value, Tag):
                yield _words(label), _words(value)

    def _buttons(self) -> Iterator[tuple[str, Button]]:
        for tag in self._root.find_all("button"):
            form = tag.find_parent("form")
            if form is None or tag.get("type") == "button" or tag.find_parent("template"):
                continue
            method = str(tag.get("formmethod") or form.get("method") or "get").lower()
            hidden = {
                str(one["name"]): str(one.get("value", "")) for one in form.find_all("input", type="hidden") if one.get("name")
            }
            if method == "post" and not hidden.pop(_TOKEN, ""):
                raise LookupError(f"the form of {_words(tag)!r} posts without a token, so a press on it is refused")
            own = {str(tag["name"]): str(tag.get("value", ""))} if tag.get("name") else {}
            action = str(tag.get("formaction") or form.get("action") or "")
            yield _words(tag) or str(tag.get("aria-label", "")), Button(action, method, {**hidden, **own}, tag.has_attr("disabled"))

    def _fields(self) -> Iterator[tuple[str, Field]]:
        grouped: list[Tag] = []
        for group in self._root.find_all("fieldset"):
            choices = group.find_all("input", type=["radio", "checkbox"])
            legend = group.find("legend")
            if legend and choices and len({str(one.get("name")) for one in choices}) == 1:
                grouped += choices
                yield _label_words(legend), _choice(choices, {id(one): self._label_of(one) for one in choices})
        for tag in self._root.find_all(["input", "select", "textarea"]):
            kind = str(tag.get("type", "text")) if tag.name == "input" else tag.name
            label = self._label_of(tag)
            if tag.find_parent("template"):
                continue
            if label and kind not in ("hidden", "submit", "button") and not any(tag is one for one in grouped):
                yield label, _field_of(tag, kind)

    def _label_of(self, tag: Tag) -> str:
        label = self._root.find("label", attrs={"for": tag["id"]}) if tag.get("id") else None
        label = label or tag.find_parent("label")
        return _label_words(label) if isinstance(label, Tag) else str(tag.get("aria-label", ""))


def _words(tag: Tag) -> str:
    """The text of an element and all below it, with single spaces."""
    unread = {id(text) for hidden in tag.find_all(_NOT_READ) for text in hidden.find_all(string=True)}
    return " ".join(" ".join(str(text) for text in tag.find_all(string=True) if _is_text(text) and id(text) not in unread).split())


def _is_text(text: Any) -> bool:
    """Neither a comment nor a declaration."""
    return type(text).__name__ == "NavigableString"


def _label_words(label: Tag) -> str:
    """A label without the remark that the field may stay empty, and without what the field in it holds."""
    inside = [text for part in label.find_all(["select", "textarea", "output"]) for text in part.find_all(string=True)]
    remark = [text for optional in label.select(".optional") for text in optional.find_all(string=True)]
    left_out = {id(text) for text in [*inside, *remark]}
    return " ".join(" ".join(str(text) for text in label.find_all(string=True) if id(text) not in left_out).split())


def _choice(choices: list[Tag], labels: dict[int, str]) -> Field:
    chosen = [str(one.get("value", "on")) for one in choices if one.has_attr("checked")]
    options = {labels[id(one)]: str(one.get("value", "on")) for one in choices}
    required = any(one.has_attr("required") for one in choices)
    return Field(str(choices[0].get("name")), str(choices[0]["type"]), " ".join(chosen), required, options)


def _field_of(tag: Tag, kind: str) -> Field:
    name, required = str(tag.get("name", "")), tag.has_attr("required")
    if kind == "select":
        options = {_words(option): str(option.get("value", _words(option))) for option in tag.find_all("option")}
        chosen = [str(option.get("value", _words(option))) for option in tag.find_all("option", selected=True)]
        return Field(name, kind, chosen[0] if chosen else next(iter(options.values()), ""), required, options)
    if kind in ("checkbox", "radio"):
        return Field(name, kind, str(tag.get("value", "on")) if tag.has_attr("checked") else "", required)
    return Field(name, kind, tag.get_text().removeprefix("\n") if kind == "textarea" else str(tag.get("value", "")), required)


def _names_of(table: Tag) -> list[str]:
    """A table's caption, and the heading that stands before it."""
    caption, heading = table.find("caption"), table.find_previous(_HEADINGS)
    return [_words(tag) for tag in (caption, heading) if isinstance(tag, Tag)]


def _one(found: list[Tag], words: str, there: Iterable[str]) -> Tag:
    if len(found) != 1:
        raise LookupError(f"{words!r} stands {len(found)} times among {list(there)}")
    return found[0]
