"""Fetching a feed from a shop's own address."""

from __future__ import annotations

from minishop.chassis.http import Answer, exchange

MOST_BYTES = 64_000_000
TIMEOUT = 20.0


def fetch(url: str) -> Answer:
    """The file at a feed's address: 64 MB at most, with 20 s of patience for each piece. Follows no redirect."""
    return exchange("GET", url, headers={"Accept": "text/plain, text/html;q=0.9"}, timeout=TIMEOUT, max_bytes=MOST_BYTES)
