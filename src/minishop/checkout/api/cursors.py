"""Cursors of the change feed on the wire: opaque to whoever keeps one, to us the number of the last change that was read."""

from __future__ import annotations

from minishop.checkout.api.refusals import not_valid


def cursor(text: str, *, subject: str, name: str) -> int:
    """The number of the last change; 0 for an empty cursor, which is before the first. Raises Refused (4000) for what is none."""
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise not_valid(subject, name)
    return int(text or 0)
