"""How a product is called: a code where its file has none, and what the search knows it by."""

from __future__ import annotations

import base64
import hashlib
import re

_FEED_ID = re.compile(r"[A-Za-z0-9_-]{1,50}")
_NUMBERED = re.compile(r"N([1-9][0-9]{0,18})")


def made_up_code(own: str, name: str) -> str:
    """The same code whenever the same row comes again: made from its 자체 상품코드, or else from its name, so that a second import of a
    sheet without codes adds nothing."""
    made_from = f"own {own}" if own else f"name {name}"
    return "P" + base64.b32encode(hashlib.sha256(made_from.encode()).digest())[:9].decode()


def feed_id(code: str, number: int) -> str:
    """What the search knows a product by: its code, or ``N`` and its number where the code has characters that the search does not take
    (a full stop, Hangul)."""
    return code if _FEED_ID.fullmatch(code) else f"N{number}"


def number_in(told: str) -> int | None:
    """The product's number in a ``feed_id`` that was made of one; None for another. A code may look the same: ask for codes first."""
    found = _NUMBERED.fullmatch(told)
    return int(found[1]) if found and int(found[1]) < 2**63 else None
