"""How long a body may take and how much may be under way: the numbers, and the rules that are made of them."""

from __future__ import annotations

FIRST_BYTE = 5.0
START = 10.0
SLOWEST = 20_000  # bytes a second
IN_MEMORY = 256_000

MOST_BYTES = 64_000_000
MOST_BODIES = 200
MOST_OF_AN_ADDRESS = 20
# A body younger than this is not judged: its pieces may be on their way.
YOUNG = 1.0

MOST_WAITING = 300
PATIENCE = 10.0
RETRY_AFTER = 5

JOINED = 1_000_000
STREAM_PIECE = 65_536
STREAM_AHEAD = 4
READER_PATIENCE = 30.0


def seconds_for(length: int) -> float:
    """How long a body of this many bytes may take, counted from the end of the header."""
    return START + length / SLOWEST
