"""호스트 토큰: how many a host may have at a time, and what is kept of one. Pure."""

from __future__ import annotations

import hashlib

# One that is in use, and the next one while the host changes over.
MOST_LIVE = 2
ENDING = 4


def may_issue(live: int) -> bool:
    """Whether a host that has so many valid tokens may be given another."""
    return live < MOST_LIVE


def digest(text: str) -> str:
    """What is kept of a token: SHA-256 of its text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
