"""Whether a secret can be guessed: by its length, by its letters, by what it is made of. Pure."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

SHORTEST = 40
FEWEST_LETTERS = 10
# What people write where a secret should stand, and what keyboards suggest.
_WORDS = (
    "password", "passwd", "secret", "changeme", "change-me", "change_me", "letmein", "insecure", "default", "example", "qwerty", "asdfgh",
    "zxcvbn", "minishop", "sandbox", "비밀",
)  # fmt: skip


class Weakness(StrEnum):
    """Why a secret is none."""

    MISSING = "missing"
    PUBLISHED = "published"
    SHORT = "short"
    FEW_LETTERS = "few_letters"
    REPEATED = "repeated"
    SEQUENCE = "sequence"
    WORDS = "words"


def weakness(value: str, *, published: str) -> Weakness | None:
    """The first thing wrong with a secret, or None. ``published`` is the value that stands in the source for sandboxes."""
    if not value:
        return Weakness.MISSING
    if value == published or value.startswith("sandbox-"):
        return Weakness.PUBLISHED
    if len(value) < SHORTEST:
        return Weakness.SHORT
    if len(set(value)) < FEWEST_LETTERS:
        return Weakness.FEW_LETTERS
    if _is_repetition(value):
        return Weakness.REPEATED
    if _is_sequence(value):
        return Weakness.SEQUENCE
    return Weakness.WORDS if any(word in value.lower() for word in _WORDS) else None


def _is_repetition(value: str) -> bool:
    """A piece of at most half its length, over and over."""
    return any(value.startswith(value[period:]) for period in range(1, len(value) // 2 + 1))


def _is_sequence(value: str) -> bool:
    """More than half of the letters follow from the one before: abc, 321, aaa."""
    steps = sum(abs(ord(here) - ord(before)) <= 1 for before, here in pairwise(value))
    return steps > len(value) / 2
