"""상점으로 가는 주소: the product's link with ``NaPm``, by which the shop knows where the visitor came from (protocols/03)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, urlsplit

PARAMETER = "NaPm"


def tracking_value(click_id: int, partner_key: str, now: datetime) -> str:
    """What stands in ``NaPm``: time, click, place and shop, opaque to the shop. No person is named."""
    return f"ct={int(now.timestamp())}|ci={click_id:x}|tr=ms|sn={partner_key}"


def landing_address(link: str, value: str) -> str:
    """A link with ``NaPm`` added to its query, which is otherwise left as it is; an earlier ``NaPm`` is replaced."""
    parts = urlsplit(link)
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0].lower() != PARAMETER.lower()]
    query = "&".join([*kept, f"{PARAMETER}={quote(value, safe='')}"])
    return parts._replace(query=query).geturl()
