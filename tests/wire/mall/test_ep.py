"""The mall's end of the feed: what it writes is the golden file, byte for byte (protocol/ep)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from minishop.kernel.won import Won
from minishop.mall.feed.domain.rows import FULL, SUMMARY, Change, Item, full_row, header, summary_row

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "ep"
FRONT = "http://haru.shop.localhost:8100"
AT = datetime(2026, 11, 23, 3, 4, 5, tzinfo=UTC)

SCARF = Item(
    id="P1001", title="하루 울 스카프", price=Won(32_000), list_price=Won(39_000), link=f"{FRONT}/products/P1001/",
    image=f"{FRONT}/media/0123456789abcdef0123456789abcdef-1000.jpg", categories=("패션잡화", "스카프·머플러"),
    texts={"brand": "하루", "maker": "하루공방", "origin": "대한민국", "model_number": "HR-1"}, tags=("겨울 스카프", "울", "선물"), shipping=2_500,
)  # fmt: skip
APRON = replace(
    SCARF, id="P-1002", title="린넨\t앞치마 <b>& 수건</b>\n100%", price=Won(39_000), list_price=Won(0), link=f"{FRONT}/products/P-1002/",
    categories=("주방",), texts={}, tags=(), shipping=0,
)  # fmt: skip
SHELF = replace(APRON, id="P1003", title="원목 선반", price=Won(22_000), link=f"{FRONT}/products/P1003/", shipping=-1)


def test_the_full_feed_is_the_golden_file() -> None:
    written = "\n".join([header(FULL), *(full_row(item) for item in (SCARF, APRON, SHELF))])
    assert written.encode() == (GOLDEN / "full.tsv").read_bytes()


def test_the_summary_is_the_golden_file() -> None:
    """I new, U changed or back on sale, D gone; times are Seoul's."""
    changes = ((SCARF, Change.NEW), (APRON, Change.UPDATED), (SHELF, Change.GONE))
    written = "\n".join([header(SUMMARY), *(summary_row(item, change, AT) for item, change in changes)])
    assert written.encode() == (GOLDEN / "summary.tsv").read_bytes()
