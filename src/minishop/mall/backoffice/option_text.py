"""Options as lines of text: what a seller writes, and what is shown again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption

MAX_NAME = 60
_WRITTEN = re.compile(r"(?P<name>.+?)\s*\((?P<facts>[^()]*)\)\s*")


def select_options_of(text: str) -> tuple[SelectOption, ...]:
    """``색상: 노랑, 파랑``, one option a line; values that contain commas are parted by ``|``."""
    return tuple(_select(line) for line in text.splitlines() if line.strip())


def text_of_selects(options: Sequence[SelectOption]) -> str:
    """The lines that stand for these options."""
    return "\n".join(f"{option.name}: {_joined(option.values)}" for option in options)


def text_options_of(text: str) -> tuple[TextOption, ...]:
    """``각인 문구``, or ``각인 문구 (선택, 20자)``: required and of 50 characters unless it says otherwise."""
    return tuple(_text(line.strip()) for line in text.splitlines() if line.strip())


def text_of_texts(options: Sequence[TextOption]) -> str:
    """The lines that stand for these options."""
    return "\n".join(f"{option.name} ({'필수' if option.required else '선택'}, {option.max_length}자)" for option in options)


def _select(line: str) -> SelectOption:
    name, _colon, values = line.replace("：", ":").partition(":")
    parted = values.split("|" if "|" in values else ",")
    return SelectOption(name.strip(), tuple(value.strip() for value in parted if value.strip()))


def _joined(values: Sequence[str]) -> str:
    return (" | " if any("," in value for value in values) else ", ").join(values)


def _text(line: str) -> TextOption:
    found = _WRITTEN.fullmatch(line)
    facts = [fact.strip() for fact in found["facts"].split(",")] if found else []
    known = [fact for fact in facts if fact in ("필수", "선택") or re.fullmatch(r"[1-9]\d{0,2}자", fact, re.ASCII)]
    if not found or len(known) < len(facts):
        return TextOption(line)
    lengths = [int(fact[:-1]) for fact in known if fact.endswith("자")]
    return TextOption(found["name"], "선택" not in known, min([*lengths, 200]) if lengths else 50)
