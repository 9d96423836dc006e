"""Texts as people compare them: what was typed, pasted or exported differently is the same word."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """A text without what nobody sees or means: one Unicode form and width (NFKC), one case, no blanks, no invisible characters.

    >>> plain("판매가\\ufeff ") == plain("판매가")
    True
    """
    # Folding a letter's case may leave a form that is not composed, and what is left out may have stood between a letter and its mark.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", "".join(letter for letter in folded if unicodedata.category(letter)[0] not in "ZC"))
