"""What people read has no word that a scan once misread."""

from __future__ import annotations

import re

from tools.messages import SOURCE

MISREAD = re.compile(r"쇼핑물|넬버|결제 대당사|총합인|지식소핑|품질 옵션|(?<![가-힣])물 생성")


def test_pages_and_labels_say_shop_agency_and_total_by_their_right_words() -> None:
    """Q24."""
    texts = [path for kind in ("*.html", "*.py", "*.txt", "*.po") for path in SOURCE.rglob(kind)]
    assert len(texts) > 500
    assert {path.name: found[0] for path in texts if (found := MISREAD.search(path.read_text(encoding="utf-8")))} == {}
