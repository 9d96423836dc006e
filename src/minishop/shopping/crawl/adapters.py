"""Fetching a feed from a shop's own address."""

from __future__ import annotations

from minishop.chassis.http import Request

MOST_BYTES = 64_000_000
TIMEOUT, SILENCE, SLOWEST = 120.0, 20.0, 10_000


def feed_request(url: str) -> Request:
    """The file at a feed's address: 64 MB and 120 s at most, no silence of 20 s, and 10 KB a second after the first ten seconds."""
    headers = {"Accept": "text/plain, text/html;q=0.9"}
    return Request("GET", url, None, headers, timeout=TIMEOUT, silence=SILENCE, max_bytes=MOST_BYTES, slowest=SLOWEST)
