"""Putting what was typed back into a form of a page, whichever page it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = list[tuple[str, str | None]]
# A token, boxes that the notice brings, and whose account it is: that lies sealed, or nowhere.
NEVER = ("csrfmiddlewaretoken", "_kept_files", "account_number", "account_holder")
_NOT_TYPED = ("file", "password", "submit", "image", "button", "reset")


@dataclass(slots=True)
class _Control:
    """A control: where its tag, or for a text box its text, stands in the page."""

    tag: str
    name: str
    attributes: Attributes
    start: int
    end: int

    def said(self, attribute: str) -> str:
        return next((value or "" for name, value in self.attributes if name == attribute), "")


@dataclass(slots=True)
class _Form:
    """A form that is sent with POST: where it leads and where its first tag ends."""

    leads: str
    opened: int
    controls: list[_Control] = field(default_factory=list)


class _Reader(HTMLParser):
    """The forms of a page, with the places of their controls."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[_Form] = []
        self._address, self._inside = address, False
        self._select, self._text = "", None
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)

    _text: _Control | None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        said = dict(attrs)
        start = self._place()
        end = start + len(self.get_starttag_text() or "")
        if tag == "form":
            self._inside = (said.get("method") or "").lower() == "post"
            if self._inside:
                self.forms.append(_Form(urlsplit(urljoin(self._address, said.get("action") or "")).path, end))
        elif self._inside and tag == "select":
            self._select = said.get("name") or ""
        elif self._inside and tag in ("input", "textarea", "option"):
            name = self._select if tag == "option" else said.get("name") or ""
            control = _Control(tag, name, attrs, end if tag == "textarea" else start, end)
            self.forms[-1].controls.append(control)
            self._text = control if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._text:
            self._text.end, self._text = self._place(), None

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def refilled(
    page: str, *, address: str, path: str, fields: Mapping[str, Sequence[str]], notice: str, focus: str = ""
) -> str | None:
    """The page at ``address`` with ``fields`` in the form that leads to ``path``, and a notice at its beginning; None where no form fits.

    Tokens, files, passwords and accounts are left as the page has them. The cursor stands in the field that ``focus`` names.
    """
    fitting = [
        (len({one.name for one in form.controls} & set(fields)), form)
        for form in _Reader(page, address).forms
        if form.leads == path
    ]
    best = max(fitting, key=lambda found: found[0], default=(0, None))
    if best[1] is None or not best[0]:
        return None
    changes = [(best[1].opened, best[1].opened, notice), *_changes(best[1], fields, focus)]
    for start, end, text in sorted(changes, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _changes(form: _Form, fields: Mapping[str, Sequence[str]], focus: str) -> Iterator[tuple[int, int, str]]:
    left = {name: list(values) for name, values in fields.items()}
    for control in form.controls:
        kind = control.said("type").lower()
        if not control.name or control.name in NEVER or (control.tag == "input" and kind in _NOT_TYPED):
            continue
        if control.tag == "option" or kind in ("checkbox", "radio"):
            chosen = (control.said("value") or ("on" if control.tag == "input" else "")) in fields.get(control.name, ())
            yield (
                control.start,
                control.end,
                _tag(control, "selected" if control.tag == "option" else "checked", "" if chosen else None),
            )
        elif left.get(control.name):
            text = left[control.name].pop(0)
            tag = control.tag == "textarea"
            yield (
                control.start,
                control.end,
                "\n" + escape(text) if tag else _tag(control, "value", text, with_cursor=control.name == focus),
            )


def _tag(control: _Control, name: str, value: str | None, *, with_cursor: bool = False) -> str:
    """The control's tag with an attribute in it, or without it (None)."""
    attributes = [one for one in control.attributes if one[0] != name] + ([(name, value)] if value is not None else [])
    if with_cursor:
        attributes.append(("autofocus", ""))
    return f"<{control.tag}" + "".join(f' {key}="{escape(said or "")}"' for key, said in attributes) + ">"
