"""Cursors of the change feed on the wire: opaque to whoever keeps one. To us the number of the last change that was read, and which one that
was, so that a feed that was restored and has gone on to that number with another change is told from the one that was read.

``12.2af31c95b80d3f1``: the change's number, and its identity in hexadecimal digits. Cursors of before have the number alone.
"""

from __future__ import annotations

import re

from minishop.checkout.api.refusals import not_valid
from minishop.checkout.merchants.domain.comparing import START, Place

_CURSOR = re.compile(r"(?P<number>[0-9]{1,18})(\.(?P<change>[0-9a-f]{1,16}))?")


def cursor(text: str, *, subject: str, name: str) -> Place:
    """Where a cursor stands; an empty one before the first change. Raises Refused (4000) for what is none."""
    if not text:
        return START
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise not_valid(subject, name)
    return Place(int(found["number"]), int(found["change"], 16) if found["change"] else None)


def cursor_text(place: Place) -> str:
    """A place as it is told."""
    return str(place.number) if place.change is None else f"{place.number}.{place.change:x}"
