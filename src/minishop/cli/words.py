"""What the commands say: in Korean where the terminal is Korean, in English elsewhere."""

from __future__ import annotations

import os
import sys
import unicodedata


class Refusal(Exception):
    """The command cannot go on. It carries one clear sentence, which is all that the person gets to see."""


def pick(korean: str, english: str) -> str:
    """The text for this terminal: ``MINISHOP_LANG`` decides, then the locale."""
    named = (os.environ.get(name, "") for name in ("MINISHOP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next((value for value in named if value), "")
    return korean if language.lower().startswith("ko") else english


def refuse(korean: str, english: str) -> Refusal:
    """A refusal in the person's language, to be raised."""
    return Refusal(pick(korean, english))


def say(korean: str, english: str) -> None:
    """One line of progress, seen at once."""
    sys.stdout.write(pick(korean, english) + "\n")
    sys.stdout.flush()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes; a Hangul syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int) -> str:
    """The text, filled with blanks to a number of columns."""
    return text + " " * max(0, width - columns(text))
