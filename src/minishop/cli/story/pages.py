"""A page as a person sees it: its words, its links, and its forms with what stands in their fields."""

from __future__ import annotations

import html.parser
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from minishop.cli.story.errors import Unexpected

Attributes = dict[str, str]
Value = str | bool | list[str]


@dataclass
class Field:
    """One control of a form. ``values`` is what it would send now; ``options`` what a select or a group of radios offers;
    ``label`` is its aria-label."""

    name: str
    kind: str
    label: str = ""
    values: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it sends what, by which method, and its buttons as (name, value, words)."""

    page_url: str
    position: int
    attributes: Attributes
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    surroundings: list[list[str]] = field(default_factory=list)

    @property
    def action(self) -> str:
        """The absolute address it sends to."""
        return urljoin(self.page_url, self.attributes.get("action") or self.page_url)

    @property
    def method(self) -> str:
        """``"get"`` or ``"post"``."""
        return self.attributes.get("method", "get").lower()

    @property
    def near(self) -> str:
        """The words of the article, row, list item or section that the form stands in."""
        return " ".join("".join(self.surroundings[-1]).split()) if self.surroundings else ""

    def names(self) -> set[str]:
        """The names of its fields."""
        return {found.name for found in self.fields}

    def labelled(self, *words: str) -> str:
        """The name of the field whose aria-label has all of the words; raises Unexpected without one."""
        for found in self.fields:
            if found.label and all(word in found.label for word in words):
                return found.name
        raise Unexpected(f"the form to {self.action} has no field labelled {words}, only {[found.label for found in self.fields]}")

    def field(self, name: str) -> Field:
        """A field by name; raises Unexpected when the form has none."""
        for found in self.fields:
            if found.name == name:
                return found
        raise Unexpected(f"the form to {self.action} has no field {name!r}, only {sorted(self.names())}")

    def option(self, name: str, words: str) -> str:
        """The value of the option of a field whose words contain ``words``; raises Unexpected without one."""
        options = self.field(name).options
        for value, said in options:
            if words in said:
                return value
        raise Unexpected(f"{name!r} offers no {words!r}, only {[said for _, said in options]}")

    def filled(self, values: dict[str, Value]) -> list[tuple[str, str]]:
        """What would be sent with some fields filled in: a bool (un)ticks, a list chooses several. Raises Unexpected for a
        field that is not there, so that a page that lost one cannot go unnoticed."""
        for name in values:
            self.field(name)
        sent: list[tuple[str, str]] = []
        for found in self.fields:
            sent.extend((found.name, value) for value in _chosen(found, values))
        return sent


def _chosen(found: Field, values: dict[str, Value]) -> list[str]:
    given = values.get(found.name)
    match given:
        case None:
            return found.values
        case bool(ticked):
            return (found.values or [found.options[0][0] if found.options else "on"]) if ticked else []
        case str(text):
            return [text]
        case list(several):
            return several


class Page:
    """An answer, read. ``text`` is its words with single blanks; ``title`` what the tab says."""

    def __init__(self, url: str, status: int, body: str) -> None:
        self.url = url
        self.status = status
        self.body = body
        reader = _Reader(url)
        reader.feed(body)
        reader.close()
        self.forms = reader.forms
        self.links = reader.links
        self.text = " ".join(" ".join(reader.words).split())

    @property
    def path(self) -> str:
        """The path of its address."""
        return urlsplit(self.url).path

    def says(self, *words: str) -> bool:
        """Whether all of the words are on it."""
        return all(word in self.text for word in words)

    def expect(self, *words: str) -> Page:
        """Itself, when it says all of the words; raises Unexpected otherwise."""
        missing = [word for word in words if word not in self.text]
        if missing:
            raise Unexpected(f"{self.url} ({self.status}) does not say {missing}: {self.text[:600]}")
        return self

    def form(self, action: str = "", *, has: str = "", near: str = "") -> Form:
        """The first form whose action ends with ``action``, that has a field ``has`` and stands beside the words ``near``; raises
        Unexpected without one."""
        found = self.find_form(action, has=has, near=near)
        if found is None:
            forms = [(form.method, form.action, sorted(form.names())) for form in self.forms]
            raise Unexpected(
                f"{self.url} ({self.status}) has no form to …{action} with {has!r} near {near!r}, only {forms}: {self.text[:300]}"
            )
        return found

    def find_form(self, action: str = "", *, has: str = "", near: str = "") -> Form | None:
        """As ``form``, but None without one."""
        for form in self.forms:
            if urlsplit(form.action).path.endswith(action) and (not has or has in form.names()) and near in form.near:
                return form
        return None

    def form_with_button(self, words: str) -> Form | None:
        """The first form with a button that says ``words``; None without one."""
        return next((form for form in self.forms if any(words in said for *_, said in form.buttons)), None)

    def link(self, words: str = "", *, to: str = "") -> str:
        """The absolute address of the first link that says ``words`` and leads to an address with ``to``; raises Unexpected."""
        for address, said in self.links:
            if words in said and to in address:
                return address
        raise Unexpected(f"{self.url} ({self.status}) has no link {words!r} to …{to}…: {self.text[:300]}")


_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BUTTONS = ("submit", "image")
_SURROUNDINGS = ("article", "section", "li", "tr", "fieldset")


class _Reader(html.parser.HTMLParser):
    """Collects forms, links and words; the words of scripts, styles and svg titles do not count."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._quiet = 0
        self._around: list[tuple[str, list[str]]] = []
        self._link: tuple[str, list[str]] | None = None
        self._button: tuple[Form, str, str, list[str]] | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self._option: tuple[str | None, bool, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "template", "svg"):
            self._quiet += 1
        if tag in _SURROUNDINGS:
            self._around.append((tag, []))
        begin = getattr(self, f"_begin_{tag}", None)
        if begin is not None:
            begin(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template", "svg"):
            self._quiet = max(0, self._quiet - 1)
        if tag in _SURROUNDINGS and any(tag == open_one for open_one, _ in self._around):
            while self._around.pop()[0] != tag:
                pass
        end = getattr(self, f"_end_{tag}", None)
        if end is not None:
            end()

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        if self._area is not None:
            self._area.values = [self._area.values[0] + data]
        self.words.append(data)
        for _, words in self._around:
            words.append(data)
        for open_one in (self._link, self._button, self._option):
            if open_one is not None:
                open_one[-1].append(data)

    def _begin_form(self, attributes: Attributes) -> None:
        self._form = Form(self.url, len(self.forms), attributes, surroundings=[words for _, words in self._around])
        self.forms.append(self._form)
        if attributes.get("id"):
            self._by_id[attributes["id"]] = self._form

    def _end_form(self) -> None:
        self._form = None

    def _begin_a(self, attributes: Attributes) -> None:
        self._link = (urljoin(self.url, attributes["href"]), []) if "href" in attributes else None

    def _end_a(self) -> None:
        if self._link is not None:
            self.links.append((self._link[0], " ".join("".join(self._link[1]).split())))
        self._link = None

    def _owner(self, attributes: Attributes) -> Form | None:
        return self._by_id.get(attributes["form"]) if "form" in attributes else self._form

    def _begin_input(self, attributes: Attributes) -> None:
        form, name, kind = self._owner(attributes), attributes.get("name", ""), attributes.get("type", "text").lower()
        if form is None:
            return
        if kind in _BUTTONS:
            form.buttons.append((name, attributes.get("value", ""), attributes.get("value", "")))
            return
        if not name or "disabled" in attributes or kind == "button":
            return
        value = attributes.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind not in ("checkbox", "radio"):
            form.fields.append(Field(name, kind, attributes.get("aria-label", ""), [] if kind == "file" else [value]))
            return
        group = next((found for found in form.fields if found.name == name and found.kind == kind), None)
        if group is None:
            group = Field(name, kind)
            form.fields.append(group)
        group.options.append((value, attributes.get("aria-label", value)))
        if "checked" in attributes:
            group.values.append(value)

    def _begin_textarea(self, attributes: Attributes) -> None:
        form = self._owner(attributes)
        if form is not None and attributes.get("name"):
            self._area = Field(attributes["name"], "textarea", attributes.get("aria-label", ""), [""])
            form.fields.append(self._area)

    def _end_textarea(self) -> None:
        if self._area is not None:
            self._area.values = [self._area.values[0].removeprefix("\n")]
        self._area = None

    def _begin_select(self, attributes: Attributes) -> None:
        form = self._owner(attributes)
        if form is not None and attributes.get("name") and "disabled" not in attributes:
            self._select = Field(
                attributes["name"], "select-many" if "multiple" in attributes else "select", attributes.get("aria-label", "")
            )
            form.fields.append(self._select)

    def _end_select(self) -> None:
        self._end_option()
        if self._select is not None and self._select.kind == "select" and not self._select.values and self._select.options:
            self._select.values = [self._select.options[0][0]]
        self._select = None

    def _begin_option(self, attributes: Attributes) -> None:
        self._end_option()
        self._option = (attributes.get("value"), "selected" in attributes, [])

    def _end_option(self) -> None:
        if self._option is not None and self._select is not None:
            given, selected, words = self._option
            said = "".join(words).strip()
            value = said if given is None else given
            self._select.options.append((value, said))
            if selected:
                self._select.values.append(value)
        self._option = None

    def _begin_button(self, attributes: Attributes) -> None:
        form = self._owner(attributes)
        if form is not None and attributes.get("type", "submit") == "submit":
            self._button = (form, attributes.get("name", ""), attributes.get("value", ""), [])

    def _end_button(self) -> None:
        if self._button is not None:
            form, name, value, words = self._button
            form.buttons.append((name, value, " ".join("".join(words).split())))
        self._button = None
