"""Fetching a feed from a shop's own address."""

from __future__ import annotations

from minishop.chassis.http import Answer, Terms, exchange

MOST_BYTES = 64_000_000
TIMEOUT, SILENCE = 200.0, 20.0
_TERMS = Terms("feed", at_once=2)


def fetch(url: str) -> Answer:
    """The file at a feed's address: 64 MB and 200 s at most, and no silence of 20 s. Follows no redirect."""
    headers = {"Accept": "text/plain, text/html;q=0.9"}
    return exchange("GET", url, headers=headers, timeout=TIMEOUT, silence=SILENCE, max_bytes=MOST_BYTES, terms=_TERMS)
