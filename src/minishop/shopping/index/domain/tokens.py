"""한국어 검색어와 상품명을 낱말로: syllables and pairs of syllables, Latin and digits whole, initial consonants.

No dictionary: a pair of neighbouring syllables is found in any compound and with any spacing (docs/rules/search.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUN = re.compile(r"[가-힣]+|[ᄀ-ᄒ]+|[a-z]+|[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")
_LONGEST_INITIALS = 4
_MOST_CHARACTERS = 400


def words_of(text: str) -> list[str]:
    """A text's words as written, in one form: NFKC, lower case, no comma inside numbers."""
    plain = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]).lower()
    return _THOUSANDS.sub("", plain).split()


def index_tokens(text: str) -> list[str]:
    """What a text is found by. Spaces between Korean words do not matter; neighbouring Latin words also stand joined."""
    words = words_of(text)
    tokens = [token for run in runs("".join(words)) if _is_korean(run) for token in (*run, *_pairs(run))]
    latin = [run for word in words for run in runs(word) if not _is_korean(run)]
    joined = [left + right for left, right in pairwise(latin) if left.isalpha() and right.isalpha()]
    return tokens + [_stored(run) for run in (*latin, *joined)]


def initial_tokens(text: str) -> list[str]:
    """초성: the initial consonants of neighbouring syllables, two to four at a time."""
    found = []
    for run in runs("".join(words_of(text))):
        if _is_korean(run):
            initials = "".join(_initial(syllable) for syllable in run)
            found += [part for length in range(2, _LONGEST_INITIALS + 1) for part in _windows(initials, length)]
    return found


def query_tokens(word: str) -> list[str]:
    """What one word of a query asks for: all of these must be found."""
    return [token for run in runs(word) for token in _asked(run)]


def runs(text: str) -> list[str]:
    """The stretches of one script in a text that ``words_of`` has brought into one form."""
    return _RUN.findall(text)


def _asked(run: str) -> Iterator[str]:
    if _is_korean(run):
        yield from _pairs(run) or [run]
    elif _is_initials(run):
        yield from _windows(run, min(len(run), _LONGEST_INITIALS)) if len(run) > 1 else []
    else:
        yield _stored(run)


def _is_korean(run: str) -> bool:
    return "가" <= run[0] <= "힣"


def _is_initials(run: str) -> bool:
    return "ᄀ" <= run[0] <= "ᄒ"


def _pairs(run: str) -> list[str]:
    return list(_windows(run, 2))


def _windows(run: str, length: int) -> Iterator[str]:
    return (run[at : at + length] for at in range(len(run) - length + 1))


def _initial(syllable: str) -> str:
    return chr(0x1100 + (ord(syllable) - 0xAC00) // 588)


def _stored(run: str) -> str:
    return run.replace(".", "d")  # a full stop would part the token in an engine's own splitting: 3.5 stands as 3d5
