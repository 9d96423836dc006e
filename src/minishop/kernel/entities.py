"""HTML entities in texts that are no HTML: what a shop's old system left in a name."""

import re
import unicodedata
from html import unescape

# Only what a semicolon closes: in 'R&D' or 'A&lt' nobody meant anything.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def decoded(text: str) -> str:
    """The text, never markup, with each entity as the character it means, once; blanks and control characters become plain blanks."""
    return _ENTITY.sub(_meaning, text)


def guarded(text: str) -> str:
    """The text so that whoever decodes it once has it again: for what is sent to those who do."""
    return _ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", text)


def _meaning(found: re.Match[str]) -> str:
    return "".join(" " if unicodedata.category(one) in ("Zs", "Zl", "Zp", "Cc") else one for one in unescape(found[0])) or " "
