"""What the stages of ``test`` found, added up for the closing line."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Count:
    """How many tests passed, failed (errors too) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def line(self) -> str:
        """``"12 passed, 0 failed, 1 skipped"``."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def count_of_report(report: Path) -> Count:
    """The count in a JUnit report; a report that is missing or broken counts as one failure."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return Count(failed=1)
    whole = Count()
    for suite in suites:
        total, failed, errors, skipped = (int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped"))
        whole += Count(max(0, total - failed - errors - skipped), failed + errors, skipped)
    return whole
