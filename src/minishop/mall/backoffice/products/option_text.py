"""Options as lines of text: what a seller writes, and what is shown again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption

MAX_NAME = 60
_WRITTEN = re.compile(r"(?P<name>.+?)\s*\((?P<facts>[^()]*)\)\s*")
# Both languages of the office are read, whichever one is in force: a text may be shown in one and sent back in the other.
_REQUIRED, _OPTIONAL = ("필수", "required"), ("선택", "optional")
_LENGTH = re.compile(r"([1-9]\d{0,2})(?:자| characters?)", re.ASCII)


def select_options_of(text: str) -> tuple[SelectOption, ...]:
    """``색상: 노랑, 파랑``, one option a line; values that contain commas are parted by ``|``."""
    return tuple(_select(line) for line in text.splitlines() if line.strip())


def text_of_selects(options: Sequence[SelectOption]) -> str:
    """The lines that stand for these options."""
    return "\n".join(f"{option.name}: {_joined(option.values)}" for option in options)


def text_options_of(text: str) -> tuple[TextOption, ...]:
    """``각인 문구``, or ``각인 문구 (선택, 20자)``, or ``Engraving (optional, 20 characters)``: required and of 50 characters unless
    it says otherwise."""
    return tuple(_text(line.strip()) for line in text.splitlines() if line.strip())


def text_of_texts(options: Sequence[TextOption]) -> str:
    """The lines that stand for these options, in the language in force."""
    return "\n".join(
        (_("%(name)s (필수, %(length)s자)") if option.required else _("%(name)s (선택, %(length)s자)"))
        % {"name": option.name, "length": option.max_length}
        for option in options
    )


def _select(line: str) -> SelectOption:
    name, _colon, values = line.replace("：", ":").partition(":")
    parted = values.split("|" if "|" in values else ",")
    return SelectOption(name.strip(), tuple(value.strip() for value in parted if value.strip()))


def _joined(values: Sequence[str]) -> str:
    return (" | " if any("," in value for value in values) else ", ").join(values)


def _text(line: str) -> TextOption:
    found = _WRITTEN.fullmatch(line)
    facts = [fact.strip() for fact in found["facts"].split(",")] if found else []
    lengths = [int(said[1]) for fact in facts if (said := _LENGTH.fullmatch(fact))]
    needs = [fact for fact in facts if fact in _REQUIRED + _OPTIONAL]
    if not found or len(lengths) + len(needs) < len(facts):
        return TextOption(line)
    return TextOption(found["name"], not set(_OPTIONAL) & set(needs), min([*lengths, 200]) if lengths else 50)
