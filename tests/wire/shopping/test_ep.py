"""protocol/ep read by the search: the golden files of our shops, and feeds as they are met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minishop.shopping.crawl.domain.ep import read_feed
from minishop.shopping.crawl.domain.verdicts import FeedKind, FileRefused

FILES = Path(__file__).resolve().parents[3] / "protocol" / "ep"
MET = sorted((FILES / "reader").glob("*.tsv"))
OURS = sorted(FILES.glob("*.tsv"))


@pytest.mark.parametrize("path", MET, ids=lambda path: path.stem)
def test_feeds_as_they_are_met(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    kind = FeedKind(expected.pop("kind"))
    if "refused" in expected:
        with pytest.raises(FileRefused) as refused:
            read_feed(path.read_bytes(), kind, limit=1000)
        assert refused.value.fault == expected["refused"]
        return
    reading = read_feed(path.read_bytes(), kind, limit=1000)
    products = [
        {"id": each.product_code, "title": each.title, "price": int(each.price), "shipping": each.shipping}
        for each in reading.products.values()
    ]
    problems = [[each.line, each.fault.value, each.column] for each in reading.problems]
    assert {"products": products, "removed": sorted(reading.removed), "problems": problems} == expected


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_what_our_shops_write_is_read_without_a_fault(path: Path) -> None:
    kind = FeedKind.SUMMARY if "summary" in path.stem else FeedKind.FULL
    reading = read_feed(path.read_bytes(), kind, limit=1000)
    assert reading.problems == []
    assert reading.rows == len(reading.products) + len(reading.removed)
