"""Instants on the wire."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.api.refusals import not_valid


def instant(text: str, *, subject: str, name: str) -> datetime:
    """An ISO 8601 instant with its zone. Raises Refused (4000) for anything else, also for a time without a zone.

    A blank before the zone is a plus sign that the sender did not encode in its query.
    """
    try:
        found = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise not_valid(subject, name) from None
    if found.tzinfo is None or not 2000 <= found.year < 3000:
        raise not_valid(subject, name)
    return found
