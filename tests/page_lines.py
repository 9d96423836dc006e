"""A page as lines, in the order in which a person meets them: a test of a page is a table of what must be found there.

A line is a block of the page. In it stand, beside words:

- ``# 장바구니`` a heading (one mark a level), ``= 품목`` the name of a group or a table, ``> 상품 삭제`` what unfolds more, ``@ 현재위치``
  the name that is read out of a group of links
- ``[공지사항 → /notice/]`` a link; ``(사진 1)`` a picture or a sign with a meaning
- ``{수량: 2}`` a field, its label and what stands in it; ``{수량: 0 !}`` one marked as wrong; ``{정렬: *이름 순 / 순위 순}`` a choice,
  ``{분류: *A … 17}`` one of more than six things; ``{[x] 진열함}`` a box or one of several, chosen
- ``<담기 → POST /cart/lines/ product=P1>`` a button: where it leads, with what nobody typed; ``<담기 → …, off>`` one that cannot be pressed
- ``상품 금액: 24,000원`` a labelled value; ``머그컵 | 2 | 9,000원`` a table's row

Links, buttons and fields stand in lines of their own, but in a heading, a paragraph, a labelled value or a table's row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Template
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

_FIELDS = {"input", "select", "textarea"}
_OWN_LINE = {"a", "button", "label", *_FIELDS}
_INLINE = {"b", "br", "code", "em", "i", "img", "s", "small", "span", "strong", "svg", *_OWN_LINE}
_IN_ONE_LINE = {"dd", "dt", "h1", "h2", "h3", "h4", "caption", "legend", "p", "summary", "td", "th"}
_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "caption": "= ", "legend": "= ", "summary": "> "}
_PLACES = {"nav", "aside"}
_NOT_READ = {"script", "style", "template", "head"}
_CONTINUES = {"dd": ":", "td": " |", "th": " |"}
_NOT_OF_THE_FORM = {"csrfmiddlewaretoken", "_shown", "form_key"}  # a token, a digest, and what makes a second press the first one
_BREAK = "\n"
MANY = 6


def lines(answer: Any) -> list[str]:
    """What stands on the page that an answer carries, line by line."""
    page = BeautifulSoup(answer.content, "html.parser")
    read = "".join(_flow(page, page, block=True))
    whole = (" ".join(one.split()).removeprefix("| ").replace(" : ", ": ") for one in read.split(_BREAK))
    return [line for line in whole if line]


def lacking(answer: Any, wanted: str, **known: object) -> list[str]:
    """The lines of a table that the page lacks, or has in another order; empty where everything is found.

    ``$name`` in the table stands for what is known by that name; a line that begins with ``…`` goes on with the one before.
    """
    rest, missing = lines(answer), []
    table = Template(wanted).substitute(known)
    for line in (" ".join(one.split()) for one in re.sub(r"\n *…", "", table).splitlines() if one.strip()):
        if line in rest:
            rest = rest[rest.index(line) + 1 :]
        else:
            missing.append(line)
    return missing


def _flow(node: Tag, page: Tag, *, block: bool) -> Iterator[str]:
    """The texts and breaks below an element; a break stands only where blocks may begin."""
    for child in node.children:
        if isinstance(child, Tag):
            yield from _element(child, page, block=block)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield " ".join(f".{child}.".split())[1:-1]


def _element(tag: Tag, page: Tag, *, block: bool) -> Iterator[str]:
    if tag.name in _NOT_READ:
        return
    if tag.name in _INLINE:
        around = _BREAK if block and tag.name in _OWN_LINE else " " if tag.name == "span" else ""
        yield f"{around}{_inline(tag, page)}{around}"
        return
    if tag.name in _PLACES and tag.get("aria-label"):
        yield f"{_BREAK}@ {tag['aria-label']}{_BREAK}"
    if tag.name in _CONTINUES:
        yield f"{_CONTINUES[tag.name]} "
    else:
        yield _BREAK if block else " "
    yield _MARKS.get(tag.name, "")
    yield from _flow(tag, page, block=block and tag.name not in _IN_ONE_LINE)
    if tag.name not in {"dt", "dd", "td", "th"}:
        yield _BREAK if block else " "


def _inline(tag: Tag, page: Tag) -> str:
    match tag.name:
        case "br":
            return " "
        case "a" if tag.has_attr("href"):
            return f"[{_inside(tag, page)} → {tag['href']}]"
        case "img" | "svg":
            meaning = tag.get("alt") or tag.get("aria-label")
            return f" ({meaning}) " if meaning else ""
        case "button":
            return f" {_button(tag, page)} "
        case name if name in _FIELDS:
            return f" {_field(tag, page)} "
        case "label" if _field_of(tag, page) is not None:
            inside = tag.select("input, select, textarea, [role=alert]")
            return " ".join(_field(one, page) if one.name in _FIELDS else _inside(one, page) for one in inside)
    return "".join(_flow(tag, page, block=False))


def _inside(tag: Tag, page: Tag) -> str:
    return " ".join("".join(_flow(tag, page, block=False)).split())


def _button(tag: Tag, page: Tag) -> str:
    form = page.find("form", id=tag["form"]) if tag.has_attr("form") else tag.find_parent("form")
    words = tag.get("aria-label") or _inside(tag, page)
    if not isinstance(form, Tag):
        return f"<{words}>"
    method = str(form.get("method") or "get").upper()
    said = [*form.find_all("input", type="hidden"), *([tag] if tag.has_attr("name") else [])]
    sent = [f"{one['name']}={one.get('value', '')}" for one in said if one.get("name") not in _NOT_OF_THE_FORM]
    leads = " ".join([method, str(tag.get("formaction") or form.get("action") or ""), *sent]).replace("  ", " ").strip()
    return f"<{words} → {leads}{', off' if tag.has_attr('disabled') else ''}>"


def _field(tag: Tag, page: Tag) -> str:
    kind = tag.get("type", "text") if tag.name == "input" else tag.name
    if kind == "hidden":
        return ""
    name = _name_of(tag, page)
    if kind in ("checkbox", "radio"):
        return f"{{[{'x' if tag.has_attr('checked') else ' '}] {name}}}"
    stands = _choices(tag, page) if kind == "select" else tag.get_text() if kind == "textarea" else str(tag.get("value", ""))
    wrong = " !" if tag.get("aria-invalid") == "true" else ""
    return f"{{{name}: {' '.join(stands.split())}{wrong}}}"


def _choices(select: Tag, page: Tag) -> str:
    options = select.find_all("option")
    chosen = next((one for one in options if one.has_attr("selected")), options[0] if options else None)
    if len(options) > MANY:
        return f"*{_inside(chosen, page) if chosen else ''} … {len(options)}"
    return " / ".join(("*" if one is chosen else "") + _inside(one, page) for one in options)


def _name_of(field: Tag, page: Tag) -> str:
    label = page.find("label", attrs={"for": field["id"]}) if field.has_attr("id") else None
    label = label or field.find_parent("label")
    if not isinstance(label, Tag):
        return str(field.get("aria-label", ""))
    unread = [text for part in label.select("select, textarea, [role=alert]") for text in part.find_all(string=True)]
    return " ".join("".join(_plain(text, unread) for text in label.find_all(string=True)).split())


def _plain(text: PageElement, unread: Sequence[PageElement]) -> str:
    return "" if any(text is one for one in unread) else str(text)


def _field_of(label: Tag, page: Tag) -> Tag | None:
    named = page.find(id=label["for"]) if label.has_attr("for") else label.find([*_FIELDS])
    return named if isinstance(named, Tag) else None
