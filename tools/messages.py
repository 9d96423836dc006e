"""The English of the pages: finds marked strings, merges them into the catalogues, and says what has no translation.

``python -m tools.messages`` merges; ``--check`` fails when a marked string is missing from its service's catalogue, has no
English or a doubtful (fuzzy) one, or when the English has other placeholders than the Korean. Korean is the language of the source.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "minishop"
CATALOGUES = ("mall", "checkout", "shopping", "sandbox", "chassis")
_FUNCTIONS: dict[str, Any] = {
    "gettext": (1,), "gettext_lazy": (1,), "gettext_noop": (1,), "_": (1,),
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str, str, str]  # context, singular, plural


def marked(folder: Path) -> Iterator[tuple[Key, str]]:
    """Every marked string below a folder, with the file it stands in."""
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if {"migrations", "static"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        # What is left of a template is read as Python, to which its indentation means nothing.
        source = text if path.suffix == ".py" else re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
        for _, function, messages, _ in extract_python(io.BytesIO(source.encode()), _FUNCTIONS, [], {}):
            if (key := _key(str(function), messages)) and key[1]:
                yield key, path.relative_to(PROJECT).as_posix()


def _key(function: str, messages: object) -> Key | None:
    parts = [part or "" for part in messages] if isinstance(messages, tuple | list) else [str(messages or "")]
    context = str(parts.pop(0)) if function.startswith(("pgettext", "npgettext")) else ""
    if not parts or not isinstance(parts[0], str):
        return None
    return context, parts[0], str(parts[1]) if function.startswith(("n",)) and len(parts) > 1 else ""


def catalogue(service: str) -> Path:
    """Where a service's English stands."""
    return SOURCE / service / "locale" / "en" / "LC_MESSAGES" / "django.po"


def merge(service: str) -> int:
    """Brings a catalogue up to the source, keeping what is translated; returns how many strings it holds."""
    path, found = catalogue(service), _found(service)
    known = {_entry_key(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
    book = polib.POFile(wrapwidth=120)
    book.metadata = {"Content-Type": "text/plain; charset=utf-8", "Language": "en", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for key, places in sorted(found.items()):
        entry = known.get(key) or _new_entry(key)
        entry.occurrences = [(place, "") for place in sorted(places)]
        book.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    return len(book)


def problems(service: str) -> list[str]:
    """What keeps a service's English from being complete."""
    path = catalogue(service)
    book = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {_entry_key(entry): entry for entry in book}
    wrong = [f"{service}: not in the catalogue: {key[1]!r}" for key in _found(service) if key not in known]
    for key, entry in known.items():
        english = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(english) or entry.fuzzy:
            wrong.append(f"{service}: no English: {key[1]!r}")
        elif any(set(_PLACEHOLDER.findall(text)) - set(_PLACEHOLDER.findall(f"{key[1]}{key[2]}")) for text in english):
            wrong.append(f"{service}: other placeholders: {key[1]!r}")
    return wrong


def _found(service: str) -> dict[Key, set[str]]:
    found: dict[Key, set[str]] = {}
    for key, place in marked(SOURCE / service):
        found.setdefault(key, set()).add(place)
    return found


def _entry_key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def _new_entry(key: Key) -> polib.POEntry:
    context, singular, plural = key
    if plural:
        return polib.POEntry(msgctxt=context or None, msgid=singular, msgid_plural=plural, msgstr_plural={0: "", 1: ""})
    return polib.POEntry(msgctxt=context or None, msgid=singular, msgstr="")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tools.typing_settings")
    if not options.check:
        print("\n".join(f"{service}: {merge(service)} strings" for service in CATALOGUES))
        return 0
    found = [problem for service in CATALOGUES for problem in problems(service)]
    print("\n".join(found) if found else "English complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
